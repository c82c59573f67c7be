"""Makes one table and all that goes with it: page, picture, curves, claims, numbers."""

import json
import pathlib

from evaluation import families
from evaluation.claims.markdown import claims_page
from evaluation.claims.rows import shipped_claims
from evaluation.family import Family, Page
from evaluation.pictures.files import picture_files
from evaluation.provenance import RUNS_FILE, read_runs_csv, write_runs_csv
from evaluation.shipped import (
    FACTS_FILE,
    Shipped,
    check_replaced,
    folder_of,
    nothing_known,
)
from evaluation.studies import MARK
from evaluation.tables.captions import facts
from evaluation.tables.curve_files import write_curves
from evaluation.tables.latex import to_latex
from evaluation.tables.results_csv import RESULTS_FILE, update_results_csv
from evaluation.tables.text_forms import to_markdown, to_text
from reenact.errors import DataError, SettingsError, did_you_mean
from reenact.files import one_writer, whole_file


def table_names() -> list[str]:
    """The tables that are always shown, in the order of the report."""
    return [name for family in families.load_all() for name in family.pages()]


def make_table(
    table: str,
    profile: str,
    runs_dir: pathlib.Path,
    results_dir: pathlib.Path,
    publish: bool = False,
) -> str:
    """Writes all files of one table and returns the text to print.

    Args:
      table: of `table_names`, or '<family>_<data>' of a data set with runs.
      publish: whether they become part of what comes with the project, see
        `evaluation.shipped`; else they go to `results_dir`/local.

    Raises:
      SettingsError: no such table.
      DataError: a result that cannot be used, or nothing is known for the table;
        nothing is written then.
    """
    folder = folder_of(results_dir, profile, publish)
    shipped = Shipped(pathlib.Path(results_dir) / profile, "" if publish else MARK)
    family, page = _find(table, runs_dir, profile, shipped)
    studies = family.find_studies(runs_dir, profile, shipped)
    shown = studies[page.data]
    if not (shown.known or shipped.has(table)):
        raise DataError(nothing_known(table, family.name, page.data, profile))
    if publish:
        check_replaced(shown, shipped.studies(family.name, page.data, table))
    document, numbers = page.build(shown, profile)
    sheets = page.draw(shown, profile) if page.draw and shown.known else []
    contents = {
        f"{table}.md": to_markdown(document).encode(),
        f"{table}.tex": to_latex(document, table).encode(),
    }
    # One for each family, so that a table of one leaves claims of others alone.
    mixed = bool(shipped.mark or any(studies.values()))
    came = shipped_claims(shipped.comparisons, marked=mixed)
    claims = claims_page(family.ledger(studies, runs_dir, profile), profile, came)
    contents[f"{family.name}_claims.md"] = claims.encode()
    for sheet in sheets:
        contents |= picture_files(table, sheet)
    with one_writer(folder):
        if publish and shown and not shown.shipped:
            told = {**Shipped(folder).facts, table: facts(shown)}
            contents[FACTS_FILE] = json.dumps(told, indent=1).encode()
        there, at_hand = read_runs_csv(folder / RUNS_FILE), shown.provenance
        made = (*shipped.made, *there, *(at_hand[study] for study in shown))
        update_results_csv(folder / RESULTS_FILE, shipped.numbers, numbers, shown)
        write_runs_csv(folder / RUNS_FILE, made)
        for name, content in contents.items():
            with whole_file(folder / name) as temporary:
                temporary.write_bytes(content)
        curves = write_curves(folder, shipped.folder, table, shown.results)
    written = [f"{folder / table}.md", *list(contents)[1:], RESULTS_FILE, RUNS_FILE]
    written += curves
    return f"{to_text(document, written[0])}\nWritten: {', '.join(written)}"


def _find(
    table: str, runs_dir: pathlib.Path, profile: str, shipped: Shipped
) -> tuple[Family, Page]:
    for family in families.load_all():
        others = family.data_with_runs(runs_dir, profile), shipped.data_of(family.name)
        pages = family.pages([*others[0], *others[1]])
        if table in pages:
            return family, pages[table]
    raise SettingsError(
        f"--table: expected one of {', '.join(table_names())}, found {table!r}"
        f"{did_you_mean(table, table_names())}"
    )
