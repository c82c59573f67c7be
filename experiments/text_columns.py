"""A motion of any skeleton as the exponential-map text that a network reads.

J joints of the motion's skeleton, C columns: root translation in the text's unit, then
minus the rotation vector of each joint of the skeleton of the text.
"""

import numpy as np

from data_prep.datasets import DATASETS
from motion.h36m_angles import columns_to_rotations
from motion.joint_matching import path_to
from motion.motion import Motion
from motion.rest_pose import known_skeleton
from motion.retarget import BodyMap
from motion.rotations import (
    matrix_to_rotvec,
    rotvec_to_matrix,
    unwrap_rotation_vectors,
)
from motion.skeleton import SKELETONS
from seq2seq.features import Features
from training.trained_runs import TrainedRun


class TextColumns:
    """A motion as a network of columns was trained on it, and back.

    The network sees where the body is and how it faces, which says nothing about how it
    goes on. So every motion ends facing z at the middle of the training recordings.

    Args:
        run: that reads columns.
        body_map: of the motion's skeleton.
    """

    def __init__(self, run: TrainedRun, body_map: BodyMap):
        dataset = DATASETS[run.record.data["name"]]
        self.skeleton = SKELETONS[dataset.skeleton]
        self.is_path = dataset.root_kind == "absolute"
        self.body_map = body_map
        self.own_map = BodyMap.of(self.skeleton)
        features = run.model.features
        mean = np.zeros((1, 1, features.width), np.float32)
        self.mean = features.decode(mean)[0, 0].astype(np.float64)  # (C,)
        # Where the file has the skeleton itself, (our, its) joints that may turn.
        self.shared = []
        if known_skeleton(body_map.skeleton) == self.skeleton.name:
            self.shared = self._shared_joints(features)

    def of(self, past: Motion) -> np.ndarray:
        """(frames, C) float32."""
        # Joints that the motion does not have are as they are on average.
        still = rotvec_to_matrix(columns_to_rotations(self.mean, self.skeleton)[0])
        if self.shared:
            rotations = np.tile(still, (len(past), 1, 1, 1))
            ours, theirs = np.array(self.shared).T
            rotations[:, ours] = past.rotations[:, theirs]
        else:
            body = self.body_map.to_body(past.rotations)
            rotations = self.own_map.from_body(body, still)
        vectors = -unwrap_rotation_vectors(matrix_to_rotvec(rotations))
        vectors = vectors.reshape(len(past), -1)
        columns = np.concatenate([np.zeros((len(past), 3)), vectors], axis=1)
        columns[:, :6] = self._root(past) if self.is_path else self.mean[:6]
        return columns.astype(np.float32)

    def to_rotations(self, columns: np.ndarray, held: np.ndarray) -> np.ndarray:
        """(T, J, 3, 3) of the motion's own skeleton, others as `held` (J, 3, 3)."""
        vectors, _ = columns_to_rotations(columns, self.skeleton)
        rotations = rotvec_to_matrix(vectors)
        if not self.shared:
            return self.body_map.from_body(self.own_map.to_body(rotations), held)
        found = np.broadcast_to(held, (len(columns), *held.shape)).copy()
        ours, theirs = np.array(self.shared).T
        found[:, theirs] = rotations[:, ours]
        return found

    def _shared_joints(self, features: Features) -> list[tuple[int, int]]:
        width = 4 if features.rotation_format == "quaternion" else 3
        turning = {(column - 3) // width for column in features.statistics.used}
        names = self.body_map.skeleton.joint_names
        return [
            (joint, names.index(name))
            for joint, name in enumerate(self.skeleton.joint_names)
            if joint in turning - {0} and name in names
        ]

    def _root(self, past: Motion) -> np.ndarray:
        """(frames, 6): place in file units, and minus the rotation vector."""
        room, turned = self.body_map.room, np.eye(3)
        for joint in path_to(past.skeleton, self.body_map.pelvis):
            turned = turned @ past.rotations[:, joint]
        turned = room @ turned @ room.T
        x, _, z = turned[-1] @ (0, 0, 1)
        ahead = rotvec_to_matrix(np.array([0, -np.arctan2(x, z), 0]))
        path = past.root_m @ (ahead @ room).T / self.skeleton.text_unit_m
        vectors = -matrix_to_rotvec(ahead @ turned)
        return np.concatenate([path - path[-1] + self.mean[:3], vectors], axis=1)
