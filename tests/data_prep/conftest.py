"""Small recordings in the layout of the published text files."""

import pathlib

import numpy as np
import pytest

from data_prep.splits import H36M_SUBJECTS
from motion.clip import Clip

CMU_FILES = (
    "train/walking/walking_1",
    "train/walking/walking_2",
    "train/walking/walking_10",
    "train/walking/walking_4",
    "train/running/running_2",
    "train/running/running_3",
    "train/walking_extra/walking_13",
    "test/walking/walking_1",
    "test/running/running_1",
)


def text_rows(frames: int, columns: int, seed: int = 0) -> str:
    """Smooth random rows, the last triple at rest, as a text file holds them."""
    random = np.random.default_rng(seed)
    table = 0.3 * np.cumsum(random.normal(0, 0.1, (frames, columns)), axis=0)
    table[:, -3:] = 0.0
    lines = [",".join(f"{value:.9g}" for value in row) for row in table]
    return "\n".join(lines) + "\n"


def write_tree(root: pathlib.Path, names, frames: int, columns: int) -> pathlib.Path:
    for number, name in enumerate(names):
        path = root / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_rows(frames + number, columns, number))
    return root


@pytest.fixture
def small_cmu(tmp_path) -> pathlib.Path:
    """Nine files of 20 to 28 frames in <data>/cmu_mocap; <data> is its parent."""
    return write_tree(tmp_path / "data" / "cmu_mocap", CMU_FILES, 20, 117)


@pytest.fixture
def small_h36m(tmp_path) -> pathlib.Path:
    names = [
        f"{subject}/{action}_{take}"
        for subject in H36M_SUBJECTS
        for action in ("walking", "eating")
        for take in (1, 2)
    ]
    return write_tree(tmp_path / "data" / "h36m", names, 12, 99)


@pytest.fixture
def make_clip():
    """Makes clips of the CMU skeleton from a frame count."""

    def make(frames: int, clip_id: str = "train/walking/walking_1", **changes) -> Clip:
        random = np.random.default_rng(frames)
        steps = random.normal(0, 0.05, (frames, 38, 3))
        values = dict(
            clip_id=clip_id,
            subject="",
            action="walking",
            skeleton="cmu38",
            rate_hz=120.0,
            rotations=np.cumsum(steps, axis=0).astype(np.float32),
            root_translation=random.normal(0, 1, (frames, 3)).astype(np.float32),
            root_kind="absolute",
            calibration_frames=1,
        )
        return Clip(**{**values, **changes})

    return make
