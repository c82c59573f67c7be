"""Trains runs.

.venv/bin/python -m smoothing.train --study=deciwatch_1.1 --profile=quick
"""

from pathlib import Path

from absl import flags

from reenact.errors import SettingsError
from smoothing.family import FAMILY
from smoothing.studies import ALL_STUDIES, DEFAULT, FINE_TUNED, PROFILES
from training.main import run_family


def recipe():
    """Studies that are named fine_tuned start from a trained model."""
    from smoothing import fit

    init_from = flags.FLAGS.init_from
    for study in flags.FLAGS.study:
        if (study in FINE_TUNED) != bool(init_from):
            raise SettingsError(
                f"{study}: expected --init_from=<model.keras> with the studies that "
                "are named fine_tuned, and with no others"
            )
    return fit.fine_tuning(Path(init_from)) if init_from else fit.RECIPE


if __name__ == "__main__":
    flags.DEFINE_string(
        "init_from", None, "A model.keras to start from, to fine-tune it."
    )
    run_family(FAMILY, ALL_STUDIES, PROFILES, DEFAULT, recipe)
