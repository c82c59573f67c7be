"""What a finished run of this family is asked for; see `training.trained_runs`.

B windows, S past and T future frames, C text columns, D features, A actions.
"""

from pathlib import Path

import numpy as np
from keras import ops

from data_prep.datasets import DATASETS
from data_prep.manifest import read_manifest
from data_prep.records import read_clips, read_statistics
from evaluation.angles.horizons import FUTURE_FRAMES
from evaluation.angles.windows import ScoredWindows
from motion.skeleton import SKELETONS
from networks.loops import without_lists
from seq2seq.feature_tensors import decode, encode
from seq2seq.forecaster import Forecaster
from seq2seq.model import predict
from training.export.signature import Arrays, ExportSignature, Port
from training.trained_runs import Inference, TrainedRun, check_data


def _past_frames(model: Forecaster) -> int:
    return model.config.past_frames


def _export_signature(run: TrainedRun) -> ExportSignature:
    """With the one-hot action as an input of models that know it."""
    model, features = run.model, run.model.features
    skeleton = SKELETONS[DATASETS[run.record.data["name"]].skeleton]
    columns = 3 + 3 * skeleton.joint_count

    def function(inputs):
        past = encode(features, inputs["past"], inputs.get("action"))
        nothing = ops.zeros_like(past[:, -1:]) + ops.zeros((1, FUTURE_FRAMES, 1))
        batch = {"past": past, "future": nothing, "forced": nothing[..., 0]}
        with without_lists():
            found = model(batch)[:, -FUTURE_FRAMES:]
        return {"future": decode(features, found)}

    inputs = {
        "past": Port(
            (_past_frames(model), columns),
            "observed frames, oldest first; exponential-map text columns: translation "
            "of the root, then minus the rotation vector of each joint, in radians",
        )
    }
    if features.actions:
        inputs["action"] = Port((len(features.actions),), "1 for the action, else 0")
    return ExportSignature(
        function=function,
        inputs=inputs,
        outputs={"future": Port((FUTURE_FRAMES, columns), "the frames that follow")},
        predict=lambda arrays: {"future": _predict(model, arrays)},
        facts={
            "rate_hz": run.record.rate_hz,
            "units": f"radians; translations in {skeleton.text_unit_m} m",
            "joints": list(skeleton.joint_names),
            "parents": list(skeleton.parents),
            "inside": features.to_config(),
        },
    )


def _test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    """The first window of each action."""
    dataset = run.record.data["name"]
    directory, model = Path(records_dir) / dataset, run.model
    check_data(run, read_manifest(directory)["fingerprint"], records_dir)
    known = model.features.actions
    clips = [
        clip
        for clip in read_clips(directory, "test")
        if clip.action in run.record.windows
    ]
    windows = ScoredWindows.cut(
        dataset, clips, read_statistics(directory), run.record.protocol
    ).columns
    past = [each[0, : _past_frames(model)] for each in windows.values()]
    inputs = {"past": np.stack(past)}
    if known:
        rows = [known.index(action) for action in windows]
        inputs["action"] = np.eye(len(known), dtype=np.float32)[rows]
    return inputs


def _predict(model: Forecaster, inputs: Arrays) -> np.ndarray:
    actions = None
    if "action" in inputs:
        actions = [model.features.actions[n] for n in inputs["action"].argmax(axis=1)]
    return predict(model, inputs["past"], FUTURE_FRAMES, actions)


INFERENCE = Inference(
    model=Forecaster,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=_test_inputs,
)
