"""Makes one table and all that goes with it: page, picture, curves, claims, numbers."""

import pathlib

from evaluation import families
from evaluation.claims.ledger import claims_page
from evaluation.family import Family, Page
from evaluation.pictures.files import write_pictures
from evaluation.tables.curve_files import write_curves
from evaluation.tables.document import to_markdown, to_text
from evaluation.tables.results_csv import update_results_csv
from reenact.errors import SettingsError
from reenact.files import whole_file


def table_names() -> list[str]:
    """The tables that are always shown, in the order of the report."""
    return [name for family in families.load_all() for name in family.pages()]


def make_table(
    table: str, profile: str, runs_dir: pathlib.Path, results_dir: pathlib.Path
) -> str:
    """Writes all files of one table and returns the text to print.

    Args:
      table: of `table_names`, or '<family>_<data>' of a data set with runs.

    Raises:
      SettingsError: no such table.
      DataError: a result that cannot be used; nothing is written then.
    """
    family, page = _find(table, runs_dir, profile)
    studies = family.find_studies(runs_dir, profile)
    # A page for each family, so that a table of one leaves the claims of others alone.
    claims = claims_page(family.ledger(studies, runs_dir, profile), profile)
    shown = studies[page.data]
    document, numbers = page.build(shown, profile)
    folder = pathlib.Path(results_dir) / profile
    folder.mkdir(parents=True, exist_ok=True)
    update_results_csv(folder / "results.csv", table, numbers)
    _write(folder / f"{table}.md", to_markdown(document).encode())
    _write(folder / f"{family.name}_claims.md", claims.encode())
    written = [f"{folder / table}.md", "results.csv", f"{family.name}_claims.md"]
    if shown:
        written += write_curves(folder, folder, table, shown.results)
    if page.draw is not None and shown:
        for sheet in page.draw(shown, profile):
            written += write_pictures(folder, table, sheet)
    return f"{to_text(document)}\nWritten: {', '.join(written)}"


def _find(table: str, runs_dir: pathlib.Path, profile: str) -> tuple[Family, Page]:
    for family in families.load_all():
        pages = family.pages(family.data_with_runs(runs_dir, profile))
        if table in pages:
            return family, pages[table]
    raise SettingsError(
        f"--table: expected one of {', '.join(table_names())}, found {table!r}"
    )


def _write(path: pathlib.Path, content: bytes) -> None:
    with whole_file(path) as temporary:
        temporary.write_bytes(content)
