"""Makes the report of all families: one page to look at, the same in short, a ledger.

It shows the runs at hand and, marked, what came with the project of other studies.

.venv/bin/python -m evaluation.report --profile=standard
"""

import pathlib

from absl import flags

from evaluation.report.make import make_report
from reenact.startup import run_script


def main() -> None:
    values = flags.FLAGS
    print(f"Reading runs of the {values.profile} profile ...", flush=True)
    folders = pathlib.Path(values.runs_dir), pathlib.Path(values.results_dir)
    written = make_report(values.profile, *folders, values.publish)
    for path in written:
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string(
        "results_dir", "results", "Folder of results; pages go to local/ in it."
    )
    flags.DEFINE_bool(
        "publish", False, "Write what comes with the project, not local/ in the folder."
    )
    run_script(main)
