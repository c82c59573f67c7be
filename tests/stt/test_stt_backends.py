"""The same networks on JAX and PyTorch, and training there from exported windows."""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys

import keras
import numpy as np
import pytest
import stt_backend
import stt_tiny

from data_prep.errors import SettingsError
from data_prep.export import export_windows, load_windows
from data_prep.poses import pose_statistics, read_pose_set
from stt.train_from_windows import archive_statistics, drawn_batches, train

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="module")
def windows(pose_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("windows") / "windows.npz"
    export_windows(pose_records, "synthetic", path)
    return path


def elsewhere(backend, folder):
    """Runs the script beside this file on another backend, TensorFlow blocked."""
    paths = [HERE.parent.parent, HERE.parent, HERE, os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, stt_backend.__file__, folder],
        env={
            **os.environ,
            "KERAS_BACKEND": backend,
            "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",  # compiles in half the time
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_same_weights_give_the_same_numbers(backend, tmp_path, windows):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"no {backend} here to run the models on")
    inputs = {"x": stt_tiny.windows(), "y": stt_tiny.windows(1)}
    np.savez(tmp_path / "inputs.npz", **inputs)
    (tmp_path / "windows.npz").symlink_to(windows)
    for case, changes in stt_backend.CASES.items():
        model = stt_tiny.model(case, seed=5, **changes)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere(backend, tmp_path)
    for case in stt_backend.CASES:
        weights = tmp_path / f"{case}.weights.h5"
        expected = stt_backend.compute(case, weights, inputs)
        with np.load(tmp_path / f"{case}.npz") as archive:
            found = dict(archive)
        # Names of layers are numbered through; their order is the same.
        for (name, value), other in zip(expected.items(), found.values(), strict=True):
            np.testing.assert_allclose(
                other, value, rtol=1e-4, atol=2e-5, err_msg=f"{case}: {name}"
            )
        assert found["losses"][-1] < found["losses"][0]
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
