"""Refuses settings that do not fit together, before anything is read or written."""

from data_prep.keypoints.projection import CAMERAS
from data_prep.sources.penn_action import PENN_ACTIONS
from evaluation.keypoints.metrics import THRESHOLDS, TORSO_FALLBACKS
from networks.initialisers import biases
from reenact.errors import SettingsError
from smoothing.data import settings
from smoothing.deciwatch import check_sizes
from smoothing.losses import make_loss
from smoothing.model import NETWORKS
from smoothing.studies import Config

_POSITIVE = (
    *("window", "frame_step", "grid", "filters", "width", "heads", "feed_forward"),
    *("layers", "sample_rate", "epochs", "batch_size", "learning_rate_patience"),
    "stop_patience",
)


def check(config: Config) -> None:
    """Raises a SettingsError that names what was expected and what was found."""
    for name in _POSITIVE:
        if getattr(config, name) < 1:
            raise SettingsError(
                f"expected {name} of at least 1, found {getattr(config, name)}"
            )
    for name, known in (
        ("architecture", NETWORKS),
        ("select_by", THRESHOLDS),
        ("penn_actions", PENN_ACTIONS),
        ("torso_fallback", TORSO_FALLBACKS),
        ("keypoint_torso_fallback", TORSO_FALLBACKS),
    ):
        if getattr(config, name) not in known:
            raise SettingsError(
                f"expected {name} of {', '.join(map(str, known))}, found "
                f"{getattr(config, name)!r}"
            )
    if not 1 <= config.cameras <= CAMERAS:
        raise SettingsError(f"expected 1 to {CAMERAS} cameras, found {config.cameras}")
    if not 0 <= config.dropout < 1:
        raise SettingsError(f"expected dropout of 0 to below 1, found {config.dropout}")
    try:
        settings(config)
        make_loss(config)
        biases(config.initial_biases, fan_in=1)
        check_sizes(config)
    except ValueError as error:
        raise SettingsError(str(error)) from error
