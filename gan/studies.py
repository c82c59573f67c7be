"""Every setting of the adversarial networks: the readings of one algorithm.

"report" is the student report "Human Motion Prediction", section 2.2, Algorithm 1,
whose lines, text and captions contradict each other; "WGAN" is Arjovsky et al. 2017,
"WGAN-GP" Gulrajani et al. 2017, "HP-GAN" Barsoum et al. 2018. Where none of them gives
a value it is ours, and says so.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Config:
    """One reading. The defaults are those of Algorithm 1, line by line."""

    # networks
    architecture: str = "transformer"  # or 'transformer_encoder', 'seq2seq'
    critic_architecture: str = "same"  # as the generator's, or HP-GAN's 'perceptron'
    width: int = 512  # report: "hidden LSTM units"
    layers: int = 1
    heads: int = 4
    dropout: float = 0.5  # fairmotion's
    critic_dropout: float = 0.5
    z_units: int = 0  # of noise on what the generator has read; the report has none
    residual: bool = False  # generated frames are changes; fairmotion's are not

    # what the critic is given and gives
    critic_input: str = "window"  # or 'target' (the text), 'conditioned' (X apart)
    critic_output: str = "joint"  # or 'feature', 'scalar'
    critic_activation: str = "sigmoid"  # or 'linear'
    seed: str = (
        "critic"  # who is given the truth while training; or 'generator', 'none'
    )

    # what the critic learns
    critic_objective: str = "cdf_mse"  # Equation 1; see gan.losses.DISTANCES; or 'none'
    normalise_outputs: bool = False  # the joints' values sum to 1 before Equation 1
    clip: str = "update"  # line 6; or 'weights' (WGAN), 'none'
    clip_range: float = 0.01  # ours, from WGAN
    clip_scope: str = "all"  # or 'kernels': not the gains and biases of norms
    clip_when: str = "after"  # the step; or 'before', as WGAN's authors' code
    gradient_penalty: float = 0.0
    penalty_norm: str = "sample"  # or 'frame', as HP-GAN's code
    critic_l2: float = 0.0
    critic_steps: int = 5  # to a generator step; ours, from WGAN
    fresh_batches: bool = False  # each step draws its own; Algorithm 1 draws one
    critic_warm_up: bool = False  # 100 steps at first and at times, as WGAN's code
    quality_network: bool = False  # HP-GAN's third network, which trains nothing else

    # what the generator learns
    generator_loss: str = "mse_truth"  # line 9; see gan.losses.GENERATOR_LOSSES
    mse_weight: float = 1.0  # of 'mse_plus_critic'
    adversarial_weight: float = 1.0  # of the critic in 'mse_plus_critic'
    pose_gradient_weight: float = 0.0  # report, Equation 2: alpha
    bone_weight: float = 0.0  # beta; 0 by construction unless frames are matrices
    hp_form: str = "paper"  # of these two terms; or 'code', as HP-GAN's
    generator_steps: int = 1
    generator_clip_norm: float = 0.0  # the report suggests one; 0: none

    # data
    rotation_format: str = "axis_angle"  # or 'quaternion', 'rotation_matrix'
    protocol: str = "fairmotion"  # of AMASS and DIP; CMU has its own
    mirror: bool = False  # adds left-right mirrored training sequences

    # training
    optimizer: str = "rmsprop"  # or 'adam', 'none': the literal line 7, rate 1
    learning_rate: float = 5e-5  # ours, from WGAN
    rho: float = 0.99  # of RMSProp: PyTorch's
    beta_1: float = 0.0  # of Adam
    beta_2: float = 0.9
    epsilon: float = 1e-8
    batch_size: int = 64
    epochs: int = 100  # ours: fairmotion's
    steps_per_epoch: int = 949  # generator steps: 60,678 windows of AMASS
    max_seconds: float = 0.0  # of training; 0: no limit


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
