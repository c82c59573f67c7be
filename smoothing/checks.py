"""Refuses settings that do not fit together, before anything is read or written."""

from data_prep.keypoints.projection import CAMERAS
from networks.initialisers import biases
from reenact.errors import SettingsError
from smoothing.data import settings
from smoothing.deciwatch import check_sizes
from smoothing.losses import make_loss
from smoothing.studies import Config


def check_together(config: Config) -> None:
    """Raises a SettingsError that names what was expected and what was found."""
    if not 1 <= config.cameras <= CAMERAS:
        raise SettingsError(f"expected 1 to {CAMERAS} cameras, found {config.cameras}")
    try:
        settings(config)
        make_loss(config)
        biases(config.initial_biases, fan_in=1)
        check_sizes(config)
    except ValueError as error:
        raise SettingsError(str(error)) from error
