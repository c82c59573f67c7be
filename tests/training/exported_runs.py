"""Finished runs of tiny models with fresh weights, ready to be exported."""

import dataclasses
import importlib
import pathlib

import keras

from evaluation import families
from evaluation.run_results import RunResult
from training.trained_runs import TrainedRun, inference_of


def finished(family: str, model, folder: pathlib.Path, **changes) -> TrainedRun:
    """What `load_run` gives, without a file."""
    fields = {
        **{"family": family, "study": "tiny", "seed": 0, "profile": "quick"},
        **{"data": {"name": "synthetic", "fingerprint": "tiny"}, "protocol": "cmu"},
        **{"horizon_frames": (), "label_ms": (), "rate_hz": 60.0, "errors": {}},
        **{"windows": {"walking": [], "waving": []}, "steps": 0, "seconds": 0.0},
        **{"parameters": model.count_params(), "command": "", "code_version": "abc"},
        **{"reading": "corrected", "reduced": ""},
    }
    record = RunResult(**{**fields, **changes})
    reads = families.load(family).reads
    return TrainedRun(folder, record, reads, inference_of(family), model)


def livelier(model):
    """The same model with larger weights, which do more than next to nothing."""
    for weight in model.trainable_weights:
        noise = keras.random.normal(weight.shape, stddev=0.03, seed=1)
        weight.assign(weight + noise)
    return model


def forecaster_of_poses(family: str, records_dir, folder, **changes) -> TrainedRun:
    """Of 'stt', 'taxonomy' or 'gan'."""
    from data_prep.poses.features import PoseFeatures
    from data_prep.poses.pose_set import pose_statistics, read_pose_set
    from data_prep.poses.windows import window_statistics

    keras.utils.set_random_seed(0)
    studies = importlib.import_module(f"{family}.studies")
    study, sizes = {
        "stt": ("02", {"window": 8, "width": 8, "feed_forward": 8, "layers": 1}),
        "taxonomy": ("rnn_taxonomy", {"width": 8, "past_frames": 10}),
        "gan": ("hpgan", {"width": 8, "z_units": 6, "architecture": "seq2seq"}),
    }[family]
    if family == "stt":
        sizes |= {"temporal_heads": 2, "spatial_heads": 2}
    config = dataclasses.replace(studies.STUDIES[study], **{**sizes, **changes})
    poses, kind = read_pose_set(records_dir, "synthetic"), config.rotation_format
    if family == "stt":
        features = PoseFeatures(pose_statistics(poses.train, kind, "channel_std"), kind)
    else:
        statistics = window_statistics(poses.train, kind, whole_body=True, fixed=False)
        features = PoseFeatures(statistics, kind, whole_body=True)
    build = importlib.import_module(f"{family}.model").build
    model = livelier(build(config, features=features))
    if family == "stt":  # what it adds in each frame must not grow
        model.output_map.kernel.assign(0.02 * model.output_map.kernel)
    data = {"name": "synthetic", "fingerprint": poses.fingerprint}
    return finished(family, model, folder, data=data)


def forecaster_of_columns(records_dir, folder, study, **changes) -> TrainedRun:
    import tiny

    from motion.skeleton import SKELETONS
    from seq2seq.data import prepare
    from seq2seq.model import build

    keras.utils.set_random_seed(0)
    config = tiny.config(study, past_frames=50, actions="all", **changes)
    material = prepare(config, records_dir, "synthetic", "8")
    skeleton = SKELETONS[material.manifest["skeleton"]]
    model = livelier(build(config, skeleton, material.features))
    return finished("seq2seq", model, folder, protocol="8")


def smoother(architecture, records_dir, folder, **changes) -> TrainedRun:
    from smoothing.data import prepare
    from smoothing.model import build
    from smoothing.studies import STUDIES

    keras.utils.set_random_seed(0)
    sizes = {"grid": 8, "filters": 4, "width": 16, "heads": 2, "layers": 1}
    study = STUDIES[f"{architecture}_1.1"]
    config = dataclasses.replace(study, cameras=1, **sizes, **changes)
    material = prepare(config, records_dir, "synthetic")
    data = {"name": "synthetic", "fingerprint": material.fingerprint}
    return finished("smoothing", livelier(build(config)), folder, data=data)
