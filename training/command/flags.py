"""Flags that every training script has, and those that only name runs."""

from collections.abc import Mapping, Sequence

from absl import flags

from evaluation.family import Family
from training.command.listing import bare_label

# How --help orders them; those of a family itself follow.
GROUPS = {
    "which runs": ("study", "profile", "set", "config", "init_from", "seed", "seeds"),
    "what there is": ("list", "list_settings"),
    "where": ("data", "data_dir", "records_dir", "runs_dir"),
    "on what machine": ("strategy", "precision", "xla", "deterministic"),
    "what is said": ("verbose_startup",),
}
_MOST_NAMED = 16  # studies that --help names one by one


def define(
    family: Family, studies: Sequence[str], profiles: Mapping[str, object]
) -> None:
    """Defines all flags; called by a script that is run, never on import.

    `flags.adopt_module_key_flags(training.command.flags)` in the script makes --help
    list them.
    """
    define_runs(family, studies, profiles)
    flags.DEFINE_string(
        "config",
        None,
        "A run's folder, or its config.json: trains with the settings recorded there. "
        "Study and profile are the recorded ones unless they are given.",
    )
    flags.DEFINE_string(
        "init_from",
        None,
        "A finished run's folder, or a model.keras: training starts from its weights, "
        "and not from random ones.",
    )
    flags.DEFINE_bool("list", False, "Lists the studies and what each changes.")
    flags.DEFINE_bool(
        "list_settings",
        False,
        "Lists what --set changes: kind, value, meaning, source; with --study and "
        "--profile, the values that they have.",
    )
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
    family: Family, studies: Sequence[str], profiles: Mapping[str, object]
) -> None:
    """Defines the flags that say which runs, and where their data and folders are."""
    flags.DEFINE_list(
        "study", None, f"Studies, comma-separated, or all: {_named(family, studies)}."
    )
    flags.DEFINE_enum(
        "profile",
        "quick",
        list(profiles),
        "quick: minutes on two cores; standard: about an hour; paper: as published.",
    )
    flags.DEFINE_multi_string(
        "set", [], "Changes one setting, such as --set=batch_size=8"
    )
    flags.DEFINE_integer(
        "seed", 0, "First random seed, of initial weights and of windows.", 0
    )
    flags.DEFINE_integer("seeds", 1, "How many seeds, counted from --seed.", 1)
    flags.DEFINE_enum(
        "data",
        "auto",
        ["auto", *family.accepted_data()],
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


def _named(family: Family, studies: Sequence[str]) -> str:
    """The studies, those of bare numbers with their labels."""
    names = [
        f"{study} ({bare_label(family, study)})" if study[0].isdigit() else study
        for study in studies
    ]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED:] = [f"… ({len(names)} in all)"]
    return ", ".join(names)
