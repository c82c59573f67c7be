"""Floating-point operations of a Spatio-Temporal Transformer, counted from shapes.

J joints, T frames, P numbers of a joint, D width, F feed-forward width. Matrix products
only, a multiplication and an addition each. All of them: that a causal network may
leave out half of its temporal scores is not credited.
"""

from benchmarks.machine import TRAINING
from stt.studies import Config


def attention(config: Config, kind: str, joints: int, frames: int) -> int:
    """One block of a layer, one window; `kind` is 'temporal' or 'spatial'."""
    tokens, width = joints * frames, config.width
    maps = 4 * 2 * tokens * width**2  # queries, keys, values, output
    seen = frames if kind == "temporal" else joints
    scores_and_context = 2 * (2 * tokens * seen * width)
    return maps + scores_and_context


def feed_forward(config: Config, joints: int, frames: int) -> int:
    """The two maps of a layer, one window."""
    return 2 * (2 * joints * frames * config.width * config.feed_forward)


def layers(config: Config, joints: int, frames: int) -> int:
    """The forward pass of one window through the layers alone."""
    blocks = sum(attention(config, kind, joints, frames) for kind in config.blocks)
    return config.layers * (blocks + feed_forward(config, joints, frames))


def network(config: Config, joints: int, per_joint: int) -> int:
    """The forward pass of one window.

    Args:
        config: of architecture 'spatio_temporal'.
        joints: J.
        per_joint: P.
    """
    embedding = 2 * joints * config.window * per_joint * config.width
    return layers(config, joints, config.window) + 2 * embedding  # and the output map


def training_step(config: Config, joints: int, per_joint: int) -> int:
    """Forward and backward pass of one batch."""
    return TRAINING * config.batch_size * network(config, joints, per_joint)
