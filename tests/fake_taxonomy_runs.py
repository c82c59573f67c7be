"""Small made-up runs of fairmotion's networks, with and without the prior."""

from fake_pose_runs import GROWTH, pose_record

from evaluation.poses.forecast_metrics import FORECAST_METRICS
from evaluation.run_results import RunResult

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
) -> RunResult:
    """Errors of `level` x `GROWTH` in every window and metric.

    Args:
      curves: metric -> four numbers, instead of these.
    """
    curves = dict.fromkeys(FORECAST_METRICS, level * GROWTH)
    curves |= changes.pop("curves", {})
    fields = {
        "steps": 100,
        "reading": "as_published" if study.endswith("as_published") else "corrected",
        "reduced": "hidden 64 instead of 1024",
        "excluded": {"test/running/running_1": 82},
        "history": history([0.4, 0.3], [0.6, 0.5]),
    }
    return pose_record("taxonomy", study, seed, curves, **{**fields, **changes})


def baseline(study: str, level: float) -> RunResult:
    """Of what learns nothing."""
    changes = {"steps": 0, "reduced": "", "history": (), "parameters": 0}
    return taxonomy_record(study, level, **changes)
