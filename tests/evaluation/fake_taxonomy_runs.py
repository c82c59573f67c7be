"""Small made-up runs of fairmotion's networks, with and without the prior."""

import numpy as np

from evaluation.forecast_metrics import FORECAST_METRICS
from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.results import RunRecord

# Shapes of the curves over 100, 200, 300 and 400 ms.
GROWTH = np.array([0.1, 0.3, 0.6, 1.0])
CLIPS = {
    "walking": ("test/walking/walking_1",) * 3,
    "jumping": ("test/jumping/jumping_1", "test/jumping/jumping_2"),
}
STEPS_PER_EPOCH = 20
REST = 0.5  # mean squared error of zero velocity at validation


def history(training, validation, teacher_forced=None) -> tuple[dict[str, float], ...]:
    """One dict per epoch; free-running validation also stands for teacher-forced."""
    forced = validation if teacher_forced is None else teacher_forced
    return tuple(
        {
            "step": (epoch + 1) * STEPS_PER_EPOCH,
            "loss": float(training[epoch]),
            "validation_mse": float(validation[epoch]),
            "validation_mse_teacher_forced": float(forced[epoch]),
            "zero_velocity_mse": REST,
            "mae_24": 10 * float(validation[epoch]),
            "seconds": 2.0,
        }
        for epoch in range(len(validation))
    )


def taxonomy_record(
    study: str, level: float = 20.0, seed: int = 0, **changes
) -> RunRecord:
    """Errors of `level` x `GROWTH` in every window and metric.

    Args:
      curves: metric -> four numbers, instead of these.
    """
    curves = dict.fromkeys(FORECAST_METRICS, level * GROWTH)
    curves |= changes.pop("curves", {})
    fields = {
        "family": "taxonomy",
        "study": study,
        "seed": seed,
        "profile": "quick",
        "data": {
            "name": "cmu",
            "fingerprint": "e" * 64,
            "training_files": {"walking": 5, "jumping": 4},
        },
        "protocol": "cmu",
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": 60.0,
        "errors": {
            metric: {
                action: np.tile(curves[metric], (len(clips), 1))
                for action, clips in CLIPS.items()
            }
            for metric in FORECAST_METRICS
        },
        "windows": {
            action: [(clip, 12 * k) for k, clip in enumerate(clips)]
            for action, clips in CLIPS.items()
        },
        "steps": 100,
        "seconds": 50.0,
        "parameters": 54321,
        "command": f"python -m taxonomy.train --study={study} --seed={seed}",
        "code_version": "abc",
        "reading": "as_published" if study.endswith("as_published") else "corrected",
        "reduced": "hidden 64 instead of 1024",
        "excluded": {"test/running/running_1": 82},
        "history": history([0.4, 0.3], [0.6, 0.5]),
    }
    return RunRecord(**{**fields, **changes})


def baseline(study: str, level: float) -> RunRecord:
    """Of what learns nothing."""
    changes = {"steps": 0, "reduced": "", "history": (), "parameters": 0}
    return taxonomy_record(study, level, **changes)
