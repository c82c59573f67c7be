"""Trains studies: `.venv/bin/python -m gan.train --study=wgan_gp --profile=quick`."""

from gan.checks import check_together
from gan.family import FAMILY
from gan.studies import DEFAULT, PROFILES, STUDIES
from training.command.choice import Offer
from training.main import run_family


def recipe():
    from gan.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    offer = Offer(FAMILY, STUDIES, PROFILES, DEFAULT, check_together=check_together)
    run_family(offer, recipe)
