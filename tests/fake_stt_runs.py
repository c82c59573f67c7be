"""Small made-up runs and analyses of the spatio-temporal family."""

import json
import pathlib

from fake_pose_runs import FINGERPRINT, GROWTH, pose_record

from evaluation.poses.horizons import POSE_METRICS
from evaluation.run_results import RunResult


def stt_record(study: str, level: float = 4.0, seed: int = 0, **changes) -> RunResult:
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
    learned = study != "zero_velocity"
    fields = {
        "steps": 500 if learned else 0,
        "reading": "default",
        "reduced": "width 32 instead of 128" if learned else "",
        "excluded": {"test/running/running_1": 82},
    }
    return pose_record("stt", study, seed, curves, **{**fields, **changes})


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
