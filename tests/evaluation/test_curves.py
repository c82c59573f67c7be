"""Numbers of curves against numbers made by hand."""

import numpy as np
import pytest
from fake_runs import record

from evaluation.pictures.curves import (
    CurveNumbers,
    curve,
    curve_numbers,
    curves,
    noise,
    running_median,
)

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]


def run(history, seed: int = 0):
    return record("erd", {"corrected": REST}, seed, history=tuple(history))


def test_the_median_of_five_shrinks_evenly_at_the_ends():
    found = running_median(np.array([9.0, 1, 5, 2, 8, 3, 7]))
    # 9; of 9 1 5; of 9 1 5 2 8; of 1 5 2 8 3; of 5 2 8 3 7; of 8 3 7; 7
    assert found.tolist() == [9, 5, 5, 3, 5, 7, 7]


def test_numbers_of_a_curve_with_one_spike():
    values = np.array([4.0, 3, 7, 2, 1, 1])
    # Medians 4, 4, 3, 2, 1, 1: the spike stands 4 above, the value before it 1 below.
    assert noise(values).tolist() == [0, 1, 4, 0, 0, 0]
    assert curve_numbers(values) == CurveNumbers(4, 7, 5, 1, 5, 6)


@pytest.mark.parametrize("values", [[5, 3, 2, 1.5, 1], [1, 2, 2, 3, 8], [2], [1, 2]])
def test_a_curve_that_goes_one_way_has_no_noise(values):
    assert noise(np.array(values)).sum() == 0


def test_noise_does_not_depend_on_level_and_scales_with_the_curve():
    values = np.random.default_rng(0).normal(size=(2, 30))
    np.testing.assert_allclose(noise(values + 7), noise(values), atol=1e-12)
    np.testing.assert_allclose(noise(3 * values), 3 * noise(values))
    np.testing.assert_array_equal(noise(values)[1], noise(values[1]))


def test_curves_of_seeds_are_cut_to_the_shortest():
    runs = [
        run([{"loss": 3}, {"loss": 2}, {"loss": 1}]),
        run([{"loss": 5}, {"loss": 4}], seed=1),
        run([{"other": 1}], seed=2),
    ]
    assert curves(runs, "loss").tolist() == [[3, 2], [5, 4]]
    assert curve(runs[2], "loss").tolist() == []
    assert curves(runs, "missing").shape == (0, 0)
