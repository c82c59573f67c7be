"""Every form of the networks against NumPy that knows no batched products."""

import numpy as np
import pytest
import stt_numpy
import stt_tiny

from motion.body_joints import BODY_JOINTS
from stt.joint_relation import READINGS, relation
from stt.layers import SPATIAL_FORMS, TEMPORAL_FORMS

CASES = [
    *({"temporal": form} for form in TEMPORAL_FORMS),
    *({"spatial": form} for form in SPATIAL_FORMS),
    *({"joint_relation": reading} for reading in READINGS),
    {"joint_relation": "learned", "pelvis_edges": False},
    {"temporal": "shared_map", "spatial": "per_joint"},
    {"blocks": ("spatial", "spatial")},
    {"blocks": ("temporal", "temporal")},
    {"positional_encoding": False},
    {"norm_over": "feature"},
    {"architecture": "flat_convolution"},
    {"architecture": "flat_convolution", "spatial_maps": "time"},
    {"architecture": "flat_convolution", "norm_over": "feature"},
]


def random_weights(model):
    """Biases and scales too, which a fresh model has at 0 and 1."""
    random = np.random.default_rng(3)
    for variable in model.trainable_weights:
        noise = random.normal(0, 0.1, variable.shape).astype(np.float32)
        variable.assign(variable + noise)
    return model


@pytest.mark.parametrize("changes", CASES, ids=str)
def test_network(changes):
    # As wide as two full heads; 'padded' needs a column for each joint.
    sizes = {"layers": 1, "width": 16, "temporal_heads": 4, "spatial_heads": 2}
    model = random_weights(stt_tiny.model("02", **{**sizes, **changes}))
    x = stt_tiny.windows(rows=2)
    form = {
        "spatio_temporal": stt_numpy.spatio_temporal,
        "flat_convolution": stt_numpy.flat_convolution,
    }[model.config.architecture]
    expected = form(model, x.astype(np.float64)) + x
    assert np.abs(expected - x).max() > 0.1
    np.testing.assert_allclose(model(x), expected, atol=2e-4)


def test_the_relation_of_joints():
    adjacent = relation()
    np.testing.assert_array_equal(adjacent, adjacent.T)
    sums = [4, 4, 4, 2, 2, 3, 5, 3, 3, 3, 2, 3, 3, 2, 2]
    assert adjacent.sum(axis=1).tolist() == sums
    l_hip, r_hip, l_knee, spine3 = (
        BODY_JOINTS.index(name) for name in ("l_hip", "r_hip", "l_knee", "spine3")
    )
    assert adjacent[l_hip, l_knee] == adjacent[l_hip, r_hip] == 1
    assert adjacent[l_hip, spine3] == adjacent[r_hip, l_knee] == 0


def test_without_the_pelvis_the_body_is_in_three_parts():
    adjacent = relation(pelvis_edges=False)
    reached = np.linalg.matrix_power(adjacent, len(adjacent)) > 0
    parts = {tuple(row) for row in reached}
    assert sorted(map(sum, parts)) == [2, 2, 11]
    assert relation().sum() - adjacent.sum() == 6


def test_the_mean_of_a_joint_and_its_neighbours():
    """Where all embeddings are alike their mean is that too."""
    from stt.joint_relation import JointRelation

    x = np.ones((15, 2, 3, 4), np.float32) * np.arange(4)
    layer = JointRelation("neighbour_mean", True)
    np.testing.assert_allclose(layer(x), 2 * x, atol=1e-6)
    assert not layer.weights
