"""Scores of keypoint clips: counts by hand, averages, clips put together again."""

import dataclasses

import numpy as np
import pytest
from test_smoothers import noisy_clip

from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints import metrics as keypoint_metrics
from evaluation.keypoints.scores import (
    COLUMNS,
    MEASURES,
    SCORE_KEYS,
    assemble,
    clip_rows,
    measure,
    score_clips,
    torso_spread,
)
from motion.keypoints import TARGET
from reenact.errors import DataError

NOSE, HIP, EAR = (TARGET.index(n) for n in ("nose", "left_hip", "left_ear"))


def body(frames: int, grid: int = 56) -> np.ndarray:
    """A person who walks a little, with a torso of 20 pixels of 56; no ears."""
    truth = np.full((frames, 25, 2), np.nan)
    truth[:, NOSE] = (20, 5)
    for x, side in ((10, "left"), (30, "right")):
        truth[:, TARGET.index(f"{side}_shoulder")] = (x, 10)
        truth[:, TARGET.index(f"{side}_hip")] = (x, 30)
    truth[:, :, 0] += np.rint(8 * np.sin(np.arange(frames) / 8))[:, None]
    return truth * (grid - 1) / 55


def clip(name="clip", action="walking", frames=50, frame_step=1, grid=56, **changes):
    truth = changes.pop("truth", body(frames, grid))
    noisy = noisy_clip(np.nan_to_num(truth) + 1, frame_step, grid)
    noisy = dataclasses.replace(noisy, clip_id=name, action=action, **changes)
    absent = np.isnan(truth).all(axis=(0, 2))
    return ScoredClip(noisy, truth, absent)


def truths(*clips):
    """A `predict` that knows."""
    known = {each.noisy.clip_id: np.nan_to_num(each.truth) for each in clips}
    return lambda noisy: known[noisy.clip_id][noisy.frames]


def test_the_truth_is_all_correct():
    clips = [clip("a"), clip("b", "running", 60, frame_step=2, grid=28)]
    scores = score_clips(clips, truths(*clips))
    assert tuple(scores) == SCORE_KEYS
    assert scores["scored"]["walking"][0, [NOSE, EAR, -1]].tolist() == [
        *(46 * 5, 0, 5 * 46 * 5)
    ]
    for name in MEASURES:
        value = measure(scores, name)
        if "pck" in name:
            assert value == 1, name
            assert np.isnan(measure(scores, name, "left_ear"))
        elif "jitter" not in name:
            assert value == 0, name
    assert measure(scores, "jitter", "nose") == measure(scores, "true_jitter", "nose")
    assert clip_rows(clips) == {"walking": [("a", 0)], "running": [("b", 0)]}


def moved(by: dict[int, tuple[float, float]], *clips):
    """A `predict` that puts keypoints so far from the truth."""
    shift = np.zeros((25, 2))
    for keypoint, each in by.items():
        shift[keypoint] = each
    know = truths(*clips)
    return lambda noisy: know(noisy) + shift * (noisy.grid - 1) / 55


@pytest.mark.parametrize("grid", [56, 28])
def test_counts_by_hand(grid):
    """One torso of 20: thresholds of 1, 2 and 4 pixels; matched 1.11, 2.23 and 4.46."""
    one = clip(frames=14, grid=grid)
    # 1.1 is correct matched only, 3 at the last threshold only.
    scores = score_clips([one], moved({NOSE: (1.1, 0), HIP: (0, -3)}, one))
    for name, expected in (
        *(("own_pck_0.05", 3 / 5), ("own_pck_0.1", 4 / 5), ("own_pck_0.2", 1)),
        *(("pck_0.05", 4 / 5), ("pck_0.1", 4 / 5), ("pck_0.2", 1)),
        *(("published_pck_0.05", 3 / 5), ("position_error", 4.1 / 5)),
    ):
        assert measure(scores, name) == pytest.approx(expected), name
    assert measure(scores, "own_pck_0.1", "left_hip") == 0
    assert measure(scores, "position_error", "left_hip") == pytest.approx(3)
    assert measure(scores, "acceleration_error") == pytest.approx(0, abs=1e-9)


def test_a_tie_counts_for_all_but_not_for_one():
    one = clip(frames=14)
    scores = score_clips([one], moved({NOSE: (2, 0)}, one))
    assert measure(scores, "own_pck_0.1") == 1
    assert measure(scores, "own_pck_0.1", "nose") == 0


def test_fallbacks_hold_for_their_columns():
    truth = body(14)
    truth[:, HIP] = np.nan
    truth = np.concatenate([body(14), truth])
    halves = clip(truth=truth)
    scores = score_clips([halves], truths(halves), "skip", "miss")
    # 24 windows: hips are known in 14 frames, which stand in 60 places of windows.
    nose = scores["scored"]["walking"][0, NOSE]
    assert nose == 24 * 5
    assert scores["correct_0.2"]["walking"][0, NOSE] == 60
    assert scores["scored"]["walking"][0, -1] == 60 * 5
    assert measure(scores, "own_pck_0.2") == 1
    zero = score_clips([halves], truths(halves), "zero", "zero")
    assert zero["scored"]["walking"][0, -1] == 60 * 5 + 60 * 4


def test_torsos_are_matched_to_the_published_mean():
    """Of two sizes; the mean, not each, is stretched."""
    small, large = clip("a", frames=14), clip("b", frames=14)
    large = clip("b", truth=1.5 * large.truth)
    assert torso_spread([small, large]) == {"torso_mean": 25, "torso_sd": 5}
    scores = score_clips([small, large], moved({NOSE: (0, 1.85)}, small, large))
    # 2 and 3 pixels become 1.78 and 2.67.
    assert scores["matched_0.1"]["walking"][:, NOSE].tolist() == [0, 50]
    assert scores["correct_0.1"]["walking"][:, NOSE].tolist() == [50, 50]


def test_published_averages_are_over_batches_of_16_windows():
    """Batches cross clips: 10 windows and 22 make two, the second the long clip's."""
    short, long = clip("a", frames=14), clip("b", frames=26)
    know = truths(short, long)

    def predict(noisy):
        found = know(noisy)
        if noisy.clip_id == "a":
            found[:, :, NOSE] += 30
        return found

    scores = score_clips([short, long], predict)
    assert scores["batches"]["walking"][:, -1].tolist() == [1, 1]
    assert measure(scores, "own_pck_0.2", "nose") == pytest.approx(22 / 32)
    assert measure(scores, "published_pck_0.2", "nose") == pytest.approx(
        (6 / 16 + 1) / 2
    )
    one = score_clips([clip("c", frames=21)], truths(clip("c", frames=21)))
    assert one["batches"]["walking"][0, [NOSE, EAR, -1]].tolist() == [2, 0, 2]


@pytest.mark.parametrize("frame_step", [1, 2])
def test_a_frame_comes_from_where_it_is_in_the_middle(frame_step):
    noisy = clip(frames=20, frame_step=frame_step).noisy
    # What is predicted says which window and place it is from.
    windows, places = np.indices(noisy.frames.shape)
    predictions = np.stack([windows, places], -1)[:, :, None].astype(float)
    found = assemble(predictions, noisy)[:, 0]
    middle = slice(2 * frame_step, 20 - 2 * frame_step)
    assert (found[middle, 1] == 2).all()
    np.testing.assert_array_equal(found[:, 0] + frame_step * found[:, 1], np.arange(20))
    edge = [0, 1] if frame_step == 1 else [0, 0, 1, 1]
    assert found[: 2 * frame_step, 1].tolist() == edge


def test_frames_of_no_window_are_not_in_the_clip():
    noisy = dataclasses.replace(clip(frames=20).noisy, starts=np.array([0, 10]))
    found = assemble(np.zeros((2, 5, 25, 2)), noisy)
    lost = np.flatnonzero(np.isnan(found[:, 0, 0]))
    assert lost.tolist() == [*range(5, 10), *range(15, 20)]


def test_unrest_and_delay_are_of_the_reassembled_clip():
    one = clip(frames=90)
    delayed = np.concatenate([one.truth[:1].repeat(3, axis=0), one.truth[:-3]])
    shaking = delayed + np.where(np.arange(90) % 2, 0.5, -0.5)[:, None, None]
    scores = score_clips([one], lambda noisy: np.nan_to_num(shaking)[noisy.frames])
    assert measure(scores, "lag") == 3
    error = keypoint_metrics.acceleration_errors(one.truth, shaking)
    assert measure(scores, "acceleration_error") == pytest.approx(np.nanmean(error))
    # Third differences of ± 0.5 on both axes have a length of 4 √2.
    assert measure(scores, "jitter") == pytest.approx(4 * np.sqrt(2), rel=0.3)


def test_predictions_of_another_kind_are_refused():
    one = clip(frames=20)
    with pytest.raises(ValueError, match="expected a prediction of shape"):
        score_clips([one], lambda noisy: np.zeros((3, 5, 25, 2)))

    def diverged(noisy):
        found = np.zeros((16, 5, 25, 2))
        found[7] = np.nan
        return found

    with pytest.raises(DataError, match=r"clip: window from frame 7: .* diverged"):
        score_clips([one], diverged)


def test_clips_without_any_torso_are_refused():
    truth = body(20)
    truth[:, HIP] = np.nan
    with pytest.raises(DataError, match="both shoulders and hips, found none"):
        torso_spread([clip(truth=truth)])


def test_whole_numbers_score_like_any():
    one = clip(frames=20)
    as_ints = score_clips([one], lambda noisy: truths(one)(noisy).astype(np.int32))
    assert measure(as_ints, "pck_0.05") == 1
    assert len(COLUMNS) == 26
