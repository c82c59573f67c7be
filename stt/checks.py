"""Refuses settings that do not fit each other, before anything is built or written."""

from data_prep.poses.formats import WIDTHS
from motion.body_joints import BODY_JOINTS
from stt.flat_convolution import smallest_width
from stt.studies import Config
from training.settings import expect


def check_together(config: Config) -> None:
    """Raises a SettingsError that names a field which does not fit another."""
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
