"""Finished runs of any family: the model, what it was trained on, what it reads."""

import dataclasses
import importlib
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from data_prep.dataset import Kind
from evaluation import families
from evaluation.result_fields import check_family
from evaluation.run_results import METRICS_FILE, RunResult, load_result
from reenact.errors import DataError
from training.export.signature import Arrays, ExportSignature
from training.model_files import load_model
from training.run_folder import runs_inside


@dataclasses.dataclass(frozen=True)
class Inference:
    """What a family supplies so that its finished runs can be asked for predictions.

    Args:
        model: the class of its models.
        past_frames: model -> how many frames a prediction needs before it.
        predict: of the package's `model`.
        export_signature: run -> what of it is exported.
        test_inputs: (run, records_dir, data_dir) -> a few real test windows, as inputs
            of that; raises a DataError where the records are not the run's.
    """

    model: type[keras.Model]
    past_frames: Callable[[keras.Model], int]
    predict: Callable[..., np.ndarray]
    export_signature: Callable[["TrainedRun"], ExportSignature]
    test_inputs: Callable[["TrainedRun", Path, str | None], Arrays]


@dataclasses.dataclass(frozen=True, eq=False)
class TrainedRun:
    """A run that can be asked for predictions.

    Args:
        path: of its folder.
        record: its metrics.json.
        reads: the kind of data: 'poses', rotations of the 15 body joints at 60 Hz;
            'angles', exponential-map text columns at the record's rate; or 'keypoints',
            2-D positions in pictures.
        inference: of its family.
        model: loaded, with the weights that were scored.
    """

    path: Path
    record: RunResult
    reads: Kind
    inference: Inference
    model: keras.Model

    @property
    def past_frames(self) -> int:
        return self.inference.past_frames(self.model)


def load_run(path: str | Path) -> TrainedRun:
    """Loads a run from its folder, `runs/<profile>/<data>/<package>/<study>/seed<k>/`.

    Raises:
        DataError: a folder without a finished run of a model, or a damaged file.
    """
    path = Path(path)
    if not (path / METRICS_FILE).is_file():
        raise DataError(
            f"{path}: expected the folder of a finished run, found no {METRICS_FILE}"
            f"{runs_inside(path)}"
        )
    record = load_result(path / METRICS_FILE)
    if record.family not in families.NAMES:
        raise DataError(
            f"{path / METRICS_FILE}: expected family to be one of "
            f"{', '.join(families.NAMES)}, found {record.family!r}"
        )
    family = families.load(record.family)
    check_family(family.name, family.errors, record.family, record.errors, record.path)
    if not (path / "model.keras").is_file():
        raise DataError(f"{path}: expected a trained model, found no model.keras")
    inference = inference_of(record.family)
    model = load_model(path / "model.keras", inference.model)
    return TrainedRun(path, record, family.reads, inference, model)


def inference_of(family: str) -> Inference:
    """What the module `<family>.inference` supplies."""
    return importlib.import_module(f"{family}.inference").INFERENCE


def check_data(run: TrainedRun, fingerprint: str, records_dir: str | Path) -> None:
    """Raises a DataError where records are not those that a run was trained on."""
    expected = run.record.data["fingerprint"]
    if fingerprint != expected:
        raise DataError(
            f"{records_dir}: expected data {expected} as in {run.path}, "
            f"found {fingerprint}"
        )
