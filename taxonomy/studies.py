"""Every setting of the taxonomy family: published values, studies and profiles.

"fairmotion" is the motion prediction task of that library (Gopinath and Won 2020),
whose five networks these are; "the report" is "Human Motion Prediction", which puts its
prior before the transformer (section 2.1, Figure 2).
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Config:
    """One study. The defaults are fairmotion's, its transformer's where they differ.

    Where its code does something else than it means, the defaults do what it means;
    `AS_PUBLISHED` does what the code does.
    """

    # architecture: of `networks.encoder_decoders.ENCODER_DECODERS`, or 'rnn'
    architecture: str = "transformer"
    width: int = 1024
    layers: int = 1  # of transformers
    heads: int = 4
    dropout: float = 0.5  # of transformers, and of the past that the 'rnn' reads
    residual: bool = False  # networks predict changes to the frame that they read
    past_frames: int = 120  # that the network sees
    future_frames: int = 24  # that it learns to predict in one go

    # the prior
    taxonomy_prior: bool = False
    code_units: int = 18
    prior_applies_to: str = "source"  # or 'source_and_tokens': what is decoded as well
    prior_first_token: str = "raw"  # or 'augmented': the last frame, decoded first
    prior_residual: bool = False  # adds the input to the product
    gate_activation: str = "none"  # or 'sigmoid'

    # where fairmotion's code does otherwise, each with the one network it concerns
    one_frame_late: bool = False  # transformer: forecasts begin with the last frame
    # LSTM decoders: what they start from in training; 'true_frame' is the answer.
    first_token: str = "last_observed"
    attend_over: str = "time"  # transformer_encoder: or 'batch'
    warm_up: str = "observed"  # rnn: or 'own_output', after the first frame of the past

    # data
    rotation_format: str = "axis_angle"  # or 'quaternion', 'rotation_matrix'
    # Which windows train and are scored: 'fairmotion', 'eth' (random ones train), or
    # fairmotion's on its own data and those of CMU there.
    protocol: str = "by_data"
    mirror: bool = False  # adds left-right mirrored training sequences

    # training
    optimizer: str = "adam"  # or 'sgd', 'noam'; see taxonomy.optimisation
    learning_rate: float = 1e-4  # not of 'noam'; fairmotion's for 'sgd' is 0.1
    clip_norm: float = 1.0  # 0: none
    batch_size: int = 64
    epochs: int = 100
    steps_per_epoch: int = 949  # all training windows of the published data
    patience: int = 0  # epochs without an improvement of 1 %; 0: no limit
    max_seconds: float = 0.0  # of training; 0: no limit


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
