"""Makes a table: prints it, writes Markdown, LaTeX, results.csv and claims.

It shows the runs at hand and, marked, what came with the project of other studies. A
table that has a picture gets that too, and one about curves a file of them. All goes
to results/local/<profile>/, unless it is to be published.

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
    print(make_table(values.table, values.profile, *folders, values.publish))


if __name__ == "__main__":
    names = table_names()
    flags.DEFINE_string(
        "table",
        families.load(families.NAMES[0]).page("cmu").name,
        f"Table to make: {', '.join(names)}, or <family>_<data>.",
    )
    flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string(
        "results_dir", "results", "Folder of results; pages go to local/ in it."
    )
    flags.DEFINE_bool(
        "publish", False, "Write what comes with the project, not local/ in the folder."
    )
    run_script(main)
