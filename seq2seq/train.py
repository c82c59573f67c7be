"""Trains studies: `python -m seq2seq.train --study=uni_enc_50 --profile=quick`."""

import functools

from absl import flags

from evaluation.angles.protocols import PROTOCOLS
from reenact.startup import import_tensorflow, run_script
from seq2seq.family import FAMILY
from seq2seq.studies import PROFILES, STUDIES
from training import flags as training_flags


def main() -> None:
    import_tensorflow(flags.FLAGS.verbose_startup)  # before anything else does
    from data_prep.build_records import find_or_build
    from seq2seq import fit
    from training.launch import launch

    protocol = flags.FLAGS.protocol
    train = functools.partial(fit.train_and_summarise, protocol=protocol)
    launch(
        "seq2seq", STUDIES, PROFILES, train, find_or_build, [f"--protocol={protocol}"]
    )


if __name__ == "__main__":
    training_flags.define(list(STUDIES), list(PROFILES), FAMILY.data_sets)
    flags.DEFINE_enum("protocol", "8", PROTOCOLS, "Test windows per action.")
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
