"""From the flags of a training script to its runs, one after the other."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
from absl import flags

from evaluation.run_results import RunResult
from reenact.code_version import code_version
from reenact.files import whole_file
from training import runtime
from training.run_folder import RunFolder, command_line, run_path
from training.settings import differences, resolve


@dataclasses.dataclass(frozen=True)
class Run:
    """What identifies a run besides its settings; see `training.flags` for the rest.

    Args:
        study: key of the package's STUDIES.
        label: the study, and what --set changed.
        reduced: where the settings differ from the published ones.
        command: repeats the run.
        data_dir: of the recordings, for data without records.
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


def launch(
    package: str,
    studies: Mapping[str, Any],
    profiles: Mapping[str, Mapping[str, Mapping[str, Any]]],
    train: Callable[[Any, Run], str],
    find_data: Callable[[str, str | None, str], str],
    arguments: Sequence[str] = (),
) -> None:
    """Trains every study and seed that the flags name, and prints what `train` says.

    Args:
        package: of the script, names the folder of its runs.
        studies, profiles: as for `training.settings.resolve`.
        train: (settings, run) -> one line about the result.
        find_data: (--data, --data_dir, --records_dir) -> name of a data set that is
            built now.
        arguments: further flags that repeat the run.
    """
    flag = flags.FLAGS
    names = list(studies) if flag.study == ["all"] else flag.study
    settings = {
        study: resolve(studies, profiles, study, flag.profile, flag.set)
        for study in names
    }
    # First of all: workers must find each other before anything else is computed.
    strategy = runtime.strategy(flag.strategy)
    chief = runtime.is_chief(strategy)
    data = find_data(flag.data, flag.data_dir, flag.records_dir)
    for study, config in settings.items():
        names = (field.name for field in dataclasses.fields(config))
        # How often to look changes no result's scale.
        fields = [name for name in names if name != "evaluate_every"]
        for seed in range(flag.seed, flag.seed + flag.seeds):
            place = (flag.runs_dir, flag.profile, data, package, study)
            folder = RunFolder(run_path(*place, flag.set, seed), chief)
            known = {"study": study, "profile": flag.profile, "data": data}
            run = Run(
                study=study,
                label=folder.shared.parent.name,
                profile=flag.profile,
                seed=seed,
                data=data,
                reduced=differences(config, studies[study], fields),
                command=command_line(
                    f"{package}.train",
                    [
                        *(f"--{name}={value}" for name, value in known.items()),
                        *arguments,
                        f"--seed={seed}",
                        *(f"--set={change}" for change in flag.set),
                    ],
                ),
                records_dir=Path(flag.records_dir),
                folder=folder,
                strategy=strategy,
                xla=flag.xla,
                precision=flag.precision,
                deterministic=flag.deterministic,
                data_dir=flag.data_dir,
            )
            print(train(config, run), flush=True)
