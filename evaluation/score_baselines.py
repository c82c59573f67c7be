"""Scores the baselines like models.

    .venv/bin/python -m evaluation.score_baselines --data=cmu

Writes runs/<profile>/<data>/<folder>/<baseline>/seed0/metrics.json, where the folder is
that of the family's baselines.
"""

from absl import flags

from evaluation import families
from reenact.startup import import_tensorflow, run_script


def main() -> None:
    values = flags.FLAGS
    import_tensorflow()
    family = families.load(values.family)
    names = ("data", "profile", "protocol", "records_dir", "runs_dir")
    chosen = {name: getattr(values, name) for name in names}
    family.score_baselines(family.scoring(**chosen))


if __name__ == "__main__":
    flags.DEFINE_enum("family", families.NAMES[0], families.NAMES, "Whose baselines.")
    flags.DEFINE_string("data", "cmu", "Data set of the family.")
    flags.DEFINE_string("profile", "quick", "Profile beside whose runs they stand.")
    flags.DEFINE_string(
        "protocol",
        "",
        "Test windows: 8, 256 or all per action for joint angles; cmu, eth or "
        "fairmotion for rotations; keypoints have one only. Left out: 8, or that of "
        "the data set.",
    )
    flags.DEFINE_string("records_dir", "records", "What data_prep.build wrote.")
    flags.DEFINE_string("runs_dir", "runs", "Where run folders go.")
    run_script(main)
