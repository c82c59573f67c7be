"""Which windows and motions the viewer offers, and commands as the page shows them."""

import base64

import numpy as np
import pytest
from fake_motions import forecast, smoothed
from fake_runs import save
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import stt_record
from scipy.ndimage import gaussian_filter1d

from evaluation.pictures.shown_motions import save_motions
from evaluation.report.commands import one_command
from evaluation.report.shown_windows import MOST_MODELS, MOST_WINDOWS, windows_to_show
from evaluation.report.viewer_data import UNKNOWN, windows_of
from evaluation.shipped import MARK
from smoothing.family import FAMILY as SMOOTHING
from stt.family import FAMILY as STT


def windows(folder, family, maker, motions):
    runs = []
    for study, shown in motions.items():
        path = save(folder, maker(study), "package")
        save_motions(path.parent / "motions.npz", shown)
        runs.append(maker(study, path=path))
    return windows_of(family.studies(runs))


@pytest.fixture
def forecasts(tmp_path):
    """A dozen studies of one window, and of another recording one of them."""
    other = forecast(clip_id="test/jumping/jumping_1", action="jumping")
    motions = {f"{n:02}": [forecast(error_m=n / 100)] for n in range(2, 14)}
    motions["14"] = [other]
    return windows(tmp_path, STT, stt_record, motions)


def names(window, key="models"):
    return [each["name"] if key == "models" else each for each in window[key]]


def test_the_best_two_and_doing_nothing_are_shown_at_first(forecasts):
    ranking = [STT.label(study) for study in ("13", "05", "02")]
    first, second = windows_to_show({"cmu": forecasts}, ranking)
    assert first["name"] == "walking_1 from 1.7 s"
    assert names(first, "usual") == [*ranking[:2], "Zero velocity"]
    assert names(first)[:3] == ranking
    assert len(names(first)) == MOST_MODELS + 1
    assert names(first)[-1] == "Zero velocity"
    assert names(second, "usual") == [STT.label("14"), "Zero velocity"]


def test_changed_settings_are_offered_and_not_shown_at_first(forecasts):
    named = STT.label("12")
    changed = {STT.label(f"{n:02}") for n in range(2, 14)} - {named}
    first, _ = windows_to_show({"cmu": forecasts}, [], changed)
    assert names(first, "usual") == [named, "Zero velocity"]
    assert len(names(first)) == MOST_MODELS + 1


def test_what_came_with_the_project_is_ranked_alike(forecasts):
    marked = [{**m, "name": m["name"] + MARK} for m in forecasts[0]["models"]]
    ranking = [STT.label("13"), STT.label("05")]
    (window,) = windows_to_show({"cmu": [{**forecasts[0], "models": marked}]}, ranking)
    assert names(window, "usual") == [
        *(f"{name}{MARK}" for name in ranking),
        f"Zero velocity{MARK}",
    ]


def test_of_a_recording_the_window_with_the_best_study_is_shown(tmp_path):
    motions = {
        "02": [forecast(start=0)],
        "10": [forecast(start=10)],
        "11": [forecast(start=20)],
    }
    found = windows(tmp_path, STT, stt_record, motions)
    (window,) = windows_to_show({"cmu": found}, [STT.label("10")])
    assert names(window)[0] == STT.label("10")
    recordings = [forecast(clip_id=f"test/running/r_{n}") for n in range(5)]
    many = windows(tmp_path / "many", STT, stt_record, {"02": recordings})
    shown = windows_to_show({"cmu": many, "dip": found, "amass": []}, [])
    assert len(shown) == MOST_WINDOWS + 1
    assert [each["name"].split(":")[0] for each in shown] == ["CMU"] * 3 + ["DIP"]


def test_filters_stand_beside_smoothers(tmp_path):
    found = windows(tmp_path, SMOOTHING, smoothing_record, {"conv3d_1.1": [smoothed()]})
    (window,) = windows_to_show({"cmu": found}, [])
    filters = [SMOOTHING.label(f"{key}_1.1")[:-4] for key in ("gaussian_3", "mean_5")]
    assert names(window) == ["3DConv 1.1", *filters]  # named as in the tables
    assert names(window, "usual") == ["3DConv 1.1", filters[0]]

    def track(coded):
        whole = np.frombuffer(base64.b64decode(coded), "<i2").astype(float)
        whole[whole == UNKNOWN] = np.nan
        return whole.reshape(-1, window["joints"], 2) * window["step"]

    given = track(window["given"])
    known = ~np.isnan(given)
    for model, expected in zip(
        window["models"][1:],
        (gaussian_filter1d(given[:, 0], 3, axis=0), given[:, 0]),
        strict=True,
    ):
        smooth = track(model["prediction"])
        assert (np.isfinite(smooth) == known).all()  # only what was observed
        # The body moves evenly, so that a mean of 5 frames changes its ends alone.
        inner = slice(2, -2) if model["name"].startswith("Mean") else slice(None)
        np.testing.assert_allclose(smooth[inner, 0], expected[inner], atol=0.11)


@pytest.mark.parametrize(
    ("seeds", "expected"),
    [
        ((0,), "python -m stt.train --study=02 --seed=0"),
        ((0, 1, 2), "python -m stt.train --study=02 --seeds=3"),
        ((3, 4), "python -m stt.train --study=02 --seed=3 --seeds=2"),
        (
            (0, 2),
            "python -m stt.train --study=02 --seed=0\n"
            "python -m stt.train --study=02 --seed=2",
        ),
    ],
)
def test_one_command_for_all_seeds(seeds, expected):
    commands = [f"python -m stt.train --study=02 --seed={seed}" for seed in seeds]
    assert one_command(commands, seeds) == expected


def test_commands_that_differ_stay_apart():
    commands = ["python -m a --seed=0", "python -m a --set=b=1 --seed=1"]
    assert one_command(commands, (0, 1)) == "\n".join(commands)
