"""Speed of the Spatio-Temporal Transformer here: `python -m benchmarks.stt`."""

from benchmarks.script import define_flags, run_page
from benchmarks.stt_page import AIMS, PAGE
from reenact.startup import run_script
from stt.family import FAMILY
from stt.studies import PROFILES


def main() -> None:
    run_page(PAGE, AIMS, "stt_benchmarks.md", _load)


def _load():
    from benchmarks import stt_jobs
    from data_prep.poses.pose_set import build_pose_set

    return stt_jobs, build_pose_set


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(PROFILES))
    run_script(main)
