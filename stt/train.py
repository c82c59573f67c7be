"""Trains studies: `.venv/bin/python -m stt.train --study=02 --profile=quick`."""

from pathlib import Path

from absl import flags

from reenact.errors import SettingsError
from stt.family import FAMILY
from stt.studies import ALL_STUDIES, DEFAULT, PROFILES
from training.main import run_family


def recipe():
    """Study 01 is not trained but scored."""
    from stt import fit

    study, checkpoint = flags.FLAGS.study, flags.FLAGS.checkpoint
    if checkpoint and study != ["01"]:
        raise SettingsError("--checkpoint is for --study=01, which is not trained")
    if "01" in study and not checkpoint:
        raise SettingsError(
            "study 01 is the authors' model: expected --checkpoint=<model.keras>, "
            "found none (--study=02 trains the same network)"
        )
    return fit.scoring_only(Path(checkpoint)) if checkpoint else fit.RECIPE


if __name__ == "__main__":
    flags.DEFINE_string(
        "checkpoint", None, "For study 01: a model.keras to score instead of training."
    )
    run_family(FAMILY, ALL_STUDIES, PROFILES, DEFAULT, recipe)
