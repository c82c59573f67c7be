"""Fixtures shared by all tests."""

import os
import pathlib
from unittest import mock

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
    # Workers, and what they start, share the cores: each computes on one.
    for name in ("OMP_NUM", "TF_NUM_INTRAOP", "TF_NUM_INTEROP"):
        os.environ.setdefault(f"{name}_THREADS", "1")

GOLDEN = pathlib.Path(__file__).parent / "golden"


def load_golden(name: str) -> dict[str, np.ndarray]:
    """Reads a file of reference values computed by the original programs."""
    with np.load(GOLDEN / f"{name}.npz", allow_pickle=False) as archive:
        return dict(archive)


@pytest.fixture(scope="session")
def seq2seq_golden() -> dict[str, np.ndarray]:
    return load_golden("seq2seq")


@pytest.fixture(scope="session")
def tfa_golden() -> dict[str, np.ndarray]:
    return load_golden("tfa")


@pytest.fixture(scope="session")
def stt_metrics_golden() -> dict[str, np.ndarray]:
    return load_golden("stt_metrics")


@pytest.fixture(scope="session")
def stt_forward_golden() -> dict[str, np.ndarray]:
    return load_golden("stt_forward")


@pytest.fixture(scope="session")
def smoothing_golden() -> dict[str, np.ndarray]:
    return load_golden("smoothing")


@pytest.fixture(scope="session")
def fairmotion_golden() -> dict[str, np.ndarray]:
    return load_golden("fairmotion_video")


@pytest.fixture(scope="module")
def quick_animation():
    """Of a prediction only a few frames are drawn, which takes seconds else."""
    with mock.patch("motion.pictures.viewer._GIF_HZ", 2):
        yield


@pytest.fixture(scope="session")
def data_dir() -> pathlib.Path:
    """The folder of real recordings; tests that need it are skipped without it."""
    path = pathlib.Path(os.environ.get("REENACT_DATA", "data"))
    if not (path / "cmu_mocap").is_dir():
        pytest.skip(f"no CMU recordings in {path} (set REENACT_DATA)")
    return path


@pytest.fixture(scope="session")
def cmu_dir(data_dir: pathlib.Path) -> pathlib.Path:
    return data_dir / "cmu_mocap"


@pytest.fixture(scope="session")
def tiny_records(tmp_path_factory) -> pathlib.Path:
    """Two actions of synthetic motion, four training clips of 200 frames."""
    import tiny

    return tiny.write_records(tmp_path_factory.mktemp("records"))


@pytest.fixture(scope="session")
def pose_records(tmp_path_factory) -> pathlib.Path:
    """The same, but long enough for windows of poses: 209 frames at 60 Hz."""
    import tiny

    return tiny.write_records(tmp_path_factory.mktemp("pose_records"), frames=420)


@pytest.fixture
def undrawn(monkeypatch):
    """Tables and report are made without pictures, which take most of the time."""
    from evaluation.family import Family

    pages = Family.pages

    def without_pictures(family, others=()):
        found = pages(family, others)
        return {name: page._replace(draw=None) for name, page in found.items()}

    monkeypatch.setattr(Family, "pages", without_pictures)
