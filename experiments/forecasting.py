"""Continues a motion from a file by the prediction of a network.

F frames of the motion, T predicted frames, J joints of its skeleton.
"""

import dataclasses

import numpy as np

from experiments.blending import (
    blended,
    continued_root,
    joined,
    speed_ratio,
    steps_deg,
)
from experiments.model_motion import predicted_rotations, rate_hz
from motion.motion import Motion
from motion.retarget import BodyMap
from reenact.errors import DataError, SettingsError
from training.trained_runs import TrainedRun


@dataclasses.dataclass(frozen=True)
class ForecastSettings:
    """How a motion is continued.

    Args:
        frames: how many are predicted, at the rate of the network.
        blend_frames: over how many of them the first jump fades out; 0: not at all.
        root: key of `experiments.blending.ROOT_RULES`.
        action: of a network that is told what is done.
    """

    frames: int = 24
    blend_frames: int = 12
    root: str = "velocity"
    action: str | None = None


@dataclasses.dataclass(frozen=True, eq=False)
class Forecast:
    """What follows a motion, at its own rate, and how it joins it.

    Args:
        future: what was predicted, blended.
        raw_step_deg: (J,) how far joints turn to the first frame without blending.
        step_deg: (J,) and with it.
        largest_step_deg: (J,) from any frame of the motion to the next.
        root_step_m: how far the root moves to the first frame.
        largest_root_step_m: from any frame of the motion to the next.
        speed: of the prediction, in speeds of the last second before it.
        network_rate_hz: at which it was made.
    """

    future: Motion
    raw_step_deg: np.ndarray
    step_deg: np.ndarray
    largest_step_deg: np.ndarray
    root_step_m: float
    largest_root_step_m: float
    speed: float
    network_rate_hz: float


def forecast(
    run: TrainedRun, motion: Motion, body_map: BodyMap, settings: ForecastSettings
) -> Forecast:
    """Predicts, blends, and resamples to the rate of the motion.

    Networks of rotations do not say where the body goes and how it faces: the root
    keeps its rotation, and moves as `settings.root` says.

    Args:
        run: that reads poses or columns.
        motion: at any rate.
        body_map: of its skeleton.

    Raises:
        DataError: a motion that is too short. SettingsError: settings that do not fit
            the network, or fewer frames than make one at the motion's rate.
    """
    ending = _ending(run, motion)
    past = ending.resampled(rate_hz(run), to_the_end=True)
    _check_length(run, motion, past, settings.frames)
    turns = predicted_rotations(run, body_map, past, settings.frames, settings.action)
    root_m = continued_root(
        past.root_m, past.rate_hz, settings.frames, settings.root, body_map.room[1]
    )
    raw = dataclasses.replace(past, rotations=turns, root_m=root_m)
    future = _without_jump(ending, past, raw, settings.blend_frames)
    root_steps_m = np.diff(motion.root_m, axis=0)
    return Forecast(
        future=future,
        raw_step_deg=_first_step_deg(motion, _at(motion.rate_hz, past, raw)),
        step_deg=_first_step_deg(motion, future),
        largest_step_deg=steps_deg(motion.rotations).max(axis=0),
        root_step_m=float(np.linalg.norm(future.root_m[0] - motion.root_m[-1])),
        largest_root_step_m=float(np.linalg.norm(root_steps_m, axis=-1).max()),
        speed=speed_ratio(past.rotations, raw.rotations, past.rate_hz),
        network_rate_hz=past.rate_hz,
    )


def _without_jump(
    ending: Motion, past: Motion, raw: Motion, blend_frames: int
) -> Motion:
    """What was predicted, blended and at the motion's rate.

    Blending is done at the lower one of both rates, so that all of the first step in
    the file is the one that was made as small as those before it.

    Args:
        ending: of the motion, at its rate.
        past, raw: the same and the prediction, at the rate of the network.
        blend_frames: at that rate.
    """
    lower_hz = min(ending.rate_hz, past.rate_hz)
    slow = _at(lower_hz, past, raw)
    rotations = blended(
        ending.resampled(lower_hz, to_the_end=True).rotations,
        slow.rotations,
        lower_hz,
        blend_frames / past.rate_hz,
    )
    smooth = dataclasses.replace(slow, rotations=rotations)
    return _at(ending.rate_hz, past, smooth)


def _ending(run: TrainedRun, motion: Motion) -> Motion:
    """The frames of which a network needs some, and more than a second of them."""
    seconds = max(run.past_frames / rate_hz(run), 1.0) + 1.0
    kept = int(np.ceil(seconds * motion.rate_hz))
    return dataclasses.replace(
        motion, rotations=motion.rotations[-kept:], root_m=motion.root_m[-kept:]
    )


def _check_length(run: TrainedRun, motion: Motion, past: Motion, frames: int) -> None:
    ratio = motion.rate_hz / past.rate_hz
    if len(past) < run.past_frames:
        raise DataError(
            f"{motion.name}: expected at least "
            f"{int(np.ceil((run.past_frames - 1) * ratio - 1e-6)) + 1} frames at "
            f"{motion.rate_hz:g} frames a second, which are the {run.past_frames} at "
            f"{past.rate_hz:g} that {run.path} reads, found {len(motion)}"
        )
    least = int(np.ceil(1 / ratio - 1e-6))
    if frames < least:
        raise SettingsError(
            f"expected --frames of at least {least}, which is one frame of "
            f"{motion.name} at {motion.rate_hz:g} frames a second, found {frames}"
        )


def _at(rate_hz: float, before: Motion, after: Motion) -> Motion:
    """`after`, which follows the last frame of `before`, at another rate."""
    last = dataclasses.replace(
        before, rotations=before.rotations[-1:], root_m=before.root_m[-1:]
    )
    whole = joined(last, after).resampled(rate_hz)
    return dataclasses.replace(
        whole, rotations=whole.rotations[1:], root_m=whole.root_m[1:]
    )


def _first_step_deg(motion: Motion, future: Motion) -> np.ndarray:
    return steps_deg(np.stack([motion.rotations[-1], future.rotations[0]]))[0]
