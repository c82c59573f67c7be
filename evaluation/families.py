"""What differs between study families: run folders, errors, data sets."""

from typing import NamedTuple

from evaluation.forecast_metrics import FORECAST_METRICS
from evaluation.keypoint_scores import SCORE_KEYS
from evaluation.pose_horizons import POSE_METRICS

MODES = ("corrected", "as_published")
POSE_DATA = ("cmu", "amass", "dip", "synthetic")


class Family(NamedTuple):
    """A study family.

    Args:
        packages: folders of its runs, the models' and the baselines'.
        error_keys: what the errors of a record are kept by. seq2seq: how the model was
            evaluated; smoothing: what was counted; the others: the metric.
        data_sets: that its studies can run on.
    """

    packages: tuple[str, str]
    error_keys: tuple[str, ...]
    data_sets: tuple[str, ...]


FAMILIES = {
    "seq2seq": Family(("seq2seq", "baselines"), MODES, ("h36m", "cmu", "synthetic")),
    "stt": Family(("stt", "stt_baselines"), POSE_METRICS, POSE_DATA),
    "taxonomy": Family(("taxonomy", "taxonomy_baselines"), FORECAST_METRICS, POSE_DATA),
    "gan": Family(("gan", "gan_baselines"), FORECAST_METRICS, POSE_DATA),
    "smoothing": Family(
        ("smoothing", "smoothing_baselines"),
        SCORE_KEYS,
        (
            *("cmu", "climbing", "penn_action", "brace", "penn_brace"),
            *("keypoints", "detector", "synthetic"),
        ),
    ),
}
