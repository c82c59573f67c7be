"""Reader of keypoints that users write themselves, from any pose estimator.

A file (.json or .json.gz) is one person in one video:

    {"layout": "coco17", "image_size": [1920, 1080], "rate_hz": 30,
     "action": "climbing",
     "frames": [[[812.5, 240.1, 0.97], null, [820.0, 236.4], …], null, …]}

A frame is null where nobody was found, else a list of keypoints in the order of the
layout: [x, y] or [x, y, score] in pixels, x to the right and y down, or null. Layouts
are coco17 and blazepose33 of `motion.keypoints.LAYOUTS`; "joint_names" instead of
"layout" names any of their keypoints, in any order. "rate_hz" and "action" may be left
out.
"""

import gzip
import json
import pathlib
import re

import numpy as np

from data_prep.dataset import UNLABELLED, KeypointDataset
from data_prep.sources.readers.json_reader import read_object
from data_prep.sources.readers.keypoint_checks import (
    inside,
    known_positions,
    require_visible,
)
from data_prep.sources.readers.recordings import Recording
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError
from reenact.files import whole_file

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

LAYOUTS_READ = ("coco17", "blazepose33")  # the second has all names of the first
MIN_SCORE = 0.3  # a keypoint of a lower score is an estimate: it is not visible

_NAME = re.compile(r"(?P<name>.+)\.json(\.gz)?")


def list_keypoints(root: pathlib.Path) -> list[Recording]:
    """The files below a folder, by path."""
    paths = {}
    for path in sorted(root.rglob("*.json*")):
        match = _NAME.fullmatch(path.relative_to(root).as_posix())
        if not match:
            continue
        if match["name"] in paths:
            other = paths[match["name"]].name
            raise DataError(f"{path}: expected one file a clip, found {other} too")
        paths[match["name"]] = path
    if not paths:
        raise DataError(f"{root}: expected keypoints <name>.json, found none")
    return [Recording(path, name) for name, path in paths.items()]


def read_clips(recording: Recording) -> list[KeypointClip]:
    """Reads one file, which is one clip.

    Visible is what has a score of 0.3 or more, or none, and lies in the picture.

    Raises:
        DataError: naming the file, and the frame (from 0) and keypoint at fault.
    """
    path = recording.path
    document = read_object(path)
    layout, names = _layout(path, document)
    image_size = _image_size(path, document)
    found = _frames(path, document, names)
    wanted = ~np.isnan(found[..., 2])
    positions = known_positions(path, found[..., :2], wanted, names)
    sure = wanted & (found[..., 2] >= MIN_SCORE)
    if sure.any() and positions[sure].max() <= 1:
        raise DataError(
            f"{path}: expected positions in pixels, found none beyond 1 (shares of the "
            f"picture? multiply them by image_size)"
        )
    visible = sure & inside(positions, image_size)
    require_visible(path, visible)
    columns = [LAYOUTS[layout].index(name) for name in names]
    all_positions = np.full(
        (len(found), len(LAYOUTS[layout]), 2), np.nan, dtype=np.float32
    )
    all_visible = np.full(all_positions.shape[:2], False)
    all_positions[:, columns], all_visible[:, columns] = positions, visible
    clip = KeypointClip(
        clip_id=recording.clip_id,
        recording=recording.clip_id,
        action=_action(path, document),
        layout=layout,
        rate_hz=_rate_hz(path, document),
        image_size=image_size,
        positions=all_positions,
        visible=all_visible,
    )
    return [clip]


def write_moved(
    path: pathlib.Path, source: pathlib.Path, clip: KeypointClip, moved: np.ndarray
) -> None:
    """Writes a file again, whole or not at all, with some keypoints at other places.

    Args:
        path: <name>.json or <name>.json.gz.
        source: the file that the clip was read from; scores and the rest stay.
        clip: with the new positions, which are written to a thousandth of a pixel.
        moved: (frames, K) bool, those that are written.
    """
    document = read_object(source)
    layout, names = _layout(source, document)
    columns = [LAYOUTS[layout].index(name) for name in names]
    places = clip.positions[:, columns].astype(np.float64).round(3)
    for frame, keypoint in np.argwhere(moved[:, columns]):
        document["frames"][frame][keypoint][:2] = places[frame, keypoint].tolist()
    content = (json.dumps(document) + "\n").encode()
    with whole_file(path) as temporary:
        temporary.write_bytes(
            gzip.compress(content, mtime=0) if path.suffix == ".gz" else content
        )


def _layout(path: pathlib.Path, document: dict) -> tuple[str, tuple[str, ...]]:
    """Key of `LAYOUTS`, and the names of the file's keypoints in its order."""
    layout, names = document.get("layout"), document.get("joint_names")
    if (layout is None) == (names is None):
        found = "neither" if layout is None else "both"
        raise DataError(f"{path}: expected 'layout' or 'joint_names', found {found}")
    if layout is not None:
        if layout not in LAYOUTS_READ:
            known = " or ".join(LAYOUTS_READ)
            raise DataError(f"{path}: expected layout {known}, found {_shown(layout)}")
        return layout, LAYOUTS[layout]
    if not isinstance(names, list) or not names:
        raise DataError(f"{path}: expected a list 'joint_names', found none")
    names = [name.lower() if isinstance(name, str) else name for name in names]
    smallest, largest = (LAYOUTS[name] for name in LAYOUTS_READ)
    for number, name in enumerate(names):
        if name not in largest or name in names[:number]:
            raise DataError(
                f"{path}: expected joint_names of BlazePose, each once, found "
                f"{_shown(name)}"
            )
    fits = set(names) <= set(smallest)
    return LAYOUTS_READ[0 if fits else 1], tuple(names)


def _frames(path: pathlib.Path, document: dict, names: tuple[str, ...]) -> np.ndarray:
    """(frames, keypoints, 3): x, y, score; score infinite if there is none.

    All three are NaN where the file has null.
    """
    frames = document.get("frames")
    if not isinstance(frames, list) or not frames:
        raise DataError(f"{path}: expected a list 'frames', found none")
    found = np.full((len(frames), len(names), 3), np.nan)
    for number, frame in enumerate(frames):
        if frame is None:
            continue
        where = f"{path}: frame {number}"
        count = len(frame) if isinstance(frame, list) else 0
        if count != len(names):
            raise DataError(f"{where}: expected {len(names)} keypoints, found {count}")
        for column, point in enumerate(frame):
            if point is not None:
                found[number, column] = _point(where, names[column], point)
    return found


def _point(where: str, name: str, point: object) -> tuple[float, float, float]:
    numbers = isinstance(point, list) and all(type(v) in (int, float) for v in point)
    if not numbers or len(point) not in (2, 3):
        expected = f"[x, y], [x, y, score] or null for {name}"
        raise DataError(f"{where}: expected {expected}, found {_shown(point)}")
    try:
        x, y, score = (float(value) for value in (*point, np.inf)[:3])
    except OverflowError:  # JSON's whole numbers have no end
        return np.inf, np.inf, np.inf
    if np.isnan(score):
        raise DataError(f"{where}: expected a score of {name}, found nan")
    return x, y, score


def _image_size(path: pathlib.Path, document: dict) -> tuple[int, int]:
    size = document.get("image_size")
    if (
        not isinstance(size, list)
        or len(size) != 2
        or not all(type(v) is int and 1 <= v <= 2**16 for v in size)
    ):
        raise DataError(
            f"{path}: expected 'image_size' [width, height] in pixels, found "
            f"{_shown(size)}"
        )
    return size[0], size[1]


def _rate_hz(path: pathlib.Path, document: dict) -> float | None:
    rate = document.get("rate_hz")
    if rate is None:
        return None
    if type(rate) not in (int, float) or not 0 < rate <= 1e4:
        raise DataError(
            f"{path}: expected 'rate_hz' in frames a second, found {_shown(rate)}"
        )
    return float(rate)


def _action(path: pathlib.Path, document: dict) -> str:
    action = document.get("action", UNLABELLED)
    if not isinstance(action, str) or not action.isprintable() or not action:
        raise DataError(f"{path}: expected text 'action', found {_shown(action)}")
    return action


def _shown(value: object) -> str:
    return " ".join(repr(value).split())[:60]


DATASET = KeypointDataset(
    name="keypoints",
    folders=("keypoints",),
    layout="**/<name>.json (or .json.gz)",
    offers=("keypoints",),
    list_recordings=list_keypoints,
    read_clips=read_clips,
    options=lambda _: {"reader_version": READER_VERSION},
    how_to_get="""\
Keypoints of your own, from any pose estimator:
1. Write one file for each person and video:
   {{"layout": "coco17", "image_size": [1920, 1080], "rate_hz": 30,
    "frames": [[[x, y, score], [x, y], null, ...], null, ...]}}
   Layouts are coco17 and blazepose33; "joint_names" instead of "layout" names any of
   their keypoints. Positions are in pixels; a score below 0.3 counts as not visible.
2. Put them in
   {folder}/{layout}
3. {python} -m data_prep.build --dataset=keypoints""",
)
