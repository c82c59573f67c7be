"""A first run without data and without a model: `python -m experiments.try_it`.

Makes up motion, trains a small network on it for a minute, and shows what the network
predicts. It is a run like any other, in runs/try_it/: what is there already is not
made again, and an interrupted run goes on.
"""

import dataclasses
import os
import sys
import webbrowser
from pathlib import Path

import numpy as np
from absl import flags

from evaluation.angles.horizons import real_ms
from evaluation.run_results import RunResult, load_result
from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script
from seq2seq.studies import PROFILES, STUDIES, Config
from training.settings import differences, resolve

PROFILE, DATA, STUDY, PROTOCOL = "try_it", "synthetic", "martinez_residual_unsup", "8"
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
    from seq2seq.family import FAMILY
    from seq2seq.fit import make_recipe
    from training.recipe import train_study

    config = settings(minutes)
    run = _run(config, minutes, seed, records_dir, runs_dir)
    print("1/3 Motion that nobody ever made, from a seed", flush=True)
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
    (held,) = (each for each in baselines if "zero_velocity" in each.parts)
    return load_result(run.folder.metrics), load_result(held)


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


def comparison(run: RunResult, zero_velocity: RunResult) -> str:
    """The errors of both as a small table, and in a sentence."""
    rows = {"prediction": errors(run), "zero velocity": errors(zero_velocity)}
    times = [real_ms(frame, run.rate_hz) for frame in run.horizon_frames]
    lines = [f"{'ms ahead':13}" + "".join(f"{ms:6}" for ms in times)]
    for name, values in rows.items():
        lines.append(f"{name:13}" + "".join(f"{value:6.2f}" for value in values))
    ours, baseline = (values.mean() for values in rows.values())
    than = "smaller" if ours < baseline else "larger"
    share = abs(1 - ours / baseline)
    return "\n".join(
        [*lines, f"On average the prediction's error is {share:.0%} {than}."]
    )


def errors(record: RunResult) -> np.ndarray:
    """By horizon: the mean over actions, each of which counts once."""
    actions = record.errors["corrected"].values()
    return np.mean([each.mean(axis=0) for each in actions], axis=0)


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
    return f"""
What you see, in {folder / "prediction.gif"} and {folder / "strip.png"}:
  grey    what the network was shown: part of a walk that it was not trained on
  blue    how the walk went on, also as a pale shadow behind the others
  orange  what the network predicted
  purple  zero velocity: the last pose, held. Simple, and hard to beat

Distance between all predicted and true joint angles of a pose, in radians, mean of
{windows} pieces of motion of {len(run.windows)} kinds:
{comparison(run, zero_velocity)}

What to do next:
  python -m experiments.predict --model={folder} --input=walk.bvh --output=future.bvh
      continues a motion of yours
  python -m data_prep.download --dataset=cmu
      fetches real motion
  ./experiments/run_all.sh
      re-runs every study, on real motion where there is any
"""


def main() -> None:
    values = flags.FLAGS
    import_tensorflow()  # before anything else does
    places = Path(values.records_dir), Path(values.runs_dir)
    try:
        records = train(values.minutes, values.seed, *places)
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command goes on from the last evaluation.")
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
