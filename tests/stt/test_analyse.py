"""The analysis of a finished run as a whole, and the script around it."""

import io
import json
import os
import pathlib
import re
import runpy
import subprocess
import sys

import fresh_process
import numpy as np
import pytest
import stt_tiny
import tensorflow as tf
import tiny
from PIL import Image

from stt import fit
from stt.analyse import analyse
from stt.analysis import embedding
from stt.analysis.results import find_analyses
from stt.family import FAMILY
from stt.forecaster import Forecaster
from training.model_files import load_model
from training.recipe import train_study
from training.run_folder import RunFolder

ROOT = pathlib.Path(__file__).parents[2]
STEPS = 40
PICTURES = ("embedding", "loss", "gradients", "rollouts", "rollout_strip")


@pytest.fixture(scope="module")
def runs_dir(pose_records, tmp_path_factory) -> pathlib.Path:
    """One finished run, of study 02 with seed 0, analysed."""
    runs_dir = tmp_path_factory.mktemp("runs")
    config = stt_tiny.config(layers=1, steps=STEPS, evaluate_every=STEPS)
    folder = runs_dir / "quick/synthetic/stt/02/seed0"
    run = tiny.run(folder, pose_records, study="02", label="02", command="train")
    train_study(FAMILY, fit.RECIPE, config, run)
    stages = []
    line = analyse(run.folder, pose_records, "python -m stt.analyse", stages.append)
    assert line.startswith(f"{folder}: analysed in ")
    assert stages == [
        "embedding and loss",
        "1,000 frames of walking",
        "gradients of 20 batches",
    ]
    return runs_dir


@pytest.fixture
def folder(runs_dir) -> RunFolder:
    return RunFolder(runs_dir / "quick/synthetic/stt/02/seed0")


def test_claims_can_be_made_of_it(runs_dir, folder):
    (found,) = find_analyses(runs_dir, "quick", "synthetic")
    assert (found.study, found.seed) == ("02", 0)
    kernels = embedding.joint_kernels(load_model(folder.model, Forecaster))
    np.testing.assert_allclose(
        found.embedding.column_mean_abs, np.abs(kernels).mean(axis=(0, 1)), rtol=1e-5
    )
    assert len(found.embedding.shuffled_correlations) == embedding.SHUFFLES
    assert found.gradients["all"].std.shape == (1,)
    assert found.gradients["all"].std[0] > 0
    walking = found.rollouts["walking"]
    assert walking.clip_id.startswith(("test/", "validation/"))
    # 209 frames of which 8 are seen: four blocks and a piece of the fifth are known.
    assert np.isfinite(walking.joint_angle[:5]).all()
    assert np.isnan(walking.joint_angle[5:]).all()
    assert walking.true_step_angle_deg[0] > 0.1
    losses = np.load(folder.losses)
    tenth = losses[-STEPS // 10 :].astype(float)
    expected = np.diff(tenth).std() / np.sqrt(2) / tenth.mean()
    assert found.loss_noise[-1] == pytest.approx(expected, rel=1e-4)


def test_the_curves_of_a_rollout_are_those_of_the_model(runs_dir, folder, pose_records):
    """Frame by frame: the network on its own last output, 100 times."""
    from data_prep.poses.pose_set import read_pose_set
    from evaluation.poses.metrics import nearest_rotations
    from motion.rotations import geodesic_angle

    (found,) = find_analyses(runs_dir, "quick", "synthetic")
    walking = found.rollouts["walking"]
    poses = read_pose_set(pose_records, "synthetic")
    sequences = {each.clip_id: each for each in (*poses.test, *poses.validation)}
    model = load_model(folder.model, Forecaster)
    features = model.features
    past = sequences[walking.clip_id].rotations[None, walking.start :][:, :8]
    window, frames = features.encode(past), []
    call = tf.function(lambda x: model(x, training=False))
    for _ in range(100):
        frames.append(call(window)[:, -1:])
        window = np.concatenate([window[:, 1:], frames[-1]], axis=1)
    rotations = nearest_rotations(features.decode(np.concatenate(frames, axis=1))[0])
    motion = np.concatenate([past[0, -1:], rotations])
    steps = np.degrees(geodesic_angle(motion[:-1], motion[1:])).mean(axis=1)
    expected = steps.reshape(2, 50).mean(axis=1)
    np.testing.assert_allclose(walking.step_angle_deg[:2], expected, rtol=1e-2)


def test_pictures_show_something(folder):
    for name in PICTURES:
        pixels = np.asarray(Image.open(folder.path / f"{name}.png").convert("RGB"))
        assert (pixels[0, 0] == 255).all()
        assert (pixels != 255).any(axis=2).mean() > 0.01, name
    animation = Image.open(folder.path / "rollout.gif")
    assert animation.n_frames >= 100
    first, last = (_frame(animation, n) for n in (5, animation.n_frames - 1))
    left = slice(None, first.shape[1] // 2)
    blue = np.array([0x0B, 0x3D, 0x91])  # left limbs of the truth
    shown = [
        (np.abs(image[:, left].astype(int) - blue).sum(axis=2) < 60).sum()
        for image in (first[40:-70], last[40:-70])
    ]
    assert shown[0] > 50 and shown[1] == 0  # the truth has ended


def _frame(animation, number: int) -> np.ndarray:
    animation.seek(number)
    return np.asarray(animation.convert("RGB"))


def test_tensorboard_has_pictures_losses_and_points(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins import projector

    events = folder.tensorboard / "analysis"
    found = EventAccumulator(str(events), size_guidance={"tensors": 0}).Reload()
    assert {*found.Tags()["tensors"]} == {*PICTURES, "step_loss"}
    losses = [tf.make_ndarray(each.tensor_proto) for each in found.Tensors("step_loss")]
    np.testing.assert_array_equal(losses, np.load(folder.losses))
    png = tf.make_ndarray(found.Tensors("embedding")[0].tensor_proto)[2]
    saved = Image.open(folder.path / "embedding.png").convert("RGB")
    shown = Image.open(io.BytesIO(png)).convert("RGB")
    np.testing.assert_array_equal(np.asarray(shown), np.asarray(saved))
    text = (events / "projector_config.pbtxt").read_text()
    (points,) = _parsed(projector.ProjectorConfig(), text).embeddings
    rows = tf.train.load_checkpoint(str(events)).get_tensor(points.tensor_name)
    kernels = embedding.joint_kernels(load_model(folder.model, Forecaster))
    np.testing.assert_allclose(rows, kernels.reshape(135, -1), rtol=1e-6)
    lines = (events / points.metadata_path).read_text().splitlines()
    assert lines[0] == "joint\tside\tnumber" and len(lines) == 136
    assert lines[1] == "l_hip\tleft\t0" and lines[-1] == "r_elbow\tright\t8"


def _parsed(message, text):
    from google.protobuf import text_format

    return text_format.Parse(text, message)


def test_an_analysis_is_made_once_for_each_result(folder, pose_records):
    path = folder.path / "analysis.json"
    before = path.read_bytes()
    line = analyse(folder, pose_records, "again", pytest.fail)
    assert line == f"{folder.path}: analysed before"
    assert path.read_bytes() == before
    content = json.loads(before)
    try:
        for text in ("{", json.dumps({**content, "metrics_sha256": "of others"})):
            path.write_text(text)
            with pytest.raises(_Begun):
                analyse(folder, pose_records, "again", _begin)
    finally:
        path.write_bytes(before)


class _Begun(Exception):
    pass


def _begin(stage):
    raise _Begun


def test_records_of_other_data_are_refused(folder, tmp_path):
    from data_prep import records

    clips = tiny.synthetic_clips(420)
    clips = {**clips, "train": clips["train"][1:]}
    records.write(tmp_path / "synthetic", "synthetic", clips, "tiny", {})
    path = folder.path / "analysis.json"
    before = path.read_bytes()
    path.unlink()
    # A process that has trained nothing before: it has to know the networks of a file.
    flags = ["--study=02", "--data=synthetic", f"--records_dir={tmp_path}"]
    flags += [f"--runs_dir={folder.path.parents[4]}"]
    command = [sys.executable, "-m", "stt.analyse", *flags]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 1 and not path.exists()
        message = rf"\nerror: {tmp_path}: expected data .* as in .*\n$"
        assert re.search(message, done.stderr), done.stderr
    finally:
        path.write_bytes(before)


def script(arguments, output):
    sys.argv = ["stt.analyse", *arguments]
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), 1)
    sys.stdout = os.fdopen(1, "w")
    try:
        runpy.run_module("stt.analyse", run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()


@pytest.fixture
def run_script(runs_dir, pose_records, tmp_path):
    def run(*arguments):
        output, errors = tmp_path / "output", tmp_path / "errors"
        flags = ["--data=synthetic", f"--records_dir={pose_records}"]
        flags += [f"--runs_dir={runs_dir}", f"--data_dir={tmp_path}"]
        code = fresh_process.run(script, [*flags, *arguments], output, errors=errors)
        return code, output.read_text(), errors.read_text()

    return run


def test_all_studies_are_those_that_are_finished(run_script, folder):
    code, output, errors = run_script("--study=all")
    assert code == 0, errors
    lines = [line for line in output.splitlines() if "stt" in line]
    assert f"{folder.path}: analysed before" in lines
    missing = [line for line in lines if line.endswith(": no finished run")]
    assert len(missing) == len(lines) - 1 == 13


@pytest.mark.parametrize("arguments", [("--study=05",), ("--study=all", "--seed=7")])
def test_nothing_to_analyse_is_one_line(run_script, arguments):
    code, _, errors = run_script(*arguments)
    assert code == 1 and "Traceback" not in errors, errors
    lines = [line for line in errors.splitlines() if line.startswith("error: ")]
    assert lines == errors.splitlines()[-1:] and "finished run" in lines[0]
