"""Floating-point operations of the smoothing networks, counted from shapes.

T frames, G rows and columns, K keypoints, D width, S sampled frames. Convolutions and
matrix products only, a multiplication and an addition each, zeros around the picture
counted with it.
"""

from benchmarks.machine import TRAINING
from motion.keypoints import TARGET
from smoothing.studies import Config

_KEYPOINTS = len(TARGET)


def conv3d(config: Config) -> int:
    """The forward pass of one window: 5 frames, rows and columns."""
    return 2 * 5**3 * _KEYPOINTS**2 * config.window * config.grid**2


def conv_lstm(config: Config) -> int:
    """The forward pass of one window of Model S or C, both directions.

    That the first frame has no state, and needs no product with it, is not credited.
    """
    keypoints, filters = _KEYPOINTS, config.filters
    cell = 8 * 9 * keypoints**2
    head = 9 * (keypoints * filters + 2 * filters**2)
    last = filters**2 + filters * keypoints  # of each direction in Model S
    if config.architecture == "convlstm_c":
        last = (2 * filters * filters + filters * keypoints) / 2
    pixel = 2 * (cell + head + last)
    return round(2 * pixel * config.window * config.grid**2)


def deciwatch(config: Config) -> int:
    """The forward pass of one window of the thesis's variant."""
    frames, coordinates, width = config.window, 2 * _KEYPOINTS, config.width
    sampled = (frames - 1) // config.sample_rate + 1
    fed_forward = 2 * width * config.feed_forward

    def attention(queries: int, keys: int) -> int:
        return 2 * width**2 * (queries + keys) + 2 * queries * keys * width

    encoder = attention(sampled, sampled) + sampled * fed_forward
    decoder = attention(frames, frames) + attention(frames, sampled)
    decoder += frames * fed_forward
    ends = coordinates * width * (2 * sampled + (5 + 1) * frames)
    return 2 * (config.layers * (encoder + decoder) + ends)


FORWARD = {
    "conv3d": conv3d,
    "deciwatch": deciwatch,
    "convlstm_s": conv_lstm,
    "convlstm_c": conv_lstm,
}


def forward(config: Config) -> int:
    """The forward pass of one batch."""
    return config.batch_size * FORWARD[config.architecture](config)


def training_step(config: Config) -> int:
    """Forward and backward pass of one batch."""
    return TRAINING * forward(config)
