"""What `python -m <family>.train` does: from its flags to runs, one after the other."""

import dataclasses
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from absl import flags

from data_prep.dataset import Kind
from reenact.startup import import_tensorflow, run_script
from training.command import flags as training_flags
from training.command.choice import Choice, Offer, choices
from training.command.ending import next_steps, outcome
from training.command.listing import list_settings, list_studies
from training.settings import differences, resolve

if TYPE_CHECKING:  # these import TensorFlow, which comes later in a script
    from training.recipe import Recipe
    from training.run import Run


def run_family(offer: Offer, recipe: Callable[[], "Recipe"]) -> None:
    """Trains every study and seed that the flags name, and says what came of each.

    Args:
        offer: what there is to train.
        recipe: imports how, once TensorFlow is imported.
    """
    training_flags.define(offer.family, list(offer.studies), offer.profiles)
    for flag in flags.FLAGS.get_flags_for_module(training_flags):
        # --help lists those of the script that is run.
        flags.FLAGS.register_key_flag_for_module(sys.argv[0], flag)

    def main() -> None:
        flag = flags.FLAGS
        if flag.list:
            print(*list_studies(offer.family, offer.studies, offer.default), sep="\n")
        elif flag.list_settings:
            print(*list_settings(_listed(offer)), sep="\n")
        else:
            chosen = choices(offer)
            import_tensorflow(flag.verbose_startup)  # before anything else does
            launch(offer, recipe(), chosen)

    run_script(main, groups=training_flags.GROUPS)


def _listed(offer: Offer) -> Any:
    """The settings of the study that the flags name, else the defaults."""
    flag, known = flags.FLAGS, (offer.studies, offer.profiles)
    if flag.study:
        return resolve(*known, flag.study[0], flag.profile, flag.set)
    return type(next(iter(offer.studies.values())))()


def launch(offer: Offer, recipe: "Recipe", chosen: Sequence[Choice]) -> None:
    """Trains each study in each of the seeds that the flags name."""
    from training import runtime
    from training.recipe import train_and_say

    flag, family = flags.FLAGS, offer.family
    # First of all: workers must find each other before anything else is computed.
    strategy = runtime.strategy(flag.strategy)
    data = _find_data(family.reads)(flag.data, flag.data_dir, flag.records_dir)
    for choice in chosen:
        config = choice.config
        names = (field.name for field in dataclasses.fields(config))
        # How often to look changes no result's scale.
        fields = [name for name in names if name != "evaluate_every"]
        reduced = differences(config, offer.studies[choice.study], fields)
        results = []
        for run in _runs(
            family.name, choice, data, reduced, recipe.arguments, strategy
        ):
            results.append(train_and_say(family, recipe, config, run))
        if runtime.is_chief(strategy):
            place = run.folder.path
            print(outcome(family, results, place, run.records_dir), flush=True)
    if runtime.is_chief(strategy):
        print(next_steps(family, results[-1], place))


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
    choice: Choice,
    data: str,
    reduced: str,
    arguments: Sequence[str],
    strategy: Any,
) -> Iterator["Run"]:
    """The runs of a study, seed by seed."""
    from training import runtime
    from training.run import Run
    from training.run_folder import RunFolder, command_line, run_path

    flag, study, profile = flags.FLAGS, choice.study, choice.profile
    chief = runtime.is_chief(strategy)
    known = {"study": study, "profile": profile, "data": data}
    changes = [*flag.set, *choice.changes]
    for seed in range(flag.seed, flag.seed + flag.seeds):
        place = (flag.runs_dir, profile, data, package, study)
        folder = RunFolder(run_path(*place, overrides=changes, seed=seed), chief)
        command = [
            *(f"--{name}={value}" for name, value in known.items()),
            *arguments,
            *choice.arguments,
            f"--seed={seed}",
            *(f"--set={change}" for change in flag.set),
        ]
        yield Run(
            study=study,
            label=folder.shared.parent.name,
            profile=profile,
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
            init_from=choice.init_from,
        )
