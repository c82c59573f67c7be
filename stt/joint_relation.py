"""Studies 03 and 04: which joints are neighbours, and how an embedding is told."""

import keras
import numpy as np
from keras import ops

from motion.body_joints import BODY_PARENTS

READINGS = ("none", "learned", "neighbour_mean", "padded", "random", "attention_bias")


def relation(pelvis_edges: bool = True) -> np.ndarray:
    """(J, J) float32: 1 for a joint itself and its neighbours, 0 for others.

    The report gives the rule and no matrix. Hips and spine1 meet at the pelvis, which
    is not one of the joints; with `pelvis_edges` they are neighbours of each other.
    """
    joints = len(BODY_PARENTS)
    adjacent = np.eye(joints, dtype=np.float32)
    for joint, parent in enumerate(BODY_PARENTS):
        if parent >= 0:
            adjacent[joint, parent] = adjacent[parent, joint] = 1
    if pelvis_edges:
        at_pelvis = [joint for joint in range(joints) if BODY_PARENTS[joint] < 0]
        adjacent[np.ix_(at_pelvis, at_pelvis)] = 1
    return adjacent


class JointRelation(keras.layers.Layer):
    """Adds what is known of a joint's neighbours to its embedding.

    Readings: 'learned' adds R W with a learned (J, D) matrix W; 'random' keeps W as it
    was drawn; 'padded' adds the rows of R, filled up with zeros; 'neighbour_mean' adds
    the mean of the embeddings of a joint and its neighbours.
    Call: (J, B, T, D) -> (J, B, T, D).
    """

    def __init__(self, reading: str, pelvis_edges: bool, **kwargs):
        super().__init__(**kwargs)
        self.reading, self.matrix = reading, relation(pelvis_edges)

    def build(self, shape):
        joints, width = shape[0], shape[-1]
        if self.reading in ("learned", "random"):
            self.embedding = self.add_weight(
                name="embedding",
                shape=(joints, width),
                initializer="glorot_uniform",
                trainable=self.reading == "learned",
            )

    def call(self, x):
        matrix = ops.cast(self.matrix, x.dtype)
        joints, width = x.shape[0], x.shape[-1]
        if self.reading == "neighbour_mean":
            mean = matrix / ops.sum(matrix, axis=1, keepdims=True)
            mixed = ops.matmul(mean, ops.reshape(x, (joints, -1)))
            return x + ops.reshape(mixed, ops.shape(x))
        if self.reading == "padded":
            added = ops.pad(matrix, ((0, 0), (0, width - joints)))
        else:
            added = ops.matmul(matrix, ops.cast(self.embedding, x.dtype))
        return x + added[:, None, None, :]
