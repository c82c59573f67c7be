"""The same networks on JAX and PyTorch, and training there from exported windows."""

import functools
import json

import elsewhere
import fresh_process
import keras
import numpy as np
import pytest
import stt_backend
import stt_tiny

from data_prep.poses.export import export_windows, load_windows
from data_prep.poses.pose_set import pose_statistics, read_pose_set
from reenact.errors import SettingsError
from stt.train_from_windows import archive_statistics, drawn_batches, train


@pytest.fixture(scope="module")
def windows(pose_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("windows") / "windows.npz"
    export_windows(pose_records, "synthetic", path)
    return path


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_same_weights_give_the_same_numbers(backend, tmp_path, windows):
    inputs = {"x": stt_tiny.windows(), "y": stt_tiny.windows(1)}
    np.savez(tmp_path / stt_backend.INPUTS, **inputs)
    (tmp_path / "windows.npz").symlink_to(windows)
    for case, changes in stt_backend.CASES.items():
        model = stt_tiny.model(case, seed=5, **changes)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere.run(stt_backend.__file__, backend, tmp_path)
    compute = functools.partial(stt_backend.compute, inputs)
    elsewhere.check_same(tmp_path, stt_backend.CASES, compute)
    check_trained(tmp_path / "trained", backend)


def check_trained(folder, backend):
    """What a short training left: a loss that fell, and a model that opens here."""
    scores = json.loads((folder / "scores.json").read_text())
    first, last = scores["history"]
    assert (first["step"], last["step"], scores["backend"]) == (10, 20, backend)
    assert last["loss"] < 0.95 * first["loss"]
    assert set(scores["joint_angle_sum"]) == {"walking", "waving"}
    model = keras.saving.load_model(
        folder / "model.keras", compile=False, safe_mode=True
    )
    assert model.forecast(stt_tiny.rotations(), 3).shape == (2, 3, 15, 3, 3)


def test_training_from_windows_here(tmp_path, windows):
    lines = []
    config = stt_tiny.config(**stt_backend.TRAINING)
    train(load_windows(windows), config, tmp_path / "out", report=lines.append)
    assert lines[0].startswith("step 10/20, loss ") and len(lines) == 2
    check_trained(tmp_path / "out", keras.backend.backend())


def test_the_command_starts_without_a_word_of_other_packages(tmp_path, windows):
    """Refused after they were imported, since training takes many seconds."""
    done = fresh_process.bare(
        "stt.train_from_windows",
        *("--study=02", f"--windows={windows}", f"--out={tmp_path / 'out'}"),
        "--set=rotation_format=quaternion",
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: expected rotation_format of rotation_matrix")


def test_statistics_are_those_of_all_frames(pose_records, windows):
    archive = load_windows(windows)
    sequences = read_pose_set(pose_records, "synthetic").train
    for normalisation in ("channel_variance", "channel_std"):
        expected = pose_statistics(sequences, "rotation_matrix", normalisation)
        found = archive_statistics(archive, normalisation)
        np.testing.assert_allclose(found.mean, expected.mean, atol=1e-6)
        np.testing.assert_allclose(found.scale, expected.scale, rtol=1e-5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"normalisation": "all_std"},
            "normalisation of channel_variance, chan",
        ),
        ({"rotation_format": "quaternion"}, "rotation_format of rotation_matrix, whi"),
        ({"width": 0}, "width of at least 1"),
    ],
)
def test_what_windows_cannot_train_is_refused(tmp_path, windows, change, message):
    config = stt_tiny.config(**change)
    with pytest.raises(SettingsError, match=message) as caught:
        train(load_windows(windows), config, tmp_path / "out")
    assert "\n" not in str(caught.value) and not (tmp_path / "out").exists()


def test_batches_are_parts_of_windows_and_the_frames_after():
    features = np.arange(3 * 144, dtype=np.float32).reshape(3, 144, 1)
    config = stt_tiny.config(window=120, batch_size=512, steps=5, evaluate_every=3)
    batches = drawn_batches(features, config, seed=0)
    x, y = batches[0]
    assert x.shape == y.shape == (512, 120, 1)
    np.testing.assert_array_equal(y, x + 1)
    assert set(np.unique(x[:, 0] % 144)) == set(range(24))  # every start, no other
    np.testing.assert_array_equal(batches[0][0], x)
    assert (batches[1][0] != x).any() and len(batches) == 3
    batches.epoch = 1
    assert (batches[0][0] != x).any() and len(batches) == 2
    batches.epoch = 2  # steps are no multiple of those between evaluations
    assert len(batches) == 0
