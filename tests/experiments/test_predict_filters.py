"""Filters of motion: what they leave, and that noise on real motion falls."""

import dataclasses

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from data_prep.motion_files import read_motion
from experiments.filters import FILTERS, smoothed
from motion.motion import Motion
from motion.rotations import geodesic_angle, rotvec_to_matrix
from motion.skeleton import SMPL

SYMMETRIC = ("gaussian_1", "gaussian_3", "savgol_5_2", "savgol_31_2")


@pytest.fixture(scope="module")
def walk(cmu_dir):
    return read_motion(cmu_dir / "test/walking/walking_1.txt.gz").motion


def degrees(first: Motion, second: Motion) -> np.ndarray:
    return np.degrees(geodesic_angle(first.rotations, second.rotations))


def spinning(frames: int = 90) -> Motion:
    """Every joint turns about an axis of its own by 7 degrees a frame, twice around."""
    axes = np.random.default_rng(0).normal(size=(24, 3))
    axes /= np.linalg.norm(axes, axis=-1, keepdims=True)
    vectors = np.radians(7 * np.arange(frames))[:, None, None] * axes
    root_m = np.arange(frames)[:, None] * [0.01, 0, 0.02]
    return Motion("spin", SMPL, 60.0, rotvec_to_matrix(vectors), root_m)


@pytest.mark.parametrize("name", SYMMETRIC)
def test_steady_motion_stays_as_it_is(name):
    """Away from the ends: rotations are followed past half a turn and a whole one."""
    spin = spinning()
    after, angles_deg = smoothed(spin, name)
    assert angles_deg[16:-16].max() < 0.05
    np.testing.assert_allclose(after.root_m[16:-16], spin.root_m[16:-16], atol=1e-12)
    np.testing.assert_allclose(angles_deg, degrees(spin, after), atol=1e-9)


def test_a_body_at_rest_stays_at_rest():
    spin = spinning()
    rest = dataclasses.replace(
        spin,
        rotations=np.repeat(spin.rotations[30:31], 50, axis=0),
        root_m=np.repeat(spin.root_m[30:31], 50, axis=0),
    )
    for name in FILTERS:
        after, angles_deg = smoothed(rest, name)
        assert angles_deg.max() < 1e-5
        np.testing.assert_allclose(after.root_m, rest.root_m, atol=1e-12)


def test_the_one_euro_filter_follows_and_counts_in_seconds():
    """It looks at no later frame; the same motion at half the rate comes out alike."""
    spin = spinning()
    after, _ = smoothed(spin, "one_euro")
    earlier = dataclasses.replace(
        spin, rotations=spin.rotations[:40], root_m=spin.root_m[:40]
    )
    cut, _ = smoothed(earlier, "one_euro")
    np.testing.assert_allclose(cut.rotations, after.rotations[:40], atol=1e-12)
    slow, _ = smoothed(spin.resampled(30.0), "one_euro")
    lag = degrees(spin, after)[60].mean()
    assert degrees(spin.resampled(30.0), slow)[30].mean() == pytest.approx(lag, rel=0.2)
    assert 1 < lag < 20


# Mean error in degrees of 2 degrees of noise on each axis, 3.2 before, and in cm of a
# centimetre, 1.6 before: measured, and a tenth more.
@pytest.mark.parametrize(
    ("name", "most_deg", "most_cm"),
    [
        ("gaussian_1", 1.9, 0.95),
        ("gaussian_3", 1.4, 0.7),
        ("savgol_5_2", 2.5, 1.25),
        ("savgol_31_2", 1.5, 0.7),
        ("one_euro", 2.2, 1.3),
    ],
)
def test_noise_on_a_real_walk_falls(walk, name, most_deg, most_cm):
    random = np.random.default_rng(0)
    moving = np.ptp(walk.rotations, axis=0).max(axis=(1, 2)) > 0.02
    noise = np.radians(2) * random.normal(size=(*walk.rotations.shape[:2], 3))
    noisy = dataclasses.replace(
        walk,
        rotations=walk.rotations
        @ Rotation.from_rotvec(noise.reshape(-1, 3))
        .as_matrix()
        .reshape(walk.rotations.shape),
        root_m=walk.root_m + 0.01 * random.normal(size=walk.root_m.shape),
    )
    after, _ = smoothed(noisy, name)
    before_deg, after_deg = (
        degrees(walk, each)[:, moving].mean() for each in (noisy, after)
    )
    before_cm, after_cm = (
        100 * np.linalg.norm(each.root_m - walk.root_m, axis=-1).mean()
        for each in (noisy, after)
    )
    assert before_deg == pytest.approx(3.2, abs=0.05)
    assert after_deg < most_deg, after_deg
    assert before_cm == pytest.approx(1.6, abs=0.1)
    assert after_cm < most_cm, after_cm
