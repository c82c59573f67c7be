"""A run folder belongs to one run."""

import dataclasses
import json
import pathlib

import pytest

from reenact.errors import SettingsError
from training.run_folder import RunFolder, command_line, run_path


@dataclasses.dataclass(frozen=True)
class Config:
    width: int = 1
    steps: tuple[int, ...] = (10,)


DATA = {"name": "cmu", "fingerprint": "ab"}


def environment(**data):
    return {"python": "3", "data": {**DATA, **data}}


@pytest.fixture
def folder(tmp_path):
    started = RunFolder(tmp_path / "runs" / "seed0")
    started.start(Config(), environment())
    return started


def contents(folder):
    return {path.name: path.read_text() for path in folder.path.iterdir()}


def test_settings_and_environment_are_written_before_anything_else(folder):
    files = contents(folder)
    assert set(files) == {"config.json", "data.json", "environment.json"}
    assert json.loads(files["config.json"]) == {"width": 1, "steps": [10]}
    assert json.loads(files["environment.json"]) == environment()
    assert json.loads(files["data.json"]) == DATA
    assert not folder.finished


def test_the_same_run_goes_on(folder):
    RunFolder(folder.path).start(Config(), {**environment(), "python": "4"})
    assert json.loads(contents(folder)["environment.json"])["python"] == "4"


@pytest.mark.parametrize(
    ("config", "data", "message"),
    [
        (Config(width=2), {}, "config.json: expected width 2, found 1: "),
        (Config(steps=(1, 2)), {}, r"config.json: expected steps \[1, 2\], found \[10"),
        (Config(), {"fingerprint": "cd"}, "data.json: expected fingerprint 'cd', foun"),
        (Config(), {"name": "h36m"}, "data.json: expected name 'h36m', found 'cmu'"),
        (Config(), {"more": 1}, "data.json: expected more 1, found None"),
    ],
)
def test_another_run_is_refused_and_nothing_written(folder, config, data, message):
    before = contents(folder)
    with pytest.raises(SettingsError, match=message) as caught:
        folder.start(config, {**environment(**data), "python": "5"})
    assert "a checkpoint of another run" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(folder) == before


def test_a_setting_that_is_gone_is_named(folder):
    path = folder.path / "config.json"
    path.write_text(json.dumps({"width": 1, "steps": [10], "depth": 3}))
    with pytest.raises(SettingsError, match="expected depth None, found 3"):
        folder.start(Config(), environment())


@dataclasses.dataclass(frozen=True)
class LaterConfig:
    steps: tuple[int, ...] = (10,)
    breadth: int = dataclasses.field(default=1, metadata={"formerly": "width"})
    patience: int = 0


def test_a_run_from_before_a_setting_was_added_or_named_anew_is_the_same(folder):
    folder.start(LaterConfig(), environment())
    with pytest.raises(SettingsError, match="expected patience 3, found 0"):
        folder.start(LaterConfig(patience=3), environment())
    (folder.path / "config.json").write_text(json.dumps({"width": 2, "steps": [10]}))
    folder.start(LaterConfig(breadth=2), environment())
    with pytest.raises(SettingsError, match="expected breadth 1, found 2"):
        folder.start(LaterConfig(), environment())


@pytest.mark.parametrize("text", ["{", "[1]", "\x00"])
def test_a_damaged_file_is_named(folder, text):
    (folder.path / "data.json").write_text(text)
    with pytest.raises(SettingsError, match=r"data\.json: expected JSON") as caught:
        folder.start(Config(), environment())
    assert "\n" not in str(caught.value)


def test_a_folder_of_other_data_is_not_made(tmp_path):
    folder = RunFolder(tmp_path / "new")
    with pytest.raises(TypeError):
        folder.start("no config", environment())
    assert not folder.path.exists()


def test_a_finished_run_keeps_the_environment_it_was_made_in(folder):
    folder.metrics.write_text("{}")
    before = contents(folder)
    assert folder.finished
    folder.start(Config(), {**environment(), "python": "6"})
    assert contents(folder) == before
    with pytest.raises(SettingsError, match="expected width 2"):
        folder.start(Config(width=2), environment())


def test_other_workers_read_here_and_write_elsewhere(folder):
    worker = RunFolder(folder.shared, chief=False)
    assert worker.path != folder.path
    before = contents(folder)
    worker.start(Config(), {**environment(), "python": "7"})
    assert contents(folder) == before
    with pytest.raises(SettingsError, match="expected width 2"):
        worker.start(Config(width=2), environment())
    folder.metrics.write_text("{}")
    assert worker.finished


def test_changed_settings_are_part_of_the_path():
    place = ("runs", "quick", "cmu", "seq2seq", "uni_enc_50")
    assert run_path(*place, overrides=[], seed=3) == pathlib.Path(
        "runs/quick/cmu/seq2seq/uni_enc_50/seed3"
    )
    changed = run_path(*place, overrides=["steps=9", "loss=a/b"], seed=0)
    assert changed.parent.name == "uni_enc_50,loss=a_b,steps=9"
    assert changed == run_path(*place, overrides=["loss=a/b", "steps=9"], seed=0)


def test_the_command_can_be_pasted_into_a_shell():
    arguments = ["--study=erd", "--set=noise_steps=(1, 2)"]
    assert (
        command_line("seq2seq.train", arguments)
        == "python -m seq2seq.train --study=erd '--set=noise_steps=(1, 2)'"
    )


def test_an_interrupted_run_says_from_where_it_goes_on(folder):
    assert folder.going_on == "nothing was kept yet, the same command starts it anew."
    folder.checkpoints.mkdir()
    for step in (90, 100):
        (folder.checkpoints / f"ckpt-{step}.index").touch()
    assert folder.going_on == "the same command goes on from step 100."
    folder.metrics.touch()
    assert folder.going_on.startswith("it is finished; ")
