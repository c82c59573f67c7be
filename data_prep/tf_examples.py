"""A clip as a tf.train.Example, the content of one TFRecord."""

import numpy as np
import tensorflow as tf
from google.protobuf.message import DecodeError

from motion.clip import Clip
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError


def serialize_clip(clip: Clip) -> bytes:
    """The bytes of a record; equal clips give equal bytes."""
    features = {
        "clip_id": _bytes(clip.clip_id.encode()),
        "subject": _bytes(clip.subject.encode()),
        "action": _bytes(clip.action.encode()),
        "skeleton": _bytes(clip.skeleton.encode()),
        "rate_hz": tf.train.Feature(
            float_list=tf.train.FloatList(value=[clip.rate_hz])
        ),
        "root_kind": _bytes(clip.root_kind.encode()),
        "calibration_frames": tf.train.Feature(
            int64_list=tf.train.Int64List(value=[clip.calibration_frames])
        ),
        "rotations": _bytes(clip.rotations.astype("<f4").tobytes()),
        "root_translation": _bytes(clip.root_translation.astype("<f4").tobytes()),
    }
    if clip.offsets_m is not None:
        features["offsets_m"] = _bytes(clip.offsets_m.astype("<f4").tobytes())
    example = tf.train.Example(features=tf.train.Features(feature=features))
    return example.SerializeToString(deterministic=True)


def parse_clip(record: bytes) -> Clip:
    """What `serialize_clip` was given; a DataError says what is not a clip."""
    try:
        features = tf.train.Example.FromString(record).features.feature
        root_translation = _table(features, "root_translation", (-1, 3))
        frames = len(root_translation)
        has_own_bones = "offsets_m" in features
        return Clip(
            clip_id=_value(features, "clip_id").decode(),
            subject=_value(features, "subject").decode(),
            action=_value(features, "action").decode(),
            skeleton=_value(features, "skeleton").decode(),
            rate_hz=features["rate_hz"].float_list.value[0],
            rotations=_table(features, "rotations", (frames, -1, 3)),
            root_translation=root_translation,
            root_kind=_value(features, "root_kind").decode(),
            calibration_frames=features["calibration_frames"].int64_list.value[0],
            offsets_m=_table(features, "offsets_m", (-1, 3)) if has_own_bones else None,
        )
    except (DecodeError, IndexError, ValueError) as error:
        raise DataError(f"expected a clip, found {error}") from error


def serialize_keypoints(clip: KeypointClip) -> bytes:
    """The bytes of a record; equal clips give equal bytes."""
    features = {
        "clip_id": _bytes(clip.clip_id.encode()),
        "recording": _bytes(clip.recording.encode()),
        "action": _bytes(clip.action.encode()),
        "layout": _bytes(clip.layout.encode()),
        "image_size": tf.train.Feature(
            int64_list=tf.train.Int64List(value=clip.image_size)
        ),
        "positions": _bytes(clip.positions.astype("<f4").tobytes()),
        "visible": _bytes(clip.visible.tobytes()),
    }
    if clip.rate_hz is not None:
        features["rate_hz"] = tf.train.Feature(
            float_list=tf.train.FloatList(value=[clip.rate_hz])
        )
    example = tf.train.Example(features=tf.train.Features(feature=features))
    return example.SerializeToString(deterministic=True)


def parse_keypoints(record: bytes) -> KeypointClip:
    """What `serialize_keypoints` was given; a DataError says what is none."""
    try:
        features = tf.train.Example.FromString(record).features.feature
        visible = np.frombuffer(_value(features, "visible"), np.uint8)
        layout = _value(features, "layout").decode()
        shape = (-1, len(LAYOUTS.get(layout, ())))
        has_rate = "rate_hz" in features
        return KeypointClip(
            clip_id=_value(features, "clip_id").decode(),
            recording=_value(features, "recording").decode(),
            action=_value(features, "action").decode(),
            layout=layout,
            rate_hz=features["rate_hz"].float_list.value[0] if has_rate else None,
            image_size=tuple(features["image_size"].int64_list.value),
            positions=_table(features, "positions", (*shape, 2)),
            visible=visible.reshape(shape) != 0,
        )
    except (DecodeError, IndexError, ValueError) as error:
        raise DataError(f"expected a clip of keypoints, found {error}") from error


def _bytes(value: bytes) -> tf.train.Feature:
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def _value(features, name: str) -> bytes:
    return features[name].bytes_list.value[0]


def _table(features, name: str, shape: tuple[int, ...]) -> np.ndarray:
    flat = np.frombuffer(_value(features, name), "<f4")
    return flat.reshape(shape).astype(np.float32)
