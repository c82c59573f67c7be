"""Small made-up runs of the smoothing family."""

import numpy as np

from evaluation.keypoints.scores import COLUMNS, SCORE_KEYS
from evaluation.run_results import RunResult
from smoothing.study_names import parts_of

CLIPS = {
    "walking": ("07_01", "07_02", "07_03"),
    "climbing": ("01_01", "01_02"),
}
FRAMES = 100
ABSENT = [
    i for i, name in enumerate(COLUMNS) if name.split("_", 1)[-1] in ("heel", "thumb")
]


def counts(share: float, clips: int, keypoints: dict[str, float]) -> np.ndarray:
    """(clips, 26) sums over `FRAMES` frames that make `share` on average.

    Clip i deviates by i hundredths of the share less those of the middle clip; single
    keypoints in `keypoints` have shares of their own.
    """
    table = np.full((clips, len(COLUMNS)), share)
    for name, each in keypoints.items():
        table[:, COLUMNS.index(name)] = each
    table *= 1 + 0.01 * (np.arange(clips)[:, None] - (clips - 1) / 2)
    table[:, :-1] *= FRAMES
    table[:, ABSENT] = 0
    table[:, -1] *= FRAMES * (len(COLUMNS) - 1 - len(ABSENT))
    return table


def smoothing_record(
    study: str, pck: float = 0.6, seed: int = 0, **changes
) -> RunResult:
    """A run with PCK@0.2 `pck` and half and a quarter of it at 0.1 and 0.05.

    Args:
      keypoints: column -> its PCK@0.2, the others have `pck`.
      shares: threshold -> PCK, instead of halves.
    """
    keypoints = changes.pop("keypoints", {})
    shares = {0.05: pck / 4, 0.1: pck / 2, 0.2: pck} | changes.pop("shares", {})
    # As often counted as there are frames.
    values = {
        **dict.fromkeys(("scored", "batches", "positions"), 1.0),
        **dict.fromkeys(("accelerations", "jerks", "lags"), 1.0),
        **{f"matched_{each}": share for each, share in shares.items()},
        **{f"correct_{each}": 0.9 * share for each, share in shares.items()},
        **{f"batch_pck_{each}": 0.8 * share for each, share in shares.items()},
        **{"position_error": 3.0 - 2 * pck, "acceleration_error": 2.0 - pck},
        **{"jitter": 1.5 - pck, "true_jitter": 0.25, "lag": 0.5},
    }
    smoother = parts_of(study).name not in NETWORKS
    errors = {
        key: {
            action: counts(
                values[key],
                len(clips),
                keypoints if key == "matched_0.2" else {},
            )
            for action, clips in CLIPS.items()
        }
        for key in SCORE_KEYS
    }
    for key in ("scored", "batches", "positions", "accelerations", "jerks", "lags"):
        for action, clips in CLIPS.items():
            errors[key][action] = np.round(counts(1.0, 1, {})).repeat(len(clips), 0)
    fields = {
        "family": "smoothing",
        "study": study,
        "seed": seed,
        "profile": "quick",
        "data": {
            "name": "cmu",
            "fingerprint": "d" * 64,
            "training_files": {"walking": 6, "climbing": 3},
            "torso_mean": 20.5,
            "torso_sd": 4.25,
        },
        "protocol": "windows of 5 frames",
        "horizon_frames": (),
        "label_ms": (),
        "rate_hz": 30.0,
        "errors": errors,
        "windows": {
            action: [(clip, 0) for clip in clips] for action, clips in CLIPS.items()
        },
        "steps": 0 if smoother else 300,
        "seconds": 1.0 if smoother else 60.0,
        "parameters": 0 if smoother else 78150,
        "command": f"python -m smoothing.train --study={study} --seed={seed}",
        "code_version": "abc",
        "reading": "as_published" if "as_published" in study else "corrected",
        "reduced": "" if smoother else "steps_per_epoch 30 instead of 0",
        "columns": COLUMNS,
        "history": () if smoother else history(),
    }
    return RunResult(**{**fields, **changes})


NETWORKS = ("conv3d", "deciwatch", "convlstm_s", "convlstm_c")


def history(epochs: int = 10, drop_after: int = 6, level: float = 1.0) -> tuple:
    """Falling losses; the learning rate falls after an evaluation, and with it the
    training loss."""
    return tuple(
        {
            "step": 30 * (i + 1),
            "loss": level * (0.5 + 1 / (i + 1)) * (0.8 if i >= drop_after else 1.0),
            "validation_loss": level * (0.6 + 1 / (min(i, drop_after - 1) + 1)),
            "validation_pck": 0.7 - 0.3 / (i + 1),
            "learning_rate": 1e-3 if i < drop_after else 1e-4,
        }
        for i in range(epochs)
    )
