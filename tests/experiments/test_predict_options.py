"""What a user can get wrong before anything is read; and the command itself."""

import fresh_process
import numpy as np
import predict_runs
import pytest

from data_prep.motion_files import read_motion, write_motion
from data_prep.sources.bvh import read_bvh
from experiments.options import Options, check
from experiments.predict import predict
from motion.rotations import geodesic_angle
from reenact.errors import DataError, SettingsError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("walk.bvh", "k.json"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder.bvh").mkdir()
    return tmp_path


GOOD = {"model": "run", "input": "walk.bvh", "output": "out.bvh"}


def test_what_can_be_done_is_not_refused(folder):
    check(Options(**GOOD))
    check(Options(**GOOD, gif="a.gif", frames=1, blend_frames=0, root="hold"))
    check(Options(smooth="one_euro", input="k.json", output="b.json"))
    check(Options(smooth="one_euro", input="walk.bvh", output="out.npz"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"input": None}, "expected --input=<file> and --output=<file>"),
        ({"output": None}, "expected --input=<file> and --output=<file>"),
        (
            {"model": None},
            "or --smooth=<gaussian_1|gaussian_3|savgol_5_2|savgol_31_2|o",
        ),
        ({"smooth": "one_euro"}, "found both"),
        ({"model": None, "smooth": "median"}, "one_euro, found 'median'"),
        ({"input": "none.bvh"}, "--input=none.bvh: expected a file, found none"),
        ({"output": "out.fbx"}, "--output=out.fbx: expected a name in .bvh or .npz"),
        ({"output": "out.json"}, "expected a name in .bvh or .npz"),
        ({"input": "k.json"}, "--output=out.bvh: expected a name in .json or .json.gz"),
        ({"output": "./walk.bvh"}, "walk.bvh: expected another file than --input"),
        ({"output": "no/out.bvh"}, "no/out.bvh: expected a folder, found none there"),
        ({"output": "folder.bvh"}, "folder.bvh: expected no folder of that name"),
        ({"output": "/proc/out.bvh"}, "expected a folder that can be written, found "),
        ({"gif": "out.png"}, "--gif=out.png: expected a name in .gif"),
        ({"gif": "no/out.gif"}, "--gif=no/out.gif: expected a folder, found none"),
        ({"frames": 0}, "expected --frames of at least 1, found 0"),
        ({"blend_frames": -1}, "expected --blend_frames of at least 0, found -1"),
        (
            {"model": None, "smooth": "one_euro", "frames": 9},
            "expected no --frames wher",
        ),
        ({"model": None, "smooth": "one_euro", "gif": "a.gif"}, "expected no --gif"),
        ({"input": "k.json", "output": "o.json", "with_past": True}, "no --with_past"),
    ],
)
def test_flags(folder, changes, message):
    before = sorted(folder.iterdir())
    with pytest.raises((SettingsError, DataError)) as error:
        check(Options(**{**GOOD, **changes}))
    assert message in str(error.value) and "\n" not in str(error.value)
    assert sorted(folder.iterdir()) == before


def test_the_output_is_looked_at_before_the_model(folder):
    """There is no model, and nothing in the input."""
    with pytest.raises(SettingsError, match="expected a folder, found none there"):
        list(predict(Options(**{**GOOD, "output": "no/out.bvh"})))


def test_a_motion_is_smoothed_and_written_as_it_came(cmu_dir, tmp_path):
    source = read_motion(cmu_dir / "test/walking/walking_1.txt.gz")
    before, after = tmp_path / "walk.bvh", tmp_path / "smooth.bvh"
    write_motion(before, source.motion.resampled(30.0), source)
    options = Options(smooth="gaussian_1", input=str(before), output=str(after))
    printed = "\n".join(predict(options))
    found, expected = read_bvh(after), read_bvh(before)
    assert found.values.shape == expected.values.shape and found.rate_hz == 30.0
    angles = np.degrees(geodesic_angle(found.rotations(), expected.rotations()))
    frame, joint = np.unravel_index(angles.argmax(), angles.shape)
    assert 0 < angles.mean() < 2
    assert (
        f"joints turned by {angles.mean():.2f} degrees on average, at most "
        f"{angles.max():.2f} ({expected.joints[joint].name}, frame {frame})"
    ) in printed


def test_the_command(cmu_dir, tmp_path):
    """From flags to a file, in a process of its own."""
    run = predict_runs.save_forecaster(tmp_path / "run", "stt")
    walk = cmu_dir / "test/walking/walking_1.txt.gz"
    flags = {"model": run, "input": walk, "output": "out.bvh", "frames": 6}
    arguments = [f"--{name}={value}" for name, value in flags.items()]
    done = fresh_process.command(
        "experiments.predict", "--root=hold", *arguments, folder=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"read: {walk}, txt, 38 joints, ")
    assert (
        lines[-1]
        == "wrote: out.bvh, 38 joints, 12 frames at 120 frames a second (0.10 s)"
    )
    motion = read_bvh(tmp_path / "out.bvh")
    assert np.ptp(motion.root_positions(), axis=0).max() < 1e-5
    assert motion.joints[0].name == "Hips" and len(motion.values) == 12
