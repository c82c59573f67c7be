"""What a finished run of this family is asked for; see `training.trained_runs`."""

from pathlib import Path

import numpy as np
from keras import ops

from evaluation.poses.horizons import FUTURE_FRAMES, PAST_FRAMES
from gan.model import Z_RANGE, WassersteinGan, predict
from networks.pose_tensors import around
from training.export.signature import Arrays, ExportSignature, Port
from training.poses.inference import scored_past, served_poses
from training.trained_runs import Inference, TrainedRun


def _past_frames(model: WassersteinGan) -> int:
    return PAST_FRAMES


def _export_signature(run: TrainedRun) -> ExportSignature:
    """With the noise of generators that draw any as further inputs."""
    model = run.model

    def forecast(past, tokens=None, z=None):
        y = model.generator(past, tokens, z, frames=FUTURE_FRAMES)
        return ops.cast(y, "float32")

    def forecast_after(inputs: Arrays) -> np.ndarray:
        noise = {name: each for name, each in inputs.items() if name != "past"}
        found = forecast(model.features.encode(inputs["past"]), **noise)
        return model.features.decode(ops.convert_to_numpy(found))

    noise = {
        name: Port(
            shape, f"noise, uniform from {low} to {high}: draw it anew each time"
        )
        for name, (shape, low, high) in _noise(model).items()
    }
    # Without noise, what the scores were made by.
    predicted = forecast_after if noise else None
    function = around(model.features, forecast)
    return served_poses(run, FUTURE_FRAMES, function, predicted, noise)


def _test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    past, random = scored_past(run, records_dir), np.random.default_rng(0)
    noise = {
        name: random.uniform(low, high, (len(past), *shape)).astype(np.float32)
        for name, (shape, low, high) in _noise(run.model).items()
    }
    return {"past": past, **noise}


def _noise(model: WassersteinGan) -> dict[str, tuple[tuple[int, ...], float, float]]:
    """What `WassersteinGan.generate` draws: shape without the batch, range."""
    drawn = {}
    if model.config.seed == "generator":
        drawn["tokens"] = (FUTURE_FRAMES, model.features.width), 0.0, 1.0
    if model.config.z_units:
        drawn["z"] = (model.config.z_units,), -Z_RANGE, Z_RANGE
    return drawn


INFERENCE = Inference(
    model=WassersteinGan,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=_test_inputs,
)
