"""AMASS's archives: three bodies, any rate, z up."""

import numpy as np
import pytest

from data_prep import records
from data_prep.build_records import build
from data_prep.sources import amass
from data_prep.sources.amass import DATASET as AMASS
from motion.rotations import geodesic_angle, rotvec_to_matrix
from motion.skeleton import SMPL
from reenact.errors import DataError

WITH_HANDS = "CMU/01/01_01_poses"


def read(root, clip_id):
    (recording,) = [r for r in amass.list_amass(root) if r.clip_id == clip_id]
    return amass.read_clip(AMASS, recording)


def arrays_of(root, clip_id):
    with np.load(root / f"{clip_id}.npz") as archive:
        return dict(archive)


@pytest.mark.parametrize(
    ("clip_id", "step", "joints"),
    [(WITH_HANDS, 2, 22), ("SSM/s1/jump_poses", 1, 24)],
)
def test_body_joints_come_back_at_60_hz(small_amass, clip_id, step, joints):
    clip = read(small_amass, clip_id)
    poses = arrays_of(small_amass, clip_id)["poses"][::step, : 3 * joints]
    expected = rotvec_to_matrix(poses.reshape(len(poses), joints, 3))
    found = rotvec_to_matrix(clip.rotations)
    np.testing.assert_allclose(found[:, 1:joints], expected[:, 1:], atol=1e-6)
    assert not clip.rotations[:, joints:].any()
    assert (len(clip), clip.rate_hz) == (240, 60.0)


def test_the_world_is_turned_upright(small_amass):
    """Up is z there and y here: a body turned about the vertical still is."""
    clip_id = "SSM/s1/jump_poses"
    arrays = arrays_of(small_amass, clip_id)
    arrays["poses"][:, :3] = 0, 0, 0.5
    arrays["trans"][:] = 1, 2, 3
    np.savez(small_amass / f"{clip_id}.npz", **arrays)
    clip = read(small_amass, clip_id)
    np.testing.assert_allclose(clip.root_translation, [[1, 3, -2]] * 240, atol=1e-6)
    # x, to the left of a body at rest, turns within the horizontal plane.
    left = rotvec_to_matrix(clip.rotations[:, 0]) @ [1, 0, 0]
    np.testing.assert_allclose(left, [[np.cos(0.5), 0, -np.sin(0.5)]] * 240, atol=1e-6)


def test_other_rates_are_resampled(small_amass):
    """At 100 Hz, three frames of 60 Hz fall on five of the file."""
    clip = read(small_amass, "HumanEva/S2/walk_stageii")
    poses = arrays_of(small_amass, "HumanEva/S2/walk_stageii")["poses"]
    knee = SMPL.index("l_knee")
    expected = rotvec_to_matrix(poses[::5, 3 * knee : 3 * knee + 3])
    found = rotvec_to_matrix(clip.rotations[::3, knee])
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert clip.rate_hz == 60.0 and len(clip) == 240
    between = rotvec_to_matrix(clip.rotations[1::3, knee])
    assert geodesic_angle(between, expected).max() < 0.1


def test_lists_and_paths_say_who_moves(small_amass, tmp_path, caplog):
    manifest = build("amass", small_amass.parent, tmp_path)
    counts = {split: part["clips"] for split, part in manifest["splits"].items()}
    assert counts == {"train": 1, "validation": 1, "test": 1, "extra": 0}
    (clip,) = records.read_clips(tmp_path / "amass", "test")
    assert (clip.clip_id, clip.subject) == ("HumanEva/S2/walk_stageii", "S2")
    assert "1 files there and in no list: CMU/01/shape" in caplog.text


def test_a_listed_file_without_poses_is_left_out(small_amass, tmp_path, caplog):
    path = small_amass / "training_fnames.txt"
    path.write_text(path.read_text() + "CMU/01/shape.npz\n")
    manifest = build("amass", small_amass.parent, tmp_path)
    assert manifest["splits"]["train"]["clips"] == 1
    assert "shape.npz: no poses: left out" in caplog.text


def without(name):
    return lambda arrays: {key: a for key, a in arrays.items() if key != name}


def replaced(name, change):
    return lambda arrays: {**arrays, name: change(arrays[name])}


def with_value(index, value):
    def change(array):
        array = array.copy()
        array[index] = value
        return array

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("trans"), "expected 'trans' beside 'poses', found none"),
        (without("mocap_framerate"), "expected 'mocap_framerate' beside 'poses'"),
        (
            replaced("poses", lambda p: p[:, :155]),
            r"72, 156 or 165\), found \(480, 155",
        ),
        (replaced("poses", lambda p: p[:0]), r"72, 156 or 165\), found \(0, 156"),
        (replaced("poses", lambda p: p[0]), r"72, 156 or 165\), found \(156,\)"),
        (replaced("poses", lambda p: p > 0), "expected numbers, found b f"),
        (replaced("poses", lambda p: p.astype("U3")), "expected numbers, found U f"),
        (replaced("poses", lambda p: p * 1j), "expected numbers, found c f"),
        (
            replaced("poses", lambda p: p.astype(object)),
            "expected an .npz archive of plain arrays, found ValueError",
        ),
        (replaced("trans", lambda t: t[1:]), r"expected trans \(480, 3\), found \(479"),
        (replaced("poses", with_value((7, 3), np.nan)), "frame 7: expected finite"),
        (replaced("trans", with_value((9, 0), np.inf)), "frame 9: expected finite"),
        (replaced("poses", with_value((5, 0), 1e200)), "frame 5: expected finite"),
        (replaced("mocap_framerate", lambda r: r * 0), "expected a rate of 1 to 1000"),
        (replaced("mocap_framerate", lambda r: r * np.nan), "expected a rate of 1 to"),
        (replaced("mocap_framerate", lambda r: np.ones(2)), r"found \[1. 1.\]"),
    ],
)
def test_faulty_files_are_named(small_amass, change, message):
    path = small_amass / f"{WITH_HANDS}.npz"
    np.savez(path, **change(arrays_of(small_amass, WITH_HANDS)))
    with pytest.raises(DataError, match=message) as caught:
        read(small_amass, WITH_HANDS)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
