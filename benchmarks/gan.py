"""Speed of the adversarial and taxonomy families here: `python -m benchmarks.gan`."""

from benchmarks.gan_page import AIMS, PAGE
from benchmarks.script import define_flags, run_page
from gan.family import FAMILY
from gan.studies import PROFILES
from reenact.startup import run_script


def main() -> None:
    run_page(PAGE, AIMS, "gan_benchmarks.md", _load)


def _load():
    from benchmarks import gan_jobs
    from data_prep.poses.pose_set import build_pose_set

    return gan_jobs, build_pose_set


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(PROFILES))
    run_script(main)
