"""The windows that are scored, against published and golden starts."""

import pytest

from evaluation.angles.protocols import action_of, evaluation_windows
from reenact.errors import DataError

WALKING = {"S5/walking_1": 1400, "S5/walking_2": 1250}


def starts(dataset: str, lengths: dict[str, int], protocol: str = "8") -> list[int]:
    (windows,) = evaluation_windows(dataset, lengths, protocol).values()
    return [window.start for window in windows]


def test_published_starts_of_human36m_walking():
    windows = evaluation_windows("h36m", WALKING, "8")["walking"]
    assert [(w.clip_id[-1], w.start) for w in windows] == [
        *(("1", 1087), ("2", 955), ("1", 1145), ("2", 332)),
        *(("1", 660), ("2", 304), ("1", 201), ("2", 54)),
    ]


def test_golden_starts_of_both_protocols(seq2seq_golden):
    golden = seq2seq_golden
    for (first, second), expected in zip(
        golden["srnn_lengths"], golden["srnn_idx"], strict=True
    ):
        lengths = {"S5/eating_1": int(first), "S5/eating_2": int(second)}
        assert starts("h36m", lengths) == expected.tolist()
    for frames, expected in zip(golden["cmu_lengths"], golden["cmu_idx"], strict=True):
        lengths = {"test/running/running_1": int(frames)}
        assert starts("cmu", lengths) == expected.tolist()


def test_256_draws_begin_with_the_eight_and_alternate():
    windows = evaluation_windows("h36m", WALKING, "256")["walking"]
    assert [w.start for w in windows[:8]] == starts("h36m", WALKING)
    assert [w.clip_id for w in windows] == ["S5/walking_1", "S5/walking_2"] * 128
    assert max(w.start for w in windows if w.clip_id.endswith("2")) < 1250 - 150


def test_all_takes_every_start_but_that_of_the_calibration_row():
    assert starts("cmu", {"test/running/running_1": 82}, "all") == [1, 2, 3, 4, 5, 6]


def test_an_action_does_not_change_the_starts_of_another():
    both = {**WALKING, "S5/eating_1": 900, "S5/eating_2": 1000}
    windows = evaluation_windows("h36m", both, "8")
    alone = evaluation_windows("h36m", WALKING, "8")
    assert windows["walking"] == alone["walking"]


def test_action_names_may_hold_underscores():
    assert action_of("train/basketball_signal/basketball_signal_3") == (
        "basketball_signal"
    )


def test_a_clip_without_room_for_a_window_is_named():
    with pytest.raises(DataError, match=r"test/running/running_1: .* 75 .* found 75"):
        evaluation_windows("cmu", {"test/running/running_1": 75}, "8")
    with pytest.raises(DataError, match=r"S5/walking_2: .* found 166"):
        evaluation_windows("h36m", {**WALKING, "S5/walking_2": 166}, "8")


def test_an_unknown_protocol_is_refused():
    with pytest.raises(ValueError, match="'9'"):
        evaluation_windows("cmu", {"test/running/running_1": 82}, "9")
