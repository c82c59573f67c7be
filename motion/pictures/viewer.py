"""Pictures of skeletons: a strip (PNG) and an animation (GIF), without a display.

The past is grey, the truth blue; every prediction has a colour of its own and the truth
as a faint shadow behind it. Left limbs are dark, right limbs light. All poses share one
scale and one fixed orthographic view, three quarters from the front, in which a body
that walks ahead walks to the right.
"""

import io
import os
import pathlib
import textwrap
from collections.abc import Mapping

import numpy as np
from PIL import Image

from motion.pictures.stick_figure_canvas import StickFigureCanvas, row_colours
from motion.skeleton import Skeleton

_VIEW_RADIANS = np.radians(35)  # from the body's right side towards its front
_PAST_POSES, _FUTURE_POSES = 4, 8
_MARGIN_M, _HEAD_ROOM_M = 0.1, 0.1  # heads are drawn larger than their bones
_STRIP_INCHES, _PANEL_INCHES = 13.0, 3.2  # width of a strip, height of a panel
_GIF_HZ = 25
_HOLD_MS = 800
_LABEL_LETTERS = 16


def skeleton_strip(
    past: np.ndarray,
    future_truth: np.ndarray,
    predictions: Mapping[str, np.ndarray],
    skeleton: Skeleton,
    rate_hz: float,
    path: str | os.PathLike | None = None,
) -> bytes:
    """Draws poses side by side in time, one row for the truth and each prediction.

    Poses are equally spaced in time and centred on the root; their height is kept.

    Args:
        past: joint positions (past frames, joints, 3) in metres, y up.
        future_truth: (future frames, joints, 3).
        predictions: label to (future frames, joints, 3).
        skeleton: whose bones are drawn.
        rate_hz: real frames per second, for the time labels.
        path: PNG file to write, if any.

    Returns:
        The PNG file's bytes.

    Raises:
        ValueError: if the positions disagree in shape or with the skeleton.
    """
    rows = _project(past, future_truth, predictions, skeleton)
    now = len(past) - 1
    shown = _equally_spaced(len(past), len(future_truth))
    for label, poses in rows.items():
        centred = poses[shown]
        centred[..., 0] -= centred[:, :1, 0]
        rows[label] = centred
    low, (slot, height) = _bounds(rows.values())
    columns = max(len(shown), _FUTURE_POSES)
    left = 0.12 * columns * slot  # room for the labels
    size = left + columns * slot, len(rows) * height
    stage = StickFigureCanvas(skeleton, size, _inches_per_m(size[0], height))
    for row, (label, poses) in enumerate(rows.items()):
        floor = size[1] - (row + 1) * height
        name = textwrap.fill(label, _LABEL_LETTERS)
        stage.label(0.9 * left, floor + height / 2, name, row)
        stage.ground(left, size[0], floor + _MARGIN_M)
        for column, frame in enumerate(shown):
            shift = (left + column * slot, floor) - low
            truth = rows["truth"][column]
            stage.frame(row, poses[column] + shift, truth + shift, frame > now)
    for column, frame in enumerate(shown):
        time = _time_label(frame - now, rate_hz)
        stage.text(left + (column + 0.5) * slot, size[1], time)
    stage.divider(left + np.count_nonzero(shown <= now) * slot)
    stage.legend(list(rows))
    return _save(stage.png(), path)


def animate(
    past: np.ndarray,
    future_truth: np.ndarray | None,
    predictions: Mapping[str, np.ndarray],
    skeleton: Skeleton,
    rate_hz: float,
    path: str | os.PathLike | None = None,
) -> bytes:
    """Draws the motion in real time, one panel for the truth and each prediction.

    Takes what `skeleton_strip` takes and returns a GIF file's bytes. Where nobody knows
    the truth it is None and has no panel. Bodies move through the room as their
    positions say. About 25 frames a second are shown: every n-th, n = rate_hz / 25
    rounded, up to the last one, which is held for a moment.
    """
    panels = _project(past, future_truth, predictions, skeleton)
    truth = panels.get("truth")
    first_row = int(truth is None)
    low, (width, height) = _bounds(panels.values())
    if width < height:  # a body on the spot: keep room for titles and legend
        low[0] -= (height - width) / 2
        width = height
    size = len(panels) * width, height
    stage = StickFigureCanvas(skeleton, size, _inches_per_m(size[0], height))
    for panel, label in enumerate(panels):
        start, end = panel * width + _MARGIN_M, (panel + 1) * width - _MARGIN_M
        stage.ground(start, end, _MARGIN_M)
        colour = row_colours(panel + first_row)[0]
        stage.text((start + end) / 2, height, label, colour)
    clock = stage.text(_MARGIN_M, height, "", ha="left")
    stage.legend(list(panels), first_row)
    step = max(1, round(rate_hz / _GIF_HZ))
    total, images = len(next(iter(panels.values()))), []
    for frame in range((total - 1) % step, total, step):
        ahead = frame - len(past) + 1
        clock.set_text(_time_label(ahead, rate_hz))
        drawn = []
        for panel, poses in enumerate(panels.values()):
            shift = (panel * width, 0) - low
            shadow = None if truth is None else truth[frame] + shift
            row, pose = panel + first_row, poses[frame] + shift
            drawn += stage.frame(row, pose, shadow, ahead > 0)
        images.append(Image.fromarray(stage.pixels()))
        for lines in drawn:
            lines.remove()
    return _save(_gif(images, 1000 * step / rate_hz), path)


def _project(past, future_truth, predictions, skeleton) -> dict[str, np.ndarray]:
    """All motions as seen: label to (past + future frames, joints, 2).

    The truth comes first, where it is known.
    """
    joints = skeleton.joint_count
    if past.ndim != 3 or past.shape[1:] != (joints, 3) or len(past) == 0:
        raise ValueError(f"past must be (frames, {joints}, 3), found {past.shape}")
    futures = {} if future_truth is None else {"truth": future_truth}
    futures |= {label.replace("_", " "): each for label, each in predictions.items()}
    view = _view(past[-1], skeleton)
    expected = (max(len(next(iter(futures.values()))), 1), joints, 3)
    for label, future in futures.items():
        if future.shape != expected:
            raise ValueError(f"{label} must be {expected}, found {future.shape}")
        futures[label] = np.concatenate([past, future]) @ view
    return futures


def _view(pose: np.ndarray, skeleton: Skeleton) -> np.ndarray:
    """(3, 2): from the room to the picture's right and up, by where the body faces."""
    left, right = np.array(skeleton.mirror_pairs).T
    across = (pose[left] - pose[right]).mean(axis=0)
    length = np.hypot(across[0], across[2])
    x, z = across[[0, 2]] / length if length > 1e-6 else (1.0, 0.0)
    across, ahead = np.array([x, 0, z]), np.array([-z, 0, x])
    rightwards = np.cos(_VIEW_RADIANS) * ahead + np.sin(_VIEW_RADIANS) * across
    return np.stack([rightwards, [0, 1, 0]], axis=1)


def _bounds(motions) -> tuple[np.ndarray, np.ndarray]:
    """Lower left corner and size of a box, in metres, that holds every pose."""
    points = np.concatenate([motion.reshape(-1, 2) for motion in motions])
    points = points[np.isfinite(points).all(axis=1)]  # a diverged model draws nothing
    low = points.min(axis=0) - _MARGIN_M
    high = points.max(axis=0) + _MARGIN_M
    high[1] += _HEAD_ROOM_M
    return low, high - low


def _inches_per_m(total_width_m: float, row_height_m: float) -> float:
    return min(_STRIP_INCHES / total_width_m, _PANEL_INCHES / row_height_m)


def _equally_spaced(past_frames: int, future_frames: int) -> np.ndarray:
    """Frames to show: a few up to the last observed one, then some of the future."""
    now = past_frames - 1
    step = max(1, future_frames // _FUTURE_POSES)
    before = min(_PAST_POSES - 1, now // step)
    after = min(_FUTURE_POSES, future_frames // step)
    return now + step * np.arange(-before, after + 1)


def _time_label(frames_ahead: int, rate_hz: float) -> str:
    return f"{1000 * frames_ahead / rate_hz:+.0f} ms" if frames_ahead else "0 ms"


def _gif(images: list[Image.Image], frame_ms: float) -> bytes:
    """One palette for all frames, so that colours do not flicker."""
    palette = images[-1].quantize(128, Image.Quantize.FASTOCTREE)
    frames = [image.quantize(palette=palette, dither=0) for image in images]
    times = [max(20, round(frame_ms / 10) * 10)] * len(frames)  # GIF counts in 10 ms
    times[-1] = _HOLD_MS
    stream = io.BytesIO()
    frames[0].save(
        stream,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=0,
    )
    return stream.getvalue()


def _save(data: bytes, path: str | os.PathLike | None) -> bytes:
    """Writes a file at once or not at all."""
    if path is not None:
        path = pathlib.Path(path)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    return data
