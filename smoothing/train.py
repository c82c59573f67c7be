"""Trains runs: `python -m smoothing.train --study=deciwatch_1.1 --profile=quick`."""

import functools
from pathlib import Path

from absl import flags

from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script
from smoothing.family import FAMILY
from smoothing.studies import ALL_STUDIES, FINE_TUNED, PROFILES, STUDIES
from training import flags as training_flags


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    from data_prep.keypoints.grid_clips import build_grid_set
    from smoothing import fit
    from training.launch import launch

    init_from = values.init_from and Path(values.init_from)
    if values.study == ["all"]:
        values.study = list(STUDIES)
    for study in values.study:
        if (study in FINE_TUNED) != bool(init_from):
            raise SettingsError(
                f"{study}: expected --init_from=<model.keras> with the studies that "
                "are named fine_tuned, and with no others"
            )
    train = functools.partial(fit.train_and_summarise, init_from=init_from)
    arguments = [f"--init_from={init_from}"] if init_from else []
    launch("smoothing", ALL_STUDIES, PROFILES, train, build_grid_set, arguments)


if __name__ == "__main__":
    training_flags.define(list(ALL_STUDIES), list(PROFILES), FAMILY.data_sets)
    flags.DEFINE_string(
        "init_from", None, "A model.keras to start from, to fine-tune it."
    )
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
