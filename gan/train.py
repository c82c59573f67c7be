"""Trains studies: `python -m gan.train --study=wgan_gp --profile=quick`."""

from absl import flags

from gan.family import FAMILY
from gan.studies import PROFILES, STUDIES
from reenact.startup import import_tensorflow, run_script
from training import flags as training_flags


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    from data_prep.poses.pose_set import build_pose_set
    from gan import fit
    from training.launch import launch

    launch("gan", STUDIES, PROFILES, fit.train_and_summarise, build_pose_set)


if __name__ == "__main__":
    training_flags.define(list(STUDIES), list(PROFILES), FAMILY.data_sets)
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
