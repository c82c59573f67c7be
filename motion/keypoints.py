"""Keypoints of people in pictures: named sets of them, and tracks of one person."""

import dataclasses
import itertools

import numpy as np


def _pairs(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in names for side in ("left", "right"))


_BODY = ("shoulder", "elbow", "wrist")
_LEGS = ("hip", "knee", "ankle")
_HANDS = ("pinky", "index", "thumb")
_FEET = ("heel", "foot_index")

# Each name is a place of the body; sets that lack a place do not name it.
LAYOUTS: dict[str, tuple[str, ...]] = {
    # BlazePose's set without eyes and mouth: what the denoisers of heatmaps work on.
    "climbing25": ("nose", *_pairs("ear", *_BODY, *_HANDS, *_LEGS, *_FEET)),
    # Penn Action annotates the head, which the denoising thesis takes for the nose.
    "penn13": ("nose", *_pairs(*_BODY, *_LEGS)),
    "coco17": ("nose", *_pairs("eye", "ear", *_BODY, *_LEGS)),
    "blazepose33": (
        "nose",
        "left_eye_inner",
        "left_eye",
        "left_eye_outer",
        "right_eye_inner",
        "right_eye",
        "right_eye_outer",
        *_pairs("ear"),
        "mouth_left",
        "mouth_right",
        *_pairs(*_BODY, *_HANDS, *_LEGS, *_FEET),
    ),
    # Motion capture seen by a camera: what its skeletons have, with invented ears.
    "capture15": ("nose", *_pairs("ear", *_BODY, *_LEGS)),
    "capture21": (
        "nose",
        *_pairs("ear", *_BODY, "index", "thumb", *_LEGS, "foot_index"),
    ),
}
TARGET = LAYOUTS["climbing25"]
_CHAINS = ("nose shoulder elbow wrist", "shoulder hip knee ankle foot_index")
TORSO = (("left_shoulder", "left_hip"), ("right_shoulder", "right_hip"))


def drawn_bones() -> tuple[np.ndarray, np.ndarray]:
    """Lines by which a body is drawn: pairs of `TARGET`, (bones, 2), and their sides.

    The side of each, (bones,): 0 left, 1 middle, 2 right.
    """
    pairs, sides = [], []
    for place in ("shoulder", "hip"):
        pairs.append((f"left_{place}", f"right_{place}"))
        sides.append(1)
    for side, number in (("left", 0), ("right", 2)):
        for chain in _CHAINS:
            names = [n if n == "nose" else f"{side}_{n}" for n in chain.split()]
            pairs += itertools.pairwise(names)
            sides += [number] * (len(names) - 1)
    bones = [[TARGET.index(name) for name in pair] for pair in pairs]
    return np.array(bones), np.array(sides)


def target_columns(layout: str) -> np.ndarray:
    """(25,) where each keypoint of `TARGET` stands in a layout; -1: nowhere."""
    names = LAYOUTS[layout]
    return np.array([names.index(n) if n in names else -1 for n in TARGET])


@dataclasses.dataclass(frozen=True, eq=False)
class KeypointClip:
    """A track of one person's keypoints in a picture, frames first.

    K keypoints, as many as the layout names.

    Args:
        clip_id: unique in its data set.
        recording: what was filmed; several cameras of one motion share it, and then
            never stand on two sides of a split.
        action: what is done, or `data_prep.dataset.UNLABELLED`.
        layout: key of `LAYOUTS`.
        rate_hz: frames per second; None where nobody says.
        image_size: width and height in pixels.
        positions: (frames, K, 2) float32, x to the right and y down, in pixels; NaN
            where nothing is known.
        visible: (frames, K) bool: seen, and inside the picture. A position that is not
            visible is an estimate. The person's box is around the visible keypoints.

    Raises:
        ValueError: naming the clip and, where there is one, the frame (from 0).
    """

    clip_id: str
    recording: str
    action: str
    layout: str
    rate_hz: float | None
    image_size: tuple[int, int]
    positions: np.ndarray
    visible: np.ndarray

    def __post_init__(self):
        if self.layout not in LAYOUTS:
            self._refuse(f"layout must be one of {sorted(LAYOUTS)}", self.layout)
        rate = self.rate_hz
        if rate is not None and not (np.isfinite(rate) and rate > 0):
            self._refuse("rate_hz must be a positive number", rate)
        if len(self.image_size) != 2 or min(self.image_size) < 1:
            self._refuse("image_size must be width and height", self.image_size)
        shape = (max(len(self.positions), 1), len(LAYOUTS[self.layout]), 2)
        for name, expected, dtype in (
            ("positions", shape, np.float32),
            ("visible", shape[:2], np.bool_),
        ):
            array = getattr(self, name)
            if array.shape != expected or array.dtype != dtype:
                found = f"{array.shape} {array.dtype}"
                self._refuse(f"{name} must be {expected} {dtype.__name__}", found)
        known = np.isfinite(self.positions).all(axis=-1)
        if np.isinf(self.positions).any() or (self.visible & ~known).any():
            bad = np.isinf(self.positions).any(axis=-1) | (self.visible & ~known)
            frame = int(bad.any(axis=1).argmax())
            self._refuse(
                f"visible positions must be finite at frame {frame}",
                self.positions[frame][bad[frame]][0],
            )

    def __len__(self) -> int:
        return len(self.positions)

    def _refuse(self, expected: str, found: object) -> None:
        raise ValueError(f"clip {self.clip_id!r}: {expected}, found {found}")
