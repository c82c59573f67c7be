"""Makes the report of all families: one page to look at, the same in short, a ledger.

.venv/bin/python -m evaluation.report --profile=standard
"""

import pathlib

from absl import flags

from evaluation.report.make import make_report
from reenact.startup import run_script


def main() -> None:
    values = flags.FLAGS
    print(f"Reading runs of the {values.profile} profile ...", flush=True)
    written = make_report(
        values.profile, pathlib.Path(values.runs_dir), pathlib.Path(values.results_dir)
    )
    for path in written:
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string("results_dir", "results", "Folder to write into.")
    run_script(main)
