"""Sentences under a table that say how its runs were made."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from evaluation.poses.forecast_metrics import MSE_ACTIVE, MSE_ALL
from evaluation.studies import Studies

NO_RUN = "No finished run was found: every cell of ours is a dash."


class Caption(NamedTuple):
    """What stands above the tables of a page, and what below them, under "Details"."""

    lines: list[str]
    notes: list[str]


def caption(
    data: str,
    studies: Studies,
    first: Sequence[str],
    notes: Sequence[str],
    *parts: Callable[[Studies], list[str]],
) -> Caption:
    """The caption of a page: what is shown, on what, and at which scale.

    Args:
        data: name of the data set.
        studies: the runs on it.
        first: what a reader must know to read the tables, in short sentences.
        notes: what else can be said of the numbers.
        parts: what the notes say further where there are runs.
    """
    if not studies:
        return Caption([*first, NO_RUN], [*notes])
    lines = [*data_are_synthetic(data), *first, test_set(studies), *scale(studies)]
    found = [sentence for part in (*parts, made_by) for sentence in part(studies)]
    return Caption(lines, [*notes, *found])


def test_set(studies: Studies) -> str:
    """Data, protocol, and how many windows or clips are scored."""
    counts = {len(each) for run in studies.results for each in run.windows.values()}
    per_action = " to ".join(str(n) for n in sorted({min(counts), max(counts)}))
    first = studies.results[0]
    what = "windows" if first.horizon_frames else "clips"
    return (
        f"Test set: {per_action} {what} per action of {first.data['name']}, "
        f"protocol {first.protocol}."
    )


def scale(studies: Studies) -> list[str]:
    """That sizes were reduced, where they were."""
    reduced = any(run.reduced for run in studies.results)
    return [
        "Reduced scale: the table at the foot has every setting that differs."
    ] * reduced


def fewer_actions(studies: Studies) -> list[str]:
    """Which studies have no average, since they were scored on some actions only."""
    fewer = [
        f"{studies.label(study)} ({', '.join(run.windows)})"
        for study, (run, *_) in studies.items()
        if len(run.windows) < len(studies.actions())
    ]
    if not fewer:
        return []
    return [f"Scored on fewer actions, so no average: {'; '.join(fewer)}."]


def made_by(studies: Studies) -> list[str]:
    """Data, code and exclusions."""
    runs = studies.results
    versions = sorted({run.code_version for run in runs})
    data = runs[0].data
    sentences = [
        f"Data {data['name']}, fingerprint {data['fingerprint'][:12]}; "
        f"code version {', '.join(versions)}."
    ]
    excluded = {clip: n for run in runs for clip, n in run.excluded.items()}
    if excluded:
        named = ", ".join(f"{clip} ({n} frames)" for clip, n in excluded.items())
        sentences.append(f"Excluded, too short for a window: {named}.")
    return sentences


def training_recordings(studies: Studies) -> list[str]:
    """How many recordings trained, by action."""
    files = studies.results[0].data.get("training_files", {})
    listed = ", ".join(f"{action} {count}" for action, count in files.items())
    total = sum(files.values())
    return [f"Training recordings: {total} ({listed})."] if files else []


def averages(studies: Studies) -> list[str]:
    """What an average over actions is; nothing where there is one action only."""
    actions = studies.actions()
    counts = {a: len(w) for run in studies.results for a, w in run.windows.items()}
    windows = ", ".join(f"{action} {counts[action]}" for action in actions)
    return (
        [
            f"Averages are over {len(actions)} actions, each counting once whatever "
            f"its number of windows ({windows})."
        ]
        if len(actions) > 1
        else []
    )


def share_that_varies(studies: Studies) -> list[str]:
    """Of the mean pose's numbers, which are all 0, only those that vary are wrong."""
    for run in studies.results:
        if run.study == "mean_pose":
            every, active = (
                sum(values.sum() for values in run.errors[metric].values())
                for metric in (MSE_ALL, MSE_ACTIVE)
            )
            return [f"Here {every / active:.0%} of the numbers vary."]
    return []


def data_are_synthetic(data: str) -> list[str]:
    """A warning."""
    return (
        [
            "The data are SYNTHETIC: generated motion, which says nothing about people "
            "and cannot be compared with any published number."
        ]
        if data == "synthetic"
        else []
    )
