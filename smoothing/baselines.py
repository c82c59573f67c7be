"""Scores all smoothers of keypoints on what the family's networks are scored on."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from data_prep.keypoints.grid_clips import on_grid
from data_prep.keypoints.keypoint_set import KeypointSet, read_keypoint_set
from data_prep.keypoints.split import KeypointSettings
from data_prep.keypoints.windows import KeypointWindows, prepare_windows
from evaluation.baselines.scoring import Scoring
from evaluation.keypoints.linear_smoothers import LinearSmoother
from evaluation.keypoints.scores import COLUMNS, clip_rows, score_clips, torso_spread
from evaluation.keypoints.smoothers import SMOOTHERS, Smoother
from reenact.progress import Report, reporting

# What the profiles of the networks change of the material.
TEST_FRAMES = {"quick": 40}  # of each clip, from its middle
REDUCED_GRID = {"quick": 28, "standard": 28}  # of the runs 1.1 and 2.1 of heatmaps
# Experiments 1 and 2 of the thesis differ in the blur of heatmaps, which no smoother of
# coordinates sees, so 2 is not scored again.
_FRAME_STEPS = {1: 1, 3: 2}
# Also scored without any noise, as the runs 0.1 and 0.3: what DeciWatch would make of
# true frames.
CONTROL = "interpolation"


def material(profile: str) -> Iterator[tuple[str, KeypointSettings]]:
    """What the names of studies end in, such as '1.3' or '2.1,grid=28', and how."""
    frames = TEST_FRAMES.get(profile, 0)
    for shift in (0, 1, 2):
        for experiment, step in _FRAME_STEPS.items():
            yield (
                f"{shift}.{experiment}",
                KeypointSettings(
                    shift_scale=shift, frame_step=step, test_frames=frames
                ),
            )
        if shift and (grid := REDUCED_GRID.get(profile)):
            yield (
                f"{shift}.1,grid={grid}",
                KeypointSettings(shift_scale=shift, grid=grid, test_frames=frames),
            )


def score_smoothers(scoring: Scoring) -> list[Path]:
    """Writes the results of all smoothers and returns their paths.

    Raises:
        DataError: records that cannot be read, or too few windows.
    """
    keypoints = read_keypoint_set(scoring.records_dir, scoring.data)
    with reporting("scoring baselines") as report:
        return _scored(scoring, keypoints, report)


def _scored(scoring: Scoring, keypoints: KeypointSet, report: Report) -> list[Path]:
    paths, chosen = [], list(material(scoring.profile))
    total = sum(len(_smoothers(settings)) for _, settings in chosen)
    for run, settings in chosen:
        clips = on_grid(keypoints, settings.grid)
        windows = prepare_windows(clips.clips, settings)
        described = {
            "name": clips.name,
            "fingerprint": clips.fingerprint,
            "training_files": windows.training_files,
            **torso_spread(windows.test),
        }
        for name in _smoothers(settings):
            report(len(paths), total, f"{name}_{run}")
            started = time.monotonic()
            smoother = _ready(SMOOTHERS[name], windows, settings)
            path = scoring.save(
                f"{name}_{run}",
                started,
                protocol_flag=False,
                data=described,
                protocol=f"windows of {settings.window} frames",
                horizon_frames=(),
                label_ms=(),
                rate_hz=clips.rate_hz / settings.frame_step,
                errors=score_clips(windows.test, smoother.predict),
                windows=clip_rows(windows.test),
                reduced=_reduced(settings),
                excluded=windows.skipped,
                columns=COLUMNS,
            )
            paths.append(path)
            report(len(paths), total)
    return paths


def _smoothers(settings: KeypointSettings) -> Sequence[str]:
    return tuple(SMOOTHERS) if settings.shift_scale else (CONTROL,)


def _ready(
    smoother: Smoother, windows: KeypointWindows, settings: KeypointSettings
) -> Smoother:
    """Linear smoothers are fitted to the training windows."""
    if not isinstance(smoother, LinearSmoother):
        return smoother
    table = windows.train
    noisy, truth = (
        np.where(table.present[..., None], positions, np.nan)
        for positions in (table.inputs, table.targets)
    )
    frames = settings.frame_step * np.arange(settings.window)
    return smoother.fit(noisy, truth, table.first_rows[:, None] + frames)


def _reduced(settings: KeypointSettings) -> str:
    """'grid 28 instead of 56', as in the result of a network."""
    whole = KeypointSettings()
    pairs = (
        (name, getattr(settings, name), getattr(whole, name))
        for name in ("grid", "test_frames")
    )
    return ", ".join(f"{name} {a} instead of {b}" for name, a, b in pairs if a != b)
