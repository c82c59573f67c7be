"""A family plugs in by its name in `evaluation.families.NAMES`, and by nothing else."""

import json
import runpy
import sys

import fresh_process
import numpy as np
import pytest
import tiny
from product import ROOT

from evaluation import families
from motion.h36m_angles import clip_to_columns

NAME = "toy_family"


def run_with_its_name(module: str, *arguments: str) -> None:
    """`python -m module arguments`, where the list of families has one name more."""
    families.NAMES = (*families.NAMES, NAME)
    sys.path.insert(0, str(ROOT / "tests"))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


@pytest.fixture(scope="module")
def folder(pose_records, tmp_path_factory):
    """Where the commands of the README were run, one after the other."""
    path = tmp_path_factory.mktemp("toy")
    runs, results = f"--runs_dir={path / 'runs'}", f"--results_dir={path / 'results'}"
    records = f"--records_dir={pose_records}"
    data = "--data=synthetic"
    run = path / "runs" / "quick" / "synthetic" / NAME / "fading" / "seed0"
    walk = tiny.synthetic_clips(420)["test"][0]
    np.savetxt(path / "walk.txt", clip_to_columns(walk), "%.6f", delimiter=",")
    motion = f"--input={path / 'walk.txt'}"
    for number, (module, *arguments) in enumerate(
        (
            ("evaluation.score_baselines", f"--family={NAME}", data, records, runs),
            (f"{NAME}.train", "--study=all", "--seeds=2", data, records, runs),
            ("evaluation.tables", f"--table={NAME}_synthetic", runs, results),
            ("evaluation.report", runs, results),
            ("training.export", f"--run={run}", "--format=savedmodel", records),
            (
                "experiments.predict",
                f"--model={run}",
                motion,
                f"--output={path / 'future.bvh'}",
            ),
        )
    ):
        errors = path / f"errors_{number}"
        code = fresh_process.run(run_with_its_name, module, *arguments, errors=errors)
        assert code == 0, f"{module}: {errors.read_text()}"
    return path


def test_it_is_trained_and_scored(folder):
    runs = folder / "runs" / "quick" / "synthetic" / NAME
    assert len(list(runs.glob("*/seed*/model.keras"))) == 4
    content = json.loads((runs / "fading" / "seed1" / "metrics.json").read_text())
    assert (content["family"], content["steps"]) == (NAME, 2)
    assert np.isfinite(content["errors"]["joint_angle_at"]["walking"]).all()


def test_it_is_tabled_and_its_claims_are_judged(folder):
    results = folder / "results" / "local" / "quick"
    page = (results / f"{NAME}_synthetic.md").read_text()
    assert "| Slowly fading | " in page and "| Zero velocity | " in page
    assert f"{NAME}_synthetic,fading,average" in (results / "results.csv").read_text()
    claims = (results / f"{NAME}_claims.md").read_text()
    assert "| [a_movement_goes_on](#a_movement_goes_on) | " in claims
    assert ", not run 0." in claims


def test_it_is_reported(folder):
    page = (folder / "results" / "local" / "quick" / "index.html").read_text()
    assert "Fading movement on synthetic" in page and "Slowly fading" in page


def test_it_is_exported_and_predicted_with(folder):
    run = folder / "runs" / "quick" / "synthetic" / NAME / "fading" / "seed0"
    assert list(run.glob("**/saved_model.pb"))
    assert (folder / "future.bvh").read_text().startswith("HIERARCHY")


def test_without_its_name_it_is_unknown(folder):
    from evaluation.tables.make import make_table
    from reenact.errors import SettingsError

    places = folder / "runs", folder / "results"
    with pytest.raises(SettingsError, match="--table: expected one of"):
        make_table(f"{NAME}_synthetic", "quick", *places)
