"""Fixtures of the tests of this family."""

import pathlib

import pytest
import tiny


@pytest.fixture(scope="session")
def capture_records(tmp_path_factory) -> pathlib.Path:
    """Two actions of synthetic motion, eight recordings of 100 frames at 30 Hz."""
    directory = tmp_path_factory.mktemp("capture_records")
    from data_prep import records  # needs TensorFlow, which the rest here does not

    clips = tiny.synthetic_clips(frames=400)
    records.write(directory / "synthetic", "synthetic", clips, "tiny", {})
    return directory
