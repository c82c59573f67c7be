"""A first run without data and without a model.

    .venv/bin/python -m experiments.try_it

Generates motion, trains a small network on it for a minute, and shows what the network
predicts. It is a run like any other, in runs/try_it/: what is there already is not
made again, and an interrupted run goes on.
"""

import dataclasses
import os
import shlex
import sys
import webbrowser
from pathlib import Path

from absl import flags

from data_prep.sources.bvh import write_bvh
from evaluation.outcome import outcome_table
from evaluation.run_results import RunResult, load_result
from motion.bvh import bvh_of
from motion.motion import Motion
from reenact.commands import python
from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script
from seq2seq.family import FAMILY
from seq2seq.studies import PROFILES, STUDIES, Config
from training.settings import differences, resolve

PROFILE, DATA, STUDY, PROTOCOL = "try_it", "synthetic", "martinez_residual_unsup", "8"
RECORDING = "walk.bvh"
# The quick profile takes 600 steps. Two idle cores take these in less than a minute.
_STEPS_PER_MINUTE = 1_500


def settings(minutes: float) -> Config:
    """Those of a run: the longer it is, the later the learning rate is halved.

    Raises:
        SettingsError: no time at all.
    """
    if not minutes > 0:
        raise SettingsError(f"expected --minutes above 0, found {minutes:g}")
    config = resolve(STUDIES, PROFILES, STUDY, "quick")
    steps = max(1, round(_STEPS_PER_MINUTE * minutes))
    halved_after = max(1, steps // 4)
    return dataclasses.replace(
        config,
        steps=steps,
        learning_rate_steps=(halved_after,),
        max_seconds=60 * minutes,
    )


def train(
    minutes: float, seed: int, records_dir: Path, runs_dir: Path
) -> tuple[RunResult, RunResult]:
    """Makes motion and trains, as far as that was not done before.

    Prints a line for each stage.

    Returns:
        The records of the run and of zero velocity.
    """
    from data_prep.build_records import find_or_build
    from seq2seq.fit import make_recipe
    from training.recipe import train_study

    config = settings(minutes)
    run = _run(config, minutes, seed, records_dir, runs_dir)
    print("1/3 Motion, generated from a seed", flush=True)
    find_or_build(DATA, None, records_dir)
    places = str(records_dir), str(runs_dir)
    scoring = FAMILY.scoring(DATA, PROFILE, PROTOCOL, *places)
    baselines = FAMILY.score_baselines(scoring)
    if run.folder.finished:
        print("2/3 A network: trained before")
    else:
        begun = run.folder.checkpoints.exists()
        where = ", from where it was interrupted" if begun else ""
        print(f"2/3 A network, trained for {minutes:g} min at most{where}", flush=True)
    train_study(FAMILY, make_recipe(PROTOCOL), config, run)
    write_recording(records_dir / DATA, run.folder.path / RECORDING)
    (held,) = (each for each in baselines if "zero_velocity" in each.parts)
    return load_result(run.folder.metrics), load_result(held)


def write_recording(records: Path, path: Path) -> None:
    """Writes a walk of the test data as BVH: a file to continue with the network."""
    from data_prep.records import read_clips

    clips = read_clips(records, "test")
    walk = Motion.of(next(clip for clip in clips if clip.action == "walking"))
    bvh = bvh_of(walk.skeleton, walk.rotations, walk.root_m, walk.rate_hz)
    write_bvh(path, bvh)


def _run(config: Config, minutes: float, seed: int, records_dir: Path, runs_dir: Path):
    """The identity of the run; more or less than a minute is part of its name."""
    from training import runtime
    from training.run import Run
    from training.run_folder import RunFolder, command_line, run_path

    time = f"minutes={minutes:g}"
    changes = [] if minutes == 1 else [time]
    path = run_path(
        runs_dir, PROFILE, DATA, "seq2seq", STUDY, overrides=changes, seed=seed
    )
    names = [field.name for field in dataclasses.fields(config)]
    return Run(
        study=STUDY,
        label=path.parent.name,
        profile=PROFILE,
        seed=seed,
        data=DATA,
        reduced=differences(config, STUDIES[STUDY], names),
        command=command_line("experiments.try_it", [f"--{time}", f"--seed={seed}"]),
        records_dir=records_dir,
        folder=RunFolder(path),
        strategy=runtime.strategy("one"),
    )


def open_picture(path: Path) -> bool:
    """Opens a picture where there is a desktop, and says whether it did."""
    linux = sys.platform.startswith("linux")
    desktop = {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ) if linux else True
    if not desktop or "SSH_CONNECTION" in os.environ:
        return False
    try:
        return webbrowser.open(path.absolute().as_uri())
    except (webbrowser.Error, OSError):
        return False


def explanation(folder: Path, run: RunResult, zero_velocity: RunResult) -> str:
    """What there is to see, how good it is, and what to do next."""
    windows = sum(len(starts) for starts in run.windows.values())
    run_folder, recording = (
        shlex.quote(str(path)) for path in (folder, folder / RECORDING)
    )
    return f"""
What you see, as prediction.gif and strip.png in {folder}:
  grey    input: part of a walk that the network was not trained on
  blue    ground truth: how the walk went on, also drawn pale behind the others
  orange  prediction of the network
  purple  zero velocity: the last pose, repeated; simple, and hard to beat

Error: distance between the predicted and the true joint angles of a pose in radians,
mean over {windows} windows of {len(run.windows)} actions:
{outcome_table(FAMILY, [run], [zero_velocity])}

What to do next, in {Path.cwd()}:

Continue the walk in a BVH file, or a motion of your own, and look at future.gif:
  {python()} -m experiments.predict \\
      --model={run_folder} \\
      --input={recording} \\
      --output=future.bvh --gif=future.gif

Fetch recordings of real motion (CMU, about 60 MB), and train on them:
  {python()} -m data_prep.download --dataset=cmu
  ./experiments/run_all.sh --only=seq2seq_cmu
"""


def main() -> None:
    values = flags.FLAGS
    import_tensorflow()  # before anything else does
    places = Path(values.records_dir), Path(values.runs_dir)
    records = train(values.minutes, values.seed, *places)
    folder = records[0].path.parent
    opened = open_picture(folder / "prediction.gif")
    print(f"3/3 A prediction, {'opened' if opened else 'drawn'}")
    print(explanation(folder, *records), end="")


if __name__ == "__main__":
    flags.DEFINE_float("minutes", 1.0, "How long to train, at most.")
    flags.DEFINE_integer("seed", 0, "Of initial weights and training windows.", 0)
    flags.DEFINE_string("records_dir", "records", "Where the motion is kept.")
    flags.DEFINE_string("runs_dir", "runs", "Where run folders go.")
    run_script(main)
