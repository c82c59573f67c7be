"""From errors per frame to the numbers of a table: up to a horizon, or at it.

The tables of Aksan et al. 2019 and 2021 sum Euler, joint angle and positional errors
over all frames up to the horizon and divide by nothing, so they grow faster than time;
PCK is averaged over these frames, and AUC is made of that. Every number is a mean over
windows, so it is kept window by window.
"""

from collections.abc import Sequence

import numpy as np

from evaluation.metric import Metric
from evaluation.poses.metrics import (
    PCK_THRESHOLDS,
    BodyMotion,
    correct_joints,
    euler_error,
    joint_angle_error,
    joint_distances,
    positional_error,
)

RATE_HZ = 60.0
PAST_FRAMES = 120
FUTURE_FRAMES = 24
HORIZON_FRAMES = (5, 11, 17, 23)  # predicted frames, counted from 0
LABEL_MS = tuple(round(1000 * (frame + 1) / RATE_HZ) for frame in HORIZON_FRAMES)

# Frames up to the horizon -> how many of the thresholds its AUC spans, the first
# entry that is long enough. AUCs at different horizons are therefore not on one scale.
_AUC_THRESHOLDS = ((5, 6), (11, 7), (17, 8), (np.inf, 9))


def pck_name(threshold: float, kind: str) -> str:
    """The metric of one threshold; `kind` is 'until' or 'at'."""
    return f"pck_{threshold:g}_{kind}"


UNTIL = ("euler_sum", "joint_angle_sum", "positional_sum", "auc_until")
AT = ("euler_at", "joint_angle_at", "positional_at", "auc_at")
POSE_METRICS: dict[str, Metric] = {
    **{
        key: Metric(key, higher_is_better=key.startswith("auc"))
        for key in (*UNTIL, *AT)
    },
    **{
        pck_name(threshold, kind): Metric(f"pck_{kind}", threshold, True)
        for kind in ("until", "at")
        for threshold in PCK_THRESHOLDS
    },
}


def area_under_pck(pck: np.ndarray, frames: int) -> np.ndarray:
    """AUC (...) of PCK (..., 9) at a horizon of so many frames.

    Trapezoid rule, divided by the range of thresholds that the horizon spans.
    """
    used = next(n for longest, n in _AUC_THRESHOLDS if frames <= longest)
    thresholds = PCK_THRESHOLDS[:used]
    area = np.trapezoid(pck[..., :used], thresholds, axis=-1)
    return area / (thresholds[-1] - thresholds[0])


def errors_at_horizons(
    truth: BodyMotion,
    predicted: BodyMotion,
    counts: np.ndarray,
    horizon_frames: Sequence[int] = HORIZON_FRAMES,
) -> dict[str, np.ndarray]:
    """All of `POSE_METRICS`, each (N, horizons).

    Args:
        truth, predicted: of the same windows and frames.
        counts: see `metrics.varying_angles`.
        horizon_frames: predicted frames, counted from 0.
    """
    distances = joint_distances(truth, predicted)
    curves = {
        "euler": euler_error(truth, predicted, counts),
        "joint_angle": joint_angle_error(truth, predicted),
        "positional": positional_error(distances),
    }
    at = list(horizon_frames)
    errors = {}
    for name, curve in curves.items():
        errors[f"{name}_sum"] = curve.cumsum(axis=1)[:, at]
        errors[f"{name}_at"] = curve[:, at]
    pck = correct_joints(distances)  # (N, L, 9)
    frames = np.arange(1, pck.shape[1] + 1)[:, None]
    for kind, shares in (("until", pck.cumsum(axis=1) / frames), ("at", pck)):
        shares = shares[:, at]
        areas = [area_under_pck(shares[:, i], f + 1) for i, f in enumerate(at)]
        errors[f"auc_{kind}"] = np.stack(areas, axis=1)
        for i, threshold in enumerate(PCK_THRESHOLDS):
            errors[pck_name(threshold, kind)] = shares[..., i]
    return {name: errors[name] for name in POSE_METRICS}
