"""The shell scripts: flags, and the tables of a user who has no recordings."""

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]


def run(script, *flags, root=ROOT, **environment):
    command = [root / "experiments" / script, *flags]
    environment = {**os.environ, **environment}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment
    )


def test_unknown_flag_is_refused_with_the_usage():
    done = run("run_all.sh", "--profil=quick")
    assert done.returncode == 2
    assert "--profile=quick|standard|paper" in done.stderr


@pytest.fixture
def bare(tmp_path):
    """The scripts where nothing was ever installed; Python would say so."""
    shutil.copytree(ROOT / "experiments", tmp_path / "experiments")
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho installing >&2\nexit 1\n")
    python.chmod(0o755)

    def run_here(script, *flags, **environment):
        chosen = {"PYTHON": str(python), **environment}
        return run(script, *flags, root=tmp_path, **chosen)

    return run_here


SCRIPTS = sorted(
    path.name for path in (ROOT / "experiments").glob("*.sh") if path.stem != "common"
)


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_help_needs_no_installation(bare, script, flag):
    done = bare(script, flag)
    assert (done.returncode, done.stderr) == (0, "")
    flags = re.findall(r"^  --(\w+)=\w+ ", done.stdout, re.M)
    if script == "try_it.sh":
        source = (ROOT / "experiments" / "try_it.py").read_text()
        assert flags == re.findall(r'flags.DEFINE_\w+\("(\w+)"', source)
    else:
        assert flags == ["profile", "only", "seeds", "data_dir"]
        tables = {name.removesuffix(".sh") for name in SCRIPTS} - {"run_all", "try_it"}
        assert all(f" {table}" in done.stdout for table in tables)


def python_that(folder, *, is_new: bool) -> str:
    """A Python of some version that cannot make environments, as on a bare Debian."""
    python = folder / "other_python"
    python.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        f"-c) exit {0 if is_new else 1} ;;\n"
        "--version) echo Python 3.9.6 ;;\n"
        "-m) mkdir -p .venv/bin && cp /bin/true .venv/bin/python && exit 1 ;;\n"
        "esac\n"
    )
    python.chmod(0o755)
    return str(python)


@pytest.fixture
def uninstalled(bare, tmp_path):
    for name in ("setup.cfg", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return bare


def test_an_old_python_is_named_and_how_to_choose_another(uninstalled, tmp_path):
    done = uninstalled("try_it.sh", PYTHON=python_that(tmp_path, is_new=False))
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: expected Python 3.11 or newer, found Python 3"
    )
    assert "PYTHON=python3.12 " in done.stderr and done.stderr.count("\n") == 1


def test_half_an_environment_is_not_left_behind(uninstalled, tmp_path):
    done = uninstalled("try_it.sh", PYTHON=python_that(tmp_path, is_new=True))
    assert done.returncode == 1
    assert "\nerror: expected " in done.stderr and not (tmp_path / ".venv").exists()


def test_a_table_that_is_none_is_refused_before_anything_is_installed(bare):
    done = bare("run_all.sh", "--only=sst")
    assert done.returncode == 2
    assert "seq2seq_cmu" in done.stderr and done.stderr.endswith("found sst\n")
    assert bare("run_all.sh", "--profile=fast").returncode == 2


@pytest.fixture
def checkout(tmp_path):
    """A copy of the project that shares the packages installed here and no results.

    Its environment counts as set up: else the script would install the copy, and where
    requirements have changed, into the environment that runs this test.
    """
    if not (ROOT / ".venv").exists():
        pytest.skip("needs the scripts' own .venv")
    private = (".*", "data", "records", "runs", "results", "__pycache__")
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*private))
    (copy / ".venv").mkdir()
    for part in (ROOT / ".venv").iterdir():
        (copy / ".venv" / part.name).symlink_to(part)
    count = "cat setup.cfg constraints.txt | cksum | tr ' ' -"
    checksum = subprocess.check_output(
        ["bash", "-c", count], cwd=copy, text=True
    ).strip()
    (copy / ".venv" / f"installed-alone-{checksum}").touch()
    return copy


def test_without_human36m_the_thesis_table_shows_what_came(checkout, tmp_path):
    """--only selects one table; nothing is trained, and what came stays as it is."""
    came = checkout / "results" / "standard" / "results.csv"
    came.parent.mkdir(parents=True)
    shutil.copy(ROOT / "results" / "standard" / "results.csv", came)
    before = came.read_bytes()
    flags = "--only=seq2seq_thesis", f"--data_dir={tmp_path}", "--profile=standard"
    done = run("run_all.sh", *flags, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "No Human3.6M" in done.stderr
    assert "Table 8" in done.stdout and "Table 15" in done.stdout
    assert "CMU" not in done.stdout.split("Table 8")[0]
    assert (checkout / "results/local/standard/seq2seq_thesis.md").exists()
    assert came.read_bytes() == before
    assert not (checkout / "runs").exists()


def test_without_human36m_and_without_results_there_is_no_thesis_table(
    rehearsal, tmp_path
):
    assert rehearsal("seq2seq_thesis.sh", f"--data_dir={tmp_path}") == []


@pytest.fixture
def rehearsal(tmp_path):
    """A checkout whose Python only writes down what it is asked to run."""
    shutil.copytree(ROOT / "experiments", tmp_path / "experiments")
    for name in ("setup.cfg", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    python.chmod(0o755)
    for profile in ("quick", "standard"):
        (tmp_path / "runs" / profile).mkdir(parents=True)  # of runs that it did not do

    def asked(script, *flags):
        done = run(script, *flags, root=tmp_path)
        assert done.returncode == 0, done.stderr
        lines = (tmp_path / "asked").read_text().splitlines()
        return [line.removeprefix("-m ") for line in lines if "pip install" not in line]

    return asked


def test_the_first_run_takes_its_flags_and_needs_no_data(rehearsal):
    asked = rehearsal("try_it.sh", "--minutes=2", "--seed=3")
    assert asked == ["experiments.try_it --minutes=2 --seed=3"]


def test_the_transformers_studies_run_on_both_forms_of_cmu(rehearsal, tmp_path):
    for name in ("cmu_mocap", "cmu_asfamc"):
        (tmp_path / "data" / name).mkdir(parents=True)
    flags = f"--data_dir={tmp_path}/data", "--profile=standard", "--seeds=3"
    of_run = "--data=cmu --profile=standard"
    assert rehearsal("run_all.sh", "--only=stt", *flags) == [
        f"data_prep.build --dataset=cmu --data_dir={tmp_path}/data",
        f"data_prep.build --dataset=cmu_asfamc --data_dir={tmp_path}/data",
        f"evaluation.score_baselines --family=stt {of_run}",
        f"stt.train --study=all {of_run} --seeds=3",
        f"stt.train --study=02_taxonomy {of_run} --seeds=3",
        f"stt.analyse --study=all {of_run} --seeds=3",
        "evaluation.tables --table=stt_figure6 --profile=standard",
        "evaluation.report --profile=standard",
    ]


def test_without_recordings_they_run_on_synthetic_motion(rehearsal, tmp_path):
    asked = rehearsal("stt_figure6.sh", f"--data_dir={tmp_path}")
    assert asked[0].startswith("data_prep.build --dataset=synthetic")
    assert asked[-1] == "evaluation.tables --table=stt_synthetic --profile=quick"
    assert not any("cmu" in line for line in asked)


def test_the_prior_is_compared_over_several_seeds(rehearsal, tmp_path):
    for name in ("cmu_mocap", "cmu_asfamc"):
        (tmp_path / "data" / name).mkdir(parents=True)
    flags = f"--data_dir={tmp_path}/data", "--profile=standard"
    of_run = "--data=cmu --profile=standard"
    assert rehearsal("run_all.sh", "--only=taxonomy", *flags) == [
        f"data_prep.build --dataset=cmu --data_dir={tmp_path}/data",
        f"data_prep.build --dataset=cmu_asfamc --data_dir={tmp_path}/data",
        f"evaluation.score_baselines --family=taxonomy {of_run}",
        "taxonomy.train --study=transformer_encoder,transformer_encoder_taxonomy,"
        "seq2seq,seq2seq_taxonomy,tied_seq2seq,tied_seq2seq_taxonomy,rnn,rnn_taxonomy "
        f"{of_run} --seeds=1",
        f"taxonomy.train --study=transformer,transformer_taxonomy {of_run} --seeds=3",
        "evaluation.tables --table=taxonomy_figure3 --profile=standard",
        "evaluation.report --profile=standard",
    ]


@pytest.mark.parametrize(
    ("flags", "seeds"),
    [((), 2), (("--seeds=5",), 5), (("--seeds=2", "--profile=paper"), 3)],
)
def test_seeds_of_the_two_that_are_compared(rehearsal, tmp_path, flags, seeds):
    asked = rehearsal("taxonomy_figure3.sh", f"--data_dir={tmp_path}", *flags)
    (line,) = (line for line in asked if "--study=transformer,transformer_tax" in line)
    assert line.endswith(f"--seeds={seeds}") and "--data=synthetic" in line
    assert asked[-1].startswith("evaluation.tables --table=taxonomy_synthetic")


def test_all_readings_of_the_gan_are_trained_and_the_toys_tried(rehearsal, tmp_path):
    for name in ("cmu_mocap", "cmu_asfamc"):
        (tmp_path / "data" / name).mkdir(parents=True)
    asked = rehearsal("run_all.sh", "--only=gan", f"--data_dir={tmp_path}/data")
    assert asked[1].startswith("data_prep.build --dataset=cmu_asfamc ")
    assert asked[3:] == [
        "gan.train --study=all --data=cmu --profile=quick --seeds=1",
        "gan.toys --profile=quick",
        "evaluation.tables --table=gan_figure4 --profile=quick",
        "evaluation.report --profile=quick",
    ]
    synthetic = rehearsal("gan_figure4.sh", f"--data_dir={tmp_path}")
    assert synthetic[-1] == "evaluation.tables --table=gan_synthetic --profile=quick"


def test_smoothing_trains_on_cmu_and_is_tuned_to_climbing(rehearsal, tmp_path):
    for name in ("cmu_mocap", "cmu_asfamc/01"):
        (tmp_path / "data" / name).mkdir(parents=True)
    flags = f"--data_dir={tmp_path}/data", "--profile=standard"
    asked = rehearsal("run_all.sh", "--only=smoothing", *flags)
    assert f"data_prep.build --dataset=cmu_asfamc --data_dir={tmp_path}/data" in asked
    (trained,) = (line for line in asked if "--study=conv3d_1.1,conv3d_2.1," in line)
    assert trained.endswith(
        "convlstm_c_1.1,convlstm_c_2.1 --data=cmu --profile=standard --seeds=1"
    )
    tuned = [line for line in asked if "fine_tuned" in line]
    assert len(tuned) == 4
    assert tuned[1] == (
        "smoothing.train --study=deciwatch_1.1_fine_tuned --data=climbing "
        "--profile=standard "
        "--init_from=runs/standard/cmu/smoothing/deciwatch_1.1/seed0/model.keras"
    )
    tables = [line for line in asked if line.startswith("evaluation.tables")]
    assert tables == [
        "evaluation.tables --table=smoothing_tables --profile=standard",
        "evaluation.tables --table=smoothing_climbing --profile=standard",
    ]


def test_at_the_published_size_smoothing_has_24_runs(rehearsal, tmp_path):
    from smoothing.studies import STUDIES

    flags = f"--data_dir={tmp_path}", "--profile=paper"
    asked = rehearsal("smoothing_tables.sh", *flags)
    (trained,) = (line for line in asked if line.startswith("smoothing.train"))
    assert f"--study={','.join(STUDIES)} --data=synthetic" in trained
    assert asked[-1] == "evaluation.tables --table=smoothing_synthetic --profile=paper"


def test_all_that_the_scripts_run_exists():
    from evaluation.tables.make import table_names

    text = "\n".join(path.read_text() for path in (ROOT / "experiments").glob("*.sh"))
    modules = set(re.findall(r"python -m ([a-z_0-9.]+)", text))
    assert {"data_prep.build", "stt.analyse", "gan.toys"} <= modules
    modules |= {f"{name}.train" for name in re.findall(r"run_studies (\w+)", text)}
    for module in modules:
        assert importlib.util.find_spec(module) is not None, module
    assert set(re.findall(r"(?:--table=|\btable=)(\w+)", text)) <= set(table_names())
