"""Run folders of small models with fresh weights, and motions to give them."""

import dataclasses
import pathlib

import numpy as np

from evaluation.keypoints.scores import SCORE_KEYS
from evaluation.poses.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.run_results import RunResult
from motion.keypoints import TARGET

WINDOWS = {"walking": [("test/walking/walking_1", 0)]}
KINDS = ("stt", "taxonomy", "gan", "seq2seq")
SEQ2SEQ_HORIZONS = (1, 3, 7, 9, 13, 24)


def save_run(folder: pathlib.Path, model, family: str, **changes) -> pathlib.Path:
    """What a finished run leaves: model.keras and metrics.json."""
    fields = {
        "family": family,
        "study": "tiny",
        "seed": 3,
        "profile": "quick",
        "data": {
            "name": "cmu",
            "fingerprint": "e" * 64,
            "training_files": {"walking": 5, "jumping": 4},
        },
        "protocol": "cmu",
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": 60.0,
        "errors": {"joint_angle_at": {"walking": np.array([[0.1, 0.2, 0.3, 0.4]])}},
        "windows": WINDOWS,
        "steps": 7,
        "seconds": 1.0,
        "parameters": 9,
        "command": "",
        "code_version": "0",
        "reading": "corrected",
        "reduced": "width 16 instead of 128, steps 7 instead of 9",
    }
    folder.mkdir(parents=True, exist_ok=True)
    if model is not None:
        model.save(folder / "model.keras")
    RunResult(**{**fields, **changes}).save(folder / "metrics.json")
    return folder


def save_forecaster(
    folder: pathlib.Path, kind: str, one_hot: bool = False, **changes
) -> pathlib.Path:
    """A run of one of `KINDS`, whose weights have seen nothing."""
    import keras

    keras.utils.set_random_seed(0)
    model = {"stt": _stt, "taxonomy": _taxonomy, "gan": _gan, "seq2seq": _seq2seq}[kind]
    if kind != "seq2seq":
        return save_run(folder, model(), kind, **changes)
    errors = np.linspace(0.1, 0.6, 6)[None]
    fields = {
        "horizon_frames": SEQ2SEQ_HORIZONS,
        "label_ms": (80, 160, 320, 400, 560, 1000),
        "errors": {"corrected": {"walking": errors}},
    }
    return save_run(folder, model(one_hot), kind, **{**fields, **changes})


def save_smoother(
    folder: pathlib.Path, kernel: np.ndarray, grid: int = 56, absent=(), **settings
) -> pathlib.Path:
    """A run of the convolution over 5 frames, rows and columns with a given kernel.

    Args:
        kernel: (5, 5, 5), the same for each keypoint by itself.
        absent: keypoints that its training data did not have.
        settings: of its study.
    """
    from smoothing.model import build
    from smoothing.studies import STUDIES

    model = build(dataclasses.replace(STUDIES["conv3d_1.1"], grid=grid, **settings))
    model.convolution.kernel.assign(kernel[..., None, None] * np.eye(len(TARGET)))
    scored = np.array([[float(name not in absent) for name in TARGET] + [1.0]])
    return save_run(
        folder,
        model,
        "smoothing",
        columns=(*TARGET, "all"),
        horizon_frames=(),
        label_ms=(),
        errors={key: {"walking": scored} for key in SCORE_KEYS},
        rate_hz=30.0,
    )


def _stt():
    from stt.model import build
    from stt.studies import STUDIES

    sizes = {"window": 8, "width": 16, "feed_forward": 16, "layers": 1}
    heads = {"temporal_heads": 2, "spatial_heads": 2}
    return build(dataclasses.replace(STUDIES["02"], **sizes, **heads))


def _taxonomy():
    from data_prep.poses.features import PoseFeatures
    from taxonomy.model import build
    from taxonomy.studies import STUDIES

    config = dataclasses.replace(STUDIES["seq2seq"], width=8, past_frames=10)
    features = PoseFeatures.plain(config.rotation_format, whole_body=True)
    return build(config, features=features)


def _gan():
    from gan.model import build
    from gan.studies import STUDIES

    changes = {"architecture": "seq2seq", "width": 8, "residual": True}
    return build(dataclasses.replace(STUDIES["mse"], **changes))


def _seq2seq(one_hot: bool):
    from data_prep.datasets import CMU as DATASET
    from data_prep.normalise import Statistics
    from motion.skeleton import CMU
    from seq2seq.features import Features
    from seq2seq.model import build
    from seq2seq.studies import STUDIES

    sizes = {"hidden_units": 8, "past_frames": 12, "one_hot": one_hot}
    config = dataclasses.replace(STUDIES["martinez_residual_sup"], **sizes)
    columns = 3 + 3 * CMU.joint_count
    random = np.random.default_rng(0)
    mean = random.normal(0, 0.1, columns).astype(np.float32)
    scale = np.full(columns, 0.3, np.float32)
    used = np.setdiff1d(np.arange(columns), np.arange(6, 9))  # LHipJoint does not turn
    actions = DATASET.actions if one_hot else ()
    return build(config, CMU, Features(Statistics(mean, scale, used), actions))
