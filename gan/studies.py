"""Every setting of the adversarial networks: the readings of one algorithm.

"report" is the student report "Human Motion Prediction", section 2.2, Algorithm 1,
whose lines, text and captions contradict each other; "WGAN" is Arjovsky et al. 2017,
"WGAN-GP" Gulrajani et al. 2017, "HP-GAN" Barsoum et al. 2018. Where none of them gives
a value it is ours, and says so.
"""

import dataclasses
from typing import Literal

from data_prep.poses.formats import RotationFormat
from training.settings import (
    Count,
    CountOrZero,
    Limits,
    Positive,
    PositiveOrZero,
    Share,
    reading,
)


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One reading. The defaults are those of Algorithm 1, line by line."""

    # networks
    architecture: Literal["transformer", "transformer_encoder", "seq2seq"] = reading(
        "transformer", 'report: "transformer-based"; its "LSTM units" fit all three'
    )  # of the generator
    # As the generator's; 'perceptron' is HP-GAN's.
    critic_architecture: Literal[
        "same", "transformer", "transformer_encoder", "seq2seq", "perceptron"
    ] = "same"
    width: Count = 512  # report: "hidden LSTM units"
    layers: Count = reading(1, "fairmotion")  # of each network
    heads: Count = reading(4, "fairmotion")  # of attention
    dropout: Share = 0.5  # fairmotion's
    critic_dropout: Share = 0.5  # as `dropout`
    z_units: CountOrZero = 0  # of noise on what the generator has read; report: none
    residual: bool = False  # generated frames are changes; fairmotion's are not

    # what the critic is given and gives
    # 'target' is that of the text; 'conditioned': X apart.
    critic_input: Literal["window", "target", "conditioned"] = "window"
    # What its values are of.
    critic_output: Literal["joint", "feature", "scalar"] = "joint"
    critic_activation: Literal["sigmoid", "linear"] = "sigmoid"  # of its output
    # Who is given the truth while training.
    seed: Literal["critic", "generator", "none"] = "critic"

    # what the critic learns
    # Equation 1; see gan.losses.DISTANCES.
    critic_objective: Literal[
        "cdf_mse", "cdf_sqsum", "literal", "total_sq", "w1", "gap", "none"
    ] = "cdf_mse"
    # The joints' values sum to 1 before Equation 1.
    normalise_outputs: bool = reading(
        False, "Equation 1; the earth mover's distance that it is called: True"
    )
    clip: Literal["update", "weights", "none"] = "update"  # line 6; WGAN: 'weights'
    # Largest size of what is clipped.
    clip_range: Positive = reading(0.01, "ours, from WGAN; report: no value")
    # 'kernels': not the gains and biases of norms.
    clip_scope: Literal["all", "kernels"] = "all"
    clip_when: Literal["after", "before"] = reading(
        "after", "WGAN: after the step; its authors' code: 'before' it"
    )  # when weights are clipped
    gradient_penalty: PositiveOrZero = 0.0  # its weight
    penalty_norm: Literal["sample", "frame"] = "sample"  # HP-GAN's code: 'frame'
    critic_l2: PositiveOrZero = 0.0  # weight of the squared weights
    critic_steps: CountOrZero = 5  # to a generator step; ours, from WGAN
    fresh_batches: bool = False  # each step draws its own; Algorithm 1 draws one
    critic_warm_up: bool = reading(
        False, "WGAN; its authors' code: 100 steps of the critic at first and at times"
    )  # more critic steps at first
    quality_network: bool = False  # HP-GAN's third network, which trains nothing else

    # what the generator learns
    # Line 9; see gan.losses.
    generator_loss: Literal[
        "mse_truth", "critic_mean", "critic_mse_one", "mse_plus_critic"
    ] = "mse_truth"
    mse_weight: PositiveOrZero = reading(1.0, "ours")  # of 'mse_plus_critic'
    adversarial_weight: PositiveOrZero = 1.0  # of the critic in 'mse_plus_critic'
    pose_gradient_weight: PositiveOrZero = 0.0  # report, Equation 2: alpha
    bone_weight: PositiveOrZero = 0.0  # beta; 0 of itself unless frames are matrices
    # Of these two.
    hp_form: Literal["paper", "code"] = reading("paper", "HP-GAN; its code: 'code'")
    generator_steps: Count = 1  # on one batch
    generator_clip_norm: PositiveOrZero = reading(
        0.0, "Algorithm 1: none; the report suggests one"
    )  # bound on the norm of its gradients; 0: none

    # data
    rotation_format: RotationFormat = reading(
        "axis_angle", "report: unless stated; its Table 1 has all three formats"
    )  # of joints, as networks see them
    # Of AMASS and DIP; CMU has its own.
    protocol: Literal["fairmotion", "eth"] = reading(
        "fairmotion", "report, by its counts of windows; 'eth': ours"
    )
    mirror: bool = False  # adds left-right mirrored training sequences

    # training
    # 'none': the literal line 7, rate 1.
    optimizer: Literal["rmsprop", "adam", "none"] = "rmsprop"
    learning_rate: Positive = 5e-5  # ours, from WGAN
    rho: Share = reading(0.99, "ours, PyTorch's; Keras: 0.9")  # of RMSProp
    beta_1: Share = 0.0  # of Adam
    beta_2: Share = 0.9  # of Adam
    epsilon: Positive = reading(1e-8, "ours, PyTorch's; Keras: 1e-7")  # of both
    batch_size: Count = 64  # windows a step
    epochs: Count = 100  # ours: fairmotion's
    steps_per_epoch: Count = 949  # generator steps: 60,678 windows of AMASS


_change = dataclasses.replace
_LITERAL = Config()

# The text of section 2.2 and the caption of Figure 4.
_TEXT = _change(
    _LITERAL,
    critic_input="target",
    clip="weights",
    generator_loss="critic_mse_one",
)
_WGAN = _change(
    _LITERAL,
    critic_input="conditioned",
    critic_output="scalar",
    critic_activation="linear",
    critic_dropout=0.0,
    critic_objective="gap",
    clip="weights",
    clip_scope="kernels",
    generator_loss="critic_mean",
    fresh_batches=True,
    seed="none",
)
_WGAN_GP = _change(
    _WGAN,
    clip="none",
    gradient_penalty=10.0,
    optimizer="adam",
    learning_rate=1e-4,
)

# Ours, for a generator that the truth guides. A longer memory (0.999) would keep the
# first gradients of a penalised critic, in the thousands, for all of a short run.
_GUIDED = {"optimizer": "adam", "beta_1": 0.9, "beta_2": 0.99, "learning_rate": 1e-4}

STUDIES: dict[str, Config] = {
    # The generator by itself, trained by the squared error: what any critic must beat.
    "mse": _change(
        _LITERAL,
        critic_objective="none",
        clip="none",
        critic_steps=0,
        seed="none",
        **_GUIDED,
    ),
    "report": _LITERAL,
    "report_text": _TEXT,
    # Section 3.2, future work: squared error, critic as a penalty, pose gradients.
    "mse_plus_critic": _change(
        _WGAN_GP,
        generator_loss="mse_plus_critic",
        adversarial_weight=0.01,
        pose_gradient_weight=0.001,
        **_GUIDED,
    ),
    "wgan": _WGAN,
    "wgan_gp": _WGAN_GP,
    # Losses, schedule, noise and critic of HP-GAN; its generator (GRU 2 x 1024) is not
    # here, so that all readings have the same one.
    "hpgan": _change(
        _WGAN_GP,
        critic_architecture="perceptron",
        critic_input="window",
        penalty_norm="frame",
        critic_l2=0.001,
        critic_steps=9,
        fresh_batches=False,
        quality_network=True,
        generator_steps=2,
        pose_gradient_weight=0.001,
        bone_weight=0.01,
        z_units=128,
        learning_rate=5e-5,
        beta_1=0.9,
        beta_2=0.999,
        batch_size=16,
    ),
}
DEFAULT = tuple(STUDIES)  # what --study=all means

# A profile changes settings and nothing else. From zero velocity, and at higher rates,
# few steps lead somewhere.
_REDUCED = {"mirror": True, "dropout": 0.1, "residual": True}
_GUIDED_RATE, _CRITIC_RATE = {"learning_rate": 5e-4}, {"learning_rate": 2e-4}
_RATES = {
    **dict.fromkeys(("mse", "mse_plus_critic", "report", "report_text"), _GUIDED_RATE),
    **dict.fromkeys(("wgan", "wgan_gp"), _CRITIC_RATE),
}

# How tables name studies, in their order.
LABELS: dict[str, str] = {
    "mse": "Generator alone, squared error (control)",
    "report": "The report's Algorithm 1",
    "report_text": "The report's text",
    "mse_plus_critic": "Squared error and critic",
    "wgan": "WGAN, clipped weights",
    "wgan_gp": "WGAN, gradient penalty",
    "hpgan": "HP-GAN",
}


def label(study: str) -> str:
    """How tables name a study; one that is not known by its key."""
    return LABELS.get(study, study)


PROFILES: dict[str, dict[str, dict]] = {
    "quick": {
        "*": {
            **_REDUCED,
            "width": 32,
            "batch_size": 16,
            "epochs": 4,
            "steps_per_epoch": 6,
        },
        **_RATES,
        "hpgan": {"z_units": 16},
    },
    "standard": {
        "*": {
            **_REDUCED,
            "width": 64,
            "batch_size": 16,
            "epochs": 40,
            "steps_per_epoch": 10,
        },
        **_RATES,
        "hpgan": {"z_units": 32},
    },
    "paper": {},
}
