"""Reader of a pose detector's heatmaps of annotated videos, for fine-tuning.

A file .npz is one person in one video (thesis, section on fine-tuning):

    heatmaps   (F, 25, 56, 56)  what the detector gives for its box, in each frame
    box        (F, 4)           that box, x1, y1, x2, y2 in pixels of the picture;
                                all zeros where it found nobody
    keypoints  (F, 25, 2)       what people annotated, x and y in pixels of the picture;
                                NaN where they did not
    visible    (F, 25)          may be left out; keypoints that are not are not scored

F frames; the 25 keypoints are `motion.keypoints.TARGET`. Files are used as they lie.
"""

import dataclasses
import pathlib
from collections.abc import Iterator, Sequence

import numpy as np
from absl import logging

from data_prep.dataset import KeypointDataset
from data_prep.sources.readers.keypoint_checks import known_positions, table
from data_prep.sources.readers.lines import LARGEST
from data_prep.sources.readers.npz_reader import read_arrays
from data_prep.sources.readers.recordings import Recording
from motion.keypoints import TARGET
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

GRID = 56
MASS = 255.0  # of every heatmap that is not empty
# A video that lacks more keypoints than two is left out, as in the thesis's code.
FEWEST_ANNOTATED = 23


@dataclasses.dataclass(frozen=True, eq=False)
class DetectorClip:
    """One person in one video.

    Args:
        clip_id: name of the file.
        heatmaps: (F, 56, 56, 25) float32, not negative, each with a sum of 255 or 0.
        positions: (F, 25, 2) float32, where the annotated keypoints lie on that grid:
            whole numbers (x, y) from 0 to 55, NaN where there is none.
    """

    clip_id: str
    heatmaps: np.ndarray
    positions: np.ndarray


def list_detector(root: pathlib.Path) -> list[Recording]:
    """The files in a folder, by name."""
    paths = sorted(root.glob("*.npz"))
    if not paths:
        raise DataError(f"{root}: expected heatmaps <video>.npz, found none")
    return [Recording(path, path.stem) for path in paths]


def read_clips(recordings: Sequence[Recording]) -> Iterator[DetectorClip]:
    """Reads one file after another: a minute of video is half a gigabyte.

    Videos with fewer than 23 annotated keypoints are left out, and counted in a warning
    at the end.

    Raises:
        DataError: naming the file, and the frame (from 0).
    """
    left_out = []
    for recording in recordings:
        clip = _read_clip(recording)
        annotated = np.isfinite(clip.positions).all(axis=-1).any(axis=0).sum()
        if annotated < FEWEST_ANNOTATED:
            left_out.append(recording.clip_id)
        else:
            yield clip
    if left_out:
        logging.warning(
            "%d of %d videos with fewer than %d annotated keypoints, left out: %s",
            len(left_out),
            len(recordings),
            FEWEST_ANNOTATED,
            ", ".join(left_out),
        )


def _read_clip(recording: Recording) -> DetectorClip:
    path = recording.path
    arrays = read_arrays(path, ("heatmaps", "box", "keypoints", "visible"))
    heatmaps = _heatmaps(path, arrays.get("heatmaps", np.empty(0)))
    frames, points = len(heatmaps), len(TARGET)
    keypoints = table(
        str(path), "keypoints", arrays.get("keypoints"), (frames, points, 2)
    )
    annotated = ~np.isnan(keypoints).any(axis=-1)
    if "visible" in arrays:
        visible = table(str(path), "visible", arrays["visible"], (frames, points))
        annotated &= visible > 0
    positions = known_positions(path, keypoints, annotated, TARGET)
    corners = _corners(path, table(str(path), "box", arrays.get("box"), (frames, 4)))
    low, high = corners[:, None, :2], corners[:, None, 2:]
    cells = np.clip(np.rint((positions - low) * GRID / (high - low)), 0, GRID - 1)
    cells = np.where(annotated[..., None], cells, np.nan)
    return DetectorClip(recording.clip_id, heatmaps, cells.astype(np.float32))


def _heatmaps(path: pathlib.Path, raw: np.ndarray) -> np.ndarray:
    """(F, 56, 56, 25): without what is negative, and scaled to a sum of 255."""
    shape = (len(TARGET), GRID, GRID)
    if raw.shape[1:] != shape or not raw.size or raw.dtype.kind not in "fiu":
        expected = "(frames, 25, 56, 56) numbers"
        found = f"{raw.shape} {raw.dtype}"
        raise DataError(f"{path}: expected heatmaps {expected}, found {found}")
    with np.errstate(over="ignore"):  # what is too large is refused as infinite
        maps = raw.astype(np.float32)
    sound = np.isfinite(maps).all(axis=(1, 2, 3))
    if not sound.all():
        frame = sound.argmin()
        raise DataError(
            f"{path}: frame {frame}: expected finite heatmaps, found others"
        )
    np.maximum(maps, 0, out=maps)
    mass = maps.sum(axis=(2, 3), keepdims=True, dtype=np.float64)
    maps *= (MASS / np.where(mass == 0, 1, mass)).astype(np.float32)
    return np.ascontiguousarray(np.moveaxis(maps, 1, -1))


def _corners(path: pathlib.Path, box: np.ndarray) -> np.ndarray:
    """(F, 4) corners; NaN where nobody was found."""
    found = box.any(axis=1)
    fits = (box[:, :2] < box[:, 2:]).all(axis=1) & (np.abs(box) <= LARGEST).all(axis=1)
    if not (fits | ~found).all():
        frame = (fits | ~found).argmin()
        raise DataError(
            f"{path}: frame {frame}: expected a box x1 < x2 and y1 < y2, found "
            f"{box[frame].tolist()}"
        )
    return np.where(found[:, None], box, np.nan)


DATASET = KeypointDataset(
    name="detector",
    folders=("detector",),
    layout="<video>.npz",
    offers=("keypoints",),
    list_recordings=list_detector,
    options=lambda _: {"reader_version": READER_VERSION},
    has_records=False,
    how_to_get="""\
Heatmaps of your own pose detector, with what people annotated:
1. Write one file for each video of F frames, with the arrays
   heatmaps (F, 25, 56, 56), box (F, 4) as x1, y1, x2, y2 in pixels, and
   keypoints (F, 25, 2) in pixels, NaN where nobody annotated
   (data_prep/sources/detector_heatmaps.py).
2. Put them in
   {folder}/{layout}
   There is nothing to build: they are used as they lie.""",
)
