"""The first run of someone who has nothing: made, interrupted, continued, shown."""

import pathlib
import sys
import webbrowser

import fresh_process
import numpy as np
import pytest
from fake_runs import record
from PIL import Image

from data_prep.motion_files import read_motion
from experiments import try_it
from motion.motion import Motion
from reenact.commands import python
from seq2seq.studies import PROFILES


def test_interrupted_then_continued_then_only_shown(
    tiny_records, tmp_path, monkeypatch, capsys
):
    from data_prep.records import read_clips
    from seq2seq import fit

    validate, scores = fit._validate, []

    def interrupted_at_second(model, material):
        scores.append(validate(model, material))
        if len(scores) == 2:
            raise KeyboardInterrupt
        return scores[-1]

    monkeypatch.setattr(fit, "_validate", interrupted_at_second)
    monkeypatch.setattr(try_it, "_STEPS_PER_MINUTE", 20)
    for name, value in {"evaluate_every": 10, "hidden_units": 16}.items():
        monkeypatch.setitem(PROFILES["quick"]["*"], name, value)
    with pytest.raises(KeyboardInterrupt, match="goes on from step 10"):
        try_it.train(1, 4, tiny_records, tmp_path)
    assert "interrupted" not in capsys.readouterr().out

    run, zero_velocity = try_it.train(1, 4, tiny_records, tmp_path)
    assert (
        "trained for 1 min at most, from where it was inter" in capsys.readouterr()[0]
    )
    assert len(scores) == 3  # the first 10 steps were not made again
    assert scores[2] == scores[1]
    folder = tmp_path / "try_it/synthetic/seq2seq/martinez_residual_unsup/seed4"
    assert (run.path.parent, run.steps, run.seed) == (folder, 20, 4)
    assert run.command == "python -m experiments.try_it --minutes=1 --seed=4"
    with Image.open(folder / "strip.png") as strip:
        strip.verify()
    with Image.open(folder / "prediction.gif") as animation:
        assert animation.n_frames > 20

    walk = read_motion(folder / "walk.bvh").motion
    recorded = read_clips(tiny_records / "synthetic", "test")
    (clip,) = (clip for clip in recorded if clip.action == "walking")
    expected = Motion.of(clip)
    assert (walk.rate_hz, len(walk)) == (expected.rate_hz, len(expected))
    np.testing.assert_allclose(walk.positions(), expected.positions(), atol=1e-3)

    written = (folder / "metrics.json").stat().st_mtime_ns
    again = try_it.train(1, 4, tiny_records, tmp_path)
    assert "2/3 A network: trained before" in capsys.readouterr().out
    assert (folder / "metrics.json").stat().st_mtime_ns == written
    assert try_it.explanation(folder, *again) == try_it.explanation(
        folder, run, zero_velocity
    )


def test_what_is_said_of_the_errors():
    curve = np.arange(1, 7) / 10
    run = record(try_it.STUDY, {"corrected": curve})
    zero_velocity = record("zero_velocity", {"corrected": np.full(6, 0.8)})
    text = try_it.explanation(pathlib.Path("runs/a"), run, zero_velocity)
    assert "mean over 8 windows of 2 actions:" in text
    assert "as prediction.gif and strip.png in runs/a:" in text
    assert text.count(f"\n  {python()} -m ") == 2
    assert "\n      --model=runs/a \\\n      --input=runs/a/walk.bvh \\\n" in text
    assert f"What to do next, in {pathlib.Path.cwd()}:\n" in text
    assert "ms ahead: 50 % better than Zero velocity.\n" in text


@pytest.fixture
def opened(monkeypatch):
    """What a browser was asked to open, on a Linux machine without a display."""
    asked = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return asked


def test_without_a_display_nothing_is_opened(opened, tmp_path):
    assert not try_it.open_picture(tmp_path / "a.gif")
    assert opened == []


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_opens_it(opened, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, ":0")
    assert try_it.open_picture(tmp_path / "a b.gif")
    assert opened == [f"file://{tmp_path}/a%20b.gif"]
    monkeypatch.setenv("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
    assert not try_it.open_picture(tmp_path / "a b.gif")
    assert len(opened) == 1


def test_no_browser_is_no_error(opened, tmp_path, monkeypatch):
    def fails(url):
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", fails)
    assert not try_it.open_picture(tmp_path / "a.gif")


def test_no_time_is_refused_in_one_line(tmp_path):
    done = fresh_process.command("experiments.try_it", "--minutes=0", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: expected --minutes above 0, found 0\n"
    assert not list(tmp_path.iterdir())


def test_other_times_are_other_runs(tmp_path):
    minute, hour = (
        try_it._run(try_it.settings(each), each, 0, tmp_path, tmp_path)
        for each in (1, 60)
    )
    assert minute.folder.path.parent.name == "martinez_residual_unsup"
    assert hour.folder.path.parent.name == "martinez_residual_unsup,minutes=60"
    assert try_it.settings(60).steps == 60 * try_it.settings(1).steps
