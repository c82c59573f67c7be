"""Sentences under a table that say how its runs were made."""

from collections.abc import Sequence

from evaluation.results import RunRecord, by_study
from evaluation.studies import label
from evaluation.table_rows import all_actions


def setting(records: Sequence[RunRecord]) -> list[str]:
    """Profile, data, protocol, windows, exclusions, code and what was reduced."""
    first = records[0]
    counts = {len(starts) for record in records for starts in record.windows.values()}
    per_action = "-".join(str(n) for n in sorted({min(counts), max(counts)}))
    sentences = [
        f"Profile {first.profile}; data {first.data['name']}, fingerprint "
        f"{first.data['fingerprint'][:12]}; protocol {first.protocol}: {per_action} "
        "windows per action.",
        f"Code version {', '.join(sorted({run.code_version for run in records}))}.",
    ]
    excluded = {clip: n for record in records for clip, n in record.excluded.items()}
    if excluded:
        named = ", ".join(f"{clip} ({n} frames)" for clip, n in excluded.items())
        sentences.append(f"Excluded, too short for a window: {named}.")
    studies = by_study(records)
    reduced: dict[str, list[str]] = {}
    for study, (run, *_) in studies.items():
        if run.reduced:
            reduced.setdefault(run.reduced, []).append(label(study))
    for text, names in reduced.items():
        who = "all models" if len(reduced) == 1 else "; ".join(names)
        sentences.append(f"Reduced scale, {text}: {who}.")
    fewer = [
        f"{label(study)} ({', '.join(run.windows)})"
        for study, (run, *_) in studies.items()
        if len(run.windows) < len(all_actions(studies))
    ]
    if fewer:
        sentences.append(f"Scored on fewer actions, so no average: {'; '.join(fewer)}.")
    return sentences
