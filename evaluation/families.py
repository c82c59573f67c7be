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
        title: what a reader calls it.
        about: what was studied, and by whom.
    """

    packages: tuple[str, str]
    error_keys: tuple[str, ...]
    data_sets: tuple[str, ...]
    title: str
    about: str


FAMILIES = {
    "seq2seq": Family(
        ("seq2seq", "baselines"),
        MODES,
        ("h36m", "cmu", "synthetic"),
        "Sequence to sequence",
        "Recurrent networks that continue joint angles: the GRUs of Martinez, Black "
        "and Romero (2017), the attention decoders of a thesis that follows them, ERD "
        "and LSTM-3LR. Each is scored as a forecast, and one step ahead, as the thesis "
        "seems to have done.",
    ),
    "stt": Family(
        ("stt", "stt_baselines"),
        POSE_METRICS,
        POSE_DATA,
        "Spatio-temporal transformer",
        "Attention over frames beside attention over joints (Aksan et al. 2021), and a "
        "student report's 14 studies of which parts of it matter.",
    ),
    "taxonomy": Family(
        ("taxonomy", "taxonomy_baselines"),
        FORECAST_METRICS,
        POSE_DATA,
        "Motion taxonomy prior",
        "The networks of fairmotion's motion prediction task, each with and without "
        "the report's prior: a gate that 18 emulated codes of motion open and close.",
    ),
    "gan": Family(
        ("gan", "gan_baselines"),
        FORECAST_METRICS,
        POSE_DATA,
        "Generator and critic",
        "The report's Wasserstein GAN in every reading of its algorithm, beside the "
        "methods that it builds on and the same generator without a critic.",
    ),
    "smoothing": Family(
        ("smoothing", "smoothing_baselines"),
        SCORE_KEYS,
        (
            *("cmu", "climbing", "penn_action", "brace", "penn_brace"),
            *("keypoints", "detector", "synthetic"),
        ),
        "Smoothing of keypoints",
        "Four networks of A. O. Andersen's thesis (2023) that clean the jitter of a "
        "2-D pose estimator, five frames at a time; classical filters beside them.",
    ),
}
