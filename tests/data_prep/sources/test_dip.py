"""DIP's pickles: what they hold, who trains on them, and what they may not do."""

import os
import pickle
import pickletools

import numpy as np
import pytest

from data_prep import records
from data_prep.build_records import build
from data_prep.sources import dip
from data_prep.sources.dip import DATASET as DIP
from data_prep.sources.readers import safe_pickle as plain_pickle
from data_prep.sources.readers.safe_pickle import read_arrays
from motion.body_joints import BODY_JOINTS
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SMPL
from reenact.errors import DataError


def read(root, clip_id):
    (recording,) = [r for r in dip.list_dip(root) if r.clip_id == clip_id]
    return dip.read_clip(DIP, recording)


def poses_of(root):
    return pickle.loads((root / "AMASS_CMU/01_01_01.pkl").read_bytes())["poses"]


def test_fifteen_joints_come_back_and_nine_rest(small_dip):
    clip = read(small_dip, "CMU/01_01_01")
    matrices = rotvec_to_matrix(clip.rotations)
    poses = poses_of(small_dip).reshape(-1, 15, 3, 3)
    np.testing.assert_allclose(matrices[:, SMPL.index("l_hip")], poses[:, 0], atol=1e-6)
    np.testing.assert_allclose(matrices[:, SMPL.index("head")], poses[:, 10], atol=1e-6)
    np.testing.assert_allclose(
        matrices[:, SMPL.index("r_elbow")], poses[:, 14], atol=1e-6
    )
    rest = [SMPL.index(n) for n in SMPL.joint_names if n not in BODY_JOINTS]
    assert len(rest) == 9
    assert not clip.rotations[:, rest].any() and not clip.root_translation.any()
    assert (clip.rate_hz, clip.action) == (60.0, "unlabelled")


@pytest.mark.parametrize(
    ("folder", "database"),
    [
        ("AMASS_CMU", "CMU"),
        ("AMASS_CMU_Kitchen", "CMU_Kitchen"),
        ("Eyes_60FPS", "Eyes"),
        ("JointLimit", "JointLimit"),
    ],
)
def test_databases_are_named_after_their_folders(folder, database):
    assert dip.database_of(folder) == database


def test_lists_say_who_trains(small_dip, tmp_path, caplog):
    manifest = build("dip", small_dip.parent, tmp_path)
    counts = {split: part["clips"] for split, part in manifest["splits"].items()}
    assert counts == {"train": 1, "validation": 1, "test": 1, "extra": 0}
    (clip,) = records.read_clips(tmp_path / "dip", "test")
    assert (clip.clip_id, len(clip)) == ("Eyes/walk", 220)
    assert "CMU/01_01_03: 179 frames, fewer than 180: left out" in caplog.text
    assert "1 files in the lists and not there: Eyes/gone" in caplog.text


def test_lists_are_part_of_the_fingerprint(small_dip, tmp_path):
    first = build("dip", small_dip.parent, tmp_path)
    (small_dip / "validation_fnames.txt").write_text("")
    path = small_dip / "training_fnames.txt"
    path.write_text(path.read_text() + "CMU/01_01_02.pkl\n")
    second = build("dip", small_dip.parent, tmp_path)
    assert first["fingerprint"] != second["fingerprint"]
    assert second["splits"]["train"]["clips"] == 2


def test_faulty_lists_are_named(small_dip):
    path = small_dip / "test_fnames.txt"
    path.write_text("Eyes/walk.pkl\n\nCMU/01_01_02.pkl\n")
    with pytest.raises(DataError, match=r"fnames\.txt:3: expected each file"):
        dip.list_dip(small_dip)
    path.write_text("walk.pkl\n")
    with pytest.raises(DataError, match=r"test_fnames\.txt:1: expected each file once"):
        dip.list_dip(small_dip)
    path.unlink()
    with pytest.raises(DataError, match=r"test_fnames\.txt: expected a readable file"):
        dip.list_dip(small_dip)
    for name in ("training", "validation", "test"):
        (small_dip / f"{name}_fnames.txt").write_text(f"ACCAD/{name}.pkl")
    with pytest.raises(DataError, match=r"dip: expected files that the lists name \(3"):
        dip.list_dip(small_dip)


def test_two_files_of_one_name_are_refused(small_dip):
    other = small_dip / "CMU_60FPS" / "01_01_01.pkl"
    other.parent.mkdir()
    other.write_bytes(b"")
    with pytest.raises(DataError, match="expected CMU/01_01_01 once"):
        dip.list_dip(small_dip)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", ["<f8", ">f4", "<f2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_of_all_protocols_are_read(tmp_path, protocol, kind, order):
    array = np.asarray(np.arange(12.0).reshape(3, 4), kind, order)
    path = tmp_path / "array.pkl"
    content = {"poses": array, "rate": np.float64(60), "name": "a", "more": [1, None]}
    path.write_bytes(pickle.dumps(content, protocol))
    arrays = read_arrays(path)
    assert list(arrays) == ["poses"]
    np.testing.assert_array_equal(arrays["poses"], array)


def test_pickles_of_python_2_are_read(tmp_path):
    """Byte strings are text there; NumPy's module had its old name."""
    path = tmp_path / "old.pkl"
    numbers = np.array([0.5, -300.25])
    raw = numbers.tobytes()
    path.write_bytes(
        b"\x80\x02}U\x05posescnumpy.core.multiarray\n_reconstruct\n"
        b"cnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x02\x85cnumpy\ndtype\n"
        b"U\x02f8K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xff"
        b"K\x00tb\x89U" + bytes([len(raw)]) + raw + b"tbs."
    )
    np.testing.assert_array_equal(read_arrays(path)["poses"], numbers)


class Calls:
    """Pickles as a call of something with arguments."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("place", ["whole", "value", "key", "within the array"])
def test_a_malicious_pickle_is_refused_and_not_executed(tmp_path, protocol, place):
    trace = tmp_path / "trace"
    attack = Calls(os.mkdir, str(trace))
    content = {
        "whole": attack,
        "value": {"poses": np.zeros((3, 135)), "more": attack},
        "key": {attack: 1},
        "within the array": {"poses": np.array([attack, None], object)},
    }[place]
    path = tmp_path / "attack.pkl"
    path.write_bytes(pickle.dumps(content, protocol))
    with pytest.raises(DataError, match=r"attack\.pkl: .* \(a call of \w+.mkdir\)"):
        read_arrays(path)
    assert not trace.exists()
    if place == "whole":
        pickle.loads(path.read_bytes())
        assert trace.exists()  # it would have been


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"cbuiltins\neval\n(V1\ntR.", "a call of builtins.eval"),
        (b"(S'true'\nios\nsystem\n.", "a call of os.system"),
        (b"cnumpy\nload\n(V/etc/passwd\ntR.", "a call of numpy.load"),
        (b"cnumpy.core.multiarray\nfromfile\n.", "multiarray.fromfile"),
        (b"\x80\x04\x8c\x05numpy\x8c\x10ndarray.tofile.x\x93.", "ndarray.tofile.x"),
        (b"\x80\x02\x82\x01.", "EXT1 at byte 2"),
        (b"Pfile\n.", "PERSID at byte 0"),
        (
            b"\x80\x05\x96\x00\x00\x00\x00\x00\x00\x00\x70.",
            "expected .* bytes in a bytearray8",
        ),
        (b"\x80\x02Nr\xff\xff\xff\x7f.", "memo 2147483647 at byte 3"),
        (b"c_codecs\nencode\n(Vx\nVzlib\ntR.", "text in 'zlib'"),
        (b"N.", "AttributeError"),
        (b"", "pickle exhausted"),
    ],
)
def test_what_is_not_plain_is_refused(tmp_path, content, found):
    path = tmp_path / "x.pkl"
    path.write_bytes(content)
    with pytest.raises(DataError, match=found) as caught:
        read_arrays(path)
    assert str(caught.value).startswith(f"{path}: expected a pickled dict of plain")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["_frombuffer", "ndarray"])
def test_a_pickle_cannot_change_how_the_next_one_is_read(tmp_path, name):
    path = tmp_path / "x.pkl"
    change = b"(N}V__defaults__\n(VF\ntstb"
    path.write_bytes(b"cnumpy.core.numeric\n" + name.encode() + b"\n" + change + b"0}.")
    try:
        assert read_arrays(path) == {}
    except DataError as error:
        assert "TypeError" in str(error)
    assert plain_pickle._array_of.__defaults__ == ("C",)
    assert not hasattr(plain_pickle._Array, "__defaults__")


def test_the_attacks_are_pickles():
    """What is refused above for its content is refused for nothing else."""
    assert [name.name for name, *_ in pickletools.genops(b"N.")] == ["NONE", "STOP"]
    assert pickle.loads(b"cbuiltins\neval\n(V1\ntR.") == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p[:, :134], r"expected poses \(frames, 135\), found \(200, 134\)"),
        (lambda p: p[:0], r"expected poses \(frames, 135\), found \(0, 135\)"),
        (lambda p: p.astype(int), "expected an array of numbers 'poses', found none"),
        (lambda p: p.tolist(), "expected an array of numbers 'poses', found none"),
        (lambda p: changed(p, 7, 9, 0.5), "frame 7: expected a rotation of r_hip"),
        (lambda p: changed(p, 150, 134, np.nan), "frame 150: .* rotation of r_elbow"),
        (lambda p: changed(p, 3, 27, -np.inf), "frame 3: .* rotation of l_knee"),
        (lambda p: changed(p, 3, 27, 1e300), "frame 3: .* rotation of l_knee"),
        (lambda p: -p, "frame 0: expected a rotation of l_hip"),
    ],
)
def test_what_is_no_rotation_is_named(small_dip, change, message):
    path = small_dip / "AMASS_CMU/01_01_01.pkl"
    path.write_bytes(pickle.dumps({"poses": change(poses_of(small_dip))}))
    with pytest.raises(DataError, match=message) as caught:
        read(small_dip, "CMU/01_01_01")
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def changed(poses, frame, column, value):
    poses = poses.copy()
    poses[frame, column] = value
    return poses
