"""Refuses settings that make no sense, before anything is built or written."""

from networks.attention import SCORES
from reenact.errors import SettingsError
from seq2seq.studies import Config

CHOICES = {
    "architecture": ("attention", "martinez", "erd", "lstm_3lr"),
    "score": SCORES,
    "output_inputs": ("all", "hidden"),
    "rotation_format": ("exponential_map", "quaternion"),
    "teacher_forcing_per": ("iteration", "step"),
    "loss": ("squared", "frame_angle"),
    "optimizer": ("sgd", "adam"),
}
_SMALLEST = {
    "hidden_units": 1,
    "layers": 1,
    "past_frames": 2,  # all but the last are encoded
    "future_frames": 1,
    "batch_size": 1,
    "steps": 1,
    "evaluate_every": 1,
}
_POSITIVE = ("learning_rate", "learning_rate_decay", "clip_norm")


def check(config: Config) -> None:
    """Raises a SettingsError that names the first field that cannot be used."""
    for name, choices in CHOICES.items():
        _expect(
            config, name, f"one of {', '.join(choices)}", lambda v, c=choices: v in c
        )
    for name, least in _SMALLEST.items():
        _expect(config, name, f"at least {least}", lambda v, least=least: v >= least)
    for name in _POSITIVE:
        _expect(config, name, "more than 0", lambda v: v > 0)
    _expect(config, "teacher_forcing_ratio", "0 to 1", lambda v: 0 <= v <= 1)
    _expect(config, "dropout", "0 to below 1", lambda v: 0 <= v < 1)
    _expect(config, "learning_rate_steps", "at least one step", _ascending)
    _expect(config, "noise_steps", "ascending steps", lambda v: not v or _ascending(v))
    levels = len(config.noise_steps)
    _expect(config, "noise_levels", f"{levels} numbers", lambda v: len(v) == levels)


def _ascending(steps: tuple) -> bool:
    return (
        len(steps) > 0
        and all(type(step) is int and step > 0 for step in steps)
        and list(steps) == sorted(set(steps))
    )


def _expect(config: Config, name: str, expected: str, holds) -> None:
    value = getattr(config, name)
    if not holds(value):
        raise SettingsError(f"expected {name} of {expected}, found {value!r}")
