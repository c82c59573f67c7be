"""What differs between A and B, row by row, and what of it is more than noise.

.venv/bin/python -m evaluation.compare A B

A and B are tables of results: a profile (its runs at hand before what came with the
project), a results.csv, or <revision>:<profile> of this checkout. Or they are folders
of runs: that of one run, runs/…/seed0, or that of a study with its seeds; these are
compared window by window. "Better" and "worse" are said of B.
"""

import pathlib

from absl import flags

from evaluation.compare.results import compare_results
from evaluation.compare.runs import compare_runs, read_runs
from evaluation.compare.sources import read_results
from evaluation.compare.text import comparison, write_csv
from reenact.errors import SettingsError
from reenact.startup import run_script


def main(a: str, b: str) -> None:
    values = flags.FLAGS
    runs = [read_runs(word) for word in (a, b)]
    if all(runs):
        differences, remarks = compare_runs(*runs)
    elif any(runs):
        run, other = (a, b) if runs[0] else (b, a)
        raise SettingsError(
            f"{other}: expected the folder of a finished run or study, as {run} is, "
            "found none"
        )
    else:
        folders = pathlib.Path(values.runs_dir), pathlib.Path(values.results_dir)
        sides = [read_results(word, *folders) for word in (a, b)]
        differences, remarks = compare_results(*sides)
    print(comparison((a, b), differences, remarks, values.all), end="")
    if values.csv:
        write_csv(pathlib.Path(values.csv), differences)
        print(f"\nWritten: {values.csv}")


if __name__ == "__main__":
    flags.DEFINE_bool("all", False, "Also shows the other rows that are not equal.")
    flags.DEFINE_string("csv", None, "File to write all rows that are not equal to.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string("results_dir", "results", "What came with the project.")
    run_script(main, words=("A", "B"))
