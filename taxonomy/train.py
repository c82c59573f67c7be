"""Trains studies: `.venv/bin/python -m taxonomy.train --study=transformer_taxonomy`."""

from taxonomy.family import FAMILY
from taxonomy.studies import ALL_STUDIES, DEFAULT, PROFILES, check_together
from training.command.choice import Offer
from training.main import run_family


def recipe():
    from taxonomy.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    studies = ALL_STUDIES, PROFILES, DEFAULT
    run_family(Offer(FAMILY, *studies, check_together=check_together), recipe)
