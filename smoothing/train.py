"""Trains runs.

.venv/bin/python -m smoothing.train --study=deciwatch_1.1 --profile=quick
"""

from smoothing.family import FAMILY
from smoothing.studies import ALL_STUDIES, DEFAULT, FINE_TUNED, PROFILES
from training.command.choice import Offer
from training.main import run_family


def recipe():
    from smoothing.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    offer = Offer(FAMILY, ALL_STUDIES, PROFILES, DEFAULT, fine_tuned=FINE_TUNED)
    run_family(offer, recipe)
