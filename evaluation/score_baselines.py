"""Scores the baselines like models: `python -m evaluation.score_baselines --data=cmu`.

Writes runs/<profile>/<data>/<package>/<baseline>/seed0/metrics.json, where the package
is that of the family's baselines.
"""

import functools
import time
from pathlib import Path

import numpy as np
from absl import flags

from data_prep.manifest import read_manifest
from evaluation.baseline_records import save_baseline
from evaluation.baselines import ZeroVelocity, baseline_errors
from evaluation.families import FAMILIES
from evaluation.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.pose_protocols import (
    DEFAULT_PROTOCOL,
    FAIRMOTION_PROTOCOL,
    POSE_PROTOCOLS,
)
from evaluation.protocols import PROTOCOLS
from evaluation.results import describe_data, describe_scored
from evaluation.score_forecasts import score_forecasts
from evaluation.score_smoothers import score_smoothers
from evaluation.scoring import DOWNSAMPLE, ScoredWindows
from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script

_FORECASTERS = ("taxonomy", "gan")


def score(
    data: str, profile: str, protocol: str, records_dir: str, runs_dir: str
) -> list[Path]:
    """Writes the records of all baselines of seq2seq and returns their paths."""
    from data_prep.records import read_clips, read_statistics

    directory = Path(records_dir) / data
    manifest = read_manifest(directory)
    started = time.monotonic()
    windows = ScoredWindows.cut(
        data, read_clips(directory, "test"), read_statistics(directory), protocol
    )
    errors: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for action, euler in windows.euler.items():
        for name, modes in baseline_errors(euler, data).items():
            for mode, each in modes.items():
                by_action = errors.setdefault(name, {}).setdefault(mode, {})
                by_action[action] = each[:, list(HORIZON_FRAMES)]
    paths = []
    for name, modes in errors.items():
        path = save_baseline(
            runs_dir,
            started,
            _flags("seq2seq", data, profile, protocol),
            family="seq2seq",
            study=name,
            profile=profile,
            data=describe_data(manifest),
            protocol=protocol,
            horizon_frames=HORIZON_FRAMES,
            label_ms=LABEL_MS,
            rate_hz=manifest["rate_hz"] / DOWNSAMPLE,
            errors=modes,
            windows=windows.starts(),
        )
        paths.append(path)
    return paths


def score_poses(
    data: str, profile: str, protocol: str, records_dir: str, runs_dir: str
) -> list[Path]:
    """Writes the record of zero velocity for rotations and returns its path."""
    from data_prep.poses import read_pose_set
    from evaluation.pose_scoring import ScoredPoses

    started = time.monotonic()
    poses = read_pose_set(records_dir, data)
    windows = ScoredPoses.cut(poses.test, protocol)
    path = save_baseline(
        runs_dir,
        started,
        _flags("stt", data, profile, protocol),
        family="stt",
        study="zero_velocity",
        profile=profile,
        errors=windows.errors(ZeroVelocity().predict),
        **describe_scored(poses, windows),
    )
    return [path]


def _flags(family: str, data: str, profile: str, protocol: str) -> dict[str, str]:
    return {"family": family, "data": data, "profile": profile, "protocol": protocol}


def _protocol(family: str, data: str, wanted: str) -> str:
    """The protocol asked for, or the usual one of the family and data set.

    Raises:
        SettingsError: one that the family does not have.
    """
    known = PROTOCOLS if family == "seq2seq" else tuple(POSE_PROTOCOLS)
    protocols = FAIRMOTION_PROTOCOL if family in _FORECASTERS else DEFAULT_PROTOCOL
    usual = "8" if family == "seq2seq" else protocols.get(data, "eth")
    protocol = wanted or usual
    if protocol not in known:
        raise SettingsError(
            f"--protocol of {family}: expected one of {', '.join(known)}, "
            f"found {protocol!r}"
        )
    return protocol


def main() -> None:
    values = flags.FLAGS
    import_tensorflow()
    places = values.records_dir, values.runs_dir
    if values.family == "smoothing":
        score_smoothers(values.data, values.profile, *places)
        return
    protocol = _protocol(values.family, values.data, values.protocol)
    if values.family in _FORECASTERS:
        scorer = functools.partial(score_forecasts, values.family)
    else:
        scorer = score if values.family == "seq2seq" else score_poses
    scorer(values.data, values.profile, protocol, *places)


if __name__ == "__main__":
    flags.DEFINE_enum("family", "seq2seq", list(FAMILIES), "Whose baselines.")
    flags.DEFINE_string("data", "cmu", "Data set of the family.")
    flags.DEFINE_string("profile", "quick", "Profile beside whose runs they stand.")
    flags.DEFINE_string(
        "protocol",
        "",
        "Test windows: 8, 256 or all per action for seq2seq; cmu, eth or fairmotion "
        "for rotations; smoothing has one only. Left out: 8; or that of the data set.",
    )
    flags.DEFINE_string("records_dir", "records", "What data_prep.build wrote.")
    flags.DEFINE_string("runs_dir", "runs", "Where run folders go.")
    run_script(main)
