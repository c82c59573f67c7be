"""A run: what identifies it, how it begins, and what it leaves."""

import dataclasses
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from evaluation.run_results import RunResult
from reenact.code_version import code_version
from reenact.files import whole_file
from training import runtime
from training.run_folder import RunFolder


@dataclasses.dataclass(frozen=True)
class Run:
    """What identifies a run besides its settings; see `training.flags`.

    Args:
        study: key of the package's STUDIES.
        label: the study, and what --set changed.
        reduced: where the settings differ from the published ones.
        command: repeats the run.
        data_dir: of the recordings, for data without records.
        init_from: a model.keras whose weights the run starts from.
    """

    study: str
    label: str
    profile: str
    seed: int
    data: str
    reduced: str
    command: str
    records_dir: Path
    folder: RunFolder
    strategy: tf.distribute.Strategy
    xla: str = "auto"
    precision: str = "auto"
    deterministic: bool = False
    data_dir: str | None = None
    init_from: Path | None = None

    def begin(self, config: Any, data: dict[str, Any]) -> bool:
        """Seeds everything and writes the settings; False if finished before.

        Args:
            config: frozen dataclass.
            data: of the record, see `evaluation.run_results`.
        """
        keras.backend.clear_session()
        runtime.configure(self.seed, self.precision, self.deterministic)
        self.folder.start(config, {**runtime.environment(), "data": data})
        return not self.folder.finished

    def finish(
        self, model: keras.Model, steps: int, seconds: float, stopped: str, **results
    ) -> RunResult:
        """Writes the model and, last of all, the run's record.

        Args:
            model: with the weights that were scored.
            steps, seconds, stopped: of training; see `training.loop.Loop.ending`.
            results: the fields of the record that are the family's own.
        """
        with whole_file(self.folder.model) as temporary:
            model.save(temporary)
        record = RunResult(
            study=self.label,
            seed=self.seed,
            profile=self.profile,
            steps=steps,
            seconds=round(seconds, 1),
            parameters=model.count_params(),
            command=self.command,
            code_version=code_version(),
            reduced=self.reduced,
            stopped=stopped,
            **results,
        )
        record.save(self.folder.metrics)
        return record
