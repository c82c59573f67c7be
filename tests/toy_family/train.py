"""Trains studies: `python -m toy_family.train --study=fading --profile=quick`."""

from toy_family.family import FAMILY
from toy_family.studies import DEFAULT, PROFILES, STUDIES
from training.command.choice import Offer
from training.main import run_family


def recipe():
    from toy_family.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    run_family(Offer(FAMILY, STUDIES, PROFILES, DEFAULT), recipe)
