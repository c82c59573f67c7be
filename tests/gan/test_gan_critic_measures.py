"""Distances between critic outputs and HP-GAN's terms: reference values and facts."""

import critic_measures as measures
import numpy as np
import pytest
import scipy.spatial.transform
import scipy.stats
from critic_measures import EMDS

# As they are called in the reference file.
GOLDEN_EMDS = {
    "literal": "emd_literal_eq1",
    "total_sq": "emd_literal_total_sq",
    "cdf_mse": "emd_cdf_mse",
    "cdf_sqsum": "emd_cdf_sqsum",
    "normalised_cdf_mse": "emd_norm_cdf_mse",
    "w1": "emd_norm_w1",
    "gap": "wgan_critic_gap",
}
SIGNED = ("literal", "gap")
ORDERLESS = ("literal", "total_sq", "gap")
SQUARED = ("total_sq", "cdf_mse", "cdf_sqsum", "normalised_cdf_mse")


@pytest.fixture
def outputs():
    """Two different outputs of a critic, (m, J)."""
    return np.random.default_rng(3).uniform(0.1, 0.9, size=(2, 6, 24))


def test_distances_match_the_reference(fairmotion_golden):
    golden = fairmotion_golden
    assert set(GOLDEN_EMDS) == set(EMDS)
    for name, emd in EMDS.items():
        found = emd(golden["emd_CT"], golden["emd_CU"])
        assert found == pytest.approx(float(golden[GOLDEN_EMDS[name]]), rel=1e-10)
    found = measures.sample_w1(golden["emd_sample_a"], golden["emd_sample_b"])
    assert found == pytest.approx(float(golden["emd_sample_w1"]), rel=1e-10)


def test_terms_of_hp_gan_match_the_reference(fairmotion_golden):
    golden = fairmotion_golden
    predicted, last, truth, parents = (
        golden[f"hp_{name}"] for name in ("pred", "last_input", "gt", "parents")
    )
    for found, name in (
        (measures.pose_gradient_paper(predicted, last), "hp_pg_eq_p2_per_sample"),
        (measures.pose_gradient_code(predicted, last), "hp_pg_code"),
        (
            measures.bone_change_paper(predicted, truth, parents),
            "hp_bone_eq_per_sample",
        ),
        (measures.bone_change_code(predicted, last, parents), "hp_bone_code"),
    ):
        np.testing.assert_allclose(found, golden[name], rtol=1e-10, err_msg=name)


def test_by_hand():
    real, generated = np.array([[1.0, 0.0, 1.0]]), np.array([[0.0, 0.5, 0.5]])
    # P - Q = 1, 0.5, 1; of shares 0.5, 0, 0.
    expected = {
        "literal": 2 - 0.5,
        "total_sq": 1.0,
        "cdf_mse": 2.25 / 3,
        "cdf_sqsum": 2.25,
        "normalised_cdf_mse": 0.25 / 3,
        "w1": 0.5,
        "gap": 1 / 3,
    }
    assert {n: emd(real, generated) for n, emd in EMDS.items()} == pytest.approx(
        expected
    )


def test_w1_is_the_earth_mover_distance_and_the_squared_forms_are_not(outputs):
    real, generated = outputs
    true = np.mean(
        [
            scipy.stats.wasserstein_distance(np.arange(24), np.arange(24), p, q)
            for p, q in zip(real, generated, strict=True)
        ]
    )
    assert measures.w1(real, generated) == pytest.approx(true)
    assert abs(measures.normalised_cdf_mse(real, generated) - true) > 0.1 * true
    start, near, far = np.eye(4)[:3, None]
    half = (start + near) / 2
    assert measures.w1(start, far) == 2 * measures.w1(start, near)
    assert measures.w1(start, half) == 0.5 * measures.w1(start, near)
    squared = measures.normalised_cdf_mse
    assert squared(start, half) == 0.25 * squared(start, near)


def test_samples_of_one_size_are_compared_in_order():
    ones, others = np.random.default_rng(0).normal(size=(2, 30))
    expected = np.abs(np.sort(ones) - np.sort(others)).mean()
    assert measures.sample_w1(ones, others) == pytest.approx(expected)


def test_which_forms_know_real_from_generated(outputs):
    for name, emd in EMDS.items():
        there, back = emd(*outputs), emd(*outputs[::-1])
        assert (there != pytest.approx(back, rel=1e-6)) == (name in SIGNED), name


def test_which_forms_depend_on_the_order_of_the_joints(outputs):
    shuffled = outputs[..., np.random.default_rng(1).permutation(24)]
    for name, emd in EMDS.items():
        same = emd(*shuffled) == pytest.approx(emd(*outputs), rel=1e-6)
        assert same == (name in ORDERLESS), name


def test_totals_count_unless_outputs_are_normalised(outputs):
    real, _ = outputs
    for name in ("cdf_mse", "total_sq", "gap"):
        assert EMDS[name](real, 0.5 * real) > 0.01, name
    for name in ("normalised_cdf_mse", "w1"):
        assert EMDS[name](real, 0.5 * real) == pytest.approx(0, abs=1e-15), name


def test_squared_forms_give_no_gradient_where_both_are_the_same(outputs):
    """Central differences, one output of the generated sequence at a time."""
    real, step = outputs[0, :1, :5], 1e-5
    for name, emd in EMDS.items():
        gradient = [
            (emd(real, real + change) - emd(real, real - change)) / (2 * step)
            for change in step * np.eye(5)[:, None]
        ]
        largest = np.abs(gradient).max()
        if name in SQUARED:
            assert largest < 1e-9, name
        elif name in SIGNED:
            assert largest > 0.1, name


def test_the_truth_is_at_distance_zero(outputs):
    for name, emd in EMDS.items():
        if name != "literal":  # p is not p squared
            assert emd(outputs[0], outputs[0]) == 0, name


def test_rotations_of_a_skeleton_leave_its_bones():
    rng = np.random.default_rng(5)
    parents = (-1, 0, 1, 1)
    body = rng.normal(size=(1, 1, 4, 3))
    turns = scipy.spatial.transform.Rotation.random(7, rng).as_matrix()
    moved = np.einsum("tij,mskj->mtki", turns, body)
    truth = np.repeat(body, 7, axis=1)
    assert measures.bone_change_paper(moved, truth, parents) == pytest.approx(0)
    assert measures.bone_change_code(moved, body, parents) == pytest.approx(0)
    longer = measures.bone_change_code(1.1 * moved, body, parents)
    assert longer == pytest.approx(0.1 * 3, rel=1e-4)  # three bones, each a tenth
    assert measures.pose_gradient_code(truth, body) == 1e-4  # nothing moves


def test_unequal_outputs_are_refused():
    with pytest.raises(ValueError, match=r"found \(2, 3\) and \(2, 4\)"):
        measures.gap(np.zeros((2, 3)), np.zeros((2, 4)))
