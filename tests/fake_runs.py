"""Small made-up runs, saved as a training run would."""

import csv
import pathlib

import numpy as np

from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.run_results import RunResult

CLIPS = {"walking": "test/walking/walking_1", "running": "test/running/running_1"}
WINDOWS = 4


def record(
    study: str, curves: dict[str, object], seed: int = 0, **changes
) -> RunResult:
    """A record whose errors are the given curve (six numbers) in every window.

    Args:
      curves: mode -> curve for all actions, or action -> curve.
    """
    errors = {}
    for mode, curve in curves.items():
        per_action = curve if isinstance(curve, dict) else dict.fromkeys(CLIPS, curve)
        errors[mode] = {
            action: np.tile(np.array(values, float), (WINDOWS, 1))
            for action, values in per_action.items()
        }
    actions = next(iter(errors.values()))
    fields = {
        "family": "seq2seq",
        "study": study,
        "seed": seed,
        "profile": "quick",
        "data": {"name": "cmu", "fingerprint": "f" * 64},
        "protocol": "8",
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": 60.0,
        "errors": errors,
        "windows": {
            action: [(CLIPS.get(action, f"S5/{action}_1"), k) for k in range(WINDOWS)]
            for action in actions
        },
        "steps": 2000,
        "seconds": 61.2,
        "parameters": 12345,
        "command": f"python -m seq2seq.train --study={study} --seed={seed}",
        "code_version": "abc",
        "reading": "corrected",
        "reduced": "hidden 256 of 1024",
    }
    return RunResult(**{**fields, **changes})


def save(
    runs_dir: pathlib.Path, run: RunResult, package: str = "seq2seq"
) -> pathlib.Path:
    folder = runs_dir / run.profile / run.data["name"] / package / run.study
    path = folder / f"seed{run.seed}" / "metrics.json"
    run.save(path)
    return path


def csv_rows(path: pathlib.Path) -> list[dict[str, str]]:
    """Of results.csv, or of a file of curves."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def the_row(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The only one with these values."""
    (found,) = (r for r in rows if all(r[k] == v for k, v in wanted.items()))
    return found
