"""Reader of Penn Action: one .mat of labels a video, 13 joints in each frame.

Zhang, Zhu and Derpanis 2013, "From Actemes to Action". The videos are not read, nor are
the labels' boxes, camera sides and split.
"""

import pathlib
import re

import numpy as np

from data_prep.dataset import KeypointDataset
from data_prep.sources.readers.keypoint_checks import (
    known_positions,
    require_visible,
    table,
)
from data_prep.sources.readers.mat_reader import read_variables
from data_prep.sources.readers.recordings import Recording, files_named
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

# The thesis takes pitching, bench presses and sit-ups, but its code asks for "sit_ups",
# and the files say "situp": its 307 clips of 26,036 frames are the other two.
PENN_ACTIONS = {
    "as_published": ("baseball_pitch", "bench_press"),
    "corrected": ("baseball_pitch", "bench_press", "situp"),
}
LAYOUT = "penn13"

_NAME = re.compile(r"(?P<name>(?P<series>)(?P<take>\d+))\.mat(\.gz)?")


def list_penn_action(root: pathlib.Path) -> list[Recording]:
    """The label files in `labels`, or in the folder itself, by number."""
    folder = root / "labels" if (root / "labels").is_dir() else root
    found = files_named(folder, _NAME)
    if not found:
        raise DataError(f"{folder}: expected labels <number>.mat, found none")
    return [Recording(path, name) for path, name, _ in found]


def read_clips(recording: Recording) -> list[KeypointClip]:
    """Reads one file, which is one clip.

    Visible is what the labels call so; where other joints are was estimated, or is a
    corner of the picture. Nobody says at which rate the videos were filmed.

    Raises:
        DataError: naming the file, and the frame (from 0) of what is no number.
    """
    path = recording.path
    variables = read_variables(path)
    positions, visible = _track(path, variables)
    clip = KeypointClip(
        clip_id=recording.clip_id,
        recording=recording.clip_id,
        action=_action(path, variables),
        layout=LAYOUT,
        rate_hz=None,
        image_size=_image_size(path, variables),
        positions=positions,
        visible=visible,
    )
    return [clip]


def _track(path: pathlib.Path, variables: dict) -> tuple[np.ndarray, np.ndarray]:
    """Positions (frames, 13, 2), and which of them are visible."""
    joints = LAYOUTS[LAYOUT]
    x = _numbers(path, variables, "x", (-1, len(joints)))
    y = _numbers(path, variables, "y", x.shape)
    visibility = _numbers(path, variables, "visibility", x.shape)
    known = np.isin(visibility, (0, 1))
    if not known.all():
        frame, joint = np.argwhere(~known)[0]
        raise DataError(
            f"{path}: frame {frame}: expected visibility 0 or 1 of {joints[joint]}, "
            f"found {visibility[frame, joint]:g}"
        )
    visible = visibility == 1
    require_visible(path, visible)
    positions = np.stack([x, y], axis=-1)
    return known_positions(path, positions, visible, joints), visible


def _image_size(path: pathlib.Path, variables: dict) -> tuple[int, int]:
    height, width, _ = _numbers(path, variables, "dimensions", (1, 3))[0].tolist()
    if not (height >= 1 and width >= 1):
        raise DataError(
            f"{path}: expected dimensions of a picture, found {height:g} x {width:g}"
        )
    return int(width), int(height)


def _action(path: pathlib.Path, variables: dict) -> str:
    action = variables.get("action")
    if not isinstance(action, str) or not action.strip():
        raise DataError(f"{path}: expected the name of an 'action', found none")
    return action.strip()


def _numbers(
    path: pathlib.Path, variables: dict, name: str, shape: tuple[int, ...]
) -> np.ndarray:
    return table(str(path), name, variables.get(name), shape)


DATASET = KeypointDataset(
    name="penn_action",
    title="Penn Action",
    folders=("penn_action", "Penn_Action"),
    layout="labels/<number>.mat (or .mat.gz)",
    offers=("keypoints",),
    list_recordings=list_penn_action,
    read_clips=read_clips,
    options=lambda _: {"reader_version": READER_VERSION},
    how_to_get="""\
The labels of Penn Action come without a licence, so they are not passed on:
1. Get Penn_Action.tar.gz from https://dreamdragon.github.io/PennAction
2. Put its labels (11 MB; the frames of the videos are not needed) in
   {folder}/{layout}
3. {python} -m data_prep.build --dataset=penn_action""",
)
