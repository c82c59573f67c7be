"""The Spatio-Temporal Transformer (Aksan et al. 2021, section 3).

J joints, B batch, T frames of a window, P numbers of a joint, D width. Inside,
sequences are (J, B, T, D), so that the maps of all joints are one batched product.

Every joint of every frame becomes a vector of its own. A layer attends twice to the
same input, in time and among joints, adds the two, and feeds the sum forward; a last
map gives the change to the next frame.
"""

import keras
import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from motion.body_joints import BODY_JOINTS
from motion.skeleton import SMPL, Skeleton
from networks.dropout import Dropout
from networks.layer_norm import EPSILON, SampleNormalisation
from networks.positions import sinusoids
from stt.flat_convolution import FlatConvolution
from stt.forecaster import Forecaster
from stt.joint_relation import JointRelation, relation
from stt.layers import JointMaps, SpatialAttention, TemporalAttention
from stt.studies import Config


def build(
    config: Config, skeleton: Skeleton = SMPL, features: PoseFeatures | None = None
) -> Forecaster:
    """The network of a study with fresh weights.

    Args:
        config: of a study.
        skeleton: must be SMPL's, of which the network sees 15 joints.
        features: from the training recordings; None: nothing is normalised.

    Raises:
        ValueError: another skeleton.
    """
    if skeleton is not SMPL:
        raise ValueError(f"expected the skeleton {SMPL.name}, received {skeleton.name}")
    networks = {
        "spatio_temporal": SpatioTemporalTransformer,
        "flat_convolution": FlatConvolution,
    }
    features = features or PoseFeatures.plain(config.rotation_format)
    model = networks[config.architecture](config, features)
    model(np.zeros((1, config.window, features.width), "float32"))
    return model


def predict(model: Forecaster, past: np.ndarray, frames: int) -> np.ndarray:
    """Forecasts rotations.

    Args:
        model: from `build`, trained.
        past: (N, S, 15, 3, 3) rotation matrices of `motion.body_joints`, S at least the
            window of the network.
        frames: how many to predict, at 60 Hz.

    Returns:
        (N, frames, 15, 3, 3) float32; not projected: not exactly rotations.

    Raises:
        ValueError: too few past frames.
    """
    return model.forecast(past, frames)


def normalisation(over: str):
    """The layer for `Config.norm_over`."""
    if over == "sample":
        return SampleNormalisation()
    return keras.layers.LayerNormalization(epsilon=EPSILON)


class AttentionLayer(keras.layers.Layer):
    """One layer: two attentions side by side, their sum fed forward (paper, Fig. 2).

    Call: (J, B, T, D), bias of spatial logits (J, J) or None -> (J, B, T, D).
    """

    def __init__(self, config: Config, **kwargs):
        super().__init__(**kwargs)
        self.attentions = [
            TemporalAttention(config.width, config.temporal_heads, config.temporal)
            if kind == "temporal"
            else SpatialAttention(config.width, config.spatial_heads, config.spatial)
            for kind in config.blocks
        ]
        self.attention_norms = [normalisation(config.norm_over) for _ in config.blocks]
        self.widened = JointMaps(config.feed_forward, name="widened")
        self.narrowed = JointMaps(config.width, name="narrowed")
        self.forward_norm = normalisation(config.norm_over)
        self.dropout = Dropout(config.dropout)

    def call(self, x, spatial_bias=None, training=False):
        first, second = (
            norm(self.dropout(attention(x, spatial_bias), training=training) + x)
            for attention, norm in zip(
                self.attentions, self.attention_norms, strict=True
            )
        )
        attended = first + second
        forward = self.narrowed(ops.relu(self.widened(attended)))
        forward = self.dropout(forward, training=training)
        return self.forward_norm(forward + attended)


@keras.saving.register_keras_serializable("reenact")
class SpatioTemporalTransformer(Forecaster):
    """The network of studies 01 to 13; inputs and outputs as `Forecaster` says."""

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        super().__init__(config, features, **kwargs)
        self.embedding = JointMaps(config.width, name="embedding")
        self.positions = sinusoids(config.window, config.width)
        self.relation = self.spatial_bias = None
        if config.joint_relation == "attention_bias":
            self.spatial_bias = relation(config.pelvis_edges)
        elif config.joint_relation != "none":
            self.relation = JointRelation(config.joint_relation, config.pelvis_edges)
        self.dropout = Dropout(config.dropout)
        self.attention_layers = [
            AttentionLayer(config, name=f"layer_{number}")
            for number in range(config.layers)
        ]
        self.output_map = JointMaps(features.per_joint, name="output")

    def change(self, x, training):
        joints, _, frames = len(BODY_JOINTS), *x.shape[:2]
        x = ops.reshape(x, (-1, frames, joints, self.features.per_joint))
        x = self.embedding(ops.transpose(x, (2, 0, 1, 3)))  # (J, B, T, D)
        if self.config.positional_encoding:
            x = x + ops.cast(self.positions[:frames], x.dtype)
        if self.relation is not None:
            x = self.relation(x)
        x = self.dropout(x, training=training)
        bias = self.spatial_bias
        bias = None if bias is None else ops.cast(bias, x.dtype)
        for layer in self.attention_layers:
            x = layer(x, bias, training=training)
        y = ops.transpose(self.output_map(x), (1, 2, 0, 3))
        return ops.reshape(y, (-1, frames, joints * self.features.per_joint))
