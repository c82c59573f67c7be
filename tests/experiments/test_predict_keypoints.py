"""`experiments.predict` smooths keypoints; networks here are set by hand."""

import dataclasses
import gzip
import json

import numpy as np
import predict_runs
import pytest

from data_prep import datasets
from data_prep.keypoints.projection import capture_keypoints
from data_prep.sources import cmu_text as text
from data_prep.sources.keypoint_json import read_clips
from data_prep.sources.readers.recordings import Recording
from experiments.filters import FILTERS
from experiments.keypoint_tracks import jitter_px
from experiments.options import Options
from experiments.predict import predict
from motion.keypoints import LAYOUTS
from reenact.errors import DataError

NAMES = LAYOUTS["capture15"]
IMAGE_SIZE = [1920, 1080]
COPY = np.zeros((5, 5, 5))
COPY[2, 2, 2] = 1
# Five frames in the middle of each heatmap's neighbourhood.
MEAN = np.zeros((5, 5, 5))
MEAN[:, 2, 2] = 0.2


@pytest.fixture(scope="module")
def walk(cmu_dir):
    """(60, 15, 2) pixels at 30 Hz: a real walk, as a camera sees it."""
    (recording,) = (
        each
        for each in text.list_cmu(cmu_dir)
        if each.clip_id == "test/walking/walking_1"
    )
    clip = capture_keypoints(text.read_clip(datasets.CMU, recording), 0)
    return clip.positions[:60].astype(np.float64)


@pytest.fixture(scope="module")
def noisy(walk):
    """With jitter as strong as that which networks are trained on, k = 1."""
    size = 1.1 * np.ptp(walk, axis=1, keepdims=True)
    noise = np.random.default_rng(0).normal(size=walk.shape)
    return walk + 2.95 / 55 * size * noise


def document(positions, **changes):
    frames = [[[*point, 0.9] for point in frame] for frame in positions.tolist()]
    names = list(NAMES[: positions.shape[1]])
    found = {"joint_names": names, "image_size": IMAGE_SIZE, "rate_hz": 30}
    return {**found, "frames": frames, **changes}


def ask(tmp_path, content, name="in.json", output="out.json", **options):
    """What is printed, and the file that is written."""
    source = tmp_path / name
    raw = json.dumps(content).encode()
    source.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    path = tmp_path / output
    lines = list(predict(Options(input=str(source), output=str(path), **options)))
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if output.endswith(".gz") else raw
    return "\n".join(lines), json.loads(raw)


def test_keypoints_that_lie_there_compressed_are_found(tmp_path):
    positions = np.full((9, len(NAMES), 2), 50.0)
    source = tmp_path / "in.json.gz"
    source.write_bytes(gzip.compress(json.dumps(document(positions)).encode()))
    given, output = str(tmp_path / "in.json"), tmp_path / "out.json"
    options = Options(input=given, output=str(output), smooth="gaussian_1")
    lines = list(predict(options))
    assert lines[0].startswith(f"read: {source}, ") and output.is_file()
    with pytest.raises(DataError, match=r"no\.json: expected a file, found none"):
        list(predict(dataclasses.replace(options, input=str(tmp_path / "no.json"))))


def positions_in(content):
    return np.array([[point[:2] for point in frame] for frame in content["frames"]])


def mean_error(found, truth):
    return np.linalg.norm(found - truth, axis=-1).mean()


# Shares of the noise that are left, measured, and a tenth more.
@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("gaussian_1", 0.6),
        ("gaussian_3", 0.45),
        ("savgol_5_2", 0.8),
        ("savgol_31_2", 0.45),
        ("one_euro", 0.9),
    ],
)
def test_filters_take_noise_off_a_real_walk(walk, noisy, tmp_path, name, share):
    printed, found = ask(tmp_path, document(noisy), smooth=name)
    left = mean_error(positions_in(found), walk) / mean_error(noisy, walk)
    assert left < share, left
    assert "read: " in printed and "60 frames at 30 frames a second, 1920 x 1080" in (
        printed
    )
    assert f"smoothed: by {name}" in printed and "900 positions moved by " in printed


def test_every_filter_is_tried():
    assert set(FILTERS) == {
        *("gaussian_1", "gaussian_3", "savgol_5_2", "savgol_31_2", "one_euro")
    }


def test_a_network_takes_noise_off_a_real_walk(walk, noisy, tmp_path):
    run = predict_runs.save_smoother(tmp_path / "run", MEAN)
    printed, found = ask(tmp_path, document(noisy), model=str(run))
    left = mean_error(positions_in(found), walk) / mean_error(noisy, walk)
    assert left < 0.75, left
    size = np.median(1.1 * np.ptp(noisy, axis=1), axis=0) * 2.95 / 55
    words = printed.split("trained on jitter that would be ")[1].split()
    np.testing.assert_allclose([float(words[0]), float(words[4])], size, rtol=0.05)
    assert "model: smoothing tiny, seed 3" in printed


def test_a_network_that_copies_puts_positions_back_where_they_were(walk, tmp_path):
    """To half a cell of the box, whose jitter is smoothed; its ends are cut off."""
    run = predict_runs.save_smoother(tmp_path / "run", COPY)
    _, found = ask(tmp_path, document(walk), model=str(run))
    cell = 1.1 * np.ptp(walk, axis=1, keepdims=True) / 55
    off = np.abs(positions_in(found) - walk) / cell
    assert off.max() < 1 and np.quantile(off, 0.9) < 0.5
    assert off.mean() > 0.1  # cells are whole


def test_nothing_else_in_the_file_changes(walk, tmp_path):
    """Keypoints in an order of the file's own, scores, nulls, other entries."""
    content = document(walk, author="me", action="walking")
    order = np.random.default_rng(1).permutation(len(NAMES))
    content["joint_names"] = [NAMES[number].upper() for number in order]
    for frame in content["frames"]:
        frame[:] = [frame[number] for number in order]
    frames = content["frames"]
    frames[7][2] = None
    frames[8] = None
    frames[9][4][2] = 0.2
    frames[10][5] = frames[10][5][:2]  # without a score
    frames[11][6][:2] = [-50.0, 20.0]  # outside the picture
    before = json.loads(json.dumps(content))
    names = {"name": "in.json.gz", "output": "out.json.gz"}
    printed, found = ask(tmp_path, content, smooth="savgol_31_2", **names)
    assert {**found, "frames": 0} == {**before, "frames": 0}
    for number, (old, new) in enumerate(
        zip(before["frames"], found["frames"], strict=True)
    ):
        for place, (point, now) in enumerate(zip(old or [], new or [], strict=True)):
            kept = (number, place) in ((7, 2), (9, 4), (11, 6))
            assert (point == now) == kept, (number, place)
            assert kept or point[2:] == now[2:]
    assert found["frames"][8] is None and len(found["frames"][10][5]) == 2
    assert "2 positions that were not seen" in printed and "16 that are null" in printed
    clip = read_clips(Recording(tmp_path / "out.json.gz", "c"))[0]
    path = positions_in({"frames": before["frames"][20:40]})
    moved = clip.positions[20:40, [LAYOUTS["coco17"].index(NAMES[n]) for n in order]]
    assert 0 < np.abs(moved - path).max() < 30  # each at its own place


def test_keypoints_that_a_network_does_not_know_stay(walk, tmp_path):
    """An eye, which is not among the 25; ears, which its data did not have."""
    kernel = COPY.copy()
    ears = ("left_ear", "right_ear")
    run = predict_runs.save_smoother(tmp_path / "run", kernel, absent=ears)
    content = document(walk)
    content["joint_names"].append("left_eye")
    for frame in content["frames"]:
        frame.append(list(frame[0]))
    printed, found = ask(tmp_path, content, model=str(run))
    assert "which the network does not have: left_eye\n" in printed
    assert "which it was not trained on: left_ear, right_ear\n" in printed
    for new, old in zip(found["frames"], content["frames"], strict=True):
        for number, name in enumerate(content["joint_names"]):
            assert (new[number] == old[number]) == (name in (*ears, "left_eye"))


def test_empty_heatmaps_move_nothing(walk, tmp_path):
    run = predict_runs.save_smoother(tmp_path / "run", 0 * COPY)
    printed, found = ask(tmp_path, document(walk), model=str(run))
    assert found == document(walk)
    assert "positions moved" not in printed
    assert "of which the network says nothing: 60 frames" in printed


def test_frames_in_no_window_stay(walk, tmp_path):
    """Of 9 frames a window of every second one sees the even ones only."""
    run = predict_runs.save_smoother(tmp_path / "run", COPY, frame_step=2)
    printed, found = ask(tmp_path, document(walk[:9]), model=str(run))
    moved = (positions_in(found) != walk[:9]).any(axis=(1, 2))
    np.testing.assert_array_equal(moved, np.arange(9) % 2 == 0)
    assert "of which the network says nothing: 4 frames" in printed
    with pytest.raises(
        DataError, match=r"expected at least 9 frames, which .*found 8$"
    ):
        ask(tmp_path, document(walk[:8]), model=str(run), output="short.json")
    assert not (tmp_path / "short.json").exists()


def test_jitter_is_estimated_from_what_is_independent(walk, tmp_path):
    noise = 20 * np.random.default_rng(0).normal(size=walk.shape)
    frames = document(walk + noise)["frames"]
    frames[30] = None
    content = document(walk, frames=frames)
    (tmp_path / "in.json").write_text(json.dumps(content))
    (clip,) = read_clips(Recording(tmp_path / "in.json", "c"))
    assert jitter_px(clip) == pytest.approx(20, rel=0.1)
    (tmp_path / "in.json").write_text(json.dumps(document(walk[:3])))
    (clip,) = read_clips(Recording(tmp_path / "in.json", "c"))
    assert np.isnan(jitter_px(clip))


def test_a_file_without_a_rate(walk, tmp_path):
    content = document(walk)
    with_rate = ask(tmp_path, content, smooth="one_euro")[1]
    del content["rate_hz"]
    printed, found = ask(tmp_path, content, smooth="one_euro")
    assert "at 30 frames a second (it does not say: assumed)" in printed
    assert found["frames"] == with_rate["frames"]
    slow = ask(tmp_path, {**content, "rate_hz": 120}, smooth="one_euro")[1]
    assert slow["frames"] != with_rate["frames"]
