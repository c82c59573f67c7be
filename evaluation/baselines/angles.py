"""Scores the baselines of networks that continue text columns of joint angles."""

import time
from pathlib import Path

import numpy as np

from data_prep.manifest import read_manifest
from evaluation.angles.baselines import baseline_errors
from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.angles.protocols import PROTOCOLS
from evaluation.angles.windows import DOWNSAMPLE, ScoredWindows
from evaluation.baselines.scoring import Scoring
from evaluation.run_results import describe_data

_USUAL_PROTOCOL = "8"


def score_angles(scoring: Scoring) -> list[Path]:
    """Writes the results of zero velocity and of running averages.

    Returns:
        Their paths.

    Raises:
        DataError: records that cannot be read. SettingsError: an unknown protocol.
    """
    protocol = scoring.protocol_of(PROTOCOLS, _USUAL_PROTOCOL)
    from data_prep.records import read_clips, read_statistics  # imports TensorFlow

    directory = Path(scoring.records_dir) / scoring.data
    manifest = read_manifest(directory)
    started = time.monotonic()
    clips, statistics = read_clips(directory, "test"), read_statistics(directory)
    windows = ScoredWindows.cut(scoring.data, clips, statistics, protocol)
    errors: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for action, euler in windows.euler.items():
        for name, variants in baseline_errors(euler, scoring.data).items():
            for variant, each in variants.items():
                by_action = errors.setdefault(name, {}).setdefault(variant, {})
                by_action[action] = each[:, list(HORIZON_FRAMES)]
    return [
        scoring.save(
            name,
            started,
            data=describe_data(manifest),
            protocol=protocol,
            horizon_frames=HORIZON_FRAMES,
            label_ms=LABEL_MS,
            rate_hz=manifest["rate_hz"] / DOWNSAMPLE,
            errors=variants,
            windows=windows.starts(),
        )
        for name, variants in errors.items()
    ]
