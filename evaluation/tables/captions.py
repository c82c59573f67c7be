"""Sentences under a table that say how its runs were made."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from data_prep.datasets import shown_name
from evaluation.poses.forecast_metrics import MSE_ACTIVE, MSE_ALL
from evaluation.provenance import Provenance
from evaluation.studies import MARK, MARK_MEANING, Studies
from evaluation.tables.document import FOOT
from evaluation.tables.numbers import data_of

NO_RUN = "No finished run was found: all numbers are printed ones."


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
    if not studies.known:
        return Caption([*first, NO_RUN], [*notes])
    lines = [*data_are_synthetic(data), *first, test_set(studies)]
    lines += [*scale(studies), *_marked(studies)]
    every = (*parts, made_by, came_with_the_project, shipped_facts)
    found = [sentence for part in every for sentence in part(studies)]
    return Caption(lines, [*notes, *found])


def test_set(studies: Studies) -> str:
    """Data, protocol, and how many windows or clips are scored."""
    if not studies:
        name = shown_name(studies.shipped[0].data.split()[0])
        return f"The test recordings are of {name}."
    counts = {len(each) for run in studies.results for each in run.windows.values()}
    per_action = " to ".join(str(n) for n in sorted({min(counts), max(counts)}))
    first = studies.results[0]
    what = "windows" if first.horizon_frames else "clips"
    return (
        f"Test set: {per_action} {what} per action of "
        f"{shown_name(first.data['name'])}, "
        f"protocol {first.protocol}."
    )


def scale(studies: Studies) -> list[str]:
    """That sizes were reduced, where they were."""
    if not any(made.reduced for made in studies.provenance.values()):
        return []
    return [f"Reduced scale: {FOOT} has every setting that differs."]


def _marked(studies: Studies) -> list[str]:
    """What the mark behind names means, where it occurs."""
    occurs = any(studies.is_marked(study) for study in studies.known)
    return [f"{MARK.strip()} {MARK_MEANING}."] if occurs else []


def fewer_actions(studies: Studies) -> list[str]:
    """Which studies have no average, since they were scored on some actions only."""
    fewer = [
        f"{studies.label(study)} ({', '.join(studies.actions_of(study))})"
        for study in studies.known
        if 0 < len(studies.actions_of(study)) < len(studies.actions())
    ]
    if not fewer:
        return []
    return [f"Scored on fewer actions, so no average: {'; '.join(fewer)}."]


def made_by(studies: Studies) -> list[str]:
    """Code, data and exclusions."""
    runs, made = studies.results, studies.provenance
    sentences = _versions(
        each for study, each in made.items() if not studies.is_marked(study)
    )
    if runs:
        sentences.append(f"Data {data_of(runs[0])}.")
    return [*sentences, *_excluded(studies)]


def facts(studies: Studies) -> list[str]:
    """What only the runs at hand know of their data, kept for when they are gone."""
    test = f"{test_set(studies)} Data {data_of(studies.results[0])}."
    return [
        test,
        *training_recordings(studies),
        *averages(studies),
        *_excluded(studies),
    ]


def shipped_facts(studies: Studies) -> list[str]:
    """The same of what came with the project, where no runs are at hand."""
    return [] if studies else list(studies.shipped_facts)


def _excluded(studies: Studies) -> list[str]:
    clips = {clip: n for run in studies.results for clip, n in run.excluded.items()}
    named = ", ".join(f"{clip} ({n} frames)" for clip, n in clips.items())
    return [f"Excluded, too short for a window: {named}."] if named else []


def came_with_the_project(studies: Studies) -> list[str]:
    """How the studies without runs at hand were made, and what to mind of them."""
    marked = [study for study in studies.known if studies.is_marked(study)]
    if not marked:
        return []
    made = [each for s, each in studies.provenance.items() if s in marked]
    data = {each.data for each in studies.shipped}
    about = " ".join([*_versions(made), f"Data {', '.join(sorted(data))}."])
    sentences = [f"Rows with {MARK.strip()}: {about}"]
    if studies and data != {data_of(studies.results[0])}:
        sentences.append(
            f"The runs at hand are on other data, {data_of(studies.results[0])}: rows "
            f"with {MARK.strip()} cannot be compared with the others."
        )
    return sentences


def _versions(made: Iterable[Provenance]) -> list[str]:
    versions = {part for each in made for part in each.code.split("; ")}
    return [f"Code version {', '.join(sorted(versions))}."] if versions else []


def training_recordings(studies: Studies) -> list[str]:
    """How many recordings trained, by action."""
    files = studies.results[0].data.get("training_files", {}) if studies else {}
    listed = ", ".join(f"{action} {count}" for action, count in files.items())
    total = sum(files.values())
    return [f"Training recordings: {total} ({listed})."] if files else []


def averages(studies: Studies) -> list[str]:
    """What an average over actions is; nothing where there is one action only."""
    actions = studies.actions() if studies else []
    counts = {a: len(w) for run in studies.results for a, w in run.windows.items()}
    windows = ", ".join(f"{a} {counts[a]}" if a in counts else a for a in actions)
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
