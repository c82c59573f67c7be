"""Every setting of the seq2seq family: published values, studies and profiles."""

import dataclasses
from collections.abc import Iterable
from typing import Annotated, Literal

from training.settings import (
    Allowed,
    Count,
    Limits,
    Positive,
    Share,
    at_least,
    expect,
    reading,
    within,
)


def _ascending(steps: tuple) -> bool:
    return (
        len(steps) > 0
        and all(type(step) is int and step > 0 for step in steps)
        and list(steps) == sorted(set(steps))
    )


_ONE_STEP_OR_MORE = Allowed("at least one step", _ascending)
_ASCENDING = Allowed("ascending steps", lambda steps: not steps or _ascending(steps))


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One study. The defaults are the attention thesis's Tables 6 and 7.

    Where paper and code disagree, `as_published` and `corrected` are two evaluations
    of the same trained weights, so they are not settings; see README.md.
    """

    # architecture: 'attention' is the thesis's
    architecture: Literal["attention", "martinez", "erd", "lstm_3lr"] = "attention"
    hidden_units: Count = 1024  # of each recurrent layer, LSTMs included
    # Recurrent, one on another.
    layers: Count = reading(1, "thesis, Martinez et al., whose code offers more")
    bidirectional: bool = False  # encoder; both directions are added
    # See networks.attention.
    score: Literal["general", "dot", "additive", "linear"] = reading(
        "general", "ours, Luong's; thesis: \"a linear layer\", literally 'linear'"
    )
    output_inputs: Literal["all", "hidden"] = reading(
        "all", "thesis, text: frame, state, context; its figure: state ('hidden')"
    )  # what the output layer reads
    residual: bool = False  # predicts changes to the frame that it reads
    tied: bool = False  # martinez: encoder and decoder share their weights
    dropout: Share = 0.0  # on the state that the output layer reads

    # data
    actions: str = "all"  # or the name of one action
    one_hot: bool = True  # the action is part of a frame
    # Of joints, as networks see them.
    rotation_format: Literal["exponential_map", "quaternion"] = "exponential_map"
    # All but the last are encoded.
    past_frames: Annotated[int, at_least(2)] = reading(50, "thesis, Martinez et al.")
    future_frames: Count = 25  # that training predicts
    drop_calibration_row: bool = reading(
        False, "published: CMU's row 0, a T-pose, is kept; True: ours"
    )  # of training clips
    mirror: bool = False  # adds left-right mirrored training clips
    hold_out_validation: bool = reading(
        True, "ours: training clips, by name; published: none, or the test subject"
    )  # to choose weights by

    # training
    # Share of true frames fed in training.
    teacher_forcing_ratio: Annotated[float, within(0, 1)] = 0.5
    teacher_forcing_per: Literal["iteration", "step"] = reading(
        "iteration", "thesis: decided once per iteration; 'step': ours"
    )  # what it is decided for
    gradient_through_feedback: bool = reading(
        True, "TensorFlow code of Martinez et al.; its PyTorch port: False"
    )  # through frames that are fed back
    # 'squared': all normalised features; 'frame_angle': radians.
    loss: Literal["squared", "frame_angle"] = "squared"
    optimizer: Literal["sgd", "adam"] = "sgd"  # that lowers the loss
    learning_rate: Positive = 0.005  # at first
    learning_rate_decay: Positive = 0.95  # multiplies it
    # One: every so many steps; more: at these.
    learning_rate_steps: Annotated[tuple[int, ...], _ONE_STEP_OR_MORE] = (10_000,)
    clip_norm: Positive = 5.0  # bound on the global norm of gradients
    batch_size: Count = 16  # windows a step
    steps: Count = 100_000  # of training
    evaluate_every: Count = 1_000  # steps from one evaluation to the next
    noise_levels: tuple[float, ...] = ()  # ERD, LSTM-3LR: noise on the input frames
    # From which each level holds.
    noise_steps: Annotated[tuple[int, ...], _ASCENDING] = ()


def check_together(config: Config) -> None:
    """Raises a SettingsError where settings do not fit each other."""
    held_out, patience = config.hold_out_validation, config.patience
    expect(held_out or not patience, "patience", "0 with nothing held out", patience)
    levels, expected = config.noise_levels, f"{len(config.noise_steps)} numbers"
    expect(len(levels) == len(config.noise_steps), "noise_levels", expected, levels)


# Martinez et al. 2017, section 4 and released code; T = 10 there except long-term.
_MARTINEZ = Config(
    architecture="martinez",
    tied=True,
    residual=True,
    future_frames=10,
    teacher_forcing_ratio=0.0,
)
# Fragkiadaki et al. 2015 as re-implemented for Structural-RNN: one frame in, the next
# out, over 150 frames of one action.
_FRAGKIADAKI = Config(
    architecture="lstm_3lr",
    hidden_units=1000,
    actions="walking",
    one_hot=False,
    future_frames=100,
    teacher_forcing_ratio=1.0,
    optimizer="adam",
    learning_rate=1e-3,
    learning_rate_decay=0.1,
    learning_rate_steps=(1_500, 4_500),
    clip_norm=25.0,
    batch_size=100,
    steps=6_000,
    evaluate_every=250,
    noise_levels=(0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7),
    noise_steps=(250, 500, 1_000, 1_300, 2_000, 2_500, 3_300),
)
_THESIS = Config()
_change = dataclasses.replace

STUDIES: dict[str, Config] = {
    # Martinez et al. 2017, Tables 1 and 2
    "martinez_residual_sup": _MARTINEZ,
    "martinez_residual_unsup": _change(_MARTINEZ, one_hot=False),
    "martinez_untied": _change(_MARTINEZ, tied=False),
    "martinez_no_residual": _change(_MARTINEZ, residual=False),
    "martinez_teacher_forced": _change(_MARTINEZ, teacher_forcing_ratio=1.0),
    # One model per action there; ours is walking's, --set actions=... trains others.
    "martinez_residual_sa": _change(_MARTINEZ, actions="walking"),
    "martinez_sampling_sa": _change(
        _MARTINEZ, actions="walking", residual=False, future_frames=25
    ),
    # Attention thesis, chapter 5
    "uni_enc_50": _THESIS,
    "bi_enc_50": _change(_THESIS, bidirectional=True),
    "uni_enc_0": _change(_THESIS, teacher_forcing_ratio=0.0),
    "uni_enc_100": _change(_THESIS, teacher_forcing_ratio=1.0),
    # ... and the two changes of which its discussion (5.1.4) says that they harm
    "uni_enc_50_residual": _change(_THESIS, residual=True),
    "uni_enc_50_quaternion": _change(_THESIS, rotation_format="quaternion"),
    # Rows of the thesis's Tables 8 and 9
    "lstm_3lr": _FRAGKIADAKI,
    "erd": _change(_FRAGKIADAKI, architecture="erd"),
}
DEFAULT = tuple(STUDIES)  # what --study=all means

# How tables name studies, in their order.
LABELS: dict[str, str] = {
    "martinez_residual_sup": "Residual sup. (MA)",
    "martinez_residual_unsup": "Residual unsup. (MA)",
    "martinez_untied": "Residual sup., untied",
    "martinez_no_residual": "No residual (MA)",
    "martinez_teacher_forced": "Residual sup., teacher-forced",
    "martinez_residual_sa": "Residual (SA)",
    "martinez_sampling_sa": "Sampling-based loss (SA)",
    "uni_enc_50": "Uni-Enc-50",
    "bi_enc_50": "Bi-Enc-50",
    "uni_enc_0": "Uni-Enc-0",
    "uni_enc_100": "Uni-Enc-100",
    "uni_enc_50_residual": "Uni-Enc-50, residual",
    "uni_enc_50_quaternion": "Uni-Enc-50, quaternions",
    "lstm_3lr": "LSTM-3LR",
    "erd": "ERD",
}
THESIS = ("uni_enc_50", "bi_enc_50", "uni_enc_0", "uni_enc_100")  # its printed tables

# A profile changes settings and nothing else. The published optimizer (SGD at 0.005 for
# 100,000 steps) has not come down to zero velocity in the time that a reduced profile
# has, and the published loss learns short horizons late (README.md has the figures).
_REDUCED = {
    "optimizer": "adam",
    "learning_rate": 5e-4,
    "learning_rate_decay": 0.5,
    "loss": "frame_angle",
    "mirror": True,
    "clip_norm": 1.0,
}
# The nets of Fragkiadaki et al. read 150 frames in a batch of 100: four times the work.
_REDUCED_FRAGKIADAKI = {"batch_size": 16, "future_frames": 50}


def _for(names: Iterable[str], changes: dict) -> dict[str, dict]:
    return {name: changes for name in names}


_ATTENTION = [name for name in STUDIES if STUDIES[name].architecture == "attention"]
_LSTMS = ["lstm_3lr", "erd"]

PROFILES: dict[str, dict[str, dict]] = {
    "quick": {
        "*": {
            **_REDUCED,
            "hidden_units": 128,
            "future_frames": 25,
            "learning_rate": 1e-3,
            "learning_rate_steps": (400,),
            "steps": 600,
            "evaluate_every": 150,
        },
        **_for(_LSTMS, {**_REDUCED_FRAGKIADAKI, "steps": 150, "evaluate_every": 75}),
    },
    "standard": {
        "*": {
            **_REDUCED,
            "hidden_units": 256,
            "future_frames": 25,
            "dropout": 0.2,
            "learning_rate_steps": (1_000,),
            "steps": 2_000,
            "evaluate_every": 250,
        },
        **_for(_ATTENTION, {"steps": 1_500}),
        **_for(_LSTMS, {**_REDUCED_FRAGKIADAKI, "steps": 500, "evaluate_every": 125}),
    },
    "paper": {},
}
