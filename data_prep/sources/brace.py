"""Reader of BRACE: breakdancers' keypoints, some found automatically, some by hand.

Moltisanti et al. 2022. A .json holds a segment, a stretch of a video in which one dance
type is danced; an .npz holds a frame that was annotated by hand, and replaces the
automatic one. Videos have 1920 x 1080 pixels and 29.97 or 30 frames a second.
"""

import dataclasses
import pathlib
import re

import numpy as np
from absl import logging

from data_prep.dataset import KeypointDataset
from data_prep.sources.readers.brace_annotations import (
    DANCE_TYPES,
    annotation_digests,
    read_cuts,
    read_dance_types,
)
from data_prep.sources.readers.json_reader import read_object
from data_prep.sources.readers.keypoint_checks import (
    inside,
    known_positions,
    require_visible,
    table,
)
from data_prep.sources.readers.npz_reader import read_arrays
from data_prep.sources.readers.recordings import Recording, skip
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

LAYOUT = "coco17"
IMAGE_SIZE = (1920, 1080)
RATE_HZ = 30.0

# Names of videos may contain _ and -, so the rest is what stands at the end.
_SEGMENT = re.compile(
    rf"(?P<video>.+)_(?P<start>\d{{1,9}})-(?P<end>\d{{1,9}})_(?P<dance>{'|'.join(DANCE_TYPES)})"
    r"\.json(\.gz)?"
)
_BY_HAND = re.compile(r"img-(?P<frame>\d{1,9})\.npz")


@dataclasses.dataclass(frozen=True)
class Segment(Recording):
    """A segment; `needs` are its frames by hand, `cuts` where its video is cut."""

    cuts: frozenset[int] = frozenset()


def list_brace(root: pathlib.Path) -> list[Segment]:
    """The segments below `dataset`, by year, video and name.

    Raises:
        DataError: none, one twice, or annotations that cannot be read.
    """
    dances = read_dance_types(root)
    cuts = read_cuts(root)
    segments, by_hand = {}, {}
    for path in sorted((root / "dataset").glob("*/*/*.json*")):
        match = _SEGMENT.fullmatch(path.name)
        if not match:
            skip([path])
            continue
        *_, year, video, _ = path.parts
        if (year, video) not in by_hand:
            folder = root / "manual_keypoints" / year / video
            by_hand[year, video] = _frames_by_hand(folder)
        start, end = int(match["start"]), int(match["end"])
        clip_id = f"{year}/{video}/{video}_{start}-{end}_{match['dance']}"
        if clip_id in segments:
            other = segments[clip_id].path.name
            raise DataError(f"{path}: expected one file a segment, found {other} too")
        segments[clip_id] = Segment(
            path,
            clip_id,
            action=dances.get(f"{video}.{start}.{end}", match["dance"]),
            needs=tuple(
                found
                for frame, found in by_hand[year, video].items()
                if start <= frame <= end
            ),
            cuts=cuts.get(video, frozenset()),
        )
    if not segments:
        raise DataError(f"{root / 'dataset'}: expected segments, found none")
    return list(segments.values())


def read_clips(segment: Segment) -> list[KeypointClip]:
    """Reads one segment: a clip for each stretch of frames without gap or cut.

    Of an automatic frame all keypoints are visible, unless it is all zeros: then
    nothing is known. Of a frame by hand, those in the picture are visible. Whether
    frames at cuts are counted from 0 or 1 is not documented, so they are left out:
    either way no clip goes over a cut.

    Raises:
        DataError: naming the file, and the frame as it is called there.
    """
    numbers, positions, visible = _track(segment)
    require_visible(segment.path, visible)
    kept = np.flatnonzero(~np.isin(numbers, list(segment.cuts)))
    clips = []
    for rows in np.split(kept, np.flatnonzero(np.diff(numbers[kept]) != 1) + 1):
        if not visible[rows].any():
            found = f"nobody in a stretch of {len(rows)} frames"
            logging.warning("%s: %s: left out", segment.path, found)
            continue
        first, last = numbers[rows[0]], numbers[rows[-1]]
        clip_id = f"{segment.clip_id}/{first}-{last}"
        clips.append(
            KeypointClip(
                clip_id=clip_id,
                recording=clip_id,
                action=segment.action,
                layout=LAYOUT,
                rate_hz=RATE_HZ,
                image_size=IMAGE_SIZE,
                positions=positions[rows],
                visible=visible[rows],
            )
        )
    return clips


def _track(segment: Segment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of the frames, positions (frames, 17, 2), and which are visible."""
    path = segment.path
    tracks = {
        number: _automatic_frame(path, number, frame)
        for number, frame in _frames(path).items()
    }
    tracks |= {
        number: _frame_by_hand(found)
        for found in segment.needs
        if (number := _frame_number(found)) in tracks
    }
    numbers = sorted(tracks)
    positions = np.stack([tracks[number][0] for number in numbers])
    visible = np.stack([tracks[number][1] for number in numbers])
    return np.array(numbers), positions, visible


def _frames(path: pathlib.Path) -> dict[int, object]:
    """What a segment's file says of each frame, by number."""
    names = re.compile(rf"{re.escape(path.parent.name)}/img-(\d{{1,9}})\.png")
    frames = {}
    for name, frame in read_object(path).items():
        match = names.fullmatch(name)
        if not match:
            expected = f"frames {path.parent.name}/img-<number>.png"
            raise DataError(f"{path}: expected {expected}, found {name[:60]!r}")
        frames[int(match[1])] = frame
    if not frames:
        raise DataError(f"{path}: expected frames, found none")
    return frames


def _automatic_frame(
    path: pathlib.Path, number: int, frame: object
) -> tuple[np.ndarray, np.ndarray]:
    """Positions (17, 2) and which are visible; the box is checked, but not needed."""
    where = f"{path}: frame {number}"
    if not isinstance(frame, dict):
        raise DataError(f"{where}: expected 'box' and 'keypoints', found neither")
    names = LAYOUTS[LAYOUT]
    keypoints = table(where, "keypoints", frame.get("keypoints"), (len(names), 3))
    box = table(where, "box", frame.get("box"), (5,))
    if not (box[2:4] >= 0).all():
        found = f"{box[2]:g} x {box[3]:g}"
        raise DataError(f"{where}: expected a box of some size, found {found}")
    positions = keypoints[None, :, :2]
    visible = np.full((1, len(names)), positions.any())
    positions = np.where(visible[..., None], positions, np.nan)
    positions = known_positions(path, positions, visible, names, [number])
    return positions[0], visible[0]


def _frame_by_hand(path: pathlib.Path) -> tuple[np.ndarray, np.ndarray]:
    """Positions (17, 2) and which are visible."""
    names = LAYOUTS[LAYOUT]
    number = _frame_number(path)
    joints = read_arrays(path, ("coco_joints2d",)).get("coco_joints2d")
    joints = table(f"{path}: frame {number}", "coco_joints2d", joints, (len(names), 3))
    positions = joints[None, :, :2]
    everything = np.full((1, len(names)), True)
    positions = known_positions(path, positions, everything, names, [number])[0]
    return positions, inside(positions, IMAGE_SIZE)


def _frame_number(path: pathlib.Path) -> int:
    return int(_BY_HAND.fullmatch(path.name)["frame"])


def _frames_by_hand(folder: pathlib.Path) -> dict[int, pathlib.Path]:
    if not folder.is_dir():
        return {}
    paths = sorted(path for path in folder.iterdir() if _BY_HAND.fullmatch(path.name))
    return {_frame_number(path): path for path in paths}


DATASET = KeypointDataset(
    name="brace",
    title="BRACE",
    folders=("brace",),
    layout="{dataset/<year>/<video>/<video>_<start>-<end>_<movement>.json, "
    "manual_keypoints/<year>/<video>/img-<frame>.npz, "
    "annotations/{segments.csv,shot_boundaries.json}}",
    offers=("keypoints",),
    list_recordings=list_brace,
    read_clips=read_clips,
    options=lambda root: {
        "reader_version": READER_VERSION,
        "annotations": annotation_digests(root),
    },
    how_to_get="""\
BRACE is for non-commercial use only (S-Lab License 1.0):
1. Get dataset.zip and manual_keypoints.zip from the releases of
   https://github.com/dmoltisanti/brace and its folder annotations
2. Put them in
   {folder}/{layout}
   Without segments.csv the names of the files say what is danced; without
   shot_boundaries.json clips go on across cuts, as in the thesis.
3. {python} -m data_prep.build --dataset=brace""",
)
