"""What the families that forecast rotations have in common when they are exported.

N windows, S past and T future frames at 60 Hz, J = 15 body joints.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from data_prep.poses.pose_set import POSE_RATE_HZ, read_pose_set
from evaluation.poses.windows import ScoredPoses
from motion.body_joints import BODY_JOINTS, BODY_PARENTS
from training.export.signature import Arrays, ExportSignature, Port
from training.trained_runs import TrainedRun, check_data

SHOWN = 8  # windows that an exported file is tried on


def served_poses(
    run: TrainedRun,
    frames: int,
    function: Callable[[Mapping[str, Any]], dict[str, Any]],
    predict: Callable[[Arrays], np.ndarray] | None = None,
    noise: Mapping[str, Port] | None = None,
) -> ExportSignature:
    """A forecaster of rotations as it is exported.

    Args:
        run: of such a family.
        frames: T.
        function: {'past': (B, S, J, 3, 3), ...} -> {'future': (B, T, J, 3, 3)}.
        predict: the same of arrays; None: the family's.
        noise: further inputs.
    """
    features = run.model.features
    matrices = "rotation matrices for column vectors, each relative to its parent joint"
    exact = features.rotation_format != "rotation_matrix"
    projection = "" if exact else "; not exactly rotations: project them"

    def of_the_family(inputs: Arrays) -> np.ndarray:
        return run.inference.predict(run.model, inputs["past"], frames)

    return ExportSignature(
        function=function,
        inputs={
            "past": Port(
                (run.past_frames, len(BODY_JOINTS), 3, 3),
                f"observed frames, oldest first; joints; {matrices}",
            ),
            **(noise or {}),
        },
        outputs={
            "future": Port(
                (frames, len(BODY_JOINTS), 3, 3),
                f"the frames that follow; joints; {matrices}{projection}",
            )
        },
        predict=lambda inputs: {"future": (predict or of_the_family)(inputs)},
        facts={
            "rate_hz": POSE_RATE_HZ,
            "units": "none: entries of matrices, the identity in a T-pose",
            "joints": list(BODY_JOINTS),
            "parents": list(BODY_PARENTS),
            "inside": features.to_config(),
        },
    )


def past_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    """For `Inference.test_inputs` of what reads nothing but the past.

    Raises:
        DataError: as `scored_past`.
    """
    return {"past": scored_past(run, records_dir)}


def scored_past(run: TrainedRun, records_dir: Path) -> np.ndarray:
    """The past of a few test windows, spread over all: (N, S, J, 3, 3).

    Raises:
        DataError: records that cannot be read, or others than those of the run.
    """
    poses = read_pose_set(records_dir, run.record.data["name"])
    check_data(run, poses.fingerprint, records_dir)
    past = ScoredPoses.cut(poses.test, run.record.protocol).past
    rows = np.unique(np.linspace(0, len(past) - 1, SHOWN).astype(int))
    return past[rows, -run.past_frames :]
