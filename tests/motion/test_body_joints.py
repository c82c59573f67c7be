"""The 15 joints against the published numbering, the T-pose and the definition."""

import numpy as np
import pytest

from data_prep.augment import mirrored
from motion import body_joints
from motion.body_joints import (
    BODY_JOINTS,
    BODY_PARENTS,
    CENTRE,
    LEFT,
    RIGHT,
    SMPL_INDEX,
    body_rotations,
    global_rotations,
    to_smpl,
)
from motion.clip import Clip
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SKELETONS

# Row 0 of the text files, degrees; nothing else is turned there.
T_POSE = {
    "LeftUpLeg": (0, 0, -21),
    "RightUpLeg": (0, 0, 21),
    "Neck": (-16, 0, 0),
    "Neck1": (21, 0, 0),
    "Head": (11, 0, 0),
    "LeftArm": (0, 0, -8),
    "RightArm": (0, 0, 8),
}
# Joints of the other CMU form at the same place.
AS_ASF = {
    **{"Hips": "root", "LHipJoint": "lhipjoint", "RHipJoint": "rhipjoint"},
    **{"LowerBack": "lowerback", "Spine": "upperback", "Spine1": "thorax"},
    **{"Neck": "lowerneck", "Neck1": "upperneck", "Head": "head"},
    **{"LeftShoulder": "lclavicle", "LeftArm": "lhumerus", "LeftForeArm": "lradius"},
    **{"RightShoulder": "rclavicle", "RightArm": "rhumerus", "RightForeArm": "rradius"},
    **{"LeftUpLeg": "lfemur", "LeftLeg": "ltibia"},
    **{"RightUpLeg": "rfemur", "RightLeg": "rtibia"},
}


def make_clip(rotations, skeleton="cmu38"):
    rotations = np.asarray(rotations, np.float32)
    return Clip(
        clip_id="c",
        subject="",
        action="walking",
        skeleton=skeleton,
        rate_hz=60.0,
        rotations=rotations,
        root_translation=np.zeros((len(rotations), 3), np.float32),
        root_kind="absolute",
    )


def random_clip(skeleton="cmu38", frames=7):
    random = np.random.default_rng(3)
    shape = frames, SKELETONS[skeleton].joint_count, 3
    return make_clip(random.normal(0, 0.5, shape), skeleton)


def t_pose(skeleton="cmu38"):
    body = SKELETONS[skeleton]
    pose = np.zeros((1, body.joint_count, 3))
    for name, degrees in T_POSE.items():
        joint = name if skeleton == "cmu38" else AS_ASF[name]
        pose[0, body.index(joint)] = np.radians(degrees)
    return make_clip(pose, skeleton)


def room_rotations(clip):
    """(frames, joints, 3, 3), by the chain from the root."""
    turned = rotvec_to_matrix(clip.rotations)
    for joint, parent in enumerate(SKELETONS[clip.skeleton].parents[1:], start=1):
        turned[:, joint] = turned[:, parent] @ turned[:, joint]
    return turned


def test_the_numbering_is_the_published_one(stt_metrics_golden):
    np.testing.assert_array_equal(SMPL_INDEX, stt_metrics_golden["major_joints"])
    np.testing.assert_array_equal(
        SKELETONS["smpl24"].parents, stt_metrics_golden["parents24"]
    )
    assert BODY_PARENTS == (-1, -1, -1, 0, 1, 2, 5, 6, 6, 6, 7, 8, 9, 11, 12)
    assert BODY_JOINTS[6:11] == ("spine3", "neck", "l_collar", "r_collar", "head")
    assert (LEFT, RIGHT) == ((0, 3, 8, 11, 13), (1, 4, 9, 12, 14))
    assert CENTRE == (2, 5, 6, 7, 10)


def test_chains_are_the_published_ones(stt_metrics_golden):
    whole = stt_metrics_golden["prim_fk_rot"].reshape(6, 24, 3, 3)
    in_room = stt_metrics_golden["prim_global_rot"]
    from_root = whole[:, :1].swapaxes(-1, -2) @ in_room[:, SMPL_INDEX]
    found = global_rotations(whole[:, SMPL_INDEX])
    np.testing.assert_allclose(found, from_root, atol=1e-12)


def test_absent_joints_are_not_turned():
    local = body_rotations(random_clip())
    whole = to_smpl(local)
    assert whole.shape == (7, 24, 3, 3) and whole.dtype == np.float32
    np.testing.assert_array_equal(whole[:, SMPL_INDEX], local)
    absent = np.setdiff1d(np.arange(24), SMPL_INDEX)
    assert absent.tolist() == [0, 7, 8, 10, 11, 20, 21, 22, 23]
    assert (whole[:, absent] == np.eye(3)).all()


def test_smpl_rotations_are_taken_as_they_are():
    clip = random_clip("smpl24")
    expected = rotvec_to_matrix(clip.rotations[:, SMPL_INDEX])
    np.testing.assert_allclose(body_rotations(clip), expected, atol=1e-6)


@pytest.mark.parametrize("skeleton", ["cmu38", "asf31"])
def test_the_t_pose_turns_no_joint(skeleton):
    identity = np.broadcast_to(np.eye(3), (1, 15, 3, 3))
    np.testing.assert_allclose(
        body_rotations(t_pose(skeleton)), identity, rtol=0, atol=1e-6
    )


@pytest.mark.parametrize("skeleton", ["cmu38", "asf31"])
def test_rotations_in_the_room_are_measured_from_the_t_pose(skeleton):
    """G Tᵀ by the chain over all joints, seen from the root."""
    clip = random_clip(skeleton)
    names = body_joints.KNOWN_JOINTS[skeleton]
    joints = [SKELETONS[skeleton].index(name) for name in names]
    in_room = room_rotations(clip)
    turned = in_room[:, joints] @ room_rotations(t_pose(skeleton))[:, joints].swapaxes(
        -1, -2
    )
    expected = in_room[:, :1].swapaxes(-1, -2) @ turned
    found = global_rotations(body_rotations(clip).astype(np.float64))
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_both_cmu_forms_give_the_same_rotations():
    text = random_clip("cmu38")
    pose = np.zeros((7, 31, 3))
    for name, other in AS_ASF.items():
        joint = SKELETONS["asf31"].index(other)
        pose[:, joint] = text.rotations[:, SKELETONS["cmu38"].index(name)]
    np.testing.assert_allclose(
        body_rotations(make_clip(pose, "asf31")), body_rotations(text), atol=1e-6
    )


def test_the_root_does_not_count():
    clip = random_clip()
    turned = clip.rotations.copy()
    turned[:, 0] += [0.3, -1.0, 2.0]
    np.testing.assert_array_equal(
        body_rotations(make_clip(turned)), body_rotations(clip)
    )


@pytest.mark.parametrize("skeleton", ["smpl24", "cmu38", "asf31"])
def test_a_mirror_exchanges_left_and_right(skeleton):
    clip = random_clip(skeleton)
    order = np.arange(15)
    order[[*LEFT, *RIGHT]] = [*RIGHT, *LEFT]
    reflection = np.diag([-1, 1, 1])
    expected = reflection @ body_rotations(clip)[:, order] @ reflection
    np.testing.assert_allclose(body_rotations(mirrored(clip)), expected, atol=1e-6)


def test_results_are_rotations():
    found = body_rotations(random_clip()).astype(np.float64)
    products = found @ found.swapaxes(-1, -2)
    np.testing.assert_allclose(
        products, np.broadcast_to(np.eye(3), products.shape), atol=1e-6
    )
    np.testing.assert_allclose(np.linalg.det(found), 1, atol=1e-6)


def test_another_skeleton_is_refused():
    with pytest.raises(ValueError, match="'c': expected a skeleton of smpl24, cmu38"):
        body_rotations(random_clip("h36m32"))
