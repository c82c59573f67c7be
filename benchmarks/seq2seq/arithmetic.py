"""Floating-point operations of a training step, counted from shapes.

B batch, S past frames, T future frames, D frame width, H units. Matrix products only, a
multiplication and an addition each; everything else is less than one percent.
"""

from benchmarks.machine import TRAINING
from seq2seq.studies import Config


def gru_frame(width: int, units: int) -> int:
    """One sequence, one frame: three gates, each from input and state."""
    return 2 * (width + units) * 3 * units


def forecast(config: Config, width: int) -> int:
    """The forward pass of one window.

    Args:
        config: of architecture 'martinez' or 'attention'.
        width: D.
    """
    units, read = config.hidden_units, config.past_frames - 1
    upper_layers = (config.layers - 1) * gru_frame(units, units)
    encoder = gru_frame(width, units) + upper_layers
    if config.architecture == "martinez":
        step = encoder + 2 * units * width
        return read * encoder + config.future_frames * step
    seen = units if config.output_inputs == "hidden" else width + 2 * units
    scores_and_context = 2 * (2 * read * units)
    step = gru_frame(width + units, units) + upper_layers
    step += scores_and_context + 2 * seen * width
    keys = 2 * units * units
    directions = 2 if config.bidirectional else 1
    return read * (directions * encoder + keys) + config.future_frames * step


def training_step(config: Config, width: int) -> int:
    """Forward and backward pass of one batch."""
    return TRAINING * config.batch_size * forecast(config, width)
