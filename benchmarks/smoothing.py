"""Speed of the smoothing family here: `python -m benchmarks.smoothing`."""

from benchmarks.script import define_flags, run_page
from benchmarks.smoothing_page import AIMS, PAGE
from reenact.startup import run_script
from smoothing.family import FAMILY
from smoothing.studies import PROFILES


def main() -> None:
    run_page(PAGE, AIMS, "smoothing_benchmarks.md", _load)


def _load():
    from benchmarks import smoothing_jobs
    from data_prep.keypoints.keypoint_set import build_keypoint_set

    return smoothing_jobs, build_keypoint_set


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(PROFILES))
    run_script(main)
