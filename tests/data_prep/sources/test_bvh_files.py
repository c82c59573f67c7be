"""BVH files: everything comes back, other programs agree, and faults are named."""

import gzip
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import EDITS, FEW, mutated, survives
from scipy.spatial.transform import Rotation

from data_prep import datasets
from data_prep.sources import cmu_text as text
from data_prep.sources.bvh import read_bvh, write_bvh
from motion.bvh import POSITIONS, ROTATIONS, BvhJoint, BvhMotion, bvh_of
from motion.kinematics import positions_of
from motion.motion import Motion
from motion.skeleton import CMU, SMPL
from reenact.errors import DataError

SMALL = """HIERARCHY
ROOT Hips
{
	OFFSET 0.0 0.0 0.0
	CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
	JOINT Spine
	{
		OFFSET 0.0 10.5 -0.25
		CHANNELS 3 Yrotation Xrotation Zrotation
		End Site
		{
			OFFSET 0.0 5.0 0.0
		}
	}
	JOINT Leg
	{
		OFFSET 4.0 -2.0 0.0
		CHANNELS 1 Xrotation
	}
}
MOTION
Frames: 3
Frame Time: 0.0083333
1 2 3 10 20 30 -40 50 60 70
4 5 6 11 21 31 -41 51 61 71
7 8 9 12 22 32 -42 52 62 72
"""
VALUES = [
    [1, 2, 3, 10, 20, 30, -40, 50, 60, 70],
    [4, 5, 6, 11, 21, 31, -41, 51, 61, 71],
    [7, 8, 9, 12, 22, 32, -42, 52, 62, 72],
]


@pytest.fixture
def write(tmp_path):
    def write(content, name="a.bvh"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def assert_small(motion):
    root = (*POSITIONS, "Zrotation", "Xrotation", "Yrotation")
    spine = ("Yrotation", "Xrotation", "Zrotation")
    assert motion.joints == (
        BvhJoint("Hips", -1, (0, 0, 0), root),
        BvhJoint("Spine", 0, (0, 10.5, -0.25), spine, (0, 5, 0)),
        BvhJoint("Leg", 0, (4, -2, 0), ("Xrotation",)),
    )
    np.testing.assert_array_equal(motion.values, VALUES)
    assert motion.frame_seconds == 0.0083333 and motion.rate_hz == 120.0


def lower_keywords(content):
    for word in ("HIERARCHY", "ROOT", "JOINT", "OFFSET", "CHANNELS", "End Site"):
        content = content.replace(word, word.lower())
    for word in ("MOTION", "Frames", "Frame Time", *POSITIONS, *ROTATIONS):
        content = content.replace(word, word.upper())
    return content


@pytest.mark.parametrize(
    "content",
    [
        SMALL,
        lower_keywords(SMALL),
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r"),
        SMALL.replace("\t", "   ").replace(" ", "\t"),
        SMALL.replace("\n", "  \n\n"),
        SMALL.rstrip(),
        SMALL + "\n\n  \n",
        SMALL.replace("\n{", " {").replace("\n\t\t{", "{"),
        SMALL.replace("\n\t\t{\n\t\t\tOFFSET 0.0 5.0 0.0\n\t\t}", "{ OFFSET 0 5 0 }"),
        SMALL.replace("End Site", "End SpineTip"),
        SMALL.replace("End Site", "End Site The tip"),
        SMALL.replace("Frames: 3", "Frames:3").replace("Time: ", "Time:\t"),
        SMALL.replace("10.5", "1.05e1"),
        b"\xef\xbb\xbf" + SMALL.encode(),
    ],
)
def test_any_spelling_is_the_same_motion(write, content):
    assert_small(read_bvh(write(content)))


def test_compressed_files(write):
    assert_small(read_bvh(write(gzip.compress(SMALL.encode()), "a.bvh.gz")))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Bip01 L Thigh", "ascii"),
        ("Hüfte", "utf-8"),
        ("Hüfte", "latin-1"),
        ("Motion", "ascii"),
    ],
)
def test_names_are_kept(write, tmp_path, name, encoding):
    motion = read_bvh(write(SMALL.replace("Leg", name).encode(encoding)))
    assert motion.joints[2].name == name
    write_bvh(tmp_path / "b.bvh", motion)
    assert read_bvh(tmp_path / "b.bvh").joints == motion.joints


def test_what_is_written_is_read_as_it_was(tmp_path, write):
    motion = read_bvh(write(SMALL))
    write_bvh(tmp_path / "b.bvh", motion)
    assert_small(read_bvh(tmp_path / "b.bvh"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bvh", "b.bvh"]


CHANNELS = st.lists(st.sampled_from([*POSITIONS, *ROTATIONS]), unique=True, max_size=6)
LENGTH = st.floats(-1e4, 1e4)
PLACE = st.tuples(LENGTH, LENGTH, LENGTH)
NAME = st.from_regex(
    r"[A-Za-z_][A-Za-z0-9_:.\-]{0,9}( [A-Za-z0-9]{1,3})?", fullmatch=True
)


@st.composite
def motions(draw):
    """Any hierarchy, channels in any order, any values."""
    names = draw(st.lists(NAME, min_size=1, max_size=8, unique=True))
    joints, open_joints = [], []
    for index, name in enumerate(names):
        if open_joints:
            del open_joints[draw(st.integers(1, len(open_joints))) :]
        parent = open_joints[-1] if open_joints else -1
        end_site = draw(st.none() | PLACE)
        joint = BvhJoint(name, parent, draw(PLACE), tuple(draw(CHANNELS)), end_site)
        joints.append(joint)
        open_joints.append(index)
    if not any(joint.channels for joint in joints):
        joints[0] = BvhJoint(names[0], -1, joints[0].offset, ("Yrotation",))
    count = sum(len(joint.channels) for joint in joints)
    frames = draw(st.integers(1, 4))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values = random.uniform(-1e4, 1e4, (frames, count))
    return BvhMotion(tuple(joints), draw(st.floats(0.001, 1.0)), values)


@settings(FEW, max_examples=100)
@given(motions())
def test_any_motion_comes_back(tmp_path, motion):
    path = tmp_path / "any.bvh"
    write_bvh(path, motion)
    back = read_bvh(path)
    assert back.joints == motion.joints and back.frame_seconds == motion.frame_seconds
    np.testing.assert_allclose(back.values, motion.values, rtol=0, atol=1e-8)
    np.testing.assert_allclose(back.rotations(), motion.rotations(), atol=1e-8)
    np.testing.assert_allclose(
        back.root_positions(), motion.root_positions(), atol=1e-8
    )


@settings(FEW, max_examples=40)
@given(motions(), st.integers(0, 2**32 - 1))
def test_any_rotations_of_joints_with_three_channels_come_back(tmp_path, motion, seed):
    shape = 2, len(motion.joints)
    turns = Rotation.random(shape[0] * shape[1], random_state=seed).as_matrix()
    turns = turns.reshape(*shape, 3, 3)
    path = tmp_path / "turned.bvh"
    write_bvh(path, motion.with_motion(turns, np.zeros((2, 3))))
    free = [len({*j.channels} & {*ROTATIONS}) == 3 for j in motion.joints]
    found = read_bvh(path).rotations()
    np.testing.assert_allclose(found[:, free], turns[:, free], atol=1e-6)


def test_a_walk_comes_back(cmu_dir, tmp_path):
    """Joints of a real recording, to a millionth of a centimetre."""
    (recording,) = (
        each
        for each in text.list_cmu(cmu_dir)
        if each.clip_id == "test/walking/walking_1"
    )
    capture = Motion.of(text.read_clip(datasets.CMU, recording))
    motion = bvh_of(CMU, capture.rotations, capture.root_m, 120.0)
    write_bvh(tmp_path / "walk.bvh", motion)
    back = read_bvh(tmp_path / "walk.bvh")
    found = positions_of(back.rotations(), back.skeleton(1.0), back.root_positions())
    np.testing.assert_allclose(found, 100 * capture.positions(), rtol=0, atol=1e-6)
    np.testing.assert_allclose(back.values, motion.values, rtol=0, atol=1e-6)


# Other programs


def random_orders(skeleton, frames=5):
    """A motion of a skeleton whose joints use all six orders in turn."""
    orders = itertools.cycle(itertools.permutations(ROTATIONS))
    turns = Rotation.random(frames * skeleton.joint_count, random_state=7).as_matrix()
    turns = turns.reshape(frames, -1, 3, 3)
    root_m = np.random.default_rng(7).normal(0, 1, (frames, 3))
    motion = bvh_of(skeleton, turns, root_m, 120.0)
    joints = tuple(
        BvhJoint(
            name=joint.name,
            parent=joint.parent,
            offset=joint.offset,
            channels=(*joint.channels[:-3], *order),
            end_site=joint.end_site and (1.0, 2.0, 3.0),
        )
        for joint, order in zip(motion.joints, orders, strict=False)
    )
    mixed = BvhMotion(joints, motion.frame_seconds, motion.values)
    return mixed.with_motion(motion.rotations(), motion.root_positions())


def world(motion):
    """(frames, joints, 3) in the file's unit."""
    return positions_of(
        motion.rotations(), motion.skeleton(1.0), motion.root_positions()
    )


@pytest.mark.parametrize("skeleton", [CMU, SMPL], ids=lambda each: each.name)
def test_pymotion_reads_our_files(skeleton, tmp_path):
    reader = pytest.importorskip("pymotion.io.bvh").BVH()
    fk = pytest.importorskip("pymotion.ops.skeleton").fk
    motion = random_orders(skeleton)
    write_bvh(tmp_path / "ours.bvh", motion)
    reader.load(str(tmp_path / "ours.bvh"))
    turns, places, parents, offsets, ends, end_parents = reader.get_data()
    found, _ = fk(turns, places[:, 0], offsets, parents)
    np.testing.assert_allclose(found, world(motion), rtol=0, atol=1e-5)
    assert reader.data["names"].tolist() == [joint.name for joint in motion.joints]
    leaves = [i for i, joint in enumerate(motion.joints) if joint.end_site]
    assert end_parents.tolist() == leaves
    np.testing.assert_allclose(ends, [[1, 2, 3]] * len(leaves))


def test_we_read_files_of_pymotion(tmp_path):
    """Numbers of its own, with six decimals; the root's offset is not zero."""
    writer = pytest.importorskip("pymotion.io.bvh").BVH()
    fk = pytest.importorskip("pymotion.ops.skeleton").fk
    random = np.random.default_rng(3)
    parents = np.array([0, 0, 1, 2, 1, 0, 5])
    offsets = random.normal(0, 20, (7, 3))
    places = np.tile(offsets, (6, 1, 1))
    places[:, 0] = random.normal(0, 90, (6, 3))
    writer.data = {
        "names": np.array([f"joint{number}" for number in range(7)]),
        "offsets": offsets,
        "end_sites": random.normal(0, 5, (3, 3)),
        "end_sites_parents": np.array([3, 4, 6]),
        "parents": parents,
        "rot_order": np.array([list("zxy"), *map(list, itertools.permutations("xyz"))]),
        "channels": np.array([6, 3, 3, 3, 3, 3, 3]),
        "positions": places,
        "rotations": random.uniform(-180, 180, (6, 7, 3)),
        "frame_time": 1 / 60,
    }
    writer.save(str(tmp_path / "theirs.bvh"))
    motion = read_bvh(tmp_path / "theirs.bvh")
    expected, _ = fk(writer.get_data()[0], places[:, 0], offsets, parents)
    np.testing.assert_allclose(world(motion), expected, rtol=0, atol=1e-4)
    assert motion.rate_hz == 60.0
    found = [joint.end_site for joint in motion.joints if joint.end_site]
    np.testing.assert_allclose(found, writer.data["end_sites"], atol=1e-6)


@pytest.mark.parametrize("skeleton", [CMU, SMPL], ids=lambda each: each.name)
def test_pybvh_reads_our_files_and_we_read_its(skeleton, tmp_path):
    pybvh = pytest.importorskip("pybvh")
    motion = random_orders(skeleton)
    write_bvh(tmp_path / "ours.bvh", motion)
    other = pybvh.read_bvh_file(tmp_path / "ours.bvh", world_up="+y")
    np.testing.assert_allclose(
        other.joint_positions(), world(motion), rtol=0, atol=1e-5
    )
    assert other.joint_names == [joint.name for joint in motion.joints]
    assert other.fps == 120
    other = other.change_euler_order("XZY")
    other.write(tmp_path / "theirs.bvh")
    back = read_bvh(tmp_path / "theirs.bvh")
    assert {joint.channels[-3:] for joint in back.joints} == {
        ("Xrotation", "Zrotation", "Yrotation")
    }
    np.testing.assert_allclose(world(back), world(motion), rtol=0, atol=1e-3)
    assert [joint.end_site for joint in back.joints] == [
        joint.end_site for joint in motion.joints
    ]


# Faults


def cut(part):
    return SMALL[: SMALL.index(part)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":1: expected HIERARCHY, found the end of the file"),
        ("\n\n", ":1: expected HIERARCHY, found the end of the file"),
        ("1,2,3\n4,5,6\n", ":1: expected HIERARCHY, found '1,2,3'"),
        ("HIERARCHY\n", ":1: expected ROOT, found the end of the file"),
        ("HIERARCHY\nMOTION\n", ":2: expected ROOT, found 'MOTION'"),
        (cut("\tJOINT Leg"), ":14: expected '}', found the end of the file"),
        (cut("{\n\t\tOFFSET 4"), ":15: expected '{', found the end of the file"),
        (cut("MOTION"), ":20: expected MOTION, found the end of the file"),
        (cut("Frames"), ":21: expected 'Frames:' and a number, found the end of"),
        (cut("Frame Time"), ":22: expected 'Frame Time:' and a number, found the end"),
        (cut("1 2 3"), ":23: expected 3 rows of numbers as 'Frames:' says, found 0"),
        (cut("7 8 9"), ":25: expected 3 rows of numbers as 'Frames:' says, found 2"),
        (cut(" 22 32 -42"), ":26: expected 10 numbers, one a channel, found 4"),
        (SMALL + "1 2", ":27: expected 3 rows of numbers as 'Frames:' says, found 4"),
        (SMALL.replace("51 61 71", "51 61"), ":25: expected 10 numbers, .* found 9"),
        (
            SMALL.replace("51 61 71", "51 61 71 8"),
            ":25: expected 10 numbers.* found 11",
        ),
        (
            SMALL.replace("61 71", "nan 71"),
            ":25: expected a finite number as channel 9",
        ),
        (SMALL.replace("61 71", "61 inf"), "number as channel 10, found 'inf'"),
        (SMALL.replace("61 71", "61 x71"), "number as channel 10, found 'x71'"),
        (SMALL.replace("61 71", "61 7e9"), "number as channel 10, found '7e9'"),
        (SMALL.replace("Frames: 3", "Frames: 0"), ":22: .* frames from 1, found '0'"),
        (SMALL.replace("Frames: 3", "Frames: x"), ":22: .* frames from 1, found 'x'"),
        (SMALL.replace("Frames: 3", "Frames: 3.0"), "frames from 1, found '3.0'"),
        (SMALL.replace("Frames: 3", "Frames: -3"), "frames from 1, found '-3'"),
        (SMALL.replace("Frames: 3\n", ""), "expected 'Frames:' .* 'Frame Time: 0.008"),
        (
            SMALL.replace("Frame Time: 0.0083333\n", ""),
            ":23: expected 'Frame Time:' and a number, found '1 2 3 10",
        ),
        *(
            (
                SMALL.replace("0.0083333", seconds),
                f":23: expected a frame time of 0.001 to 1 seconds, found '{seconds}'",
            )
            for seconds in (
                "0",
                "0.0",
                "-0.01",
                "nan",
                "inf",
                "fast",
                "",
                "30",
                "0,008",
            )
        ),
        (
            SMALL.replace("Zposition", "Wposition"),
            ":5: expected channels of Xpos.*'Wpos",
        ),
        (
            SMALL.replace("Zposition", "Xposition"),
            ":5: expected each channel of a joint",
        ),
        (SMALL.replace("LS 3", "LS 2"), ":9: expected 'CHANNELS 3' before 3 names"),
        (SMALL.replace("LS 3", "LS"), ":9: expected channels of|:9: expected 'CHANN"),
        (
            SMALL.replace("CHANNELS 1 Xrotation", "CHANNELS"),
            ":18: expected 'CHANNELS 0'",
        ),
        (SMALL.replace("JOINT Leg", "JOINT Spine"), ":15: .* found 'Spine' again"),
        (SMALL.replace("JOINT Leg", "JOINT"), ":15: expected a name .* found none"),
        (SMALL.replace("JOINT Leg", "ROOT Leg"), ":15: expected OFFSET, CHANNELS, JOI"),
        (
            SMALL.replace("MOTION", "ROOT Other\n{\nOFFSET 0 0 0\n}\nMOTION"),
            ":21: expected MOTION after the one ROOT, found 'ROOT Other'",
        ),
        (
            SMALL.replace("MOTION", "}\nMOTION"),
            ":21: expected MOTION after .* found '}'",
        ),
        (SMALL.replace("}\nMOTION", "MOTION"), ":20: expected '}', found 'MOTION'"),
        (SMALL.replace("Leg\n\t{", "Leg"), ":16: expected '{', found 'OFFSET 4.0"),
        (
            SMALL.replace("4.0 -2.0 0.0", "4.0 -2.0"),
            ":17: expected 3 numbers after 'OFF",
        ),
        (
            SMALL.replace("4.0 -2.0 0.0", "4 nan 0"),
            ":17: expected finite numbers after",
        ),
        (
            SMALL.replace("\t\tOFFSET 4.0 -2.0 0.0\n", ""),
            ":18: expected an OFFSET of 'Leg'",
        ),
        (
            SMALL.replace("\t\t\tOFFSET 0.0 5.0 0.0\n", ""),
            ":12: .* OFFSET of an end site",
        ),
        (
            SMALL.replace("5.0 0.0\n\t\t}", "5 0\n\t\t}\nEnd Site\n{\nOFFSET 0 0 0\n}"),
            ":14: expected OFFSET, CHANNELS, JOINT or End Site, each where it may be",
        ),
        (
            "HIERARCHY\nROOT a{\nOFFSET 0 0 0}\nMOTION\nFrames: 1\nFrame Time: 0.1\n",
            "a.bvh: expected CHANNELS at some joint, found none",
        ),
    ],
)
def test_faults_are_named(write, content, message):
    path = write(content)
    with pytest.raises(DataError, match=message) as caught:
        read_bvh(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_wherever_a_file_is_cut_that_is_noticed(write):
    """Within the last number it cannot be."""
    content = SMALL.rstrip().encode()
    for length in range(len(content) - 1):
        with pytest.raises(DataError, match=r"a\.bvh:\d+: expected "):
            read_bvh(write(content[:length]))


@settings(FEW, max_examples=200)
@given(EDITS)
def test_damage(write, edits):
    path = write(mutated(SMALL.encode(), edits))
    survives(lambda: read_bvh(path), path)


@FEW
@given(EDITS, st.booleans())
def test_damage_of_compressed_files(write, edits, inside):
    content = SMALL.encode()
    if inside:
        content = gzip.compress(mutated(content, edits), mtime=0)
    else:
        content = mutated(gzip.compress(content, mtime=0), edits)
    path = write(content, "a.bvh.gz")
    survives(lambda: read_bvh(path), path)


def test_no_file(tmp_path):
    with pytest.raises(DataError, match=r"none\.bvh: expected a readable file"):
        read_bvh(tmp_path / "none.bvh")


def test_nothing_half_written_stays(write, tmp_path, monkeypatch):
    motion = read_bvh(write(SMALL))

    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_bvh(tmp_path / "b.bvh", motion)
    assert [path.name for path in tmp_path.iterdir()] == ["a.bvh"]
