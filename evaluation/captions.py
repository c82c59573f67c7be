"""Sentences under a table that say how its runs were made."""

from collections.abc import Sequence

from evaluation.forecast_metrics import MSE_ACTIVE, MSE_ALL
from evaluation.results import RunRecord, by_study
from evaluation.studies import CONTROLS, is_baseline, label
from evaluation.table_rows import all_actions


def setting(records: Sequence[RunRecord]) -> list[str]:
    """Profile, data, protocol, windows, exclusions, code and what was reduced."""
    counts = {len(starts) for record in records for starts in record.windows.values()}
    per_action = "-".join(str(n) for n in sorted({min(counts), max(counts)}))
    sentences = [
        f"{profile_and_data(records)}: {per_action} windows per action.",
        *made_by(records),
    ]
    studies = by_study(records)
    fewer = [
        f"{label(study)} ({', '.join(run.windows)})"
        for study, (run, *_) in studies.items()
        if len(run.windows) < len(all_actions(studies))
    ]
    if fewer:
        sentences.append(f"Scored on fewer actions, so no average: {'; '.join(fewer)}.")
    return sentences


def profile_and_data(records: Sequence[RunRecord]) -> str:
    """Profile, data and protocol, which all records share."""
    first = records[0]
    return (
        f"Profile {first.profile}; data {first.data['name']}, fingerprint "
        f"{first.data['fingerprint'][:12]}; protocol {first.protocol}"
    )


def made_by(records: Sequence[RunRecord]) -> list[str]:
    """Code, exclusions and what was reduced."""
    versions = sorted({run.code_version for run in records})
    sentences = [f"Code version {', '.join(versions)}."]
    excluded = {clip: n for record in records for clip, n in record.excluded.items()}
    if excluded:
        named = ", ".join(f"{clip} ({n} frames)" for clip, n in excluded.items())
        sentences.append(f"Excluded, too short for a window: {named}.")
    models = {
        study: runs[0].reduced
        for study, runs in by_study(records).items()
        if not is_baseline(study) and study not in CONTROLS
    }
    for text in dict.fromkeys(filter(None, models.values())):
        names = [label(study) for study, reduced in models.items() if reduced == text]
        who = "all models" if len(names) == len(models) else "; ".join(names)
        sentences.append(f"Reduced scale, {text}: {who}.")
    return sentences


def training_recordings(records: Sequence[RunRecord]) -> list[str]:
    """How many recordings trained, by action."""
    files = records[0].data.get("training_files", {})
    listed = ", ".join(f"{action} {count}" for action, count in files.items())
    total = sum(files.values())
    return [f"Training recordings: {total} ({listed})."] if files else []


def averages(records: Sequence[RunRecord], actions: Sequence[str]) -> list[str]:
    """What an average over actions is; nothing where there is one action only."""
    counts = {a: len(w) for run in records for a, w in run.windows.items()}
    windows = ", ".join(f"{action} {counts[action]}" for action in actions)
    return (
        [
            f"Averages are over {len(actions)} actions, each counting once whatever "
            f"its number of windows ({windows})."
        ]
        if len(actions) > 1
        else []
    )


def share_that_varies(records: Sequence[RunRecord]) -> list[str]:
    """Of the mean pose's numbers, which are all 0, only those that vary are wrong."""
    for run in records:
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
