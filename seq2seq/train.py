"""Trains studies: `python -m seq2seq.train --study=uni_enc_50 --profile=quick`."""

from absl import flags

from data_prep.startup import import_tensorflow, run_script
from seq2seq.studies import PROFILES, STUDIES
from training import flags as training_flags


def main() -> None:
    import_tensorflow(flags.FLAGS.verbose_startup)  # before anything else does
    from seq2seq import fit
    from training.launch import launch

    launch("seq2seq", STUDIES, PROFILES, fit.train_and_summarise)


if __name__ == "__main__":
    training_flags.define(list(STUDIES), list(PROFILES))
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
