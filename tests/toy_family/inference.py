"""How a trained model of the toy family predicts."""

from networks.pose_tensors import around
from toy_family.model import FRAMES, FadingMovement, predict
from training.poses.inference import past_inputs, served_poses
from training.trained_runs import Inference

INFERENCE = Inference(
    model=FadingMovement,
    past_frames=lambda model: model.config.past_frames,
    predict=predict,
    export_signature=lambda run: served_poses(
        run, FRAMES, around(run.model.features, run.model)
    ),
    test_inputs=past_inputs,
)
