"""Makes a table from the runs: prints it, writes Markdown, results.csv and claims.md.

python -m evaluation.tables --table=seq2seq_cmu --profile=quick
"""

import pathlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from absl import flags

from data_prep.files import whole_file
from data_prep.startup import run_script
from evaluation.claims import claims_page
from evaluation.figures import Figure, update_results_csv
from evaluation.layout import Document, to_markdown, to_text
from evaluation.results import RunRecord, find_records
from evaluation.seq2seq_claims import SEQ2SEQ_CLAIMS
from evaluation.seq2seq_tables import cmu_table, synthetic_table
from evaluation.studies import PACKAGES
from evaluation.thesis_tables import thesis_table


class TableKind(NamedTuple):
    data: str  # data set whose runs it shows
    build: Callable[[Sequence[RunRecord], str], tuple[Document, list[Figure]]]


TABLES = {
    "seq2seq_cmu": TableKind("cmu", cmu_table),
    "seq2seq_thesis": TableKind("h36m", thesis_table),
    "seq2seq_synthetic": TableKind("synthetic", synthetic_table),
}
_DATA_SETS = ("h36m", "cmu", "synthetic")

_TABLE = flags.DEFINE_enum("table", "seq2seq_cmu", list(TABLES), "Table to make.")
_PROFILE = flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
_RUNS_DIR = flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
_RESULTS_DIR = flags.DEFINE_string("results_dir", "results", "Folder to write into.")


def make_table(
    table: str, profile: str, runs_dir: pathlib.Path, results_dir: pathlib.Path
) -> str:
    """Writes all files of one table and returns the text to print.

    Raises:
      DataError: a record that cannot be used; nothing is written then.
    """
    records = {
        data: find_records(runs_dir, profile, data, PACKAGES) for data in _DATA_SETS
    }
    kind = TABLES[table]
    document, figures = kind.build(records[kind.data], profile)
    folder = pathlib.Path(results_dir) / profile
    folder.mkdir(parents=True, exist_ok=True)
    update_results_csv(folder / "results.csv", table, figures)
    _write(folder / f"{table}.md", to_markdown(document))
    _write(folder / "claims.md", claims_page(SEQ2SEQ_CLAIMS, records, profile))
    return f"{to_text(document)}\nWritten: {folder / table}.md, results.csv, claims.md"


def _write(path: pathlib.Path, text: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def main() -> None:
    folders = pathlib.Path(_RUNS_DIR.value), pathlib.Path(_RESULTS_DIR.value)
    print(make_table(_TABLE.value, _PROFILE.value, *folders))


if __name__ == "__main__":
    run_script(main)
