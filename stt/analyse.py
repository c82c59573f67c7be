"""Looks inside finished runs.

    .venv/bin/python -m stt.analyse --study=02 --profile=quick

Writes analysis.json (`stt.analysis.results`) and pictures into the folder of each run,
and shows them in TensorBoard: the report's embedding, gradients and loss curve, and
predictions of 1,000 frames.
"""

import dataclasses
import functools
import json
import math
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from absl import flags

from reenact.code_version import code_version
from reenact.commands import python
from reenact.errors import DataError
from reenact.files import sha256_of_file, whole_file
from reenact.startup import import_tensorflow, run_script
from stt.analysis.results import ANALYSIS_FILE
from stt.family import FAMILY
from stt.studies import ALL_STUDIES, PROFILES, STUDIES, Config
from training.command import flags as training_flags
from training.run_folder import RunFolder, command_line, run_path

_DATA_SETTINGS = ("rotation_format", "normalisation", "protocol", "mirror")


def analyse(
    folder: RunFolder, records_dir: Path, command: str, say: Callable[[str], None]
) -> str:
    """Analyses a finished run unless that has been done, and says so in one line.

    Args:
        folder: of the run.
        records_dir: that the run was trained from.
        command: repeats the analysis.
        say: told of each stage before it begins.

    Raises:
        DataError: a file of the run, or records of other data.
    """
    if up_to_date(folder):
        return f"{folder.path}: analysed before"
    from evaluation.poses.described import describe_poses
    from evaluation.run_results import load_result
    from stt.model import Forecaster  # with all networks that a file may hold
    from training import runtime
    from training.model_files import load_model

    started = time.monotonic()
    record = load_result(folder.metrics)
    _fresh_start()
    runtime.configure(record.seed, "float32")
    model = load_model(folder.model, Forecaster)
    material = _material(model.config, Path(records_dir), record.data["name"])
    used = describe_poses(material.poses)
    if used != record.data:
        raise DataError(
            f"{records_dir}: expected data {record.data['fingerprint']} as in "
            f"{folder.metrics}, found {used['fingerprint']}"
        )
    content = {
        "family": "stt",
        "study": record.study,
        "seed": record.seed,
        "profile": record.profile,
        "data": {name: record.data[name] for name in ("name", "fingerprint")},
        "code_version": code_version(),
        "command": command,
        "metrics_sha256": sha256_of_file(folder.metrics),
        **_findings(folder, model, material, record, say),
    }
    with whole_file(folder.path / ANALYSIS_FILE) as temporary:
        text = json.dumps(_json_ready(content), indent=1, allow_nan=False)
        temporary.write_text(text + "\n", encoding="utf-8")
    return f"{folder.path}: analysed in {time.monotonic() - started:.0f} s"


def up_to_date(folder: RunFolder) -> bool:
    """Whether the analysis there is one of the results there."""
    path = folder.path / ANALYSIS_FILE
    try:
        analysed = json.loads(path.read_text(encoding="utf-8"))["metrics_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return False  # none, or one that cannot be used: it is made anew
    return analysed == sha256_of_file(folder.metrics)


def _findings(folder, model, material, record, say) -> dict[str, Any]:
    """All measures; writes the pictures of each stage as it is done."""
    from stt.analysis import embedding, layer_gradients, long_rollouts, loss_curve
    from stt.analysis import rollout_pictures as draw
    from stt.studies import label

    name = f"{label(record.study)}, {record.profile} profile, seed {record.seed}"
    pictures, found = {}, {}
    say("embedding and loss")
    kernels = embedding.joint_kernels(model)
    found["embedding"] = embedding.measure(kernels)
    pictures["embedding"] = embedding.picture(kernels, found["embedding"], name)
    losses = loss_curve.read_losses(folder.losses)
    found["loss_noise"] = loss_curve.noise(losses)
    if len(losses):
        pictures["loss"] = loss_curve.picture(losses, found["loss_noise"], name)
    seeds = long_rollouts.choose_seeds(material.poses, model.config.window)
    found["rollouts"] = {}
    if seeds:
        actions = [seed.sequence.action for seed in seeds]
        say(f"{long_rollouts.FRAMES:,} frames of {', '.join(actions)}")
        predicted = long_rollouts.roll_out(model, seeds)
        measured = map(long_rollouts.measure, seeds, predicted)
        found["rollouts"] = dict(zip(actions, measured, strict=True))
        pictures["rollouts"] = draw.curves(found["rollouts"], name)
        pictures["rollout_strip"] = draw.strip(seeds[0], predicted[0])
        draw.animation(seeds[0], predicted[0], folder.path / "rollout.gif")
    say(f"gradients of {layer_gradients.BATCHES} batches")
    found["gradients"] = layer_gradients.measure(
        model, material, record.seed, record.steps
    )
    pictures["gradients"] = layer_gradients.picture(found["gradients"], name)
    for title, png in pictures.items():
        with whole_file(folder.path / f"{title}.png") as temporary:
            temporary.write_bytes(png)
    _show_in_tensorboard(folder, pictures, losses, embedding.points(kernels))
    return found


def _show_in_tensorboard(folder: RunFolder, pictures, losses, points) -> None:
    from training.tensorboard import write_findings, write_points

    events = folder.tensorboard / "analysis"
    shutil.rmtree(events, ignore_errors=True)  # of an analysis that was cut off, or old
    write_findings(events, pictures, {"step_loss": losses})
    matrix, labels = points
    write_points(events, "embedding", matrix, ("joint", "side", "number"), labels)


def _fresh_start() -> None:
    import keras

    keras.backend.clear_session()


def _material(config: Config, records_dir: Path, data: str):
    """Studies mostly see the same data; these are read once."""
    settings = tuple(getattr(config, name) for name in _DATA_SETTINGS)
    return _read_material(settings, records_dir, data)


@functools.lru_cache(maxsize=1)
def _read_material(settings: tuple, records_dir: Path, data: str):
    from stt.data import prepare

    changes = dict(zip(_DATA_SETTINGS, settings, strict=True))
    return prepare(dataclasses.replace(Config(), **changes), records_dir, data)


def _json_ready(value: Any) -> Any:
    """Six digits of every number, null for none."""
    if isinstance(value, dict):
        return {key: _json_ready(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_json_ready(each) for each in value]
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(f"{value:.6g}")
    return value


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    from data_prep.poses.pose_set import build_pose_set
    from stt.studies import label

    data = build_pose_set(values.data, values.data_dir, values.records_dir)
    everything = values.study == ["all"]
    place = (values.runs_dir, values.profile, data, "stt")
    finished = 0
    for study in STUDIES if everything else values.study:
        for seed in range(values.seed, values.seed + values.seeds):
            folder = RunFolder(run_path(*place, study, overrides=values.set, seed=seed))
            if not folder.finished:
                line = f"{folder.path}: no finished run"
                if not everything:
                    raise DataError(
                        f"{line} to analyse; {python()} -m stt.train makes one"
                    )
                print(line, flush=True)
                continue
            finished += 1
            name = f"{label(folder.path.parent.name)}, seed {seed}"
            command = _command(study, seed, data)
            print(
                analyse(
                    folder,
                    values.records_dir,
                    command,
                    lambda stage, name=name: print(f"{name}: {stage}", flush=True),
                ),
                flush=True,
            )
    if not finished:
        raise DataError(f"{Path(*place)}: expected finished runs, found none")


def _command(study: str, seed: int, data: str) -> str:
    values = flags.FLAGS
    known = {"study": study, "profile": values.profile, "data": data, "seed": seed}
    arguments = [f"--{name}={value}" for name, value in known.items()]
    changes = [f"--set={change}" for change in values.set]
    return command_line("stt.analyse", arguments + changes)


if __name__ == "__main__":
    training_flags.define_runs(FAMILY, list(ALL_STUDIES), PROFILES)
    flags.mark_flag_as_required("study")
    flags.adopt_module_key_flags(training_flags)
    run_script(main, groups=training_flags.GROUPS)
