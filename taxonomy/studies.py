"""Every setting of the taxonomy family: published values, studies and profiles.

"fairmotion" is the motion prediction task of that library (Gopinath and Won 2020),
whose five networks these are; "the report" is "Human Motion Prediction", which puts its
prior before the transformer (section 2.1, Figure 2).
"""

import dataclasses
from typing import Annotated, Literal

from data_prep.poses.formats import RotationFormat
from evaluation.poses.horizons import FUTURE_FRAMES, PAST_FRAMES
from training.settings import (
    Count,
    Limits,
    Positive,
    PositiveOrZero,
    Share,
    expect,
    reading,
    within,
)

_NOT_SAID = "ours; the report does not say"


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One study. The defaults are fairmotion's, its transformer's where they differ.

    Where its code does something else than it means, the defaults do what it means;
    `AS_PUBLISHED` does what the code does.
    """

    # architecture: of `networks.encoder_decoders`, or 'rnn'
    architecture: Literal[
        "transformer", "transformer_encoder", "seq2seq", "tied_seq2seq", "rnn"
    ] = "transformer"
    width: Count = 1024  # of all layers
    layers: Count = reading(1, "fairmotion")  # of transformers
    heads: Count = reading(4, "fairmotion")  # of attention
    dropout: Share = 0.5  # of transformers, and of the past that the 'rnn' reads
    # Networks predict changes to the frame that they read.
    residual: bool = reading(False, "fairmotion: none; True: ours")
    # That the network sees, and that it learns to predict in one go.
    past_frames: Annotated[int, within(2, PAST_FRAMES)] = reading(120, "fairmotion")
    # That training predicts.
    future_frames: Annotated[int, within(1, FUTURE_FRAMES)] = reading(24, "fairmotion")

    # the prior
    taxonomy_prior: bool = False  # a gate of emulated codes before the network
    # Of the prior.
    code_units: Count = reading(18, "report; its source's example of a code: 17")
    # Tokens: what is decoded as well.
    prior_applies_to: Literal["source", "source_and_tokens"] = reading(
        "source", 'ours, after the report\'s words "the input is fed"'
    )
    # The last frame.
    prior_first_token: Literal["raw", "augmented"] = reading("raw", _NOT_SAID)
    prior_residual: bool = reading(False, _NOT_SAID)  # adds the input to the product
    # Of the prior's output.
    gate_activation: Literal["none", "sigmoid"] = reading("none", _NOT_SAID)

    # where fairmotion's code does otherwise, each with the one network it concerns
    one_frame_late: bool = False  # transformer: forecasts begin with the last frame
    # LSTM decoders: what they start from in training; 'true_frame' is the answer.
    first_token: Literal["last_observed", "true_frame"] = "last_observed"
    attend_over: Literal["time", "batch"] = "time"  # transformer_encoder
    # rnn: what it reads after the first frame of the past.
    warm_up: Literal["observed", "own_output"] = "observed"

    # data
    rotation_format: RotationFormat = reading(
        "axis_angle", "report: unless stated; fairmotion offers others"
    )  # of joints, as networks see them
    # Which windows train and are scored: 'fairmotion', 'eth' (random ones train), or
    # fairmotion's on its own data and those of CMU there.
    protocol: Literal["by_data", "eth", "fairmotion"] = reading(
        "by_data", "fairmotion on its own data; on others ours"
    )
    mirror: bool = False  # adds left-right mirrored training sequences

    # training
    # See taxonomy.optimisation.
    optimizer: Literal["adam", "sgd", "noam"] = reading(
        "adam", "ours; report: none named; fairmotion's default: 'sgd'"
    )
    learning_rate: Positive = 1e-4  # not of 'noam'; fairmotion's for 'sgd' is 0.1
    clip_norm: PositiveOrZero = 1.0  # 0: none
    batch_size: Count = 64  # windows a step
    epochs: Count = 100  # of training
    steps_per_epoch: Count = 949  # all training windows of the published data


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


def check_together(config: Config) -> None:
    """Raises a SettingsError where settings do not fit each other."""
    if config.architecture.startswith("transformer"):
        expected = f"a divisor of the width {config.width}"
        expect(config.width % config.heads == 0, "heads", expected, config.heads)
    for name in departures(config):
        networks = _DEPARTURES[name]
        known = config.architecture in networks
        expected = f"one of {', '.join(networks)} for this {name}"
        expect(known, "architecture", expected, config.architecture)


_change = dataclasses.replace
_TRANSFORMER = Config()

_NETWORKS = {
    "transformer": _TRANSFORMER,
    # Transformer encoder, LSTM decoder.
    "transformer_encoder": _change(_TRANSFORMER, architecture="transformer_encoder"),
    "seq2seq": _change(_TRANSFORMER, architecture="seq2seq"),
    # One LSTM reads and writes; fairmotion's cannot run.
    "tied_seq2seq": _change(_TRANSFORMER, architecture="tied_seq2seq"),
    # One LSTM that learns to predict every frame after the first.
    "rnn": _change(_TRANSFORMER, architecture="rnn", dropout=0.1),
}

STUDIES: dict[str, Config] = {
    f"{name}{ending}": _change(config, taxonomy_prior=prior)
    for name, config in _NETWORKS.items()
    for ending, prior in (("", False), ("_taxonomy", True))
}

# Clipping is called after the step, where it has no effect.
_PUBLISHED = {
    "transformer": {"one_frame_late": True},
    "transformer_encoder": {"attend_over": "batch", "first_token": "true_frame"},
    "seq2seq": {"first_token": "true_frame"},
    "rnn": {"warm_up": "own_output"},
}
AS_PUBLISHED: dict[str, Config] = {
    f"{name}_as_published": _change(
        config, clip_norm=0.0, **_PUBLISHED[config.architecture]
    )
    for name, config in STUDIES.items()
    if config.architecture in _PUBLISHED
}
ALL_STUDIES = {**STUDIES, **AS_PUBLISHED}
DEFAULT = tuple(STUDIES)  # what --study=all means

# How tables name studies, in their order: each network, then behind the prior.
_NETWORKS = {
    "transformer": "Transformer",
    "transformer_encoder": "Transformer encoder, LSTM decoder",
    "seq2seq": "LSTM encoder and decoder",
    "tied_seq2seq": "LSTM encoder and decoder, tied",
    "rnn": "One LSTM",
}
LABELS: dict[str, str] = {
    f"{study}{ending}": f"{name}{words}"
    for study, name in _NETWORKS.items()
    for ending, words in (("", ""), ("_taxonomy", ", motion taxonomy"))
}
# fairmotion's code as it stands; its tied network cannot run.
AS_PUBLISHED_LABELS: dict[str, str] = {
    f"{study}_as_published": f"{name}, as published"
    for study, name in LABELS.items()
    if not study.startswith("tied")
}


def label(study: str) -> str:
    """How tables name a study; one that is not known by its key."""
    return {**LABELS, **AS_PUBLISHED_LABELS}.get(study, study)


# A profile changes settings and nothing else.
_REDUCED = {"dropout": 0.1, "learning_rate": 1e-3, "mirror": True}

PROFILES: dict[str, dict[str, dict]] = {
    "quick": {
        "*": {
            **_REDUCED,
            "width": 32,
            "batch_size": 16,
            "epochs": 5,
            "steps_per_epoch": 10,
        }
    },
    "standard": {
        "*": {
            **_REDUCED,
            "width": 128,
            "batch_size": 32,
            "epochs": 50,
            "steps_per_epoch": 20,
        }
    },
    "paper": {},
}
