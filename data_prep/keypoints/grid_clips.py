"""All clips of a data set on the grid of a heatmap, whatever they come from."""

import dataclasses
import pathlib

import numpy as np

from data_prep.build_records import fingerprint
from data_prep.dataset import UNLABELLED
from data_prep.datasets import DETECTOR, find_recordings, locate
from data_prep.keypoints.grid import GridClip, to_grid
from data_prep.keypoints.keypoint_set import (
    KeypointSet,
    build_keypoint_set,
    read_keypoint_set,
)
from data_prep.sources import detector_heatmaps, penn_action
from data_prep.sources.readers.recordings import file_digests
from reenact.errors import SettingsError


@dataclasses.dataclass(frozen=True, eq=False)
class GridSet:
    """A data set on a grid.

    Args:
        name: of the data set.
        fingerprint: of all that it was read from.
        rate_hz: frames per second; 0 where nobody says.
        clips: several cameras of a recording next to each other, the first one first.
    """

    name: str
    fingerprint: str
    rate_hz: float
    clips: tuple[GridClip, ...]


def build_grid_set(
    dataset: str, data_dir: str | None, records_dir: str | pathlib.Path
) -> str:
    """Builds the records of a data set where they do not exist yet; returns its name.

    A detector's heatmaps have none: they are read as they lie.

    Raises:
        DataError: as `data_prep.build_records.build`.
    """
    if dataset == DETECTOR.name:
        locate(DETECTOR, data_dir)
        return dataset
    return build_keypoint_set(dataset, data_dir, records_dir)


def read_grid_set(
    dataset: str,
    data_dir: str | None,
    records_dir: str | pathlib.Path,
    grid: int,
    *,
    cameras: int = 1,
    keep_invisible: bool = False,
    penn_actions: str = "corrected",
) -> GridSet:
    """Reads a data set.

    Args:
        dataset: as `build_grid_set` returns it.
        data_dir: of the recordings, for what has no records.
        records_dir: of the records.
        grid: cells in a row, and rows; of a detector's heatmaps only 56.
        cameras: see `data_prep.keypoints.keypoint_set.read_keypoint_set`.
        keep_invisible: see `data_prep.keypoints.grid.to_grid`.
        penn_actions: key of `data_prep.sources.penn_action.PENN_ACTIONS`, which of
            that data set's actions are used.

    Raises:
        DataError: what cannot be read. SettingsError: another grid than a detector's.
    """
    if dataset == DETECTOR.name:
        return _read_detector(data_dir, grid)
    keypoints = read_keypoint_set(records_dir, dataset, cameras)
    return on_grid(keypoints, grid, keep_invisible, penn_actions)


def on_grid(
    keypoints: KeypointSet,
    grid: int,
    keep_invisible: bool = False,
    penn_actions: str = "corrected",
) -> GridSet:
    """Keypoints in pictures on a grid; arguments as of `read_grid_set`."""
    chosen = penn_action.PENN_ACTIONS[penn_actions]
    clips = [
        clip
        for clip in keypoints.clips
        if clip.layout != penn_action.LAYOUT or clip.action in chosen
    ]
    return GridSet(
        keypoints.name,
        keypoints.fingerprint,
        keypoints.clips[0].rate_hz or 0.0,
        tuple(to_grid(clip, grid, keep_invisible) for clip in clips),
    )


def _read_detector(data_dir: str | None, grid: int) -> GridSet:
    if grid != detector_heatmaps.GRID:
        raise SettingsError(
            f"expected a grid of {detector_heatmaps.GRID}, which the detector's "
            f"heatmaps have, found {grid}"
        )
    recordings, options = find_recordings(DETECTOR.name, data_dir)
    digests = {}
    for recording in recordings:
        digests |= file_digests(recording)
    clips = [
        GridClip(
            clip_id=clip.clip_id,
            recording=clip.clip_id,
            action=UNLABELLED,
            grid=grid,
            positions=clip.positions,
            absent=np.zeros(clip.positions.shape[1], bool),
            heatmaps=clip.heatmaps,
        )
        for clip in detector_heatmaps.read_clips(recordings)
    ]
    return GridSet(DETECTOR.name, fingerprint(digests, options), 0.0, tuple(clips))
