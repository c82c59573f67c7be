"""Data sets of keypoints from their files to the grid of a heatmap."""

import keypoint_files as files
import numpy as np
import pytest

from data_prep.keypoints.grid_clips import build_grid_set, read_grid_set
from data_prep.keypoints.split import KeypointSettings
from data_prep.keypoints.windows import prepare_windows
from reenact.errors import DataError, SettingsError


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Invented files of Penn Action, BRACE and a detector; (data_dir, records_dir)."""
    data, records = (tmp_path_factory.mktemp(name) for name in ("data", "records"))
    for number, action in enumerate(("situp", "bench_press", "squat")):
        labels = files.penn_labels(action=action, seed=number)
        files.write_penn(data / "penn_action", labels, f"000{number + 1}")
    files.write_brace(data / "brace", files.brace_frames(range(10, 20)))
    for name in "abcdefgh":
        files.write_detector(
            data / "detector", files.detector_arrays(9, seed=ord(name)), name
        )
    return data, records


def test_both_sets_of_the_thesis_with_and_without_its_slip(folders):
    data, records = folders
    assert build_grid_set("penn_brace", data, records) == "penn_brace"
    corrected = read_grid_set("penn_brace", data, records, 56)
    actions = {clip.action for clip in corrected.clips}
    assert {"situp", "bench_press", "powermove"} == actions
    published = read_grid_set(
        "penn_brace", data, records, 56, penn_actions="as_published"
    )
    actions = {clip.action for clip in published.clips}
    assert {"bench_press", "powermove"} == actions
    for clip in corrected.clips:
        known = np.isfinite(clip.positions).all(axis=(0, 2))
        absent = 12 if clip.per_clip_noise else 10  # Penn Action lacks ears too
        assert clip.absent.sum() == absent and not (known & clip.absent).any()


def test_a_detectors_heatmaps_are_what_is_smoothed(folders):
    data, records = folders
    assert build_grid_set("detector", data, records) == "detector"
    found = read_grid_set("detector", data, records, 56)
    assert [clip.clip_id for clip in found.clips] == list("abcdefgh")
    windows = prepare_windows(found.clips, KeypointSettings(shift_scale=2))
    for clip in windows.test:
        (original,) = (c for c in found.clips if c.clip_id == clip.noisy.clip_id)
        assert np.isin(clip.noisy.heatmaps[0], original.heatmaps).all()
        for frame, keypoint in ((0, 0), (4, 20)):  # no noise besides the detector's
            heatmap = clip.noisy.heatmaps[frame, ..., keypoint]
            x, y = clip.noisy.positions[frame, keypoint].astype(int)
            assert heatmap[y, x] == heatmap.max()
    table = windows.train
    assert len(table.heatmaps) == len(table.inputs)
    again = read_grid_set("detector", data, records, 56)
    assert again.fingerprint == found.fingerprint


def test_a_detectors_grid_and_folder_are_asked_for(folders, tmp_path):
    data, records = folders
    with pytest.raises(SettingsError, match=r"expected a grid of 56, .* found 28"):
        read_grid_set("detector", data, records, 28)
    with pytest.raises(DataError, match="expected the recordings of detector in"):
        build_grid_set("detector", tmp_path, records)
