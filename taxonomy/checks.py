"""Refuses settings that make no sense, before anything is read or written."""

from data_prep.poses.formats import WIDTHS
from evaluation.poses.horizons import FUTURE_FRAMES, PAST_FRAMES
from networks.encoder_decoders import ENCODER_DECODERS
from networks.taxonomy_prior import ACTIVATIONS
from taxonomy.optimisation import OPTIMIZERS
from taxonomy.studies import Config
from training.settings import check_choices, check_least, expect

CHOICES = {
    "architecture": (*ENCODER_DECODERS, "rnn"),
    "prior_applies_to": ("source", "source_and_tokens"),
    "prior_first_token": ("raw", "augmented"),
    "gate_activation": ACTIVATIONS,
    "first_token": ("last_observed", "true_frame"),
    "attend_over": ("time", "batch"),
    "warm_up": ("observed", "own_output"),
    "rotation_format": tuple(WIDTHS),
    "protocol": ("by_data", "eth", "fairmotion"),
    "optimizer": OPTIMIZERS,
}
_SMALLEST = {
    **dict.fromkeys(("width", "layers", "heads", "code_units"), 1),
    **dict.fromkeys(("batch_size", "epochs", "steps_per_epoch"), 1),
    **dict.fromkeys(("clip_norm", "patience", "max_seconds"), 0),
}
# The networks that a departure of fairmotion's code concerns.
_DEPARTURES = {
    "one_frame_late": ("transformer",),
    "first_token": ("transformer_encoder", "seq2seq", "tied_seq2seq"),
    "attend_over": ("transformer_encoder",),
    "warm_up": ("rnn",),
}


def departures(config: Config) -> list[str]:
    """Which of the settings do as fairmotion's code does instead of what it means."""
    default = Config()
    return [
        name for name in _DEPARTURES if getattr(config, name) != getattr(default, name)
    ]


def check(config: Config) -> None:
    """Raises a SettingsError that names the first field that cannot be used."""
    check_choices(config, CHOICES)
    check_least(config, _SMALLEST)
    for name, least, most in (
        ("past_frames", 2, PAST_FRAMES),  # the 'rnn' learns from the first to the last
        ("future_frames", 1, FUTURE_FRAMES),
    ):
        value = getattr(config, name)
        expect(least <= value <= most, name, f"{least} to {most}", value)
    rate = config.learning_rate
    expect(rate > 0, "learning_rate", "more than 0", rate)
    expect(0 <= config.dropout < 1, "dropout", "0 to below 1", config.dropout)
    if config.architecture.startswith("transformer"):
        expected = f"a divisor of the width {config.width}"
        expect(config.width % config.heads == 0, "heads", expected, config.heads)
    for name in departures(config):
        networks = _DEPARTURES[name]
        known = config.architecture in networks
        expected = f"one of {', '.join(networks)} for this {name}"
        expect(known, "architecture", expected, config.architecture)
