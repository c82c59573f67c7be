"""Words that claims of several families share, on constructed comparisons and runs."""

import numpy as np
import pytest
from fake_runs import record

from evaluation.claims.ledger import FAILS, HOLDS, Comparison, verdict
from evaluation.claims.vocabulary import (
    close,
    curve_margin,
    guarded,
    no_better,
    not_testable,
    pairwise,
    together,
)


def compared(text: str, mean: float = 1.0, **claimed) -> Comparison:
    return Comparison(text, mean + np.array([[-0.1], [0.0], [0.1]]), **claimed)


def finds(*comparisons: Comparison):
    return lambda evidence: list(comparisons)


@pytest.mark.parametrize(
    ("mean", "is_close", "is_no_better"),
    [
        (0.0, HOLDS, HOLDS),
        (2.0, FAILS, HOLDS),
        (-2.0, FAILS, FAILS),
    ],
)
def test_what_lies_within_the_margin_is_close_and_only_less_is_better(
    mean, is_close, is_no_better
):
    assert verdict([compared("", mean, **close(1.0))]) == is_close
    assert verdict([compared("", mean, **no_better(1.0))]) == is_no_better


def test_the_margin_of_curves_is_5_percent_of_zero_velocity():
    curve, name = [1.0] * 6, "zero_velocity_mse"
    runs = [
        record("some", {"corrected": curve}, history=({name: 2.0}, {name: 4.0})),
        record("some", {"corrected": curve}, seed=1),
    ]
    assert curve_margin(runs, name) == pytest.approx(0.05 * 3)
    assert curve_margin(runs, "other") is None


def test_pairs_are_compared_by_each_key_whenever_a_test_is_asked():
    def compare(studies, one, other, key, scale):
        return [compared(f"{studies}: {key} of {one} less {other}", scale)]

    pairs = zip("ab", "bc", strict=True)  # as good as spent after the first use
    test = pairwise(compare, pairs, ["x", "y"], scale=3.0)
    for studies in ("cmu", "synthetic"):
        found = test(studies)
        assert [each.text for each in found] == [
            f"{studies}: x of a less b",
            f"{studies}: y of a less b",
            f"{studies}: x of b less c",
            f"{studies}: y of b less c",
        ]
        assert {each.differences.mean() for each in found} == {3.0}


def test_tests_together_say_a_shared_precondition_once():
    first, second = compared("first"), compared("second")
    guard = compared("learnt", guard=True)
    found = together(finds(first, guard), finds(second, guard))(None)
    assert found == [first, guard, second]


def test_a_precondition_is_added_to_what_was_found_only():
    found, guard = compared("found"), compared("learnt", guard=True)
    assert guarded(finds(found), finds(guard))(None) == [found, guard]
    assert guarded(finds(), finds(guard))(None) == []


def test_what_is_not_testable_is_never_run():
    assert not_testable(None) == []
