"""Motion made up from a seed: for a first run and for tests, without any download.

The body is the CMU skeleton at 120 Hz. Joint angles are a posture, a cycle whose tempo
and size drift, poses blended in at random times, and smooth chance; they keep within
joint limits. The root follows from the feet: the lower foot stays where it is and at
floor level, except in flight. Nothing of it can be forecast exactly.
"""

import dataclasses
from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from data_prep import splits
from data_prep.synthetic.actions import ACTIONS, LIMITS, Action
from motion.clip import Clip
from motion.kinematics import forward_kinematics
from motion.rotations import unwrap_rotation_vectors
from motion.skeleton import SKELETONS

SKELETON, RATE_HZ, ROOT_KIND = "cmu38", 120.0, "absolute"
ACTION_NAMES = tuple(sorted(ACTIONS))
GENERATOR_VERSION = 1  # part of the fingerprint: raise it when clips come out different
SUBJECTS = {"train": (1, 2, 3, 4), "validation": (5,), "test": (6,)}
TAKES = {"train": 2, "validation": 1, "test": 1}
SECONDS = (6.0, 8.0)  # shortest and longest clip

_BODY = SKELETONS[SKELETON]
_SIDES = {"Left": 1.0, "Right": -1.0}
_FEET = [_BODY.index(f"{side}ToeBase{end}") for side in _SIDES for end in ("", "End")]
# Offsets describe legs that splay by 20 degrees and arms held out sideways; turned so
# about z (left side), both hang straight down.
_HANGING_DEGREES = {"UpLeg": -20.0, "Arm": -90.0}


@dataclasses.dataclass(frozen=True)
class Style:
    """How one person differs from another."""

    tempo: float
    size: float
    lag: float
    preferred_side: str
    posture: dict[str, float]


def generate(
    seed: int, report: Callable[[int, int, str], None] | None = None
) -> dict[str, list[Clip]]:
    """All clips of each split; subjects are never in two splits.

    Every clip depends on the seed and its own name only; the same seed gives the same
    bits with the same versions of NumPy and SciPy.

    Args:
        seed: any integer from 0.
        report: called with (clips made, clips in all, name) after each clip.
    """
    planned = [
        (split, action, number + 1, subject)
        for split in SUBJECTS
        for action in ACTION_NAMES
        for number, subject in enumerate(SUBJECTS[split] * TAKES[split])
    ]
    clips = []
    for split, action, number, subject in planned:
        clips.append(make_clip(seed, split, action, number, subject))
        if report:
            report(len(clips), len(planned), clips[-1].clip_id)
    return splits.by_split(clips, [split for split, *_ in planned])


def make_clip(seed: int, split: str, action: str, number: int, subject: int) -> Clip:
    """One recording of a subject."""
    place = splits.SPLITS.index(split), ACTION_NAMES.index(action)
    random = np.random.default_rng([seed, 1, *place, number, subject])
    frames = int(RATE_HZ * random.uniform(*SECONDS))
    style = subject_style(seed, subject)
    angles, heading, flight = _angles(ACTIONS[action], style, frames, random)
    rotations = _rotations(angles, heading)
    return Clip(
        clip_id=f"{split}/{action}/{action}_{number}",
        subject=f"subject_{subject}",
        action=action,
        skeleton=SKELETON,
        rate_hz=RATE_HZ,
        rotations=rotations.astype(np.float32),
        root_translation=_root_path(rotations, flight).astype(np.float32),
        root_kind=ROOT_KIND,
    )


def subject_style(seed: int, subject: int) -> Style:
    """The style of a subject, the same in all of their clips."""
    random = np.random.default_rng([seed, 0, subject])
    return Style(
        tempo=float(np.exp(random.normal(0, 0.1))),
        size=float(np.exp(random.normal(0, 0.12))),
        lag=float(random.normal(0, 12)),
        preferred_side=str(random.choice(list(_SIDES), p=[0.2, 0.8])),
        posture={channel: float(random.normal(0, 2.5)) for channel in LIMITS},
    )


def _angles(
    action: Action, style: Style, frames: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Angles (frames, joints, 3) in degrees, heading in radians, flight in metres."""
    drift = _smooth_noise(random, frames, seconds=1.2)
    tempo = action.tempo_hz * style.tempo * np.exp(0.12 * drift)
    phase = 2 * np.pi * (random.uniform() + np.cumsum(tempo) / RATE_HZ)
    low, high = action.intensity
    shortest, longest = action.event_seconds
    level = _event_level(random, frames, 2 * shortest, 2 * longest)
    intensity = style.size * (low + (high - low) * level)
    events = [
        style.size * _event_level(random, frames, shortest, longest)
        for _ in action.events
    ]
    angles = np.zeros((frames, _BODY.joint_count, 3))
    for channel, (smallest, largest, spread) in LIMITS.items():
        for joint, axis, mirror, side in _places(channel):
            late = np.pi if action.alternating and side == "Right" else 0.0
            keys = [channel]
            if side == style.preferred_side:
                keys.append(f"hand:{channel}")
            value = spread * _smooth_noise(random, frames, seconds=0.3)
            value += style.posture[channel]
            for key in keys:
                value += action.posture.get(key, 0.0)
                for harmonic, amplitude, shift in action.cycle.get(key, ()):
                    lag = np.radians(shift + style.lag * ("Arm" in channel))
                    wave = np.cos(harmonic * (phase - late) - lag)
                    value += intensity * amplitude * wave
                for event, blend in zip(action.events, events, strict=True):
                    value += blend * event.get(key, 0.0)
            if channel == "Foot x":  # keeps the sole near level
                value -= 0.85 * angles[:, [joint - 2, joint - 1], 0].sum(axis=1)
            angles[:, joint, axis] = mirror * _limited(value, smallest, largest)
    turning = np.radians(action.turn_degrees_per_second) * intensity
    turning = turning * _smooth_noise(random, frames, seconds=1.0)
    heading = random.uniform(-np.pi, np.pi) + np.cumsum(turning) / RATE_HZ
    return angles, heading, intensity * _flight(action, phase)


def _places(channel: str) -> list[tuple[int, int, float, str]]:
    """(joint, axis, sign, side) of a channel: both sides, or the one in the middle."""
    name, axis = channel.split()
    axis = "xyz".index(axis)
    if name in _BODY.joint_names:
        return [(_BODY.index(name), axis, 1.0, "")]
    return [
        (_BODY.index(side + name), axis, 1.0 if axis == 0 else sign, side)
        for side, sign in _SIDES.items()
    ]


def _rotations(angles: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """Angles about body axes to the skeleton's rotation vectors, in radians.

    With W the world rotation of each joint in the hanging pose, a joint's own rotation
    is W(parent)⁻¹ · R · W(joint), where R turns about the axes of the body.
    """
    rotations = np.radians(angles)
    world = [Rotation.identity()] * _BODY.joint_count
    for joint, parent in enumerate(_BODY.parents[1:], start=1):
        world[joint] = world[parent]
        for side, sign in _SIDES.items():
            for name, degrees in _HANGING_DEGREES.items():
                if _BODY.joint_names[joint] == side + name:
                    world[joint] = Rotation.from_euler("z", sign * degrees, True)
        turned = Rotation.from_rotvec(rotations[:, joint]) * world[joint]
        rotations[:, joint] = (world[parent].inv() * turned).as_rotvec()
    facing = Rotation.from_rotvec(np.outer(heading, [0.0, 1.0, 0.0]))
    pelvis = Rotation.from_rotvec(rotations[:, 0])
    rotations[:, 0] = (facing * pelvis).as_rotvec()
    return unwrap_rotation_vectors(rotations)


def _root_path(rotations: np.ndarray, flight: np.ndarray) -> np.ndarray:
    """Root translation (frames, 3): the lower toes keep still and touch the floor."""
    feet = forward_kinematics(rotations, _BODY)[:, _FEET]  # (frames, 4, 3)
    height = feet[..., 1]
    support = np.exp((height.min(axis=1, keepdims=True) - height) / 0.01)
    support /= support.sum(axis=1, keepdims=True)
    steps = np.diff(feet, axis=0) * support[1:, :, None]
    path = np.zeros((len(feet), 3))
    path[1:] = -np.cumsum(steps.sum(axis=1), axis=0)
    path[:, 1] = gaussian_filter1d(-height.min(axis=1), 0.02 * RATE_HZ) + flight
    return path


def _flight(action: Action, phase: np.ndarray) -> np.ndarray:
    """Height above the ground in metres: a parabola while in the air."""
    height = np.zeros(len(phase))
    for centre, half_width, top in action.flights:
        away = np.angle(np.exp(1j * (phase - np.radians(centre))), deg=True)
        height += top * np.maximum(0.0, 1 - np.square(away / half_width))
    return height


def _smooth_noise(
    random: np.random.Generator, frames: int, seconds: float
) -> np.ndarray:
    """Gaussian noise of unit variance with the given correlation time."""
    width = seconds * RATE_HZ
    margin = int(4 * width)
    white = random.standard_normal(frames + 2 * margin)
    smooth = gaussian_filter1d(white, width)[margin : margin + frames]
    return smooth * np.sqrt(2 * np.sqrt(np.pi) * width)


def _event_level(
    random: np.random.Generator, frames: int, shortest: float, longest: float
) -> np.ndarray:
    """A level that goes between low and high at random times, with minimum jerk."""
    times, levels, high = [-longest], [random.uniform()], bool(random.integers(2))
    while times[-1] < frames / RATE_HZ:
        hold = times[-1] + random.uniform(0.3, 0.7) * shortest
        times += [hold, hold + random.uniform(shortest, longest)]
        lowest, highest = (0.65, 1.0) if high else (0.0, 0.2)
        levels += [levels[-1], random.uniform(lowest, highest)]
        high = not high
    now = np.arange(frames) / RATE_HZ
    index = np.searchsorted(times, now, side="right") - 1
    start, end = np.array(times)[index], np.array(times)[index + 1]
    part = (now - start) / (end - start)
    blend = part**3 * (10 - 15 * part + 6 * part**2)
    levels = np.array(levels)
    return levels[index] + blend * (levels[index + 1] - levels[index])


def _limited(value: np.ndarray, smallest: float, largest: float) -> np.ndarray:
    """Keeps angles within limits, smoothly: unchanged in the inner 80 percent."""
    middle, half = (smallest + largest) / 2, (largest - smallest) / 2
    away = value - middle
    over = np.maximum(0.0, np.abs(away) - 0.8 * half)
    kept = np.minimum(np.abs(away), 0.8 * half) + 0.2 * half * np.tanh(
        over / (0.2 * half)
    )
    return middle + np.sign(away) * kept
