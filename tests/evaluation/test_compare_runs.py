"""Two runs against each other, window by window."""

import fresh_process
import numpy as np
import pytest
from fake_runs import record, save
from fake_smoothing_runs import smoothing_record

from evaluation.claims.ledger import interval
from evaluation.compare import differences as marks
from evaluation.compare.runs import ALL_CLIPS, compare_runs, read_runs
from evaluation.compare.words import direction, metric_in_words
from evaluation.keypoints.scores import ALL, COLUMNS
from reenact.errors import DataError

CURVE = np.array([0.4, 0.7, 1.1, 1.3, 1.5, 1.8])
LABELS = record("erd", {"corrected": CURVE}).label_ms


def of_clips(level, seed=0, clips=6, **changes):
    """A run whose error in clip k is level + k / 10 + noise, in two windows each."""
    random = np.random.default_rng([seed, round(1000 * level)])
    noise = random.normal(0, 0.02, (clips, 1, 1))
    errors = level + np.arange(clips)[:, None, None] / 10 + noise
    errors = np.tile(errors, (1, 2, 6)).reshape(2 * clips, 6)
    windows = [(f"clip{k}", start) for k in range(clips) for start in (0, 50)]
    run = record("erd", {"corrected": {"walking": errors[0]}}, seed)
    fields = {
        "errors": {"corrected": {"walking": errors}},
        "windows": {"walking": windows},
    }
    return type(run)(**{**vars(run), **fields, **changes})


def clip_means(run):
    return run.errors["corrected"]["walking"][::2, 0]


def at_80_ms(found, action=ALL_CLIPS):
    (row,) = (
        each
        for each in found
        if (each.place["horizon_ms"], each.place["action"]) == ("80", action)
    )
    return row


def test_one_seed_is_paired_over_clips():
    one, other = of_clips(1.0), of_clips(1.2, seed=3)
    found, remarks = compare_runs([one], [other])
    row = at_80_ms(found)
    differences = clip_means(other) - clip_means(one)
    assert row.interval == interval(differences[None])
    assert row.mark == marks.CHANGED and row.interval.mean == pytest.approx(
        0.2, abs=0.1
    )
    assert row.a.mean == pytest.approx(clip_means(one).mean()) and row.a.spread is None
    assert len(found) == 2 * 6  # all clips, and the only action
    assert remarks == [
        "One seed: intervals are over test clips, 6 in all, and tell nothing of other "
        "seeds. Rows of fewer than 5 clips have none, since so few often differ the "
        "same way by chance."
    ]


def test_of_few_clips_one_seed_tells_nothing():
    found, _ = compare_runs([of_clips(1.0, clips=4)], [of_clips(2.0, clips=4)])
    assert {each.mark for each in found} == {marks.NO_INTERVAL}
    found, _ = compare_runs([of_clips(1.0, clips=5)], [of_clips(2.0, clips=5)])
    assert {each.mark for each in found} == {marks.CHANGED}


def test_several_seeds_are_paired_by_seed():
    ones = [of_clips(1.0, seed) for seed in (0, 1, 2)]
    others = [of_clips(1.02, seed) for seed in (2, 1, 5)]
    found, remarks = compare_runs(ones, others)
    pairs = [(ones[1], others[1]), (ones[2], others[0])]
    differences = [clip_means(other) - clip_means(one) for one, other in pairs]
    row = at_80_ms(found)
    np.testing.assert_allclose(row.interval[:3], interval(np.array(differences))[:3])
    assert row.a.seeds == 2 and row.a.spread is not None
    assert remarks == [
        "Paired by seed (1, 2), clip and window; intervals are over seeds."
    ]


def test_the_same_runs_are_equal():
    found, _ = compare_runs([of_clips(1.0)], [of_clips(1.0)])
    assert {each.mark for each in found} == {marks.EQUAL}


def test_only_common_windows_and_horizons_count():
    one = of_clips(1.0)
    data = {"name": "cmu", "fingerprint": "0" * 64}
    frames = (5, *one.horizon_frames[1:])
    other = of_clips(1.0, data=data, horizon_frames=frames)
    windows = [(clip, start or 7) for clip, start in other.windows["walking"]]
    other.windows["walking"] = windows  # of each clip only the second is the same
    found, remarks = compare_runs([one], [other])
    assert "80" not in {each.place["horizon_ms"] for each in found}
    assert {each.mark for each in found} == {marks.EQUAL}
    assert remarks[1:] == [
        "Other data: cmu ffffffffffff in A, cmu 000000000000 in B.",
        "Only 6 of 12 test windows are in both.",
        f"Other horizons: 80 ms (frame {one.horizon_frames[0]}) at 60 Hz only in A.",
        "Other horizons: 80 ms (frame 5) at 60 Hz only in B.",
    ]


def test_keypoints_are_compared_by_share():
    """All that is correct by all that is scored, clip by clip."""
    one, other = (smoothing_record("conv3d_1.1", pck) for pck in (0.5, 0.75))
    found, _ = compare_runs([one], [other])
    row = next(
        each
        for each in found
        if (each.place["metric"], each.place["threshold"]) == ("pck", "0.1")
    )
    assert direction(row) == "better" and metric_in_words(row.place) == "pck 0.1"
    assert row.place["action"] == ALL_CLIPS and row.place["horizon_ms"] == ""
    column = COLUMNS.index(ALL)
    clips = [
        errors[clip, column] / one.errors["scored"][action][clip, column]
        for action, errors in one.errors["matched_0.1"].items()
        for clip in range(len(errors))
    ]
    assert row.a.mean == pytest.approx(np.mean(clips))
    assert row.b.mean > row.a.mean


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (
            [of_clips(1.0, 7), of_clips(1.0, 8)],
            "a run of a seed of 0, found seeds 7, 8",
        ),
        ([smoothing_record("conv3d_1.1", 0.5)], "a run of seq2seq, .* of smoothing"),
        (
            [record("erd", {"corrected": CURVE})],
            "expected test windows that .* has, too, found none",
        ),
    ],
)
def test_what_cannot_be_compared(others, message):
    with pytest.raises(DataError, match=message) as caught:
        compare_runs([of_clips(1.0)], others)
    assert "\n" not in str(caught.value)


def test_the_command(tmp_path):
    for study, level in (("erd", 1.0), ("lstm_3lr", 2.0)):
        for seed in (0, 1):
            run = of_clips(level, seed)
            save(tmp_path, type(run)(**{**vars(run), "study": study}))
    folder = tmp_path / "quick" / "cmu" / "seq2seq"
    assert len(read_runs(str(folder / "erd"))) == 2
    assert len(read_runs(str(folder / "erd" / "seed0"))) == 1
    assert read_runs(str(folder)) == []
    done = fresh_process.command(
        "evaluation.compare",
        *(str(folder / "erd"), str(folder / "lstm_3lr")),
        *("--csv=out.csv", "--all"),
        folder=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 rows in both: 12 changed beyond noise" in done.stdout
    assert "Of the rows that changed, B is worse in 12." in done.stdout
    assert "erd: ERD / lstm_3lr: LSTM-3LR" in done.stdout
    assert "Euler angle error as a forecast, rad, at 80 ms" in done.stdout
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 13
    for words, message in (
        (["quick"], "error: expected A and B, found 'quick'\n"),
        (
            [str(folder / "erd"), "quick"],
            f"error: quick: expected the folder of a finished run or study, as "
            f"{folder / 'erd'} is, found none\n",
        ),
        (
            ["qick", str(folder / "erd")],
            "error: qick: expected the folder of a finished run or study",
        ),
    ):
        refused = fresh_process.command("evaluation.compare", *words, folder=tmp_path)
        assert refused.returncode == 1 and refused.stderr.startswith(message)
