"""Trains studies: `python -m stt.train --study=02 --profile=quick`."""

import functools
from pathlib import Path

from absl import flags

from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script
from stt.family import FAMILY
from stt.studies import ALL_STUDIES, PROFILES, STUDIES, TRAINABLE
from training import flags as training_flags


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    from data_prep.poses.pose_set import build_pose_set
    from stt import fit
    from training.launch import launch

    checkpoint = values.checkpoint and Path(values.checkpoint)
    if checkpoint and values.study != ["01"]:
        raise SettingsError("--checkpoint is for --study=01, which is not trained")
    if "01" in values.study and not checkpoint:
        raise SettingsError(
            "study 01 is the authors' model: expected --checkpoint=<model.keras>, "
            "found none (--study=02 trains the same network)"
        )
    if values.study == ["all"]:
        values.study = [study for study in STUDIES if study in TRAINABLE]
    names = ["01"] if checkpoint else TRAINABLE
    studies = {study: ALL_STUDIES[study] for study in names}
    train = functools.partial(fit.train_and_summarise, checkpoint=checkpoint)
    launch("stt", studies, PROFILES, train, build_pose_set)


if __name__ == "__main__":
    training_flags.define(list(ALL_STUDIES), list(PROFILES), FAMILY.data_sets)
    flags.DEFINE_string(
        "checkpoint", None, "For study 01: a model.keras to score instead of training."
    )
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
