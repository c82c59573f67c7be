"""The data of one run: training windows, and true windows to score against."""

from pathlib import Path

from stt.checks import check_together
from stt.studies import Config
from training.poses.data import PoseRunData, prepare_poses
from training.settings import check


def prepare(config: Config, records_dir: Path, dataset: str) -> PoseRunData:
    """Reads the records and makes what training and scoring need.

    Raises:
        DataError: the records. SettingsError: a setting that makes no sense.
    """
    check(config)
    check_together(config)
    return prepare_poses(
        records_dir,
        dataset,
        config.rotation_format,
        config.protocol,
        mirror=config.mirror,
        normalisation=config.normalisation,
    )
