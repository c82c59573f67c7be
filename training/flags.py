"""Flags that every training script has, and those that only name runs."""

from collections.abc import Sequence

from absl import flags


def define(
    studies: Sequence[str], profiles: Sequence[str], data_sets: Sequence[str]
) -> None:
    """Defines all flags; called by a script that is run, never on import.

    `flags.adopt_module_key_flags(training.flags)` in the script makes --help list them.
    """
    define_runs(studies, profiles, data_sets)
    flags.DEFINE_enum(
        "precision",
        "auto",
        ["auto", "float32", "mixed_bfloat16", "mixed_float16"],
        "auto: mixed_bfloat16 on a GPU, float32 elsewhere.",
    )
    flags.DEFINE_enum(
        "xla", "auto", ["auto", "on", "off"], "auto: on for one GPU, else off."
    )
    flags.DEFINE_enum(
        "strategy",
        "auto",
        ["auto", "one", "mirrored", "workers"],
        "auto: all GPUs of this machine; workers: several machines (TF_CONFIG).",
    )
    flags.DEFINE_bool("deterministic", False, "Slower, bit-identical GPU kernels.")


def define_runs(
    studies: Sequence[str], profiles: Sequence[str], data_sets: Sequence[str]
) -> None:
    """Defines the flags that say which runs, and where their data and folders are."""
    which = f"all, or some of {', '.join(studies)}"
    flags.DEFINE_list("study", None, f"Studies, comma-separated: {which}.")
    flags.DEFINE_enum(
        "profile",
        "quick",
        profiles,
        "quick: minutes on two cores; standard: about an hour; paper: as published.",
    )
    flags.DEFINE_multi_string(
        "set",
        [],
        "Changes one setting, such as --set batch_size=8: a field of Config in "
        "<family>/studies.py.",
    )
    flags.DEFINE_integer(
        "seed", 0, "First random seed, of initial weights and of windows."
    )
    flags.DEFINE_integer("seeds", 1, "How many seeds, counted from --seed.", 1)
    flags.DEFINE_enum(
        "data",
        "auto",
        ["auto", *data_sets],
        "Data set; auto: cmu where its recordings are found, else synthetic motion.",
    )
    flags.DEFINE_string(
        "data_dir", None, "Folder of the recordings; default $REENACT_DATA or ./data."
    )
    flags.DEFINE_string(
        "records_dir",
        "records",
        "What data_prep.build wrote; built from data_dir where there is nothing yet.",
    )
    flags.DEFINE_string("runs_dir", "runs", "Where run folders go.")
    flags.DEFINE_bool("verbose_startup", False, "Shows TensorFlow's start-up messages.")
    flags.mark_flag_as_required("study")
