"""What synthetic people do: postures, cycles and events, in degrees.

Axes are those of the body: x to the left, y up, z forward, so that a leg or an arm
swings forward with -x, a knee bends with +x, the trunk leans forward with +x and a limb
leaves the body sideways with +z (left; the right side is mirrored). A key is
'<joint> <axis>'; 'UpLeg', 'Arm', … mean both sides, 'hand:Arm' the preferred one.
A cycle is a list of (harmonic, amplitude, phase): amplitude * cos(harmonic t - phase).
An event is a pose that is blended in and out at random times.
"""

import dataclasses

Angles = dict[str, float]
Cycle = dict[str, list[tuple[int, float, float]]]


@dataclasses.dataclass(frozen=True)
class Action:
    """One kind of motion, before style and chance.

    Args:
        tempo_hz: cycles per second.
        alternating: the right side is half a cycle behind the left.
        posture: angles around which everything happens.
        cycle: periodic part.
        events: poses added on top, each at its own random times.
        event_seconds: shortest and longest time between two changes of an event.
        intensity: smallest and largest factor of the cycle, changing at random.
        turn_degrees_per_second: spread of the speed at which the heading drifts.
        flights: (cycle phase, half width, height in m) of times off the ground.
    """

    tempo_hz: float
    alternating: bool
    posture: Angles
    cycle: Cycle
    events: tuple[Angles, ...] = ()
    event_seconds: tuple[float, float] = (0.8, 2.2)
    intensity: tuple[float, float] = (0.7, 1.0)
    turn_degrees_per_second: float = 4.0
    flights: tuple[tuple[float, float, float], ...] = ()


_STANDING = {
    "UpLeg x": -6,
    "UpLeg z": 4,
    "Leg x": 10,
    "Arm x": -4,
    "Arm z": 8,
    "ForeArm x": -18,
    "Spine x": 2,
}
_BREATHING = {"Spine1 x": [(1, 1.5, 0)], "Arm z": [(1, 1.0, 40)]}

ACTIONS = {
    "walking": Action(
        tempo_hz=0.92,
        alternating=True,
        posture={**_STANDING, "UpLeg x": -9, "Leg x": 26},
        cycle={
            "UpLeg x": [(1, -24, 0), (2, 3, 60)],
            "Leg x": [(1, 21, 255), (2, 12, 150)],
            "Foot x": [(1, 9, 215)],
            "Arm x": [(1, 19, 10)],
            "ForeArm x": [(1, 8, 10)],
            "Hips y": [(1, -5, 0)],
            "Hips z": [(1, 3, 90)],
            "Spine1 y": [(1, 8, 0)],
            "Neck1 y": [(1, -2, 0)],
        },
        events=({"Head y": 25}, {"Arm x": -12, "ForeArm x": -25}),
        intensity=(0.45, 1.0),
        turn_degrees_per_second=18,
    ),
    "running": Action(
        tempo_hz=1.32,
        alternating=True,
        posture={
            **_STANDING,
            "UpLeg x": -22,
            "Leg x": 52,
            "Arm x": 12,
            "ForeArm x": -82,
            "LowerBack x": 9,
        },
        cycle={
            "UpLeg x": [(1, -36, 0), (2, 5, 60)],
            "Leg x": [(1, 36, 265), (2, 16, 160)],
            "Foot x": [(1, 16, 215)],
            "Arm x": [(1, 34, 10)],
            "ForeArm x": [(1, 14, 20)],
            "Hips y": [(1, -8, 0)],
            "Hips z": [(1, 4, 90)],
            "Spine1 y": [(1, 12, 0)],
        },
        events=({"Head y": -20}, {"LowerBack x": 8}),
        intensity=(0.55, 1.0),
        turn_degrees_per_second=25,
        flights=((100, 35, 0.05), (280, 35, 0.05)),
    ),
    "jumping": Action(
        tempo_hz=0.62,
        alternating=False,
        posture={**_STANDING, "UpLeg x": -34, "Leg x": 55, "LowerBack x": 12},
        cycle={
            "UpLeg x": [(1, -28, 20), (2, -9, 0)],
            "Leg x": [(1, 42, 20), (2, 14, 0)],
            "Foot x": [(1, 14, 190)],
            "Arm x": [(1, 48, 30), (2, -16, 60)],
            "ForeArm x": [(1, -14, 200)],
            "LowerBack x": [(1, 14, 15)],
            "Head x": [(1, -9, 15)],
        },
        events=({"Arm z": 45}, {"UpLeg z": 12}),
        intensity=(0.6, 1.0),
        turn_degrees_per_second=10,
        flights=((205, 55, 0.28),),
    ),
    "waving": Action(
        tempo_hz=1.55,
        alternating=False,
        posture=_STANDING,
        cycle={
            "hand:ForeArm z": [(1, 24, 0), (2, 5, 70)],
            "hand:Arm z": [(1, 7, 40)],
            "hand:Hand z": [(1, 14, 60)],
            "Spine1 z": [(1, 1.5, 30)],
        },
        events=(
            {"hand:Arm z": 112, "hand:ForeArm x": -12, "hand:ForeArm z": 30},
            {"Hips z": 5, "UpLeg z": -3, "Spine z": -6},
            {"Head y": 28, "Neck1 y": 8},
        ),
        intensity=(0.35, 1.0),
    ),
    "reaching": Action(
        tempo_hz=0.3,
        alternating=False,
        posture=_STANDING,
        cycle=_BREATHING,
        events=(
            {"hand:Arm x": -78, "hand:ForeArm x": 10, "Spine1 y": 12, "Head x": 8},
            {"hand:Arm z": 62, "Spine z": -8, "Head y": 20},
            {"hand:Arm x": -55, "LowerBack x": 26, "UpLeg x": -26, "Leg x": 30},
            {"hand:ForeArm x": -70, "hand:Hand x": 20},
        ),
        event_seconds=(0.5, 1.5),
    ),
    "sitting": Action(
        tempo_hz=0.28,
        alternating=False,
        posture=_STANDING,
        cycle=_BREATHING,
        events=(
            {"UpLeg x": -76, "Leg x": 78, "LowerBack x": 10, "ForeArm x": -40},
            {"LowerBack x": 22, "Head x": -14},
            {"Arm x": -28, "hand:ForeArm x": -55, "Head y": 18},
        ),
        event_seconds=(0.9, 2.4),
        turn_degrees_per_second=2,
    ),
    "bowing": Action(
        tempo_hz=0.26,
        alternating=False,
        posture=_STANDING,
        cycle=_BREATHING,
        events=(
            {"LowerBack x": 32, "Spine x": 18, "UpLeg x": -34, "Head x": 16},
            {"Arm x": -38, "ForeArm x": -48, "Hand x": 15},
            {"UpLeg x": -20, "Leg x": 36},
        ),
        event_seconds=(0.7, 1.9),
    ),
    "boxing": Action(
        tempo_hz=0.95,
        alternating=True,
        posture={
            **_STANDING,
            "UpLeg x": -16,
            "UpLeg z": 9,
            "Leg x": 26,
            "Arm x": -46,
            "ForeArm x": -92,
            "LowerBack x": 8,
        },
        cycle={
            "Arm x": [(1, -24, 0), (2, -10, 30)],
            "ForeArm x": [(1, 34, 0), (2, 15, 30)],
            "Hips y": [(1, -9, 15)],
            "Spine1 y": [(1, -14, 0)],
            "Head y": [(1, 12, 0)],
            "UpLeg x": [(1, -3, 60)],
        },
        events=({"UpLeg x": -18, "Leg x": 30}, {"Arm x": -14, "ForeArm x": -24}),
        event_seconds=(0.6, 1.6),
        intensity=(0.15, 1.0),
        turn_degrees_per_second=14,
    ),
}

# Smallest and largest angle, and the spread of what cannot be foreseen. Whatever is
# not listed does not move.
LIMITS: dict[str, tuple[float, float, float]] = {
    "Hips x": (-15, 25, 0.8),
    "Hips y": (-20, 20, 0.8),
    "Hips z": (-15, 15, 0.8),
    "UpLeg x": (-115, 25, 1.6),
    "UpLeg y": (-30, 30, 1.2),
    "UpLeg z": (-18, 45, 1.2),
    "Leg x": (0, 140, 1.8),
    "Foot x": (-35, 50, 1.5),
    "Foot z": (-15, 15, 0.8),
    "ToeBase x": (-35, 10, 1.0),
    "LowerBack x": (-20, 45, 1.2),
    "LowerBack y": (-20, 20, 1.0),
    "LowerBack z": (-20, 20, 1.0),
    "Spine x": (-15, 30, 1.0),
    "Spine y": (-20, 20, 1.0),
    "Spine z": (-15, 15, 1.0),
    "Spine1 x": (-15, 25, 1.0),
    "Spine1 y": (-25, 25, 1.0),
    "Spine1 z": (-15, 15, 1.0),
    "Neck1 x": (-25, 25, 1.5),
    "Neck1 y": (-30, 30, 1.5),
    "Head x": (-30, 30, 1.8),
    "Head y": (-45, 45, 2.5),
    "Head z": (-20, 20, 1.2),
    "Arm x": (-150, 50, 3.0),
    "Arm y": (-50, 50, 2.5),
    "Arm z": (-10, 140, 2.5),
    "ForeArm x": (-140, 0, 3.0),
    "ForeArm y": (-60, 60, 3.0),
    "ForeArm z": (-50, 60, 1.5),
    "Hand x": (-50, 50, 3.0),
    "Hand z": (-30, 30, 2.0),
}
