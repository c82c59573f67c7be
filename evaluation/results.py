"""metrics.json, the record that a finished run leaves and that every table is made of.

A run lies in `runs/<profile>/<data>/<package>/<study>/seed<k>/`.
"""

import collections
import dataclasses
import json
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from data_prep.errors import DataError
from data_prep.files import whole_file
from data_prep.splits import PUBLISHED_TRAINING
from evaluation.protocols import action_of

METRICS_FILE = "metrics.json"
MODES = ("corrected", "as_published")


@dataclasses.dataclass(frozen=True, eq=False)
class RunRecord:
    """What one run achieved.

    `errors[mode][action]` is (windows, horizons) in radians and `windows[action]` names
    the same windows as (clip id, first observed frame). `mode` is how the model was
    evaluated; `reading` is how it was built and trained. `path` is not stored.
    """

    family: str
    study: str
    seed: int
    profile: str
    data: dict[str, Any]  # `describe_data`: name and fingerprint at least
    protocol: str
    horizon_frames: tuple[int, ...]
    label_ms: tuple[int, ...]
    rate_hz: float
    errors: dict[str, dict[str, np.ndarray]]
    windows: dict[str, list[tuple[str, int]]]
    steps: int
    seconds: float
    parameters: int
    command: str
    code_version: str
    reading: str
    reduced: str
    path: pathlib.Path = pathlib.Path()

    def save(self, path: pathlib.Path) -> None:
        """Writes the record, whole or not at all; a DataError says what is wrong."""
        path = pathlib.Path(path)
        content = {name: getattr(self, name) for name in _FIELDS}
        content["errors"] = {
            mode: {
                # Six decimals are far below any difference that means something.
                action: np.asarray(errors, np.float64).round(6).tolist()
                for action, errors in actions.items()
            }
            for mode, actions in self.errors.items()
        }
        text = json.dumps(content, indent=1)
        _parse(json.loads(text), path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(text + "\n", encoding="utf-8")


_FIELDS = {
    field.name: field.type
    for field in dataclasses.fields(RunRecord)
    if field.name != "path"
}


def describe_data(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The `data` of a record, from the manifest of a built data set.

    Counts the training files per action, validation included, because the published
    training sets have no validation part.
    """
    training_files = collections.Counter(
        action_of(clip_id)
        for split in PUBLISHED_TRAINING
        for shard in manifest["splits"][split]["shards"]
        for clip_id, _ in shard["clips"]
    )
    return {
        "name": manifest["dataset"],
        "fingerprint": manifest["fingerprint"],
        "training_files": dict(sorted(training_files.items())),
    }


def load_record(path: pathlib.Path) -> RunRecord:
    """Reads and checks one metrics.json; a one-line DataError names a bad file."""
    try:
        content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # not JSON, or not UTF-8
        raise DataError(f"{path}: expected JSON, found {error}") from error
    return _parse(content, path)


def find_records(
    runs_dir: pathlib.Path, profile: str, data: str, packages: Sequence[str]
) -> list[RunRecord]:
    """The records of all finished runs of some packages on one data set, by path.

    Raises:
      DataError: a record that cannot be read, that lies in another run's folder, or
        that was made under another setting than its neighbours.
    """
    folder = pathlib.Path(runs_dir) / profile / data
    records = []
    for package in packages:
        for path in sorted((folder / package).glob(f"*/seed*/{METRICS_FILE}")):
            record = load_record(path)
            _check_place(record, profile, data)
            records.append(record)
    _check_same_setting(records)
    return records


def by_study(records: Iterable[RunRecord]) -> dict[str, list[RunRecord]]:
    """Groups records by study, seeds ascending."""
    studies: dict[str, list[RunRecord]] = {}
    for record in sorted(records, key=lambda record: record.seed):
        studies.setdefault(record.study, []).append(record)
    return studies


def _check_place(record: RunRecord, profile: str, data: str) -> None:
    study, seed = record.path.parts[-3], record.path.parts[-2]
    place = (profile, data, study, seed)
    said = (record.profile, record.data["name"], record.study, f"seed{record.seed}")
    if said != place:
        raise DataError(
            f"{record.path}: expected the run {'/'.join(place)}, "
            f"found a record of {'/'.join(said)}"
        )


def _check_same_setting(records: Sequence[RunRecord]) -> None:
    """Figures of one table need one data set, protocol and set of windows."""
    first_of_study: dict[str, RunRecord] = {}
    for record in records:
        first = first_of_study.setdefault(record.study, record)
        for name in ("protocol", "horizon_frames", "label_ms", "rate_hz"):
            _expect_equal(record, name, getattr(record, name), records[0])
        fingerprint = records[0].data["fingerprint"]
        if record.data["fingerprint"] != fingerprint:
            raise DataError(
                f"{record.path}: expected data {fingerprint} as in "
                f"{records[0].path}, found {record.data['fingerprint']}"
            )
        for name in ("steps", "parameters", "reduced", "reading"):
            _expect_equal(record, name, getattr(record, name), first)


def _expect_equal(record: RunRecord, name: str, value: Any, other: RunRecord) -> None:
    expected = getattr(other, name)
    if value != expected:
        raise DataError(
            f"{record.path}: expected {name} {expected!r} as in {other.path}, "
            f"found {value!r}"
        )


def _parse(content: Any, path: pathlib.Path) -> RunRecord:
    if not isinstance(content, dict) or set(content) != set(_FIELDS):
        wrong = sorted(set(_FIELDS) ^ set(content)) if isinstance(content, dict) else ""
        raise _bad(path, "an object of the fields of a run record", wrong or content)
    for name, kind in _FIELDS.items():
        if kind in (str, int, float):
            kinds = (int, float) if kind is float else (kind,)
            if type(content[name]) not in kinds:
                raise _bad(path, f"{name} of type {kind.__name__}", content[name])
    data = content["data"]
    if not isinstance(data, dict) or not {"name", "fingerprint"} <= set(data):
        raise _bad(path, "data with a name and a fingerprint", data)
    for name in ("horizon_frames", "label_ms"):
        numbers = content[name]
        if not isinstance(numbers, list) or {type(n) for n in numbers} != {int}:
            raise _bad(path, f"{name} to be a list of whole numbers", numbers)
    horizons = len(content["horizon_frames"])
    if len(content["label_ms"]) != horizons:
        raise _bad(path, f"label_ms of {horizons} numbers", content["label_ms"])
    windows = _parse_windows(content["windows"], path)
    shapes = {action: (len(starts), horizons) for action, starts in windows.items()}
    parsed = {
        "errors": _parse_errors(content["errors"], shapes, path),
        "windows": windows,
        "horizon_frames": tuple(content["horizon_frames"]),
        "label_ms": tuple(content["label_ms"]),
    }
    return RunRecord(**{**content, **parsed}, path=pathlib.Path(path))


def _parse_windows(
    windows: Any, path: pathlib.Path
) -> dict[str, list[tuple[str, int]]]:
    if not isinstance(windows, dict) or not windows:
        raise _bad(path, "windows per action", windows)
    parsed = {}
    for action, starts in windows.items():
        try:
            parsed[action] = [(str(clip_id), int(start)) for clip_id, start in starts]
        except (TypeError, ValueError):
            expected = f"windows/{action} to be pairs of clip and start"
            raise _bad(path, expected, starts) from None
    return parsed


def _parse_errors(
    errors: Any, shapes: dict[str, tuple[int, int]], path: pathlib.Path
) -> dict[str, dict[str, np.ndarray]]:
    if not isinstance(errors, dict) or not errors or not set(errors) <= set(MODES):
        raise _bad(path, f"errors of the modes {' or '.join(MODES)}", errors)
    parsed: dict[str, dict[str, np.ndarray]] = {}
    for mode, actions in errors.items():
        if not isinstance(actions, dict) or set(actions) != set(shapes):
            expected = f"errors/{mode} of the actions {', '.join(sorted(shapes))}"
            raise _bad(path, expected, actions)
        parsed[mode] = {}
        for action, values in actions.items():
            try:
                table = np.array(values, np.float64)
            except (TypeError, ValueError):
                table = np.array(np.nan)
            if table.shape != shapes[action] or not np.isfinite(table).all():
                expected = f"errors/{mode}/{action}: finite, shape {shapes[action]}"
                raise _bad(path, expected, values)
            parsed[mode][action] = table
    return parsed


def _bad(path: pathlib.Path, expected: str, found: Any) -> DataError:
    return DataError(f"{path}: expected {expected}, found {str(found)[:80]!r}")
