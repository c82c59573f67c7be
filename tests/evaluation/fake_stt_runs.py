"""Small made-up runs and analyses of the spatio-temporal family."""

import json
import pathlib

import numpy as np

from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS, POSE_METRICS
from evaluation.results import RunRecord

# Shapes of the curves over 100, 200, 300 and 400 ms.
GROWTH = np.array([0.1, 0.3, 0.6, 1.0])
CLIPS = {
    "walking": ("test/walking/walking_1",) * 3,
    "jumping": ("test/jumping/jumping_1", "test/jumping/jumping_2"),
}
FINGERPRINT = "e" * 64


def stt_record(study: str, level: float = 4.0, seed: int = 0, **changes) -> RunRecord:
    """Joint angle errors `level` x `GROWTH` in every window, other metrics from it.

    Args:
      curves: metric -> four numbers, instead of these.
    """
    curves = {
        metric: level * GROWTH * (4 if "euler" in metric else 1)
        for metric in POSE_METRICS
        if metric.endswith(("_sum", "_at"))
    }
    curves |= {
        metric: 1 - level * GROWTH / 20
        for metric in POSE_METRICS
        if metric.startswith(("auc", "pck"))
    }
    curves |= changes.pop("curves", {})
    fields = {
        "family": "stt",
        "study": study,
        "seed": seed,
        "profile": "quick",
        "data": {
            "name": "cmu",
            "fingerprint": FINGERPRINT,
            "training_files": {"walking": 5, "jumping": 4},
        },
        "protocol": "cmu",
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": 60.0,
        "errors": {
            metric: {
                action: np.tile(curves[metric], (len(clips), 1))
                for action, clips in CLIPS.items()
            }
            for metric in POSE_METRICS
        },
        "windows": {
            action: [(clip, 12 * k) for k, clip in enumerate(clips)]
            for action, clips in CLIPS.items()
        },
        "steps": 0 if study == "zero_velocity" else 500,
        "seconds": 50.0,
        "parameters": 54321,
        "command": f"python -m stt.train --study={study} --seed={seed}",
        "code_version": "abc",
        "reading": "default",
        "reduced": "" if study == "zero_velocity" else "width 32 instead of 128",
        "excluded": {"test/running/running_1": 82},
    }
    return RunRecord(**{**fields, **changes})


def analysis(study: str, seed: int = 0, **changes) -> dict:
    """What analysis.json holds, of a run in which nothing special is to be seen."""
    curve = [1.0] * 20
    content = {
        "family": "stt",
        "study": study,
        "seed": seed,
        "profile": "quick",
        "data": {"name": "cmu", "fingerprint": FINGERPRINT},
        "code_version": "abc",
        "command": f"python -m stt.analyse --study={study}",
        "embedding": {
            "left_right_correlation": 0.1,
            "shuffled_correlations": [0.1, 0.11, 0.09],
            "column_mean_abs": [0.1] * 32,
            "grey_band_ratio": 1.0,
        },
        "gradients": {
            weights: {"mean": [0.0] * 4, "std": [1.0] * 4}
            for weights in ("all", "attention", "feed_forward")
        },
        "rollouts": {
            "walking": {
                "clip_id": "test/walking/walking_1",
                "start": 0,
                "frames": 1000,
                "step_angle_deg": curve,
                "non_orthogonality": curve,
                "joint_angle": [1.0] * 3 + [None] * 17,
                "true_step_angle_deg": [1.0] * 3 + [None] * 17,
            }
        },
    }
    return {**content, **changes}


def save_analysis(runs_dir: pathlib.Path, content: dict) -> pathlib.Path:
    place = (content["profile"], content["data"]["name"], "stt", content["study"])
    path = runs_dir.joinpath(*place, f"seed{content['seed']}", "analysis.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return path
