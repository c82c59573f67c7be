"""Motions that a report shows: which windows, and the file that keeps them."""

import fake_motions
import numpy as np
import pytest

from evaluation.pictures.shown_motions import load_motions, save_motions, shown_windows
from reenact.errors import DataError


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Walking first, then a third and two thirds along the others.
        (
            dict.fromkeys(["a", "b", "c", "walking", "d", "e", "f"], 8),
            [("walking", 0), ("c", 0), ("e", 0)],
        ),
        ({"a": 2, "b": 3, "c": 1}, [("a", 0), ("b", 0), ("c", 0)]),
        ({"waving": 5, "walking": 9}, [("walking", 0), ("waving", 0), ("walking", 3)]),
        ({"all": 30}, [("all", 0), ("all", 10), ("all", 20)]),
        ({"all": 2}, [("all", 0), ("all", 1)]),
        ({"all": 1}, [("all", 0)]),
    ],
)
def test_up_to_three_windows_are_shown(counts, expected):
    assert shown_windows(counts) == expected


def test_a_file_gives_back_what_was_saved(tmp_path):
    motions = [fake_motions.forecast(), fake_motions.smoothed()]
    save_motions(tmp_path / "motions.npz", motions)
    assert [each.name for each in tmp_path.iterdir()] == ["motions.npz"]
    loaded = load_motions(tmp_path / "motions.npz")
    assert [each.is_forecast for each in loaded] == [True, False]
    for found, expected in zip(loaded, motions, strict=True):
        for name, value in vars(expected).items():
            np.testing.assert_array_equal(getattr(found, name), value)
            if not isinstance(value, np.ndarray):
                assert type(getattr(found, name)) is type(value)


def test_no_motions_are_a_file_too(tmp_path):
    save_motions(tmp_path / "motions.npz", [])
    assert load_motions(tmp_path / "motions.npz") == []


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "motions.npz"
    path.write_bytes(b"PK nothing")
    with pytest.raises(DataError, match=r"motions\.npz: expected an \.npz archive"):
        load_motions(path)
    np.savez(path, **{"0_clip_id": np.array("a"), "0_rate_hz": np.array(60.0)})
    with pytest.raises(DataError, match="expected action of motion 0, found none"):
        load_motions(path)
