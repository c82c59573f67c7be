"""Every setting of the Spatio-Temporal Transformer: published values, its studies.

"report" is the student report whose Table 3 lists 14 studies; "paper" is Aksan et al.,
"A Spatio-temporal Transformer for 3D Human Motion Prediction" (3DV 2021), and its
released AMASS configuration.
"""

import dataclasses
from typing import Annotated, Literal

from data_prep.poses.formats import RotationFormat
from evaluation.poses.horizons import PAST_FRAMES
from training.settings import (
    Allowed,
    Count,
    CountOrZero,
    Limits,
    Positive,
    PositiveOrZero,
    Share,
    reading,
    within,
)

_TWO_BLOCKS = Allowed(
    "two of temporal and spatial",
    lambda blocks: len(blocks) == 2 and {"temporal", "spatial"} >= set(blocks),
)


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One study. The defaults are those of the paper's released AMASS configuration."""

    # architecture: 'flat_convolution' is study 14's
    architecture: Literal["spatio_temporal", "flat_convolution"] = "spatio_temporal"
    window: Annotated[int, within(1, PAST_FRAMES)] = 120  # that the network sees
    width: Count = 128  # numbers of a joint's embedding
    feed_forward: Count = 256  # units between the two dense layers of a block
    layers: Count = 8  # attention layers, one on another
    temporal_heads: Count = 8  # of attention over frames
    spatial_heads: Count = 8  # of attention over joints
    dropout: Share = 0.1  # share that is dropped in training
    # The two parallel attention blocks of a layer: 'temporal' or 'spatial'.
    blocks: Annotated[tuple[str, ...], _TWO_BLOCKS] = ("temporal", "spatial")
    # See stt.layers.TEMPORAL_FORMS and SPATIAL_FORMS.
    temporal: Literal["per_joint", "shared_map", "vectorised", "shared_keys_values"] = (
        "per_joint"
    )
    # Whose keys and values they are.
    spatial: Literal["shared_keys_values", "per_joint"] = "shared_keys_values"
    positional_encoding: bool = True  # sinusoids are added to the embedding
    # The output is added to the frame read.
    residual: bool = reading(True, "released configuration")
    # 'sample': statistics over frames, joints and features, which carry two numbers of
    # the future into past frames. 'feature' is strictly causal.
    norm_over: Literal["sample", "feature"] = reading(
        "sample", "released code; 'feature': ours"
    )
    # See stt.joint_relation.READINGS.
    joint_relation: Literal[
        "none", "learned", "neighbour_mean", "padded", "random", "attention_bias"
    ] = "none"
    pelvis_edges: bool = reading(
        True, "ours: hips and spine1 meet at the pelvis; the report does not say"
    )  # in the relation of joints
    input_noise: PositiveOrZero = 0.0  # standard deviation, in training only
    noise_units: Literal["normalised", "raw"] = reading(
        "normalised", "report, by where it is added; by its argument: 'raw'"
    )  # of `input_noise`
    # Whether the residual adds the noisy frame.
    noisy_residual: bool = reading(
        False, "the authors' own ablation code; the report does not say"
    )
    # Of study 14, see stt.flat_convolution.
    spatial_maps: Literal["features", "time"] = reading(
        "features", "ours; the report's \"by transposing\" may also mean 'time'"
    )
    taxonomy_prior: bool = False  # networks.taxonomy_prior before the embedding

    # data
    rotation_format: RotationFormat = reading(
        "rotation_matrix", "released configuration; report: 'axis_angle' unless stated"
    )  # of joints, as networks see them
    # Divides by the variance, as released.
    normalisation: Literal[
        "channel_variance", "channel_std", "all_std", "all_variance", "none"
    ] = "channel_variance"
    # Which windows train and are scored.
    protocol: Literal["eth", "fairmotion"] = reading(
        "eth", "released code: random ones train; the report's counts: 'fairmotion'"
    )
    mirror: bool = False  # adds left-right mirrored training sequences

    # training
    loss: Literal["joint_sum", "all_mean"] = reading(
        "joint_sum", "paper, Equation 5; the released code offers 'all_mean'"
    )  # what of the squared errors is added up
    batch_size: Count = 32  # windows a step
    micro_batch: CountOrZero = 4  # rows at a time; changes speed and memory only
    warmup_steps: Count = 10_000  # in which the learning rate rises
    # Of all learning rates.
    rate_factor: Positive = reading(1.0, "ours: 1 is the released schedule")
    # Bound on the global norm of gradients.
    clip_norm: Positive = reading(1.0, "released configuration")
    steps: Count = 246_000  # at most: 1,000 epochs of 246
    evaluate_every: Count = 1_000  # steps from one evaluation to the next
    # Evaluations without an improvement of 1 %; 0: no limit.
    patience: CountOrZero = reading(20, "released code; 0: ours")
    # Of training; 0: no limit.
    max_seconds: PositiveOrZero = reading(0.0, "ours: no limit; report: 12 hours")


_change = dataclasses.replace
_ORIGINAL = Config()

STUDIES: dict[str, Config] = {
    # Original, run by the authors: their checkpoint is evaluated, nothing is trained.
    "01": _ORIGINAL,
    # Original, run by us: the benchmark.
    "02": _ORIGINAL,
    # Joint relation embedding 1. Not stated how it enters; ours: each joint's row of
    # the relation times a learned matrix is added to its embedding.
    "03": _change(_ORIGINAL, joint_relation="learned"),
    # Joint relation embedding 2. Not stated either; ours: the mean of the embeddings of
    # a joint and its neighbours is added, nothing is learned.
    "04": _change(_ORIGINAL, joint_relation="neighbour_mean"),
    # Gaussian noise before the embedding; normalised units, clean residual and target.
    "05": _change(_ORIGINAL, input_noise=0.02),
    "06": _change(_ORIGINAL, input_noise=0.1),
    # Spatial keys and values of each joint's own (the report's Equations 3 and 4; its
    # prose speaks of queries).
    "07": _change(_ORIGINAL, spatial="per_joint"),
    # Temporal attention in the form of the spatial block, spatial as in 07; ours: one
    # attention map for all joints and one output map.
    "08": _change(_ORIGINAL, temporal="shared_map", spatial="per_joint"),
    # Temporal as in 08, spatial as in 02.
    "09": _change(_ORIGINAL, temporal="shared_map"),
    # No temporal attention: two spatial blocks (the report's Figure 9).
    "10": _change(_ORIGINAL, blocks=("spatial", "spatial")),
    # No spatial attention: two temporal blocks.
    "11": _change(_ORIGINAL, blocks=("temporal", "temporal")),
    # No positional encoding, nothing in its place.
    "12": _change(_ORIGINAL, positional_encoding=False),
    # Seven layers.
    "13": _change(_ORIGINAL, layers=7),
    # Simpler and convolutional: flat poses, full-width heads, five convolutions.
    "14": _change(_ORIGINAL, architecture="flat_convolution", temporal_heads=32),
}
# Not in the table. The report's Figure 2 says that its motion taxonomy prior multiplies
# the input of this network too. Not stated which frame the residual then adds; ours:
# the frame as it was read, or the network would have to undo the product.
ALL_STUDIES: dict[str, Config] = {
    **STUDIES,
    "02_taxonomy": _change(_ORIGINAL, taxonomy_prior=True),
}
TRAINABLE = tuple(study for study in ALL_STUDIES if study != "01")
DEFAULT = tuple(study for study in STUDIES if study in TRAINABLE)  # --study=all

BENCHMARK = "02"  # what the report compares all other studies with
# The report's Table 3, word for word.
LABELS: dict[str, str] = {
    "01": "Original - Ran by Authors",
    "02": "Original - Ran by Us",
    "03": "Joint Relation Embedding 1",
    "04": "Joint Relation Embedding 2",
    "05": "Gaussian Noise Std = 0.02",
    "06": "Gaussian Noise Std = 0.1",
    "07": "Individual Spatial Keys & Values",
    "08": "Same Temporal & Spatial Architecture",
    "09": "Additional Temp. & Spat. Architecture Exp",
    "10": "No Temporal Attn",
    "11": "No Spatial Attn",
    "12": "No Positional Encoding",
    "13": "7 Attn Layers",
    "14": "simpler ST and Convo",
}
# Further studies, which the report does not number.
OTHER_LABELS = {
    "02_taxonomy": f"{LABELS[BENCHMARK]}, motion taxonomy",
}


def label(study: str) -> str:
    """How tables name a study: by its number too; one that is not known by its key."""
    name = {**LABELS, **OTHER_LABELS}.get(study)
    return f"{study}: {name}" if name else study


# A profile changes settings and nothing else. Few steps on few recordings: divided by
# the standard deviation all joints learn, divided by the variance hardly any but knees
# and spine, whose numbers on CMU vary least.
_REDUCED = {
    "temporal_heads": 4,
    "spatial_heads": 4,
    "normalisation": "channel_std",
    "mirror": True,
    "batch_size": 16,
    "micro_batch": 0,  # a whole batch fits the caches
}

PROFILES: dict[str, dict[str, dict]] = {
    "quick": {
        "*": {
            **_REDUCED,
            "window": 32,
            "width": 32,
            "feed_forward": 64,
            "layers": 2,
            "dropout": 0.0,  # in so few steps it only costs
            "warmup_steps": 100,
            "steps": 500,
            "evaluate_every": 250,
        },
        "13": {"layers": 1},  # one fewer than the others
    },
    "standard": {
        "*": {
            **_REDUCED,
            "window": 40,
            "width": 64,
            "feed_forward": 128,
            "layers": 3,
            "warmup_steps": 200,
            "steps": 1_200,
            "evaluate_every": 300,
        },
        "13": {"layers": 2},
    },
    "paper": {},
}
