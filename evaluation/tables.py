"""Makes a table from the runs: prints it, writes Markdown, results.csv and claims.

A table that has a picture gets that too, and one about curves a file of them.

python -m evaluation.tables --table=seq2seq_cmu --profile=quick
"""

import pathlib

from absl import flags

from evaluation.claims import claims_page
from evaluation.curves import write_curves
from evaluation.figures import update_results_csv
from evaluation.layout import to_markdown, to_text
from evaluation.registry import TABLES, ledger_of, records_of
from reenact.files import whole_file
from reenact.startup import run_script

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
    kind = TABLES[table]
    records = records_of(kind.family, runs_dir, profile)
    # A page for each family, so that a table of one leaves the claims of others alone.
    page = claims_page(ledger_of(kind.family, records, runs_dir, profile), profile)
    shown = records[kind.data]
    document, figures = kind.build(shown, profile)
    folder = pathlib.Path(results_dir) / profile
    folder.mkdir(parents=True, exist_ok=True)
    update_results_csv(folder / "results.csv", table, figures)
    _write(folder / f"{table}.md", to_markdown(document).encode())
    _write(folder / f"{kind.family}_claims.md", page.encode())
    written = [f"{folder / table}.md", "results.csv", f"{kind.family}_claims.md"]
    if kind.with_curves and shown:
        write_curves(folder / f"{table}_curves.csv", shown)
        written.append(f"{table}_curves.csv")
    if kind.draw is not None and shown:
        _write(folder / f"{table}.png", kind.draw(shown, profile))
        written.append(f"{table}.png")
    return f"{to_text(document)}\nWritten: {', '.join(written)}"


def _write(path: pathlib.Path, content: bytes) -> None:
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def main() -> None:
    folders = pathlib.Path(_RUNS_DIR.value), pathlib.Path(_RESULTS_DIR.value)
    print(make_table(_TABLE.value, _PROFILE.value, *folders))


if __name__ == "__main__":
    run_script(main)
