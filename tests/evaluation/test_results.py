"""metrics.json: what is written is read back, and nothing else is accepted."""

import dataclasses
import json

import numpy as np
import pytest
from fake_runs import record, save
from fake_smoothing_runs import smoothing_record

from evaluation.run_results import describe_data, load_result
from reenact.errors import DataError
from seq2seq.family import FAMILY as SEQ2SEQ
from smoothing.family import FAMILY as SMOOTHING

CURVE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def test_a_record_survives_the_file(tmp_path):
    saved = record("uni_enc_50", {"corrected": CURVE, "as_published": CURVE[::-1]})
    loaded = load_result(save(tmp_path, saved))
    for name in ("study", "seed", "windows", "horizon_frames", "data", "seconds"):
        assert getattr(loaded, name) == getattr(saved, name), name
    for mode in ("corrected", "as_published"):
        for action in ("walking", "running"):
            np.testing.assert_array_equal(
                loaded.errors[mode][action], saved.errors[mode][action]
            )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": "0"}, "seed of type int"),
        ({"seconds": None}, "seconds of type float"),
        ({"data": {"name": "cmu"}}, "a name and a fingerprint"),
        ({"label_ms": [80]}, "label_ms of 6 numbers"),
        ({"horizon_frames": [1.5] * 6}, "whole numbers"),
        ({"windows": {}}, "windows per action"),
        ({"windows": {"walking": [3], "running": []}}, "pairs of clip and start"),
        ({"errors": []}, "errors by metric"),
        ({"errors": {"corrected": {"walking": []}}}, "actions running, walking"),
        ({"stopped": "midnight"}, "stopped to be one of steps, seconds, patience"),
        ({"excluded": ["walking_1"]}, "excluded to be frames by clip"),
        ({"surprise": 1}, "surprise"),
        ({"columns": "nose"}, "columns to be a list of names"),
        ({"columns": [1]}, "columns to be a list of names"),
        ({"columns": ["nose"]}, "horizon_frames to be empty beside columns"),
        ({"horizon_frames": [], "label_ms": []}, "whole numbers"),
        ({"history": {}}, "history to be a list of named numbers"),
        ({"history": [{"loss": "low"}]}, "history to be a list of named numbers"),
    ],
)
def test_a_bad_field_is_named_in_one_line(tmp_path, change, message):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(DataError, match=message) as caught:
        load_result(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_of_another_family_or_has_other_errors_is_refused(tmp_path):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    content = json.loads(path.read_text())
    guessed = {"guessed": content["errors"]["corrected"]}
    for change, message in (
        ({"family": "stt"}, "expected family to be seq2seq, found 'stt'"),
        ({"errors": guessed}, "expected errors by corrected, as_published, found"),
    ):
        path.write_text(json.dumps({**content, **change}))
        with pytest.raises(DataError, match=message) as caught:
            SEQ2SEQ.find_results(tmp_path, "quick", "cmu")
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("bad", [[CURVE[:5]] * 4, [CURVE] * 3, "x", [[None] * 6] * 4])
def test_errors_of_another_shape_are_refused(tmp_path, bad):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    content = json.loads(path.read_text())
    content["errors"]["corrected"]["walking"] = bad
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="errors/corrected/walking"):
        load_result(path)


def test_a_record_of_named_columns_has_no_horizons(tmp_path):
    columns = ("nose", "left_ear", "all")
    history = ({"step": 10, "loss": 0.5, "learning_rate": 1e-3},)
    counts = record(
        "conv3d_1.1",
        {"scored": [10.0, 0.0, 10.0], "matched_0.1": [4.0, 0.0, 5.000001]},
        **{"family": "smoothing", "columns": columns, "history": history},
        **{"horizon_frames": (), "label_ms": ()},
    )
    path = save(tmp_path, counts, "smoothing")
    loaded = load_result(path)
    assert (loaded.columns, loaded.history) == (columns, history)
    assert loaded.errors["matched_0.1"]["walking"].tolist() == [[4, 0, 5.000001]] * 4
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "columns": [*columns, "toe"]}))
    with pytest.raises(DataError, match=r"walking: finite, shape \(4, 4\)"):
        load_result(path)


def test_a_record_from_before_a_field_was_added_still_reads(tmp_path):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    content = json.loads(path.read_text())
    for name in ("stopped", "excluded", "columns", "history"):
        del content[name]
    path.write_text(json.dumps(content))
    loaded = load_result(path)
    assert (loaded.stopped, loaded.excluded) == ("steps", {})
    assert (loaded.columns, loaded.history) == ((), ())
    del content["reduced"]
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="reduced"):
        load_result(path)


def test_studies_of_other_columns_are_not_mixed_but_other_rates_are(tmp_path):
    for study, changes in (("conv3d_1.1", {}), ("conv3d_1.3", {"rate_hz": 15.0})):
        run = smoothing_record(study, **changes)
        save(tmp_path, run, "smoothing")
    assert len(SMOOTHING.find_results(tmp_path, "quick", "cmu")) == 2
    odd = smoothing_record("conv3d_1.3", seed=1)
    path = save(tmp_path, odd, "smoothing")
    with pytest.raises(DataError, match=r"rate_hz 15\.0 .* found 30\.0"):
        SMOOTHING.find_results(tmp_path, "quick", "cmu")
    names = (*odd.columns[:-1], "everything")
    path.unlink()
    save(tmp_path, smoothing_record("conv3d_2.1", columns=names), "smoothing")
    with pytest.raises(DataError, match="expected columns"):
        SMOOTHING.find_results(tmp_path, "quick", "cmu")


def test_text_that_is_not_json_is_refused(tmp_path):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    path.write_text(path.read_text()[:-40])
    with pytest.raises(DataError, match=r"metrics\.json: expected JSON"):
        load_result(path)


def test_a_diverged_run_leaves_no_file(tmp_path):
    diverged = record("erd", {"corrected": [*CURVE[:5], np.nan]})
    with pytest.raises(DataError, match="finite"):
        save(tmp_path, diverged)
    assert not list(tmp_path.rglob("*.json*"))


def test_runs_are_found_by_data_set_and_grouped_by_study(tmp_path):
    for seed in (1, 0):
        save(tmp_path, record("erd", {"corrected": CURVE}, seed))
    save(tmp_path, record("zero_velocity", {"corrected": CURVE}), "baselines")
    other = {"name": "h36m", "fingerprint": "0"}
    save(tmp_path, record("erd", {"corrected": CURVE}, data=other))
    save(tmp_path, record("erd", {"corrected": CURVE}, profile="paper"))
    found = SEQ2SEQ.find_results(tmp_path, "quick", "cmu")
    assert {
        s: [r.seed for r in runs] for s, runs in SEQ2SEQ.studies(found).items()
    } == {
        "erd": [0, 1],
        "zero_velocity": [0],
    }


@pytest.mark.parametrize(
    "change",
    [
        {"protocol": "256"},
        {"data": {"name": "cmu", "fingerprint": "other"}},
        {"steps": 7},
        {"reduced": ""},
    ],
)
def test_runs_of_different_settings_are_not_mixed(tmp_path, change):
    save(tmp_path, record("erd", {"corrected": CURVE}))
    odd = save(tmp_path, record("erd", {"corrected": CURVE}, 1, **change))
    with pytest.raises(DataError) as caught:
        SEQ2SEQ.find_results(tmp_path, "quick", "cmu")
    assert str(odd) in str(caught.value)


def test_runs_of_a_study_may_end_at_steps_of_their_own_if_they_end_early(tmp_path):
    for seed, steps in enumerate((400, 300)):
        early = record("erd", {"corrected": CURVE}, seed, steps=steps)
        save(tmp_path, dataclasses.replace(early, stopped="seconds"))
    found = SEQ2SEQ.find_results(tmp_path, "quick", "cmu")
    assert [run.steps for run in found] == [400, 300]


def test_a_record_in_the_folder_of_another_study_is_refused(tmp_path):
    path = save(tmp_path, record("erd", {"corrected": CURVE}))
    path.parents[1].rename(path.parents[2] / "lstm_3lr")
    with pytest.raises(DataError, match=r"lstm_3lr/seed0, found .*/erd/seed0"):
        SEQ2SEQ.find_results(tmp_path, "quick", "cmu")


def test_two_records_of_one_seed_are_refused(tmp_path):
    """One among the models and one among the baselines, which are found together."""
    for package in ("seq2seq", "baselines"):
        save(tmp_path, record("erd", {"corrected": CURVE}, seed=2), package)
    with pytest.raises(DataError, match="expected one record of erd, seed 2") as caught:
        SEQ2SEQ.find_results(tmp_path, "quick", "cmu")
    for package in ("seq2seq", "baselines"):
        assert f"{package}/erd/seed2/metrics.json" in str(caught.value)


def test_training_files_are_counted_with_the_validation_part():
    def split(*clips):
        return {"shards": [{"clips": [[clip, 100] for clip in clips]}]}

    manifest = {
        "dataset": "cmu",
        "fingerprint": "ab",
        "splits": {
            "train": split("train/walking/walking_1", "train/soccer/soccer_1"),
            "validation": split("train/walking/walking_4"),
            "test": split("test/walking/walking_1"),
        },
    }
    assert describe_data(manifest) == {
        "name": "cmu",
        "fingerprint": "ab",
        "training_files": {"soccer": 1, "walking": 2},
    }
