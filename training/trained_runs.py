"""Finished runs of any family: the model, what it was trained on, what it reads."""

import dataclasses
import importlib
from pathlib import Path
from types import ModuleType

import keras

from evaluation.run_results import METRICS_FILE, RunResult, load_result
from reenact.errors import DataError
from training.model_files import load_model

READS = ("poses", "columns", "keypoints")


@dataclasses.dataclass(frozen=True, eq=False)
class TrainedRun:
    """A run that can be asked for predictions.

    Args:
        path: of its folder.
        record: its metrics.json.
        family: the module `<family>.inference`, which says

            - READS: 'poses', rotations of the 15 body joints at 60 Hz; 'columns',
              exponential-map text columns at the record's rate; or 'keypoints', 2-D
              positions in pictures;
            - MODEL: the class of its models;
            - past_frames(model): how many frames a prediction needs before it;
            - predict: of the package's `model`;
            - served(run): the `export_signature.ExportSignature` that is exported;
            - test_inputs(run, records_dir, data_dir): a few real test windows, as
              inputs of that; a DataError where the records are not the run's.
        model: loaded, with the weights that were scored.
    """

    path: Path
    record: RunResult
    family: ModuleType
    model: keras.Model

    @property
    def reads(self) -> str:
        return self.family.READS

    @property
    def past_frames(self) -> int:
        return self.family.past_frames(self.model)


def load_run(path: str | Path) -> TrainedRun:
    """Loads a run from its folder, `runs/<profile>/<data>/<package>/<study>/seed<k>/`.

    Raises:
        DataError: a folder without a finished run of a model, or a damaged file.
    """
    path = Path(path)
    if not (path / METRICS_FILE).is_file():
        raise DataError(
            f"{path}: expected the folder of a finished run, found no {METRICS_FILE}"
        )
    record = load_result(path / METRICS_FILE)
    if not (path / "model.keras").is_file():
        raise DataError(f"{path}: expected a trained model, found no model.keras")
    family = importlib.import_module(f"{record.family}.inference")
    return TrainedRun(
        path, record, family, load_model(path / "model.keras", family.MODEL)
    )


def check_data(run: TrainedRun, fingerprint: str, records_dir: str | Path) -> None:
    """Raises a DataError where records are not those that a run was trained on."""
    expected = run.record.data["fingerprint"]
    if fingerprint != expected:
        raise DataError(
            f"{records_dir}: expected data {expected} as in {run.path}, "
            f"found {fingerprint}"
        )
