"""Trains studies: `python -m taxonomy.train --study=transformer_taxonomy`."""

from absl import flags

from reenact.startup import import_tensorflow, run_script
from taxonomy.family import FAMILY
from taxonomy.studies import ALL_STUDIES, PROFILES, STUDIES
from training import flags as training_flags


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    from data_prep.poses.pose_set import build_pose_set
    from taxonomy import fit
    from training.launch import launch

    if values.study == ["all"]:
        values.study = list(STUDIES)
    launch("taxonomy", ALL_STUDIES, PROFILES, fit.train_and_summarise, build_pose_set)


if __name__ == "__main__":
    training_flags.define(list(ALL_STUDIES), list(PROFILES), FAMILY.data_sets)
    flags.adopt_module_key_flags(training_flags)
    run_script(main)
