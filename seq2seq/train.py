"""Trains studies.

.venv/bin/python -m seq2seq.train --study=uni_enc_50 --profile=quick
"""

from absl import flags

from evaluation.angles.protocols import PROTOCOLS
from seq2seq.family import FAMILY
from seq2seq.studies import DEFAULT, PROFILES, STUDIES, check_together
from training.command.choice import Offer
from training.main import run_family


def recipe():
    from seq2seq.fit import make_recipe

    return make_recipe(flags.FLAGS.protocol)


if __name__ == "__main__":
    flags.DEFINE_enum("protocol", "8", PROTOCOLS, "Test windows per action.")
    offer = Offer(FAMILY, STUDIES, PROFILES, DEFAULT, check_together=check_together)
    run_family(offer, recipe)
