"""What made-up runs share that are scored on the same windows of rotations."""

from collections.abc import Mapping

import numpy as np

from evaluation.poses.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.run_results import RunResult

# Shapes of the curves over 100, 200, 300 and 400 ms.
GROWTH = np.array([0.1, 0.3, 0.6, 1.0])
CLIPS = {
    "walking": ("test/walking/walking_1",) * 3,
    "jumping": ("test/jumping/jumping_1", "test/jumping/jumping_2"),
}
FINGERPRINT = "e" * 64


def pose_record(
    family: str, study: str, seed: int, curves: Mapping[str, np.ndarray], **fields
) -> RunResult:
    """A run whose errors are the same in every window.

    Args:
      curves: metric -> four numbers.
      fields: of the record, those that differ from run to run.
    """
    known = {
        "family": family,
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
                action: np.tile(curve, (len(clips), 1))
                for action, clips in CLIPS.items()
            }
            for metric, curve in curves.items()
        },
        "windows": {
            action: [(clip, 12 * k) for k, clip in enumerate(clips)]
            for action, clips in CLIPS.items()
        },
        "seconds": 50.0,
        "parameters": 54321,
        "command": f"python -m {family}.train --study={study} --seed={seed}",
        "code_version": "abc",
    }
    return RunResult(**{**known, **fields})
