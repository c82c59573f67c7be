"""Makes a table from the runs: prints it, writes Markdown, results.csv and claims.

A table that has a picture gets that too, and one about curves a file of them.

.venv/bin/python -m evaluation.tables --table=<name> --profile=quick
"""

import pathlib

from absl import flags

from evaluation import families
from evaluation.tables.make import make_table, table_names
from reenact.startup import run_script


def main() -> None:
    values = flags.FLAGS
    folders = pathlib.Path(values.runs_dir), pathlib.Path(values.results_dir)
    print(make_table(values.table, values.profile, *folders))


if __name__ == "__main__":
    names = table_names()
    flags.DEFINE_string(
        "table",
        families.load(families.NAMES[0]).page("cmu").name,
        f"Table to make: {', '.join(names)}, or <family>_<data>.",
    )
    flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string("results_dir", "results", "Folder to write into.")
    run_script(main)
