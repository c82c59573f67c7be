"""What a finished run of this family is asked for; see `training.trained_runs`.

B windows, T frames of one, G cells of the grid, K = 25 keypoints.
"""

import dataclasses
from pathlib import Path

import numpy as np
from keras import ops

from motion.keypoints import TARGET
from networks.configured_model import ConfiguredModel
from smoothing.data import prepare
from smoothing.model import encode, predict
from smoothing.studies import TARGET_BLUR
from training.export.signature import Arrays, ExportSignature, Port
from training.trained_runs import Inference, TrainedRun, check_data

WINDOWS = 8  # that an exported file is tried on


def _past_frames(model: ConfiguredModel) -> int:
    return model.config.window


def _export_signature(run: TrainedRun) -> ExportSignature:
    """Heatmaps to heatmaps, or for DeciWatch positions to positions."""
    model, config = run.model, run.model.config
    facts = {
        "rate_hz": run.record.rate_hz,
        "units": "cells of the grid",
        "grid": config.grid,
        "keypoints": list(TARGET),
        "inside": {},
    }
    if config.architecture == "deciwatch":
        return _served(model, "positions", (len(TARGET), 2), *_POSITIONS, facts)
    shape = (config.grid, config.grid, len(TARGET))
    return _served(model, "heatmaps", shape, *_HEATMAPS, facts)


_POSITIONS = (
    "frames of a window; keypoints; x to the right and y down in cells, both 0 where "
    "a keypoint is missing",
    "the same frames, smoothed; of all keypoints, missing or not",
)
_HEATMAPS = (
    "frames of a window; rows; columns; keypoints: impulses of 255 after a Gaussian "
    "filter, zeros where a keypoint is missing",
    "the same frames, smoothed; a keypoint is where its heatmap is highest; blur of "
    f"the targets: {TARGET_BLUR} cells",
)


def _served(model, name, shape, given, found, facts) -> ExportSignature:
    shape = (model.config.window, *shape)

    def function(inputs):
        x = inputs[name]
        if name == "heatmaps":
            return {"smoothed": model(x)}
        frames, keypoints, _ = shape
        rows_first = ops.reshape(ops.flip(x, axis=-1), (-1, frames, 2 * keypoints))
        y = ops.reshape(model(rows_first)[:, :frames], (-1, *shape))
        return {"smoothed": ops.flip(y, axis=-1)}

    def in_keras(inputs: Arrays) -> dict[str, np.ndarray]:
        x = np.asarray(inputs[name])
        if name == "heatmaps":
            return {"smoothed": model.predict_on_batch(x)}
        flat = x[..., ::-1].reshape(*x.shape[:2], -1)
        found = model.predict_on_batch(flat)[:, : shape[0]]
        return {"smoothed": found.reshape(x.shape)[..., ::-1]}

    inputs, outputs = {name: Port(shape, given)}, {"smoothed": Port(shape, found)}
    return ExportSignature(function, inputs, outputs, in_keras, facts)


def _test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    """The middle windows of the first test clips."""
    config = run.model.config
    data = run.record.data["name"]
    # Other cameras than the first only train.
    seen = dataclasses.replace(config, cameras=1)
    material = prepare(seen, records_dir, data, data_dir)
    check_data(run, material.fingerprint, records_dir)
    windows = []
    for clip in material.windows.test[:WINDOWS]:
        noisy = clip.noisy
        middle = noisy.frames[len(noisy.starts) // 2]
        windows.append(encode(config, noisy, middle[None]))
    found = np.concatenate(windows)
    if config.architecture != "deciwatch":
        return {"heatmaps": found}
    positions = found.reshape(*found.shape[:2], len(TARGET), 2)[..., ::-1]
    return {"positions": np.ascontiguousarray(positions)}


INFERENCE = Inference(
    model=ConfiguredModel,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=_test_inputs,
)
