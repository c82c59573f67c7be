"""Small made-up runs of the family of two networks."""

import numpy as np
from fake_pose_runs import GROWTH, pose_record

from evaluation.poses.forecast_metrics import FORECAST_METRICS
from evaluation.run_results import RunResult

ZERO_VELOCITY_MSE, SHARE_VARYING = 0.4, 45 / 72
NO_CRITIC = ("mse",)
BASELINES = ("zero_velocity", "mean_pose")


def gan_record(study: str, level: float = 0.2, seed: int = 0, **changes) -> RunResult:
    """A squared error of `level` at 400 ms in every window, other metrics from it.

    Args:
      curves: metric -> four numbers, instead of these.
    """
    curves = {metric: level * GROWTH for metric in FORECAST_METRICS}
    curves["mse_active_until"] = level * GROWTH / SHARE_VARYING
    curves["euler_sum"] = 40 * level * GROWTH
    curves["local_angle_deg_at"] = 100 * level * GROWTH
    curves |= changes.pop("curves", {})
    is_baseline = study in BASELINES
    fields = {
        "steps": 0 if is_baseline else 500,
        "reading": "default",
        "reduced": "" if is_baseline else "hidden 64 instead of 512",
        "history": () if is_baseline else history([0.3, level], study),
    }
    return pose_record("gan", study, seed, curves, **{**fields, **changes})


def history(mse, study: str = "wgan", **changes) -> tuple[dict[str, float], ...]:
    """An entry for each validation MSE, in which a critic is well.

    Args:
      mse: of all numbers, by epoch.
      changes: key -> one number or one for each epoch.
    """
    return tuple(
        {
            **_entry(k, float(value), study),
            **{
                key: float(np.broadcast_to(each, len(mse))[k])
                for key, each in changes.items()
            },
        }
        for k, value in enumerate(mse)
    )


def _entry(epoch: int, mse: float, study: str) -> dict[str, float]:
    entry = {
        "step": 100.0 * (epoch + 1),
        "loss": 0.9 * mse,
        "g_loss": 0.9 * mse,
        "g_mse_train": 0.9 * mse,
        "g_mse_val": mse,
        "g_mse_active_val": mse / SHARE_VARYING,
        "zero_velocity_mse_val": ZERO_VELOCITY_MSE,
        "zero_velocity_mse_active_val": ZERO_VELOCITY_MSE / SHARE_VARYING,
        "g_grad_norm": 0.5,
        "mae_6": 1.0,
        "mae_12": 3.0,
        "mae_18": 6.0,
        "mae_24": 10.0,
        "seconds": 12.0,
        "validation_error": mse / SHARE_VARYING,
        "learning_rate": 5e-5,
        "speed_ratio": 0.6,
        "variance_ratio": 0.8,
        "first_frame_jump": 1.1,
        "baseline_ratio": mse / ZERO_VELOCITY_MSE,
        "output_min": -3.0,
        "output_max": 3.5,
    }
    if study in NO_CRITIC:
        return entry
    return entry | {
        "emd_train": 0.2 + 0.01 * epoch,
        "emd_val": 0.19 + 0.01 * epoch,
        "gap_train": 0.3,
        "gap_val": 0.28,
        "c_real_mean": 0.65,
        "c_fake_mean": 0.37,
        "c_real_std": 0.1,
        "c_fake_std": 0.12,
        "c_grad_norm": 0.8,
        "gradient_ratio": 0.5 / 0.8,
        "clip_fraction": 0.3,
        "saturation": 0.02,
        "dead_share": 0.05,
        "c_batch_std": 0.1,
        "lipschitz_mean": 0.9,
        "lipschitz_max": 2.1,
        "critic_accuracy": 0.8,
        "sign_flip_accuracy": 0.2,
        "seed_leak": 0.1,
    }
