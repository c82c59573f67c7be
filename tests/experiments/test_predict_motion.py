"""`experiments.predict` continues motions; networks here are small and untrained."""

import dataclasses
import functools
import json

import numpy as np
import predict_runs
import pytest
from PIL import Image
from scipy.spatial.transform import Rotation

from data_prep.motion_files import map_body, read_motion, write_motion
from data_prep.sources.bvh import read_bvh, write_bvh
from evaluation.poses.metrics import nearest_rotations
from experiments.options import Options
from experiments.predict import predict
from motion.bvh import bvh_of
from motion.retarget import BodyMap
from motion.rotations import geodesic_angle
from motion.skeleton import SMPL
from reenact.errors import DataError, SettingsError

FRAMES_OF_TEXT = 301  # 300 of motion and a T-pose, at 120 Hz


@pytest.fixture(scope="module")
def walk(cmu_dir):
    whole = read_motion(cmu_dir / "test/walking/walking_1.txt.gz")
    capture = cut(whole.motion, FRAMES_OF_TEXT - 1)
    return dataclasses.replace(whole, motion=capture)


@pytest.fixture(scope="module")
def bvh_walks(walk, tmp_path_factory):
    """Rate to a BVH file of a real walk."""
    folder = tmp_path_factory.mktemp("walks")
    paths = {}
    for rate_hz in (120.0, 60.0, 50.0, 30.0):
        paths[rate_hz] = folder / f"walk_{rate_hz:g}.bvh"
        write_motion(paths[rate_hz], walk.motion.resampled(rate_hz), walk)
    return paths


@pytest.fixture(scope="module", autouse=True)
def models_are_loaded_once():
    """And so compiled once."""
    from training import trained_runs as finished_runs

    with pytest.MonkeyPatch.context() as patch:
        once = functools.cache(finished_runs.load_run)
        patch.setattr(finished_runs, "load_run", once)
        yield


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    return {
        kind: predict_runs.save_forecaster(folder / kind, kind)
        for kind in predict_runs.KINDS
    }


def cut(capture, frames):
    return dataclasses.replace(
        capture, rotations=capture.rotations[:frames], root_m=capture.root_m[:frames]
    )


def ask(model, source, output, **options) -> str:
    """What is printed."""
    lines = predict(
        Options(model=str(model), input=str(source), output=str(output), **options)
    )
    return "\n".join(lines)


def joint_degrees(first, second):
    return np.degrees(geodesic_angle(first, second))


@pytest.mark.parametrize("rate_hz", [120.0, 50.0, 30.0])
@pytest.mark.parametrize("kind", predict_runs.KINDS)
def test_the_first_frame_is_no_larger_a_step_than_any_before(
    runs, bvh_walks, tmp_path, kind, rate_hz
):
    """Of every joint and of the root, in the file that is written."""
    output = tmp_path / "future.bvh"
    printed = ask(runs[kind], bvh_walks[rate_hz], output)
    before, after = read_bvh(bvh_walks[rate_hz]), read_bvh(output)
    assert after.rate_hz == rate_hz
    assert len(after.values) == int(24 * rate_hz / 60)
    assert [joint.name for joint in after.joints] == [j.name for j in before.joints]
    turns, first = before.rotations(), after.rotations()[0]
    largest = joint_degrees(turns[1:], turns[:-1]).max(axis=0)
    assert (joint_degrees(turns[-1], first) <= largest + 1e-4).all()
    path = before.root_positions()
    root = np.linalg.norm(after.root_positions()[0] - path[-1])
    assert root <= np.linalg.norm(np.diff(path, axis=0), axis=-1).max()
    assert root > 0.5 * np.linalg.norm(path[-1] - path[-2])  # it walks on
    assert f"resampled from {rate_hz:g} to 60 frames a second" in printed


def test_without_blending_the_jump_is_in_the_file_and_printed(
    runs, bvh_walks, tmp_path
):
    """The network of this family starts anywhere."""
    output = tmp_path / "future.bvh"
    printed = ask(runs["taxonomy"], bvh_walks[60.0], output, blend_frames=0)
    before, after = read_bvh(bvh_walks[60.0]), read_bvh(output)
    turns = before.rotations()
    jumps = joint_degrees(turns[-1], after.rotations()[0])
    largest = joint_degrees(turns[1:], turns[:-1]).max(axis=0)
    joint = jumps.argmax()
    assert jumps[joint] > 3 * largest[joint]
    assert (
        f"first frame: {before.joints[joint].name} jumps by {jumps[joint]:.2f} degrees "
        f"(from frame to frame it turned by {largest[joint]:.2f} at most)"
    ) in printed
    assert "blended" not in printed and "resampled" not in printed


def test_poses_are_what_the_network_predicts(runs, bvh_walks, tmp_path):
    """Unblended and at its own rate; what it does not know stays as it was."""
    from training.trained_runs import load_run

    output = tmp_path / "future.npz"
    ask(runs["stt"], bvh_walks[60.0], output, blend_frames=0, frames=5, root="hold")
    motion, future = read_motion(bvh_walks[60.0]), read_motion(output).motion
    body_map = map_body(motion)
    body = body_map.to_body(motion.motion.rotations)
    run = load_run(runs["stt"])
    expected = run.inference.predict(run.model, body[None, -8:].astype(np.float32), 5)
    found = body_map.to_body(future.rotations)
    np.testing.assert_allclose(found, nearest_rotations(expected[0]), atol=1e-6)
    assert joint_degrees(found[0], body[-1]).max() > 0.1
    rest = [j for j in range(38) if j not in body_map.joints.values()]
    held = motion.motion.rotations[-1, rest]
    np.testing.assert_allclose(
        future.rotations[:, rest], np.tile(held, (5, 1, 1, 1)), atol=1e-9
    )
    root_m = np.tile(motion.motion.root_m[-1], (5, 1))
    np.testing.assert_allclose(future.root_m, root_m, atol=1e-9)


def test_past_and_future_in_one_file(runs, bvh_walks, tmp_path):
    whole, future = tmp_path / "whole.bvh", tmp_path / "future.bvh"
    ask(runs["stt"], bvh_walks[30.0], whole, with_past=True)
    ask(runs["stt"], bvh_walks[30.0], future)
    past, both, after = (read_bvh(p) for p in (bvh_walks[30.0], whole, future))
    frames = len(past.values)
    np.testing.assert_allclose(both.values[:frames], past.values, atol=1e-5)
    np.testing.assert_allclose(both.rotations()[frames:], after.rotations(), atol=1e-7)
    assert len(both.values) == frames + 12


def smpl_body(walk, room):
    """The walk on another program's skeleton, whose room is turned."""
    skeleton = dataclasses.replace(
        SMPL,
        name="bvh",
        joint_names=tuple(f"rig:{name}" for name in NAMES),
        offsets_m=SMPL.offsets_m @ room.T,
    )
    source = walk.motion.resampled(60.0)
    body = BodyMap.of(source.skeleton).to_body(source.rotations)
    still = np.tile(np.eye(3), (24, 1, 1))
    rotations = BodyMap.of(skeleton).from_body(body, still)
    rotations[:, 0] = room @ source.rotations[:, 0] @ room.T
    return bvh_of(skeleton, rotations, source.root_m @ room.T, 60.0)


NAMES = [
    *("Hips", "LeftUpLeg", "RightUpLeg", "Spine", "LeftLeg", "RightLeg", "Spine1"),
    *("LeftFoot", "RightFoot", "Spine2", "LeftToe", "RightToe", "Neck"),
    *("LeftShoulder", "RightShoulder", "Head", "LeftArm", "RightArm"),
    *("LeftForeArm", "RightForeArm", "LeftHand", "RightHand", "LeftEnd", "RightEnd"),
]


@pytest.mark.parametrize("kind", ["stt", "seq2seq"])
def test_which_axis_is_up_and_where_a_body_walks_change_nothing(
    runs, walk, tmp_path, kind
):
    """y up; z up; and elsewhere in the room, facing another way."""
    turn = Rotation.from_euler("x", 90, degrees=True).as_matrix()
    files = {"y": smpl_body(walk, np.eye(3)), "z": smpl_body(walk, turn)}
    away = Rotation.from_euler("y", 130, degrees=True).as_matrix()
    rotations, root = files["y"].rotations(), files["y"].root_positions()
    rotations[:, 0] = away @ rotations[:, 0]
    files["away"] = files["y"].with_motion(rotations, root @ away.T + [500, 0, 900])
    found = {}
    for name, motion in files.items():
        write_bvh(tmp_path / f"{name}.bvh", motion)
        printed = ask(runs[kind], tmp_path / f"{name}.bvh", tmp_path / "out.bvh")
        out = read_bvh(tmp_path / "out.bvh")
        found[name] = (
            out.rotations(),
            out.root_positions() - motion.root_positions()[-1],
        )
    assert "l_knee=rig:LeftLeg" in printed
    assert "not matched, kept as in the last frame: rig:LeftFoot" in printed
    upright, root = found["y"]
    moved = joint_degrees(upright[-1], files["y"].rotations()[-1])
    assert moved[1:].max() > 1
    # A network's own frames are its input, and so are their roundings.
    close = {"rtol": 0, "atol": 1e-3}
    np.testing.assert_allclose(found["z"][0], turn @ upright @ turn.T, **close)
    np.testing.assert_allclose(found["z"][1], root @ turn.T, **close)
    np.testing.assert_allclose(found["away"][0][:, 1:], upright[:, 1:], **close)
    np.testing.assert_allclose(found["away"][1], root @ away.T, **close)


def test_columns_are_those_of_the_recordings(runs, bvh_walks, walk):
    """But for where the body is and how it faces: it ends at the mean, facing z."""
    from experiments.text_columns import TextColumns
    from motion.h36m_angles import columns_to_rotations
    from motion.rotations import rotvec_to_matrix
    from training.trained_runs import load_run

    run = load_run(runs["seq2seq"])
    motion = read_motion(bvh_walks[60.0])  # in another order of joints
    columns = TextColumns(run, map_body(motion))
    vectors, root_m = columns_to_rotations(
        columns.of(motion.motion), walk.motion.skeleton
    )
    expected = walk.motion.resampled(60.0)
    rotations = rotvec_to_matrix(vectors)
    seen = slice(2, None)  # not the joint that the recordings of this run never turn
    np.testing.assert_allclose(
        rotations[:, seen], expected.rotations[:, seen], atol=1e-6
    )
    ahead = rotations[-1, 0] @ (0, 0, 1)
    assert abs(ahead[0]) < 1e-6 and ahead[2] > 0
    mean = run.model.features.statistics.mean[:3] * walk.motion.skeleton.text_unit_m
    np.testing.assert_allclose(root_m[-1], mean, atol=1e-6)
    steps = (np.diff(each, axis=0) for each in (root_m, expected.root_m))
    found, path = (np.linalg.norm(each, axis=-1) for each in steps)
    np.testing.assert_allclose(found, path, atol=1e-5)


def test_what_is_printed(bvh_walks, tmp_path):
    folder = tmp_path / "runs/quick/cmu/stt/tiny/seed3"
    run = predict_runs.save_forecaster(folder, "stt")
    still = tmp_path / "runs/quick/cmu/stt_baselines/zero_velocity/seed0"
    errors = {"joint_angle_at": {"walking": np.full((1, 4), 0.5)}}
    predict_runs.save_run(still, None, "stt", errors=errors, study="zero_velocity")
    gif = tmp_path / "future.gif"
    printed = ask(run, bvh_walks[30.0], tmp_path / "f.bvh", frames=30, gif=str(gif))
    for text in (
        f"read: {bvh_walks[30.0]}, bvh, 38 joints, 75 frames at 30 frames a second",
        "joints: l_hip=LeftUpLeg, r_hip=RightUpLeg, spine1=LowerBack, ",
        "  not matched, kept as in the last frame: LHipJoint, LeftFoot, ",
        "model: stt tiny, seed 3, profile quick, trained for 7 steps on 9 recordings",
        "  2 settings are not the published ones: ",
        "  tiny on 1 test window of cmu, 400 ms ahead: 20 % better than Zero velocity.",
        "  Zero velocity                 0.50    0.50    0.50    0.50\n",
        "rate: resampled from 30 to 60 frames a second for the network, and back",
        "predicted: 30 frames at 60 a second (500 ms)",
        "  from frame 25 on this is extrapolation",
        f"wrote: {tmp_path / 'f.bvh'}, 38 joints, 15 frames at 30 frames a second",
        f"wrote: {gif}",
    ):
        assert text in printed, printed
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("f.bvh", "future.gif", "runs")
    ]
    picture = Image.open(gif)
    assert picture.n_frames == 60 + 15
    picture.seek(74)
    last = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    orange = (np.abs(last - (0xD9, 0x59, 0x1C)) < 12).all(axis=1).sum()
    assert orange > 50


def test_a_network_that_stands_still_is_said_to(bvh_walks, tmp_path):
    """One that adds nothing to the last frame."""
    from seq2seq.model import predict as predict_columns
    from training.trained_runs import load_run

    folder = predict_runs.save_forecaster(tmp_path / "run", "seq2seq")
    model = load_run(folder).model
    model.projection.kernel.assign(0 * model.projection.kernel)
    model.projection.bias.assign(0 * model.projection.bias)
    past = np.random.default_rng(0).normal(size=(1, 12, 117)).astype(np.float32)
    assert np.ptp(predict_columns(model, past, 4), axis=1).max() == 0
    model.save(folder / "model.keras")
    printed = ask(folder, bvh_walks[60.0], tmp_path / "out.bvh")
    assert "speed: 0.00 of that of the last second. The prediction is nearly fr" in (
        printed
    )
    assert "joints: all that the network knows, by their names" in printed


@pytest.mark.parametrize(
    ("kind", "rate_hz", "frames", "message"),
    [
        (
            "gan",
            30.0,
            60,
            "at least 61 frames at 30 frames a second, which are the 120",
        ),
        (
            "stt",
            120.0,
            14,
            "at least 15 frames at 120 frames a second, which are the 8",
        ),
    ],
)
def test_too_short(runs, walk, tmp_path, kind, rate_hz, frames, message):
    source = tmp_path / "short.bvh"
    capture = walk.motion.resampled(rate_hz)
    write_motion(source, cut(capture, frames), walk)
    with pytest.raises(DataError, match=f"short: expected {message}.*found {frames}$"):
        ask(runs[kind], source, tmp_path / "out.bvh")
    write_motion(source, cut(capture, frames + 1), walk)
    assert not (tmp_path / "out.bvh").exists()
    ask(runs[kind], source, tmp_path / "out.bvh")


def test_one_frame_of_a_slow_motion_takes_two_of_the_network(runs, bvh_walks, tmp_path):
    output = tmp_path / "out.bvh"
    with pytest.raises(SettingsError, match="--frames of at least 2, which is one fr"):
        ask(runs["stt"], bvh_walks[30.0], output, frames=1)
    ask(runs["stt"], bvh_walks[30.0], output, frames=2)
    assert len(read_bvh(output).values) == 1
    ask(runs["stt"], bvh_walks[60.0], output, frames=1)
    assert len(read_bvh(output).values) == 1


def test_a_skeleton_without_knees(runs, bvh_walks, tmp_path):
    text = bvh_walks[30.0].read_text()
    source = tmp_path / "robot.bvh"
    source.write_text(text.replace("JOINT LeftLeg", "JOINT Wheel"))
    expected = r"robot.bvh: expected a joint for l_knee, found none; matched: .*r_knee="
    with pytest.raises(DataError, match=expected) as error:
        ask(runs["stt"], source, tmp_path / "out.bvh")
    assert "\n" not in str(error.value) and "Wheel" in str(error.value)
    (tmp_path / "map.txt").write_text("l_knee: Wheel\n")
    mapping = str(tmp_path / "map.txt")
    ask(runs["stt"], source, tmp_path / "out.bvh", mapping=mapping)


def test_models_that_are_told_what_is_done(runs, bvh_walks, tmp_path):
    told = predict_runs.save_forecaster(tmp_path / "told", "seq2seq", one_hot=True)
    output = tmp_path / "out.bvh"
    with pytest.raises(
        SettingsError, match=r"--action=<one of basketball, .*found none"
    ):
        ask(told, bvh_walks[60.0], output)
    with pytest.raises(SettingsError, match="found dancing"):
        ask(told, bvh_walks[60.0], output, action="dancing")
    for kind in ("stt", "seq2seq"):
        with pytest.raises(SettingsError, match="expected no --action for "):
            ask(runs[kind], bvh_walks[60.0], output, action="walking")
    assert not output.exists()
    ask(told, bvh_walks[60.0], output, action="walking", blend_frames=0)
    walking = read_bvh(output).values
    ask(told, bvh_walks[60.0], output, action="soccer", blend_frames=0)
    assert np.abs(walking - read_bvh(output).values).max() > 0.1


def test_a_network_that_has_diverged(bvh_walks, tmp_path):
    from training.trained_runs import load_run

    folder = predict_runs.save_forecaster(tmp_path / "run", "taxonomy")
    model = load_run(folder).model
    model.weights[-1].assign(np.nan * model.weights[-1])
    model.save(folder / "model.keras")
    with pytest.raises(DataError, match="run: expected a network that predicts finite"):
        ask(folder, bvh_walks[60.0], tmp_path / "out.bvh")
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_folders_that_are_no_run_and_models_of_keypoints(bvh_walks, tmp_path):
    output = tmp_path / "out.bvh"
    with pytest.raises(
        DataError, match="expected the folder of a finished run, found "
    ):
        ask(tmp_path, bvh_walks[60.0], output)
    smoother = predict_runs.save_smoother(tmp_path / "s", np.zeros((5, 5, 5)), grid=8)
    with pytest.raises(SettingsError, match=r"is a motion, found that of .* keypoints"):
        ask(smoother, bvh_walks[60.0], output)
    frames = [[[10.0, 20.0, 0.9]]] * 5
    content = {"joint_names": ["nose"], "image_size": [99, 99], "frames": frames}
    (tmp_path / "k.json").write_text(json.dumps(content))
    run = predict_runs.save_forecaster(tmp_path / "run", "stt")
    with pytest.raises(SettingsError, match=r"k\.json, which is keypoints, found that"):
        ask(run, tmp_path / "k.json", tmp_path / "out.json")
    assert not output.exists() and not (tmp_path / "out.json").exists()
