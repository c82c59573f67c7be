"""Motion capture as a camera sees it: keypoints in a picture.

A stand-in for filmed keypoints where those may not be passed on. The camera is a
pinhole that looks at the middle of a recording; nothing hides anything. F frames.
"""

import dataclasses
import zlib
from collections.abc import Sequence

import numpy as np

from data_prep.rates import at_rate
from motion.clip import Clip
from motion.keypoints import LAYOUTS, KeypointClip
from motion.kinematics import forward_kinematics
from motion.skeleton import ASF, CMU
from reenact.errors import DataError

CAMERA_VERSION = (
    1  # part of the fingerprint: raise it when keypoints come out different
)
CAMERAS = 4  # that a recording is seen by
RATE_HZ = 30.0
IMAGE_SIZE = (1920, 1080)
FOCAL_PIXELS = 1000.0
NEAREST_M = 0.5  # nothing closer is seen
_DISTANCE_BODIES = 4.0  # of the camera, in heights of the body
_ELEVATION_DEGREES = (-5.0, 20.0)
_EAR_M = 0.075  # from the middle of the head, towards the shoulder of its side

# Keypoints on the CMU skeleton; the nose is the middle of the head.
_JOINTS = {
    "shoulder": "Arm",
    "elbow": "ForeArm",
    "wrist": "Hand",
    "index": "HandIndex1End",
    "thumb": "ThumbEnd",
    "hip": "UpLeg",
    "knee": "Leg",
    "ankle": "Foot",
    "foot_index": "ToeBaseEnd",
}
# Both forms of the CMU recordings have the same joints in the same order, except that
# the text names end points as well.
_TURNING = [i for i, name in enumerate(CMU.joint_names) if not name.endswith("End")]


@dataclasses.dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks at a point.

    Args:
        azimuth, elevation: where it stands, seen from the target, in radians: about +y
            from +z, and above the horizon.
        roll: turn about the direction of its view in radians, to its left.
        distance_m: from the target.
        target: (x, y, z) in metres, in the middle of the picture.
    """

    azimuth: float
    elevation: float
    roll: float
    distance_m: float
    target: tuple[float, float, float]


def draw_camera(
    clip_id: str,
    number: int,
    seed: int,
    rolls: bool,
    distance_m: float,
    target: Sequence[float],
) -> Camera:
    """Camera `number` of a clip: from all around, 5 degrees below to 20 above level.

    Its angles are a pure function of the first four arguments.

    Args:
        clip_id: of the recording.
        number: from 0.
        seed: any integer from 0.
        rolls: with probability 0.5 the camera is rolled by up to half a turn either
            way, for bodies that are seldom upright; else never.
        distance_m, target: as of the camera.
    """
    random = np.random.default_rng([seed, number, zlib.crc32(clip_id.encode())])
    azimuth = random.uniform(0, 2 * np.pi)
    elevation = np.radians(random.uniform(*_ELEVATION_DEGREES))
    roll = random.uniform(-np.pi, np.pi) * (random.random() < 0.5)
    x, y, z = (float(value) for value in target)
    return Camera(azimuth, elevation, roll * rolls, float(distance_m), (x, y, z))


def project(points: np.ndarray, camera: Camera) -> np.ndarray:
    """Where points (..., 3) in metres, y up, are in the picture.

    Returns:
        (..., 2) float64 pixels, x to the right and y down from the upper left corner;
        NaN for what is less than 0.5 m in front of the camera, or behind it.
    """
    sine, cosine = np.sin(camera.azimuth), np.cos(camera.azimuth)
    level = np.array([sine, 0.0, cosine])  # from the target to below the camera
    up = np.array([0.0, 1.0, 0.0])
    back = np.cos(camera.elevation) * level + np.sin(camera.elevation) * up
    right = np.array([cosine, 0.0, -sine])
    above = np.cross(back, right)
    sine, cosine = np.sin(camera.roll), np.cos(camera.roll)
    right, above = cosine * right + sine * above, cosine * above - sine * right
    away = np.asarray(points) - camera.target
    depth = camera.distance_m - away @ back
    depth = np.where(depth >= NEAREST_M, depth, np.nan)
    across = np.stack([away @ right, -(away @ above)], axis=-1)
    middle = np.array(IMAGE_SIZE) / 2
    return middle + FOCAL_PIXELS * across / depth[..., None]


def capture_keypoints(
    clip: Clip, number: int, seed: int = 0, fingers: bool = False, rolls: bool = False
) -> KeypointClip:
    """What a camera sees of a recording, at 30 frames a second.

    The camera looks at where the root is on average, from four heights of the body
    (the bones from the ankle to the end of the head, in a line) away. A keypoint is
    visible inside the picture. The nose is the middle of the head, the ears are 7.5 cm
    to its sides, heels and little fingers are unknown.

    Args:
        clip: of a skeleton of CMU, in either form; its calibration frames are left out.
        number, seed, rolls: see `draw_camera`.
        fingers: layout 'capture21' with fingers, thumbs and toes; else 'capture15'.

    Raises:
        DataError: another skeleton, a rate that is no multiple of 30 Hz, no frame.
    """
    seen = at_rate(clip, RATE_HZ)
    positions, height = _body(seen)
    positions = positions[seen.calibration_frames :]
    if not len(positions):
        raise DataError(f"{clip.clip_id}: expected captured frames, found none")
    target = positions[:, 0].mean(axis=0)
    distance = _DISTANCE_BODIES * height
    camera = draw_camera(clip.clip_id, number, seed, rolls, distance, target)
    layout = "capture21" if fingers else "capture15"
    pixels = project(_keypoints(positions, layout), camera).astype(np.float32)
    with np.errstate(invalid="ignore"):
        visible = ((pixels >= 0) & (pixels < IMAGE_SIZE)).all(axis=-1)
    return KeypointClip(
        clip_id=f"{clip.clip_id}@{number}",
        recording=clip.clip_id,
        action=clip.action,
        layout=layout,
        rate_hz=RATE_HZ,
        image_size=IMAGE_SIZE,
        positions=pixels,
        visible=visible,
    )


def _body(clip: Clip) -> tuple[np.ndarray, float]:
    """Joints of the CMU skeleton (F, 38, 3) and the body's height, in metres.

    The published table for the text sets the bone from chest to neck and collar, 12 cm,
    and that below the hand to zero: here they are what they are in the original form,
    of the same subject. That form in turn has no end points; they are the text's, as
    much longer as the subject is larger.
    """
    if clip.skeleton not in (CMU.name, ASF.name):
        raise DataError(
            f"{clip.clip_id}: expected a skeleton of {CMU.name}, {ASF.name}, "
            f"found {clip.skeleton!r}"
        )
    bones, rotations = ASF.offsets_m, clip.rotations
    if clip.skeleton == ASF.name:
        bones = clip.body.offsets_m
        rotations = np.zeros((len(clip), CMU.joint_count, 3))
        rotations[:, _TURNING] = clip.rotations
    lengths, usual = (np.linalg.norm(each, axis=1) for each in (bones, ASF.offsets_m))
    offsets = CMU.offsets_m * (lengths.sum() / usual.sum())
    offsets[_TURNING] = bones
    skeleton = dataclasses.replace(CMU, offsets_m=offsets)
    joints = forward_kinematics(rotations, skeleton, clip.root_translation)
    return joints, _chain_length(offsets, "HeadEnd") + _chain_length(
        offsets, "LeftFoot"
    )


def _chain_length(offsets: np.ndarray, name: str) -> float:
    """Length of all bones from the root to a joint of the CMU skeleton."""
    joint, length = CMU.index(name), 0.0
    while joint:
        length += np.linalg.norm(offsets[joint])
        joint = CMU.parents[joint]
    return length


def _keypoints(joints: np.ndarray, layout: str) -> np.ndarray:
    """(F, K, 3) places of a layout from joints (F, 38, 3)."""
    at = {name: joints[:, number] for number, name in enumerate(CMU.joint_names)}
    places = {"nose": (at["Head"] + at["HeadEnd"]) / 2}
    across = at["LeftArm"] - at["RightArm"]
    across = _EAR_M * across / np.linalg.norm(across, axis=-1, keepdims=True)
    for side, sign in (("Left", 1), ("Right", -1)):
        places[f"{side.lower()}_ear"] = places["nose"] + sign * across
        for keypoint, joint in _JOINTS.items():
            joint = side[0] + joint if joint == "ThumbEnd" else side + joint
            places[f"{side.lower()}_{keypoint}"] = at[joint]
    return np.stack([places[name] for name in LAYOUTS[layout]], axis=1)
