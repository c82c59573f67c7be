"""Trains studies: `.venv/bin/python -m gan.train --study=wgan_gp --profile=quick`."""

from gan.family import FAMILY
from gan.studies import DEFAULT, PROFILES, STUDIES
from training.main import run_family


def recipe():
    from gan.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    run_family(FAMILY, STUDIES, PROFILES, DEFAULT, recipe)
