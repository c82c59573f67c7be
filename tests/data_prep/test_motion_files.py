"""Motion from every kind of file, into files that are read back."""

import dataclasses
import gzip
import os
import shutil

import numpy as np
import pytest
from hypothesis import given
from mutating import EDITS, FEW, mutated, survives

from data_prep import datasets
from data_prep.motion_files import map_body, read_motion, write_motion
from data_prep.poses.joint_mapping import read_mapping
from data_prep.sources import asf_amc
from data_prep.sources import cmu_text as text
from data_prep.sources.bvh import read_bvh, write_bvh
from data_prep.sources.readers.recordings import Recording
from motion.body_joints import BODY_JOINTS, SMPL_INDEX, body_rotations
from motion.bvh import bvh_of
from motion.kinematics import forward_kinematics
from motion.motion import Motion
from motion.rotations import geodesic_angle, matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import CMU, SMPL
from reenact.errors import DataError


def smpl_capture(rate_hz=60.0):
    random = np.random.default_rng(0)
    vectors = np.cumsum(random.normal(0, 0.1, (6, 24, 3)), axis=0)
    root_m = np.cumsum(random.normal(0, 0.1, (6, 3)), axis=0)
    return Motion("smpl", SMPL, rate_hz, rotvec_to_matrix(vectors), root_m)


def assert_same(capture, expected, atol=1e-7):
    assert len(capture) == len(expected)
    assert capture.rate_hz == expected.rate_hz
    names = capture.skeleton.joint_names
    joints = [expected.skeleton.index(name) for name in names]
    np.testing.assert_allclose(
        capture.positions(), expected.positions()[:, joints], atol=atol
    )
    np.testing.assert_allclose(
        capture.rotations, expected.rotations[:, joints], atol=atol
    )


def write_bvh_of(path, capture, unit_m=0.01):
    motion = bvh_of(
        capture.skeleton, capture.rotations, capture.root_m, capture.rate_hz, unit_m
    )
    write_bvh(path, motion)
    return path


def test_cmu_text(small_cmu):
    """117 columns: at 120 Hz, without the T-pose of the first row."""
    path = small_cmu / "train/walking/walking_1.txt"
    motion = read_motion(path)
    clip = text.read_clip(datasets.CMU, Recording(path, "c"))
    expected = forward_kinematics(clip.rotations, CMU, clip.root_translation)[1:]
    np.testing.assert_allclose(motion.motion.positions(), expected, atol=1e-6)
    assert (motion.kind, motion.motion.name) == ("txt", "walking_1")
    assert motion.motion.rate_hz == 120.0 and motion.bvh is None


def test_h36m_text(small_h36m):
    """99 columns, whose root moves from frame to frame; no row is left out."""
    path = small_h36m / "S5/walking_1.txt"
    (small_h36m / "copy.txt.gz").write_bytes(gzip.compress(path.read_bytes()))
    capture = read_motion(small_h36m / "copy.txt.gz").motion
    clip = text.read_clip(datasets.H36M, Recording(path, "c"))
    assert_same(capture, Motion.of(clip))
    assert (capture.rate_hz, capture.name) == (50.0, "copy")


@pytest.mark.parametrize("name", ["01_01.amc", "01_02.amc.gz"])
def test_asf_and_amc(small_asf_amc, tmp_path, name):
    folder = small_asf_amc / "01"
    motion = read_motion(folder / name)
    recording = Recording(folder / name, "c", needs=(folder / "01.asf",))
    clip = asf_amc.read_clip(datasets.CMU_ASF_AMC, recording)
    assert_same(motion.motion, Motion.of(clip))
    assert (motion.kind, motion.motion.rate_hz) == ("amc", 120.0)
    shutil.copy(folder / name, tmp_path / f"walk{name[5:]}")
    with pytest.raises(DataError, match=r"expected its skeleton at .*walk\.asf \(or "):
        read_motion(tmp_path / f"walk{name[5:]}")
    given_asf = read_motion(tmp_path / f"walk{name[5:]}", asf=folder / "01.asf")
    assert_same(given_asf.motion, motion.motion)


def compress(path):
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def test_a_file_that_lies_there_compressed_is_found(small_asf_amc, small_h36m):
    """With its skeleton; and a plain one where the compressed one is asked for."""
    folder = small_asf_amc / "01"
    expected = read_motion(folder / "01_01.amc").motion
    assert_same(read_motion(folder / "01_01.amc.gz").motion, expected)
    compress(folder / "01_01.amc")
    compress(folder / "01.asf")
    found = read_motion(folder / "01_01.amc")
    assert found.path == folder / "01_01.amc.gz"
    assert_same(found.motion, expected)
    given_asf = read_motion(folder / "01_01.amc", asf=folder / "01.asf")
    assert_same(given_asf.motion, expected)
    text = small_h36m / "S1" / "walking_1.txt"
    expected = read_motion(text).motion
    compress(text)
    assert_same(read_motion(text).motion, expected)
    write_bvh_of(folder / "walk.bvh", expected)
    compress(folder / "walk.bvh")
    assert_same(read_motion(folder / "walk.bvh").motion, expected, atol=1e-4)


def test_the_file_that_is_asked_for_comes_first(small_asf_amc):
    folder = small_asf_amc / "01"
    (folder / "01_01.amc.gz").write_bytes(b"another")
    assert read_motion(folder / "01_01.amc").path == folder / "01_01.amc"
    with pytest.raises(DataError, match=r"no\.bvh: expected a readable file"):
        read_motion(folder / "no.bvh")


@pytest.mark.parametrize(
    ("name", "rate_hz", "frames"),
    [
        ("CMU/01/01_01_poses", 120.0, 480),
        ("SSM/s1/jump_poses", 60.0, 240),
        ("HumanEva/S2/walk_stageii", 100.0, 400),
    ],
)
def test_amass_archives_keep_their_rate(small_amass, name, rate_hz, frames):
    path = small_amass / f"{name}.npz"
    capture = read_motion(path).motion
    assert (capture.rate_hz, len(capture)) == (rate_hz, frames)
    with np.load(path) as archive:
        knee = archive["poses"][:, 12:15]
        height = archive["trans"][:, 2]
    found = capture.rotations[:, SMPL.index("l_knee")]
    np.testing.assert_allclose(found, rotvec_to_matrix(knee), atol=1e-12)
    np.testing.assert_allclose(capture.root_m[:, 1], height, atol=1e-12)


def test_short_amass_archives_are_enough(tmp_path):
    path = tmp_path / "short.npz"
    poses = np.full((2, 72), 0.1)
    np.savez(path, poses=poses, trans=np.zeros((2, 3)), mocap_framerate=60)
    assert len(read_motion(path).motion) == 2


@pytest.mark.parametrize("unit_m", [1.0, 0.01, 0.001, 0.0254, 0.056444])
def test_the_unit_of_bvh_is_that_which_makes_a_person(tmp_path, unit_m):
    path = write_bvh_of(tmp_path / "a.bvh", smpl_capture(), unit_m)
    motion = read_motion(path)
    assert motion.motion.skeleton.text_unit_m == unit_m
    assert_same(motion.motion, smpl_capture())
    assert (motion.kind, motion.motion.name) == ("bvh", "a")


def test_bvh_is_written_into_its_own_hierarchy(tmp_path):
    """Half of the frames, at the same and at another rate."""
    motion = read_motion(write_bvh_of(tmp_path / "a.bvh", smpl_capture(), 0.001))
    for rate_hz in (60.0, 24.0):
        half = Motion(
            name="half",
            skeleton=motion.motion.skeleton,
            rate_hz=rate_hz,
            rotations=motion.motion.rotations[:3],
            root_m=motion.motion.root_m[:3],
        )
        write_motion(tmp_path / "b.bvh", half, like=motion)
        back = read_motion(tmp_path / "b.bvh")
        assert_same(back.motion, half)
        assert back.bvh.joints == motion.bvh.joints


def test_the_frame_time_stays_as_it_was_written(tmp_path):
    path = write_bvh_of(tmp_path / "a.bvh", smpl_capture(rate_hz=120.0))
    seconds = f"Frame Time: {1 / 120!r}"
    assert seconds in path.read_text()
    path.write_text(path.read_text().replace(seconds, "Frame Time: 0.0083333"))
    motion = read_motion(path)
    write_motion(tmp_path / "b.bvh", motion.motion, like=motion)
    assert read_bvh(tmp_path / "b.bvh").frame_seconds == 0.0083333


def test_other_kinds_are_written_as_bvh_in_centimetres(small_asf_amc, tmp_path):
    motion = read_motion(small_asf_amc / "02" / "02_01.amc")
    write_motion(tmp_path / "a.bvh", motion.motion, like=motion)
    back = read_motion(tmp_path / "a.bvh")
    assert back.motion.skeleton.text_unit_m == 0.01
    assert_same(back.motion, motion.motion)


def test_smpl_is_written_as_amass_has_it(tmp_path, small_amass):
    motion = read_motion(small_amass / "SSM/s1/jump_poses.npz")
    write_motion(tmp_path / "a.npz", motion.motion, like=motion)
    assert_same(read_motion(tmp_path / "a.npz").motion, motion.motion)
    with (
        np.load(tmp_path / "a.npz") as found,
        np.load(small_amass / "SSM/s1/jump_poses.npz") as expected,
    ):
        for name in ("poses", "trans", "mocap_framerate"):
            np.testing.assert_allclose(found[name], expected[name], atol=1e-9)


def test_any_skeleton_is_written_as_plain_arrays(small_cmu, tmp_path):
    motion = read_motion(small_cmu / "train/walking/walking_1.txt")
    write_motion(tmp_path / "a.npz", motion.motion, like=motion)
    back = read_motion(tmp_path / "a.npz")
    assert_same(back.motion, motion.motion)
    assert back.motion.skeleton.mirror_pairs
    with np.load(tmp_path / "a.npz", allow_pickle=False) as archive:
        found = archive["rotations"]
    expected = matrix_to_rotvec(motion.motion.rotations)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_cmu_by_way_of_bvh_gives_the_rotations_of_the_records(cmu_dir, tmp_path):
    path = next(cmu_dir.glob("test/walking/walking_1.txt*"))
    motion = read_motion(path)
    write_motion(tmp_path / "walk.bvh", motion.motion, like=motion)
    back = read_motion(tmp_path / "walk.bvh")
    clip = text.read_clip(datasets.CMU, Recording(path, "c"))
    found = map_body(back).to_body(back.motion.rotations)
    np.testing.assert_allclose(found, body_rotations(clip)[1:], rtol=0, atol=1e-6)


def test_a_trial_in_both_forms_is_the_same_motion(data_dir):
    """Text and ASF/AMC of one walk: the pose of the 15 joints within a degree."""
    amc = data_dir / "cmu_asfamc/02/02_01.amc.gz"
    if not amc.is_file():
        pytest.skip("no ASF/AMC recordings")
    path = next(data_dir.glob("cmu_mocap/train/walking/walking_1.txt*"))
    bodies = []
    for motion in (read_motion(amc), read_motion(path)):
        bodies.append(map_body(motion).to_body(motion.motion.rotations))
    angles = np.degrees(geodesic_angle(*bodies))
    limbs = [BODY_JOINTS.index(name) for name in ("l_knee", "r_hip", "l_elbow")]
    assert angles[:, limbs].mean() < 1.0


# Mapping files


def test_mappings_of_lines_and_of_json(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("# mine\n\nl_knee: mixamorig:LeftLeg\n  head :Hat \n")
    expected = {"l_knee": "mixamorig:LeftLeg", "head": "Hat"}
    names = ("Hips", "mixamorig:LeftLeg", "Hat")
    assert read_mapping(path, names) == expected
    path.write_text('\n{"l_knee": "mixamorig:LeftLeg",\n "head": "Hat"}')
    assert read_mapping(path, names) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("l_knee: LeftLeg\nl_ankle: Hat", ":2: expected a joint of l_hip, .*'l_ankle'"),
        ("l_knee: Leg", ":1: expected a joint of Hips, LeftLeg, Hat, found 'Leg'"),
        ("l_knee = Hat", ":1: expected 'body joint: joint', found 'l_knee = Hat'"),
        ("\nhead: Hat\nhead: Hips", ":3: expected head once, found it again"),
        ("", ": expected lines 'body joint: joint', found none"),
        ("{}", ": expected lines 'body joint: joint', found none"),
        ('{"head": "Hat",\n}', r":[12]: expected JSON, found "),
        ('{"head": "Hat", "head": "Hips"}', ": expected head once, found it again"),
        ('{"head": 3}', ": expected a joint's name for 'head', found 3"),
        ('{"head": ["Hat"]}', r": expected a joint's name for 'head', found \['Hat'\]"),
        ('{"head": {"a": "b"}}', ": expected a joint's name for 'head', found "),
    ],
)
def test_faulty_mappings_are_named(tmp_path, content, message):
    path = tmp_path / "names.txt"
    path.write_text(content)
    with pytest.raises(DataError, match=message) as caught:
        read_mapping(path, ("Hips", "LeftLeg", "Hat"))
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def strange(tmp_path):
    """SMPL's motion in a file whose joints are numbers."""
    capture = smpl_capture()
    names = tuple(f"joint{number}" for number in range(24))
    skeleton = dataclasses.replace(SMPL, joint_names=names)
    other = dataclasses.replace(capture, skeleton=skeleton)
    return capture, read_motion(write_bvh_of(tmp_path / "numbers.bvh", other))


def test_unknown_names_need_a_mapping(tmp_path):
    capture, motion = strange(tmp_path)
    with pytest.raises(DataError, match=r"numbers\.bvh: expected a joint for l_hip"):
        map_body(motion)
    path = tmp_path / "names.json"
    pairs = (f'"{SMPL.joint_names[j]}": "joint{j}"' for j in SMPL_INDEX)
    path.write_text(f"{{{', '.join(pairs)}}}")
    body = map_body(motion, path).to_body(motion.motion.rotations)
    np.testing.assert_allclose(body, capture.rotations[:, SMPL_INDEX], atol=1e-7)
    path.write_text("l_hip: joint2\nr_hip: joint2")
    with pytest.raises(DataError, match=r"names\.json: expected a joint for l_knee"):
        map_body(motion, path)


# Faults


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.fbx",
            "",
            r"expected a file in \.bvh, \.amc, \.npz or \.txt, found '\.fbx'",
        ),
        ("a", "", r"expected a file in .*, found ''"),
        ("a.gz", "", r"expected a file in .*, found ''"),
        ("a.txt", "1,2,3", r":1: expected 117 columns \(CMU\) or 99 .*, found 3"),
        ("a.txt", "", r":1: expected 117 columns \(CMU\) or 99 .*, found 1"),
        (
            "a.txt",
            ",".join(["0"] * 117),
            "expected frames after the T-pose, found none",
        ),
        ("a.txt", ",".join(["0"] * 98 + ["nan"]), ":1: column 99: expected a finite"),
        ("a.npz", "PK", "expected an .npz archive of plain arrays, found"),
        ("a.bvh.gz", "HIERARCHY", "expected a whole gzip file"),
        (
            "a.bvh",
            "HIERARCHY\nROOT a{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation}\nMOTION\n"
            "Frames: 1\nFrame Time: 0.1\n0",
            "expected bones with a length, found none",
        ),
    ],
)
def test_faulty_files_are_named(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DataError, match=message) as caught:
        read_motion(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def plain_arrays(tmp_path):
    capture = Motion(
        name="c",
        skeleton=CMU,
        rate_hz=120.0,
        rotations=np.tile(np.eye(3), (3, 38, 1, 1)),
        root_m=np.zeros((3, 3)),
    )
    motion = read_motion(write_bvh_of(tmp_path / "a.bvh", capture))
    write_motion(tmp_path / "a.npz", motion.motion, like=motion)
    with np.load(tmp_path / "a.npz") as archive:
        return dict(archive)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("rate_hz", None, "expected arrays 'poses' .* found no 'rate_hz'"),
        ("rate_hz", lambda a: a * 0, "expected a positive rate_hz, found 0"),
        ("rate_hz", lambda a: a * np.nan, "expected finite numbers in rate_hz"),
        ("rate_hz", lambda a: a[None], r"rate_hz with 0 axes, found \(1,\) float64"),
        ("rotations", lambda a: a + np.inf, "expected finite numbers in rotations"),
        ("rotations", lambda a: a[:, :5], r"expected \(3, 38, 3, 3\), found \(3, 5, 3"),
        ("rotations", lambda a: a[..., :2], r"38 joints, rotations \(3, 38, 2\)"),
        ("rotations", lambda a: a.astype("U"), "expected rotations with 3 axes, found"),
        ("root_m", lambda a: a[1:], r"expected \(3, 3\), found \(2, 3\)"),
        ("parents", lambda a: a + 1, "parent of joint 0 is 0"),
        ("parents", lambda a: a[1:], "38 names, 37 parents"),
        ("offsets_m", lambda a: a[:, :2], r"offsets \(38, 2\)"),
        ("joint_names", lambda a: a[[0] * 38], "joint names repeat"),
        ("joint_names", lambda a: a.astype(object), "found ValueError"),
    ],
)
def test_faulty_plain_arrays_are_named(tmp_path, name, change, message):
    arrays = plain_arrays(tmp_path)
    array = arrays.pop(name)
    if change:
        arrays[name] = change(array)
    np.savez(tmp_path / "b.npz", **arrays)
    with pytest.raises(DataError, match=message) as caught:
        read_motion(tmp_path / "b.npz")
    assert str(caught.value).startswith(str(tmp_path / "b.npz"))


@FEW
@given(EDITS)
def test_damaged_archives_of_plain_arrays(tmp_path, edits):
    path = tmp_path / "c.npz"
    if not (tmp_path / "a.npz").exists():
        plain_arrays(tmp_path)
    path.write_bytes(mutated((tmp_path / "a.npz").read_bytes(), edits))
    survives(lambda: read_motion(path), path)


@FEW
@given(EDITS)
def test_damaged_mappings(tmp_path, edits):
    path = tmp_path / "names.txt"
    path.write_bytes(mutated(b'{"head": "Hat",\n "neck": "Hips"}', edits))
    survives(lambda: read_mapping(path, ("Hips", "Hat")), path)


def test_what_cannot_be_written(tmp_path, small_amass):
    motion = read_motion(small_amass / "SSM/s1/jump_poses.npz")
    with pytest.raises(DataError, match=r"a\.fbx: expected \.bvh or \.npz, found"):
        write_motion(tmp_path / "a.fbx", motion.motion, like=motion)
    for name in ("none/a.bvh", "none/a.npz"):
        with pytest.raises(DataError, match="expected a file that can be written"):
            write_motion(tmp_path / name, motion.motion, like=motion)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission(tmp_path, small_amass):
    motion = read_motion(small_amass / "SSM/s1/jump_poses.npz")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(DataError, match="be written, found Permission denied"):
        write_motion(closed / "a.bvh", motion.motion, like=motion)
    assert not list(closed.iterdir())
