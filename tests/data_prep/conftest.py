"""Small recordings in the layouts in which they are published."""

import gzip
import pathlib
import pickle

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from small_asf import amc_text, asf_text, moving_frames

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
def small_asf_amc(tmp_path) -> pathlib.Path:
    """Two subjects, one larger, with four trials, one of them compressed."""
    root = tmp_path / "data" / "cmu_asfamc"
    for subject, scale in (("01", 1.0), ("02", 1.1)):
        folder = root / subject
        folder.mkdir(parents=True)
        (folder / f"{subject}.asf").write_text(asf_text(scale))
        for take in (1, 2):
            text = amc_text(moving_frames(10 + take, seed=take))
            (folder / f"{subject}_0{take}.amc").write_text(text)
    path = root / "01" / "01_02.amc"
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return root


@pytest.fixture
def small_dip(tmp_path) -> pathlib.Path:
    """Three files of 200 to 220 frames, one too short, and the lists that name them."""
    root = tmp_path / "data" / "dip"
    random = np.random.default_rng(0)
    for folder, name, frames in (
        ("AMASS_CMU", "01_01_01", 200),
        ("AMASS_CMU", "01_01_02", 210),
        ("AMASS_CMU", "01_01_03", 179),
        ("Eyes_60FPS", "walk", 220),
    ):
        path = root / folder / f"{name}.pkl"
        path.parent.mkdir(parents=True, exist_ok=True)
        turns = np.cumsum(random.normal(0, 0.02, (frames, 15, 3)), axis=0)
        matrices = Rotation.from_rotvec(turns.reshape(-1, 3)).as_matrix()
        path.write_bytes(pickle.dumps({"poses": matrices.reshape(frames, 135)}, 2))
    (root / "training_fnames.txt").write_text("CMU/01_01_01.pkl\nCMU/01_01_03.pkl\n")
    (root / "validation_fnames.txt").write_text("CMU/01_01_02.pkl\n")
    (root / "test_fnames.txt").write_text("Eyes/walk.pkl\nEyes/gone.pkl\n")
    return root


@pytest.fixture
def small_amass(tmp_path) -> pathlib.Path:
    """A file of each body, at three rates, and the lists that name them."""
    root = tmp_path / "data" / "amass"
    random = np.random.default_rng(1)
    for name, width, rate_name, rate in (
        ("CMU/01/01_01_poses", 156, "mocap_framerate", 120.0),
        ("SSM/s1/jump_poses", 72, "mocap_framerate", 60.0),
        ("HumanEva/S2/walk_stageii", 165, "mocap_frame_rate", 100.0),
    ):
        path = root / f"{name}.npz"
        path.parent.mkdir(parents=True)
        frames = int(rate * 4)
        arrays = {
            "poses": np.cumsum(random.normal(0, 0.01, (frames, width)), axis=0),
            "trans": np.cumsum(random.normal(0, 0.01, (frames, 3)), axis=0),
            "betas": np.zeros(16),
            rate_name: np.array(rate),
        }
        np.savez(path, gender=np.array("neutral"), **arrays)
    np.savez(root / "CMU/01/shape.npz", betas=np.zeros(16))
    (root / "training_fnames.txt").write_text("CMU/01/01_01_poses.npz\n")
    (root / "validation_fnames.txt").write_text("SSM/s1/jump_poses\n")
    (root / "test_fnames.txt").write_text("HumanEva/S2/walk_stageii.npz\n")
    return root


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
