"""Refuses settings that make no sense, before anything is built or written."""

from data_prep.poses.formats import WIDTHS
from data_prep.poses.pose_set import NORMALISATIONS
from evaluation.poses.horizons import PAST_FRAMES
from motion.body_joints import BODY_JOINTS
from stt.flat_convolution import smallest_width
from stt.joint_relation import READINGS
from stt.layers import SPATIAL_FORMS, TEMPORAL_FORMS
from stt.losses import LOSSES
from stt.studies import Config
from training.settings import check_choices, check_least, expect

CHOICES = {
    "architecture": ("spatio_temporal", "flat_convolution"),
    "temporal": tuple(TEMPORAL_FORMS),
    "spatial": tuple(SPATIAL_FORMS),
    "norm_over": ("sample", "feature"),
    "joint_relation": READINGS,
    "noise_units": ("normalised", "raw"),
    "spatial_maps": ("features", "time"),
    "rotation_format": tuple(WIDTHS),
    "normalisation": NORMALISATIONS,
    "protocol": ("eth", "fairmotion"),
    "loss": LOSSES,
}
_SMALLEST = {
    **dict.fromkeys(("width", "feed_forward", "layers"), 1),
    **dict.fromkeys(("temporal_heads", "spatial_heads", "batch_size"), 1),
    **dict.fromkeys(("warmup_steps", "steps", "evaluate_every"), 1),
    **dict.fromkeys(("micro_batch", "patience", "max_seconds", "input_noise"), 0),
}


def check(config: Config) -> None:
    """Raises a SettingsError that names the first field that cannot be used."""
    check_choices(config, CHOICES)
    check_least(config, _SMALLEST)
    window = config.window
    expect(1 <= window <= PAST_FRAMES, "window", f"1 to {PAST_FRAMES}", window)
    kinds = {"temporal", "spatial"}
    expect(
        len(config.blocks) == 2 and kinds >= set(config.blocks),
        "blocks",
        "two of temporal and spatial",
        config.blocks,
    )
    for name in ("rate_factor", "clip_norm"):
        value = getattr(config, name)
        expect(value > 0, name, "more than 0", value)
    expect(0 <= config.dropout < 1, "dropout", "0 to below 1", config.dropout)
    rows, batch = config.micro_batch, config.batch_size
    fits = not rows or rows >= batch or batch % rows == 0
    expect(fits, "micro_batch", f"0 or a divisor of the batch size {batch}", rows)
    if config.architecture == "flat_convolution":
        numbers = len(BODY_JOINTS) * WIDTHS[config.rotation_format]
        least = smallest_width()
        expected = f"one with {least} numbers a pose or more, for the convolutions"
        expect(numbers >= least, "rotation_format", expected, config.rotation_format)
        return
    if config.joint_relation == "padded":
        least = len(BODY_JOINTS)
        expect(config.width >= least, "width", f"at least {least}", config.width)
    for name in ("temporal_heads", "spatial_heads"):
        heads = getattr(config, name)
        expected = f"a divisor of the width {config.width}"
        expect(config.width % heads == 0, name, expected, heads)
