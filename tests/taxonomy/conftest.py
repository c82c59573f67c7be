"""Fixtures of the tests of this family."""

import pathlib

import pytest
import taxonomy_tiny


@pytest.fixture(scope="session")
def taxonomy_records(tmp_path_factory) -> pathlib.Path:
    """Two actions of synthetic motion, four training clips of 209 frames at 60 Hz."""
    return taxonomy_tiny.write_records(tmp_path_factory.mktemp("taxonomy_records"))
