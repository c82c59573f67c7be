"""What a training command ends with: the outcome beside baselines, and what is next."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from evaluation.family import Family
from evaluation.outcome import (
    baselines_beside,
    loses_to_doing_nothing,
    outcome_table,
)
from evaluation.run_results import RunResult
from reenact.commands import python
from reenact.errors import InputError


def outcome(
    family: Family, results: Sequence[RunResult], folder: Path, records_dir: Path
) -> str:
    """The seeds of one study beside the family's baselines, which are scored at need.

    Args:
        folder: of one of its runs.
        records_dir: that they were trained from.
    """
    first = results[0]
    baselines = baselines_beside(family, first, folder)
    note = ""
    if not baselines:
        print("scoring the baselines beside these runs, once", flush=True)
        runs_dir = folder.parents[4]
        scoring = family.scoring(
            first.data["name"],
            first.profile,
            first.protocol,
            str(records_dir),
            str(runs_dir),
        )
        try:
            family.score_baselines(scoring)
        except InputError as error:  # the runs themselves are finished
            note = f"\n(no baselines: {error})"
        baselines = baselines_beside(family, first, folder)
    if first.profile == "quick" and loses_to_doing_nothing(family, results, baselines):
        note += (
            "\nAt the quick profile networks are small and trained briefly; "
            "--profile=standard trains longer."
        )
    return f"\n{outcome_table(family, results, baselines)}{note}"


def next_steps(family: Family, record: RunResult, folder: Path) -> str:
    """Where a run is, and commands that go on from it."""
    runs_dir, data = folder.parents[4], record.data["name"]
    table = [f"--table={family.page(data).name}", f"--profile={record.profile}"]
    if runs_dir != Path("runs"):
        table.append(f"--runs_dir={runs_dir}")
    tensorboard = Path(python()).with_name("tensorboard")
    commands = {
        "A table of all runs": [python(), "-m", "evaluation.tables", *table],
        "Their curves": [tensorboard, "--logdir", folder.parents[1]],
        "On a motion of yours": [
            python(),
            "-m",
            "experiments.predict",
            f"--model={folder}",
            "--help",
        ],
    }
    lines = [f"{what}: {shlex.join(map(str, to))}" for what, to in commands.items()]
    return "\n".join([f"\nThe run: {folder}", *lines])
