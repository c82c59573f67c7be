"""CMU's original recordings: angles about each bone's axes, and faults."""

import gzip

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from small_asf import amc_text, asf_text

from data_prep import records
from data_prep.build_records import build
from data_prep.datasets import CMU_ASF_AMC
from data_prep.sources import asf_amc
from motion.rotations import rotvec_to_matrix
from motion.skeleton import ASF, CMU_UNIT_M
from reenact.errors import DataError


def read(root, clip_id):
    (recording,) = [r for r in asf_amc.list_asf_amc(root) if r.clip_id == clip_id]
    return asf_amc.read_clip(CMU_ASF_AMC, recording)


def pose(folder, header=":DEGREES", **values):
    """The first frame of a trial in which bones have the given angles."""
    (folder / "02" / "02_01.amc").write_text(amc_text([values] * 2, header))
    clip = read(folder, "02/02_01")
    return dict(zip(ASF.joint_names, rotvec_to_matrix(clip.rotations[0]), strict=True))


def test_a_bone_turns_about_its_own_axis(small_asf_amc):
    """The knee's x axis is turned by 20 degrees about z, as the thigh's are."""
    angle = np.radians(20)
    axis = np.array([np.cos(angle), np.sin(angle), 0])
    expected = Rotation.from_rotvec(np.pi / 2 * axis).as_matrix()
    found = pose(small_asf_amc, ltibia=[90])
    np.testing.assert_allclose(found["ltibia"], expected, atol=1e-6)
    for name in ("root", "lfemur", "rtibia"):
        np.testing.assert_allclose(found[name], np.eye(3), atol=1e-12)


def test_angles_are_applied_x_first(small_asf_amc):
    """y goes to z by the first turn and on to x by the second."""
    found = pose(small_asf_amc, root=[0, 0, 0, 90, 90, 0])
    np.testing.assert_allclose(found["root"] @ [0, 1, 0], [1, 0, 0], atol=1e-6)


def test_angles_that_a_bone_lacks_are_zero(small_asf_amc):
    found = pose(small_asf_amc, lclavicle=[0, 30])
    expected = Rotation.from_euler("z", 30, degrees=True).as_matrix()
    np.testing.assert_allclose(found["lclavicle"], expected, atol=1e-6)


def test_radians_are_understood(small_asf_amc):
    found = pose(small_asf_amc, ":RADIANS", lowerback=[np.pi / 6, 0, 0])
    expected = Rotation.from_euler("x", 30, degrees=True).as_matrix()
    np.testing.assert_allclose(found["lowerback"], expected, atol=1e-6)


def test_channels_come_in_the_order_that_the_skeleton_says(small_asf_amc):
    plain = pose(small_asf_amc, root=[1, 2, 3, 10, 20, 30])
    (small_asf_amc / "02" / "02.asf").write_text(asf_text(1.1, "RZ RY RX TZ TY TX"))
    other = pose(small_asf_amc, root=[30, 20, 10, 3, 2, 1])
    np.testing.assert_allclose(other["root"], plain["root"], atol=1e-6)
    root = read(small_asf_amc, "02/02_01").root_translation[0]
    np.testing.assert_allclose(root, np.multiply([1, 2, 3], CMU_UNIT_M), atol=1e-5)


def test_every_subject_has_bones_of_its_own(small_asf_amc):
    small, large = read(small_asf_amc, "01/01_01"), read(small_asf_amc, "02/02_01")
    np.testing.assert_allclose(small.offsets_m, ASF.offsets_m, atol=1e-5)
    np.testing.assert_allclose(large.offsets_m, 1.1 * small.offsets_m, atol=1e-5)
    np.testing.assert_array_equal(large.body.offsets_m, large.offsets_m)


def test_order_of_the_lines_of_a_frame_does_not_matter(small_asf_amc):
    path = small_asf_amc / "02" / "02_01.amc"
    clip = read(small_asf_amc, "02/02_01")
    lines = path.read_text().splitlines()
    lines[5], lines[8] = lines[8], lines[5]
    path.write_text("\n".join(lines))
    again = read(small_asf_amc, "02/02_01")
    np.testing.assert_array_equal(again.rotations, clip.rotations)


def test_the_records_hold_what_was_read(small_asf_amc, tmp_path):
    manifest = build("cmu_asfamc", small_asf_amc.parent, tmp_path)
    counts = {split: part["clips"] for split, part in manifest["splits"].items()}
    assert counts == {"train": 3, "validation": 0, "test": 0, "extra": 1}
    assert manifest["absent_actions"] == {
        "train": ["punching", "running", "scooping", "swordplay", "washing"]
    }
    (extra,) = records.read_clips(tmp_path / "cmu_asfamc", "extra")
    expected = read(small_asf_amc, "02/02_01")
    assert (extra.clip_id, extra.subject, extra.action) == ("02/02_01", "02", "walking")
    for name in ("rotations", "root_translation", "offsets_m"):
        np.testing.assert_array_equal(getattr(extra, name), getattr(expected, name))
    actions = [c.action for c in records.read_clips(tmp_path / "cmu_asfamc", "train")]
    assert actions == ["jumping", "climbing", "walking"]


def test_the_skeleton_file_is_part_of_the_fingerprint(small_asf_amc, tmp_path):
    first = build("cmu_asfamc", small_asf_amc.parent, tmp_path)
    (small_asf_amc / "01" / "01.asf").write_text(asf_text(1.05))
    second = build("cmu_asfamc", small_asf_amc.parent, tmp_path)
    assert first["fingerprint"] != second["fingerprint"]


def test_a_compressed_skeleton_is_the_same_data(small_asf_amc, tmp_path):
    plain = build("cmu_asfamc", str(small_asf_amc.parent), tmp_path / "plain")
    for path in small_asf_amc.glob("*/*.asf"):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    found = build("cmu_asfamc", str(small_asf_amc.parent), tmp_path / "compressed")
    assert found["fingerprint"] == plain["fingerprint"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("length 0.45", "length zero", r"02\.asf:6: expected finite numbers"),
        ("length 0.45", "length 0", "6: expected a unit of length above 0.001"),
        ("angle deg", "angle grad", "7: expected 'angle deg' or 'angle rad'"),
        ("RX RY RZ", "RX RY RY", "11: expected TX TY TZ RX RY RZ in some order"),
        ("axis XYZ", "axis XYX", "12: expected an order of axes like XYZ"),
        ("orientation 0 0 0", "orientation 0 90 0", "14: expected order, axis, or"),
        ("position 0 0 0", "position 0 0", "13: expected 3 numbers after 'position'"),
        (":units", ":unit", "expected a section ':units', found none"),
        (":name VICON", ":units", "4: expected a section once, found a second ':u"),
        ("name ltibia", "name lshin", "expected 0 bones called 'lshin', found 1"),
        ("name ltibia", "name lfemur", "expected 1 bones called 'lfemur', found 2"),
        ("dof rx\n", "dof rx ry rw\n", "expected dof with rx, ry, rz, each"),
        ("     name ltibia", "     nam ltibia", "expected name, direction, length"),
        ("     direction", "     #direction", "16: expected a name, direction and"),
        ("  end\n  begin\n     id 2\n", "  begin\n", "expected blocks from 'begin'"),
        ("lfemur ltibia\n", "lfemur\n", "expected a parent of 'ltibia', found none"),
        ("lfemur ltibia\n", "ltibia lfemur\n", "expected no parent, or no second one"),
        ("ltibia lfoot\n", "ltoes lfoot\n", "expected ltibia above 'lfoot', found 'lt"),
        ("# a comment", "comment", "1: expected a keyword with a colon"),
    ],
)
def test_a_faulty_skeleton_is_named(small_asf_amc, old, new, message):
    path = small_asf_amc / "02" / "02.asf"
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(DataError, match=message) as caught:
        read(small_asf_amc, "02/02_01")
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_a_cycle_is_no_hierarchy(small_asf_amc):
    path = small_asf_amc / "02" / "02.asf"
    content = path.read_text().replace("lhipjoint lfemur\n", "")
    path.write_text(content.replace("lfoot ltoes\n", "lfoot ltoes\nltoes lfemur\n"))
    with pytest.raises(DataError, match="expected lhipjoint above 'lfemur', found 'lt"):
        read(small_asf_amc, "02/02_01")


@pytest.mark.parametrize(
    ("line", "new", "message"),
    [
        (13, "1\n", "13: expected frame number 2, found '1'"),
        (13, "two\n", "13: expected frame number 2, found 'two'"),
        (4, "1 2\n", "4: expected a frame number, found '1 2'"),
        (6, "upperback 1 2 3\n", "6: expected a bone of the .asf that moves"),
        (6, "root 0 0 0 0 0 0\n", "6: expected each bone once in a frame"),
        (6, "lowerback 1 2\n", "6: expected 3 numbers for 'lowerback', found 2"),
        (6, "lowerback 1 2 3 4\n", "6: expected 3 numbers for 'lowerback', found 4"),
        (6, "lowerback 1 2 x\n", "6: expected finite numbers, found 'lowerback 1 2 x"),
        (6, "lowerback 1 nan 2\n", "6: expected finite numbers"),
        (6, "lowerback 1 1e999 2\n", "6: expected finite numbers"),
        (6, "lowerback 1e300 1 2\n", "6: expected finite numbers"),
        (6, "\n", "6: expected a bone of the .asf that moves"),
        (3, "1\n", "4: expected a bone of the .asf that moves"),
    ],
)
def test_faulty_motion_is_named(small_asf_amc, line, new, message):
    path = small_asf_amc / "02" / "02_01.amc"
    lines = path.read_text().splitlines(keepends=True)
    lines[line - 1] = new
    path.write_text("".join(lines))
    with pytest.raises(DataError, match=message) as caught:
        read(small_asf_amc, "02/02_01")
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_a_file_that_ends_within_a_frame_is_named(small_asf_amc):
    path = small_asf_amc / "02" / "02_01.amc"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(DataError, match="101: expected a line for 'lfoot', found the"):
        read(small_asf_amc, "02/02_01")


def test_the_first_frame_may_have_any_number(small_asf_amc):
    path = small_asf_amc / "02" / "02_01.amc"
    path.write_text(path.read_text().replace("\n1\n", "\n0\n", 1))
    with pytest.raises(DataError, match="13: expected frame number 1, found '2'"):
        read(small_asf_amc, "02/02_01")
    lines = path.read_text().splitlines(keepends=True)
    del lines[3:12]
    path.write_text("".join(lines))
    assert len(read(small_asf_amc, "02/02_01")) == 10


def test_missing_and_broken_files_are_named(small_asf_amc):
    path = small_asf_amc / "01" / "01_02.amc.gz"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match=r"01_02\.amc\.gz: expected a whole gzip file"):
        read(small_asf_amc, "01/01_02")
    (small_asf_amc / "01" / "01_02.amc").write_text("")
    with pytest.raises(DataError, match="expected one file a recording, found 01_02"):
        read(small_asf_amc, "01/01_02")
    path.unlink()
    with pytest.raises(DataError, match=r"01_02\.amc: expected frames, found none"):
        read(small_asf_amc, "01/01_02")
    (small_asf_amc / "01" / "01.asf").unlink()
    with pytest.raises(DataError, match=r"01\.asf: expected a readable file, found No"):
        read(small_asf_amc, "01/01_01")
