"""What `python -m <family>.train` does: from its flags to runs, one after the other."""

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from absl import flags

from data_prep.dataset import Kind
from evaluation.family import Family
from reenact.startup import import_tensorflow, run_script
from training import flags as training_flags
from training.settings import differences, resolve

if TYPE_CHECKING:  # these import TensorFlow, which comes later in a script
    from training.recipe import Recipe
    from training.run import Run


def run_family(
    family: Family,
    studies: Mapping[str, Any],
    profiles: Mapping[str, Mapping[str, Mapping[str, Any]]],
    default: Sequence[str],
    recipe: Callable[[], "Recipe"],
) -> None:
    """Trains every study and seed that the flags name, and says what came of each.

    Args:
        family: whose script it is; its name is that of the folder of its runs.
        studies, profiles: as for `training.settings.resolve`.
        default: what `--study=all` means.
        recipe: imports it, once TensorFlow is, and sees to flags of the family's own.
    """
    training_flags.define(list(studies), list(profiles), family.accepted_data())
    for flag in flags.FLAGS.get_flags_for_module(training_flags):
        # --help lists those of the script that is run.
        flags.FLAGS.register_key_flag_for_module(sys.argv[0], flag)

    def main() -> None:
        flag = flags.FLAGS
        import_tensorflow(flag.verbose_startup)  # before anything else does
        if flag.study == ["all"]:
            flag.study = list(default)
        chosen = recipe()
        known = {study: studies[study] for study in chosen.studies or studies}
        settings = {
            study: resolve(known, profiles, study, flag.profile, flag.set)
            for study in flag.study
        }
        launch(family, chosen, known, settings)

    run_script(main)


def launch(
    family: Family,
    recipe: "Recipe",
    studies: Mapping[str, Any],
    settings: Mapping[str, Any],
) -> None:
    """Trains each study in each of the seeds that the flags name.

    Args:
        studies: study -> the published settings.
        settings: study -> those of its runs.
    """
    from training import runtime
    from training.recipe import train_and_summarise

    flag = flags.FLAGS
    # First of all: workers must find each other before anything else is computed.
    strategy = runtime.strategy(flag.strategy)
    data = _find_data(family.reads)(flag.data, flag.data_dir, flag.records_dir)
    for study, config in settings.items():
        names = (field.name for field in dataclasses.fields(config))
        # How often to look changes no result's scale.
        fields = [name for name in names if name != "evaluate_every"]
        reduced = differences(config, studies[study], fields)
        for run in _runs(family.name, study, data, reduced, recipe.arguments, strategy):
            print(train_and_summarise(family, recipe, config, run), flush=True)


def _find_data(reads: Kind) -> Callable[[str, str | None, str], str]:
    """(--data, --data_dir, --records_dir) -> name of a data set that is built now."""
    if reads == "angles":
        from data_prep.build_records import find_or_build

        return find_or_build
    if reads == "poses":
        from data_prep.poses.pose_set import build_pose_set

        return build_pose_set
    from data_prep.keypoints.grid_clips import build_grid_set

    return build_grid_set


def _runs(
    package: str,
    study: str,
    data: str,
    reduced: str,
    arguments: Sequence[str],
    strategy: Any,
) -> Iterator["Run"]:
    """The runs of a study, seed by seed."""
    from training import runtime
    from training.run import Run
    from training.run_folder import RunFolder, command_line, run_path

    flag = flags.FLAGS
    chief = runtime.is_chief(strategy)
    known = {"study": study, "profile": flag.profile, "data": data}
    for seed in range(flag.seed, flag.seed + flag.seeds):
        place = (flag.runs_dir, flag.profile, data, package, study)
        folder = RunFolder(run_path(*place, overrides=flag.set, seed=seed), chief)
        command = [
            *(f"--{name}={value}" for name, value in known.items()),
            *arguments,
            f"--seed={seed}",
            *(f"--set={change}" for change in flag.set),
        ]
        yield Run(
            study=study,
            label=folder.shared.parent.name,
            profile=flag.profile,
            seed=seed,
            data=data,
            reduced=reduced,
            command=command_line(f"{package}.train", command),
            records_dir=Path(flag.records_dir),
            folder=folder,
            strategy=strategy,
            xla=flag.xla,
            precision=flag.precision,
            deterministic=flag.deterministic,
            data_dir=flag.data_dir,
        )
