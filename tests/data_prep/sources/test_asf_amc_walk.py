"""A walk that was published in two forms: does it walk, and do both forms agree?"""

import numpy as np
import pytest

from data_prep import datasets
from data_prep.sources import cmu_text as text
from data_prep.sources.asf_amc import list_asf_amc, read_clip
from motion.kinematics import forward_kinematics
from motion.skeleton import ASF, CMU


@pytest.fixture(scope="module")
def walk(data_dir):
    root = data_dir / "cmu_asfamc"
    if not root.is_dir():
        pytest.skip(f"no ASF/AMC recordings in {data_dir}")
    (recording,) = [r for r in list_asf_amc(root) if r.clip_id == "02/02_01"]
    clip = read_clip(datasets.CMU_ASF_AMC, recording)
    return clip, forward_kinematics(clip.rotations, clip.body, clip.root_translation)


def test_the_walk_walks(walk):
    """343 frames of a man of ordinary size who walks, and neither sinks nor floats."""
    clip, positions = walk
    feet = positions[:, [ASF.index("ltoes"), ASF.index("rtoes")]]
    lowest = feet[..., 1].min(axis=1)
    assert lowest.min() > -0.02 and lowest.max() < 0.08
    head = positions[:, ASF.index("head"), 1]
    assert head.min() > 1.4 and head.max() < 1.7
    way = np.linalg.norm(positions[-1, 0, [0, 2]] - positions[0, 0, [0, 2]])
    assert 1.0 < way / (len(clip) / clip.rate_hz) < 1.6
    slowest = np.linalg.norm(np.diff(feet, axis=0), axis=-1).min(axis=1)
    assert np.median(slowest) * clip.rate_hz < 0.15  # one foot stands


@pytest.mark.parametrize(
    ("bone", "joint"),
    [
        ("ltibia", "LeftLeg"),
        ("lfoot", "LeftFoot"),
        ("rfoot", "RightFoot"),
        ("head", "Head"),
        ("lradius", "LeftForeArm"),
        ("lwrist", "LeftHand"),
        ("rwrist", "RightHand"),
    ],
)
def test_limbs_point_where_they_do_in_the_text_of_the_same_trial(
    walk, cmu_dir, bone, joint
):
    recordings = {each.clip_id: each for each in text.list_cmu(cmu_dir)}
    other = text.read_clip(datasets.CMU, recordings["train/walking/walking_1"])
    found = directions(walk[1], ASF, bone)
    positions = forward_kinematics(other.rotations[1:], CMU)  # row 0: T-pose
    angles = np.arccos(np.sum(found * directions(positions, CMU, joint), axis=-1))
    assert np.degrees(angles).mean() < 0.4
    assert np.degrees(angles).max() < 0.8


def directions(positions, skeleton, name):
    joint = skeleton.index(name)
    bones = positions[:, joint] - positions[:, skeleton.parents[joint]]
    return bones / np.linalg.norm(bones, axis=-1, keepdims=True)
