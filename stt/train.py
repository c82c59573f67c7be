"""Trains studies: `.venv/bin/python -m stt.train --study=02 --profile=quick`."""

from pathlib import Path

from absl import flags

from reenact.errors import SettingsError
from stt.family import FAMILY
from stt.studies import ALL_STUDIES, DEFAULT, PROFILES
from training.command.choice import Offer
from training.main import run_family


def check_flags() -> None:
    """Study 01 is not trained but scored."""
    flag = flags.FLAGS
    if flag.checkpoint and flag.study != ["01"]:
        raise SettingsError("--checkpoint is for --study=01, which is not trained")
    if flag.study and "01" in flag.study and not flag.checkpoint:
        raise SettingsError(
            "study 01 is the authors' model: expected --checkpoint=<model.keras>, "
            "found none (--study=02 trains the same network)"
        )


def recipe():
    from stt import fit

    checkpoint = flags.FLAGS.checkpoint
    return fit.scoring_only(Path(checkpoint)) if checkpoint else fit.RECIPE


if __name__ == "__main__":
    flags.DEFINE_string(
        "checkpoint", None, "For study 01: a model.keras to score instead of training."
    )
    studies = ALL_STUDIES, PROFILES, DEFAULT
    run_family(Offer(FAMILY, *studies, check_flags=check_flags), recipe)
