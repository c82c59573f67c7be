"""Exports a finished run to another runtime, verified there on real test windows."""

import json
import math
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reenact.code_version import code_version
from reenact.errors import DataError, SettingsError
from reenact.startup import quiet_stderr

if TYPE_CHECKING:  # these import TensorFlow, which comes later in a script
    from training.export.formats import Call, Format
    from training.export.signature import Arrays, ExportSignature
    from training.trained_runs import TrainedRun

# How far an output may be from that of the Keras model, relative to those above 1:
# float32 sums in another order, over as many steps as a forecast has frames.
TOLERANCE = 1e-4
FORMAT_NAMES = ("savedmodel", "litert", "onnx")


def export(
    run: "TrainedRun",
    format_name: str,
    output: Path | None = None,
    records_dir: Path = Path("records"),
    data_dir: str | None = None,
) -> Iterator[str]:
    """Writes, verifies, and only then gives the file its name; says each stage.

    Beside the file stands <file>.json, which describes it.

    Args:
        run: what is exported.
        format_name: of `FORMAT_NAMES`.
        output: a path that does not exist; None: in the folder of the run.
        records_dir: of the data that the run was trained on.
        data_dir: of the recordings, for data without records.

    Raises:
        SettingsError: a package that is missing, or an output that exists. DataError:
        records of other data, a model that the format cannot hold, or a file that
        gives other numbers; nothing is written then.
    """
    from training.export.formats import FORMATS

    kind = FORMATS[format_name]
    kind.check()
    output = Path(output or run.path / kind.file)
    description = output.with_name(f"{output.name}.json")
    for path in (output, description):
        if path.exists():
            raise SettingsError(f"{path}: exists; remove it or choose another --output")
    if not output.parent.is_dir():
        raise SettingsError(f"{output.parent}: expected a folder, found none")
    with tempfile.TemporaryDirectory(prefix=".export", dir=output.parent) as folder:
        written, beside = (Path(folder) / each.name for each in (output, description))
        served = run.inference.export_signature(run)
        inputs = run.inference.test_inputs(run, records_dir, data_dir)
        count = len(next(iter(inputs.values())))
        yield f"{count} test windows of {run.record.data['name']}: {_shapes(served)}"
        largest = _write(run, served, inputs, kind, written)
        yield f"{kind.reader}: largest difference {largest:.1e}, allowed {TOLERANCE}"
        verified = {"windows": count, "largest_difference": largest}
        facts = _describe(run, served, kind, verified)
        beside.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        os.replace(beside, description)
        os.replace(written, output)
    yield f"Written: {output} ({_megabytes(output):.1f} MB), {description.name}"


def _write(
    run: "TrainedRun",
    served: "ExportSignature",
    inputs: "Arrays",
    kind: "Format",
    path: Path,
) -> float:
    """Writes a file and returns how far it is from the Keras model; see `export`."""
    from training.export.formats import as_function

    try:
        with quiet_stderr():
            kind.write(as_function(served, run.model.variables, kind.batch), path)
            largest = _difference(kind.read(path), served, inputs, kind)
    except Exception as error:  # a converter or a runtime raises almost anything
        reason = str(error).strip().splitlines() or [""]
        raise DataError(
            f"{run.path}: cannot be exported as {kind.name}: "
            f"{type(error).__name__}: {reason[0][:200]}"
        ) from error
    if not largest <= TOLERANCE:  # nor is it where it is not a number
        raise DataError(
            f"{run.path}: expected {kind.name} within {TOLERANCE} of the Keras model, "
            f"found a difference of {largest:.1e}; nothing was written"
        )
    return largest


def _difference(
    call: "Call", served: "ExportSignature", inputs: "Arrays", kind: "Format"
) -> float:
    """Largest difference from the Keras model, as `TOLERANCE` means it.

    All windows at once and one by one, or one by one where the batch is fixed.
    """
    count = len(next(iter(inputs.values())))
    batches = [slice(n, n + 1) for n in range(count)]
    if kind.batch is None:
        batches = [slice(0, count), *batches[:1]]
    largest = 0.0
    for rows in batches:
        some = {name: np.ascontiguousarray(each[rows]) for name, each in inputs.items()}
        expected, found = served.predict(some), call(some)
        for name, values in expected.items():
            if found[name].shape != values.shape:
                return math.inf
            apart = np.abs(found[name].astype(np.float64) - values)
            apart /= np.maximum(1, np.abs(values))
            # Not max(), which would lose what is not a number.
            largest = float(np.maximum(largest, apart.max()))
    return largest


def _describe(
    run: "TrainedRun",
    served: "ExportSignature",
    kind: "Format",
    verified: dict[str, Any],
) -> dict[str, Any]:
    record = run.record
    rows = kind.batch or "any"

    def parts(named):
        return {
            name: {
                "shape": [rows, *part.shape],
                "dtype": "float32",
                "meaning": part.meaning,
            }
            for name, part in named.items()
        }

    return {
        "format": kind.name,
        "run": str(run.path),
        **{name: getattr(record, name) for name in ("family", "study", "seed")},
        "data": {name: record.data[name] for name in ("name", "fingerprint")},
        "trained_by": record.code_version,
        "exported_by": code_version(),
        "inputs": parts(served.inputs),
        "outputs": parts(served.outputs),
        **served.facts,
        "verified": {**verified, "tolerance": TOLERANCE, "runtime": kind.reader},
    }


def _shapes(served: "ExportSignature") -> str:
    sides = [
        ", ".join(f"{name} {part.shape}" for name, part in named.items())
        for named in (served.inputs, served.outputs)
    ]
    return " -> ".join(sides)


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file()) / 1e6
