"""Trains studies: `.venv/bin/python -m taxonomy.train --study=transformer_taxonomy`."""

from taxonomy.family import FAMILY
from taxonomy.studies import ALL_STUDIES, DEFAULT, PROFILES
from training.main import run_family


def recipe():
    from taxonomy.fit import RECIPE

    return RECIPE


if __name__ == "__main__":
    run_family(FAMILY, ALL_STUDIES, PROFILES, DEFAULT, recipe)
