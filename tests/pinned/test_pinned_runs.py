"""Runs that revision 5fc9e86 trained and saved are still loaded, and predict the same.

Each folder holds a run's model.keras, config.json and its metrics.json, cut to one
window of each action; `predicted.npz` is what that revision made of `inputs_of`.
"""

import json
import pathlib

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from training.trained_runs import load_run

RUNS = sorted(pathlib.Path(__file__).with_name("saved_runs").iterdir())


def inputs_of(served) -> dict[str, np.ndarray]:
    """Two rows of made-up inputs: slow turns where rotations are read."""
    random = np.random.default_rng(5)
    inputs = {}
    for name, part in served.inputs.items():
        if part.shape[-2:] == (3, 3):
            shape = (2, *part.shape[:-2], 3)
            steps = random.normal(0, 0.02, shape).cumsum(axis=1)
            turns = Rotation.from_rotvec(steps.reshape(-1, 3)).as_matrix()
            inputs[name] = turns.reshape(2, *part.shape).astype(np.float32)
        else:
            shape = (2, *part.shape)
            inputs[name] = random.uniform(0, 0.5, shape).astype(np.float32)
    return inputs


def predicted(folder: pathlib.Path) -> dict[str, np.ndarray]:
    run = load_run(folder)
    served = run.inference.export_signature(run)
    return served.predict(inputs_of(served))


@pytest.mark.parametrize("folder", RUNS, ids=lambda folder: folder.name)
def test_a_saved_run_predicts_what_it_did(folder):
    with np.load(folder / "predicted.npz") as archive:
        expected = dict(archive)
    found = predicted(folder)
    assert set(found) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("folder", RUNS, ids=lambda folder: folder.name)
def test_a_saved_record_says_what_it_did(folder):
    run = load_run(folder)
    content = json.loads((folder / "metrics.json").read_text())
    for name in ("family", "study", "seed", "reading", "stopped", "parameters"):
        assert getattr(run.record, name) == content[name]
    assert run.model.count_params() == content["parameters"]
