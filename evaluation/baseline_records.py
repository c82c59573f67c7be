"""Records of what learns nothing, written like those of runs."""

import time
from pathlib import Path

from evaluation.families import FAMILIES
from evaluation.results import METRICS_FILE, RunRecord
from reenact.code_version import code_version


def save_baseline(
    runs_dir: str, started: float, flags: dict[str, str], **fields
) -> Path:
    """Writes a record to its place and returns the path.

    Args:
        started: when, by `time.monotonic`.
        flags: of `evaluation.score_baselines`, that repeat it.
        fields: of the record, those that differ between families.
    """
    given = " ".join(f"--{name}={value}" for name, value in flags.items())
    constant = {
        "seed": 0,
        "steps": 0,
        "seconds": round(time.monotonic() - started, 1),
        "parameters": 0,
        "command": f"python -m evaluation.score_baselines {given}",
        "code_version": code_version(),
        "reading": "corrected",
        "reduced": "",
    }
    record = RunRecord(**{**constant, **fields})
    _, package = FAMILIES[record.family].packages
    folder = Path(runs_dir) / record.profile / record.data["name"] / package
    path = folder / record.study / f"seed{record.seed}" / METRICS_FILE
    record.save(path)
    return path
