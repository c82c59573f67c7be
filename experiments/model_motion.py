"""Asks a trained network, of any family that predicts motion, how a motion goes on.

S frames that the network needs, T predicted frames, J joints of the motion's skeleton.
"""

import numpy as np

from data_prep.poses.pose_set import POSE_RATE_HZ
from evaluation.poses.metrics import nearest_rotations
from experiments.text_columns import TextColumns
from motion.motion import Motion
from motion.retarget import BodyMap
from reenact.errors import DataError, SettingsError
from training.trained_runs import TrainedRun


def rate_hz(run: TrainedRun) -> float:
    """Frames per second of what a network reads and predicts."""
    return POSE_RATE_HZ if run.reads == "poses" else run.record.rate_hz


def scored_frames(run: TrainedRun) -> int:
    """How far ahead its predictions were compared with the truth."""
    return run.record.horizon_frames[-1] + 1


def shares_skeleton(run: TrainedRun, body_map: BodyMap) -> bool:
    """Whether a motion is of the very skeleton that a network of columns knows."""
    return run.reads == "angles" and bool(TextColumns(run, body_map).shared)


def predicted_rotations(
    run: TrainedRun,
    body_map: BodyMap,
    past: Motion,
    frames: int,
    action: str | None = None,
) -> np.ndarray:
    """How the joints turn after the last frame: (T, J, 3, 3).

    Joints that a network does not know, and the root, stay as they are in that frame.

    Args:
        run: reads 'poses' or 'angles'.
        body_map: of the motion's skeleton.
        past: at the rate of the network, S frames or more.
        frames: T.
        action: of a network that is told what is done.

    Raises:
        SettingsError: an action that it does not know, or where there is none to tell.
        DataError: a network that predicts something that is not finite.
    """
    _check_action(run, action)
    last = past.rotations[-1]
    if run.reads == "poses":
        body = body_map.to_body(past.rotations[-run.past_frames :])
        found = run.inference.predict(run.model, body[None].astype(np.float32), frames)
        _check_finite(run, found)
        return body_map.from_body(nearest_rotations(found[0]), last)
    columns = TextColumns(run, body_map)
    window = columns.of(past)[-run.past_frames :]
    actions = action and [action]
    found = run.inference.predict(run.model, window[None], frames, actions)
    _check_finite(run, found)
    return columns.to_rotations(found[0], last)


def _check_action(run: TrainedRun, action: str | None) -> None:
    known = getattr(run.model.features, "actions", ())
    if action and not known:
        raise SettingsError(
            f"expected no --action for {run.path}, which is not told what is done"
        )
    if known and action not in known:
        raise SettingsError(
            f"expected --action=<one of {', '.join(known)}> for {run.path}, which is "
            f"told what is done, found {action or 'none'}"
        )


def _check_finite(run: TrainedRun, found: np.ndarray) -> None:
    if not np.isfinite(found).all():
        raise DataError(
            f"{run.path}: expected a network that predicts finite numbers, found one "
            "that has diverged"
        )
