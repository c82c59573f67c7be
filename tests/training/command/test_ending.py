"""What a training command ends with."""

import dataclasses
import pathlib

import pytest
from fake_stt_runs import stt_record

from evaluation import families
from reenact.errors import DataError
from training.command.ending import next_steps, outcome

STUDY = "02"


@pytest.fixture
def place(tmp_path):
    return tmp_path / "quick" / "cmu" / "stt" / STUDY / "seed0"


def family(score):
    return dataclasses.replace(families.load("stt"), score_baselines=score)


def test_baselines_are_scored_once_and_again_for_other_data(place, tmp_path, capsys):
    asked = []

    def score(scoring):
        asked.append(scoring)
        data = {**run.data, "name": scoring.data}
        held = stt_record("zero_velocity", 8.0, data=data)
        held.save(tmp_path / "quick/cmu/stt_baselines/zero_velocity/seed0/metrics.json")

    for run, times in (
        (stt_record(STUDY), 1),
        (stt_record(STUDY), 1),
        (stt_record(STUDY, data={"name": "cmu", "fingerprint": "0" * 64}), 2),
    ):
        said = outcome(family(score), [run], place, pathlib.Path("records"))
        assert "50 % better than Zero velocity.\n" in said
        assert len(asked) == times
    (scoring, _), run = asked, stt_record(STUDY)
    assert (scoring.data, scoring.profile, scoring.protocol) == (
        *("cmu", "quick"),
        run.protocol,
    )
    assert (scoring.records_dir, scoring.runs_dir) == ("records", str(tmp_path))
    assert capsys.readouterr().out.count("scoring the baselines") == 2


def test_baselines_that_cannot_be_scored_take_nothing_from_a_run(place):
    def score(scoring):
        raise DataError("records: too short")

    said = outcome(family(score), [stt_record(STUDY)], place, pathlib.Path("records"))
    assert "no baseline is at hand" in said
    assert said.endswith("\n(no baselines: records: too short)")


def test_the_next_commands_are_for_this_run():
    folder = pathlib.Path("runs/quick/cmu/stt/02/seed1")
    said = next_steps(families.load("stt"), stt_record(STUDY), folder)
    assert f"\nThe run: {folder}\n" in said
    assert " -m evaluation.tables --table=stt_figure6 --profile=quick\n" in said
    assert "tensorboard --logdir runs/quick/cmu/stt\n" in said
    assert said.endswith(f" -m experiments.predict --model={folder} --help")
    elsewhere = next_steps(families.load("stt"), stt_record(STUDY), "/a" / folder)
    assert "--profile=quick --runs_dir=/a/runs\n" in elsewhere


def test_a_loss_at_the_quick_profile_says_what_to_expect(place, tmp_path):
    held = stt_record("zero_velocity", 8.0)
    held.save(tmp_path / "quick/cmu/stt_baselines/zero_velocity/seed0/metrics.json")
    for error, profile, told in (
        *((9.0, "quick", True), (7.0, "quick", False), (9.0, "standard", False)),
    ):
        run = stt_record(STUDY, error, profile=profile)
        said = outcome(families.load("stt"), [run], place, pathlib.Path("records"))
        assert said.endswith("--profile=standard trains longer.") == told
