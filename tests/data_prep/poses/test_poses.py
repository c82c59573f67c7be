"""Poses read from records: which recordings, which frames, which statistics."""

import dataclasses

import numpy as np
import pytest
from text_recordings import read_cmu

from data_prep import records
from data_prep.augment import mirrored
from data_prep.datasets import CMU, CMU_ASF_AMC
from data_prep.manifest import read_manifest
from data_prep.poses.formats import WIDTHS
from data_prep.poses.pose_set import (
    NORMALISATIONS,
    PoseSequence,
    build_pose_set,
    pose_statistics,
    pose_values,
    read_pose_set,
)
from data_prep.sources import asf_amc
from data_prep.sources import cmu_text as text
from motion.body_joints import body_rotations, global_rotations
from motion.rotations import geodesic_angle, rotvec_to_matrix
from reenact.errors import DataError


@pytest.fixture(scope="module")
def sequences():
    """Three sequences in which joint 4 turns about z only and joint 8 stays."""
    random = np.random.default_rng(2)
    found = []
    for number, frames in enumerate((50, 3, 21)):
        vectors = np.cumsum(random.normal(0, 0.1, (frames, 15, 3)), axis=0)
        vectors[:, 4, :2] = 0
        vectors[:, 8] = [0.1, 0.2, 0.3]
        rotations = rotvec_to_matrix(vectors).astype(np.float32)
        found.append(PoseSequence(f"clip_{number}", "walking", rotations))
    return found


def test_poses_are_every_second_frame_without_the_t_pose(make_clip):
    clip = make_clip(31)
    sequence = PoseSequence.of(clip)
    assert (sequence.clip_id, sequence.action) == (clip.clip_id, "walking")
    np.testing.assert_array_equal(sequence.rotations, body_rotations(clip)[2::2])
    captured = dataclasses.replace(clip, calibration_frames=0)
    assert len(PoseSequence.of(captured)) == 16
    slow = dataclasses.replace(clip, rate_hz=60.0)
    assert len(PoseSequence.of(slow)) == 30


def test_a_rate_that_does_not_fit_is_refused(make_clip):
    with pytest.raises(DataError, match=r"walking_1: expected a multiple of 60 .* 50"):
        PoseSequence.of(dataclasses.replace(make_clip(9), rate_hz=50.0))


def test_a_skeleton_without_the_joints_is_refused(make_clip):
    pose = np.zeros((9, 32, 3), np.float32)
    clip = make_clip(9, rate_hz=60.0, skeleton="h36m32", rotations=pose)
    with pytest.raises(DataError, match=r"expected a skeleton of smpl24, .* 'h36m32'"):
        PoseSequence.of(clip)


def test_synthetic_poses_are_read_by_split(tiny_records):
    poses = read_pose_set(tiny_records, "synthetic")
    manifest = read_manifest(tiny_records / "synthetic")
    assert (poses.name, poses.fingerprint) == ("synthetic", manifest["fingerprint"])
    for split in ("train", "validation", "test"):
        clips = records.read_clips(tiny_records / "synthetic", split)
        found = getattr(poses, split)
        assert [each.clip_id for each in found] == [clip.clip_id for clip in clips]
        for sequence, clip in zip(found, clips, strict=True):
            expected = body_rotations(clip)[2::2]
            np.testing.assert_array_equal(sequence.rotations, expected)
    assert poses.training_files == {"walking": 2, "waving": 2}


def test_mirror_images_train_as_well(tiny_records):
    plain = read_pose_set(tiny_records, "synthetic")
    poses = read_pose_set(tiny_records, "synthetic", mirror=True)
    assert len(poses.train) == 8 and len(poses.test) == len(plain.test)
    assert poses.training_files == plain.training_files
    first = records.read_clips(tiny_records / "synthetic", "train")[0]
    expected = PoseSequence.of(mirrored(first))
    assert poses.train[1].clip_id == expected.clip_id
    np.testing.assert_array_equal(poses.train[1].rotations, expected.rotations)


def test_cmu_trains_on_what_its_protocol_leaves_aside(small_cmu, tmp_path):
    from data_prep.build_records import build

    build("cmu", small_cmu.parent, tmp_path)
    poses = read_pose_set(tmp_path, "cmu")
    names = [sequence.clip_id for sequence in poses.train]
    assert names[-1] == "train/walking_extra/walking_13"
    assert len(names) == 5 and "train/walking/walking_4" not in names
    assert [each.clip_id for each in poses.validation] == [
        "train/running/running_2",
        "train/walking/walking_4",
    ]
    assert sum(poses.training_files.values()) == 5


def test_cmu_trains_on_the_original_recordings_where_they_were_built(
    small_cmu, tmp_path, make_clip
):
    from data_prep.build_records import build

    build("cmu", small_cmu.parent, tmp_path)
    alone = read_pose_set(tmp_path, "cmu")
    climbing = make_clip(40, "01/01_01", action="climbing", calibration_frames=0)
    pose = np.zeros((40, 31, 3), np.float32)
    climbing = dataclasses.replace(climbing, skeleton="asf31", rotations=pose)
    again = dataclasses.replace(climbing, clip_id="02/02_01")
    splits = {"train": [climbing], "validation": [], "extra": [again], "test": []}
    records.write(tmp_path / "cmu_asfamc", "cmu_asfamc", splits, "original", {})
    both = read_pose_set(tmp_path, "cmu")
    assert [sequence.clip_id for sequence in both.train[:-1]] == [
        sequence.clip_id for sequence in alone.train
    ]
    assert both.train[-1].clip_id == "01/01_01"  # and not the trial that is in cmu
    assert len(both.train[-1]) == 20
    assert both.training_files == {**alone.training_files, "climbing": 1}
    assert both.fingerprint not in (alone.fingerprint, "original")
    assert [each.clip_id for each in both.test] == [each.clip_id for each in alone.test]


def test_records_are_built_where_there_are_none(tmp_path, small_cmu, capsys):
    assert build_pose_set("auto", small_cmu.parent, tmp_path) == "cmu"
    assert not (tmp_path / "cmu_asfamc").exists()  # no such recordings
    assert len(read_pose_set(tmp_path, "cmu").train) == 5
    assert "reading cmu " in capsys.readouterr().err


def test_no_records_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"synthetic/manifest\.json: expected"):
        read_pose_set(tmp_path, "synthetic")


@pytest.mark.parametrize("rotation_format", WIDTHS)
@pytest.mark.parametrize("power, normalisation", [(1, "variance"), (0.5, "std")])
def test_channels_have_statistics_of_their_own(
    sequences, rotation_format, power, normalisation
):
    values = [pose_values(each, rotation_format) for each in sequences]
    table = np.concatenate(values).astype(np.float64)
    variance = table.var(axis=0, ddof=1)
    found = pose_statistics(sequences, rotation_format, f"channel_{normalisation}")
    assert found.used.tolist() == list(range(15 * WIDTHS[rotation_format]))
    np.testing.assert_allclose(found.mean, table.mean(axis=0), atol=1e-7)
    moving = variance > 1e-7
    np.testing.assert_allclose(
        found.scale[moving], variance[moving] ** power, rtol=1e-5
    )
    assert not moving.all()
    assert (found.scale[~moving] == 1).all()


@pytest.mark.parametrize(
    "power, normalisation", [(1, "all_variance"), (0.5, "all_std")]
)
def test_all_numbers_may_share_statistics(sequences, power, normalisation):
    values = [pose_values(each, "rotation_matrix") for each in sequences]
    table = np.concatenate(values).astype(np.float64)
    found = pose_statistics(sequences, "rotation_matrix", normalisation)
    np.testing.assert_allclose(found.mean, np.full(135, table.mean()), rtol=1e-6)
    expected = np.full(135, table.var(ddof=1) ** power)
    np.testing.assert_allclose(found.scale, expected, rtol=1e-6)


def test_numbers_may_stay_as_they_are(sequences):
    found = pose_statistics(sequences, "rotation_matrix", "none")
    values = pose_values(sequences[0], "rotation_matrix")
    np.testing.assert_array_equal(found.normalise(values), values)


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_normalised_numbers_come_back(sequences, normalisation):
    statistics = pose_statistics(sequences, "rotation_matrix", normalisation)
    values = pose_values(sequences[0], "rotation_matrix")
    back = statistics.unnormalise(statistics.normalise(values))
    np.testing.assert_allclose(back, values, atol=1e-5)


def test_statistics_of_nothing_are_refused(sequences):
    with pytest.raises(DataError, match="at least one training clip"):
        pose_statistics([], "rotation_matrix", "channel_variance")
    with pytest.raises(ValueError, match="received 'channel_var'"):
        pose_statistics(sequences, "rotation_matrix", "channel_var")


def test_all_text_files_start_with_the_same_t_pose(cmu_dir):
    clips = [clip for clips in read_cmu(cmu_dir).values() for clip in clips]
    first_rows = np.stack([clip.rotations[0] for clip in clips])
    np.testing.assert_array_equal(
        first_rows, np.broadcast_to(first_rows[0], first_rows.shape)
    )
    np.testing.assert_allclose(
        body_rotations(clips[0])[0], np.broadcast_to(np.eye(3), (15, 3, 3)), atol=1e-6
    )


def test_both_forms_of_a_trial_give_the_same_poses(data_dir):
    """Subject 2, trial 1: row k + 1 of the text is frame k of the original form."""
    converted = next(
        text.read_clip(CMU, each)
        for each in text.list_cmu(data_dir / "cmu_mocap")
        if each.clip_id == "train/walking/walking_1"
    )
    original = next(
        asf_amc.read_clip(CMU_ASF_AMC, each)
        for each in asf_amc.list_asf_amc(data_dir / "cmu_asfamc")
        if each.clip_id == "02/02_01"
    )
    first = global_rotations(body_rotations(converted)[1:])
    second = global_rotations(body_rotations(original)[: len(first)])
    assert len(first) == len(second) > 300
    angles = geodesic_angle(first, second)
    assert np.degrees(angles).max() < 0.01
    # One frame off would show: 5 degrees.
    late = geodesic_angle(first[1:], second[:-1])
    assert np.degrees(late).max() > 1
