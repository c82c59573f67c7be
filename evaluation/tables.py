"""Makes a table from the runs: prints it, writes Markdown, results.csv and claims.

A table that has a picture gets that too, and one about curves a file of them.

python -m evaluation.tables --table=seq2seq_cmu --profile=quick
"""

import functools
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from absl import flags

from data_prep.files import whole_file
from data_prep.startup import run_script
from evaluation.analyses import analyses_by_study, find_analyses
from evaluation.claims import Ledger, claims_page
from evaluation.curves import write_curves
from evaluation.families import FAMILIES
from evaluation.figures import Figure, update_results_csv
from evaluation.gan_claims import GAN_CLAIMS, GAN_ERRORS
from evaluation.gan_figure import draw_gan
from evaluation.gan_tables import gan_table
from evaluation.layout import Document, to_markdown, to_text
from evaluation.results import RunRecord, by_study, find_records
from evaluation.seq2seq_claims import SEQ2SEQ_CLAIMS, SEQ2SEQ_ERRORS
from evaluation.seq2seq_tables import cmu_table, synthetic_table
from evaluation.smoothing_claims import SMOOTHING_CLAIMS, SMOOTHING_ERRORS
from evaluation.smoothing_figure import draw_training
from evaluation.smoothing_tables import smoothing_table
from evaluation.stt_claims import STT_CLAIMS, STT_ERRORS
from evaluation.stt_comparisons import Evidence
from evaluation.stt_figure import draw_studies
from evaluation.stt_tables import stt_table
from evaluation.taxonomy_claims import TAXONOMY_CLAIMS, TAXONOMY_ERRORS
from evaluation.taxonomy_figure import draw_taxonomy
from evaluation.taxonomy_tables import taxonomy_table
from evaluation.thesis_tables import thesis_table


class TableKind(NamedTuple):
    """A table: whose runs it shows, and (records, profile) -> page or PNG.

    `with_curves`: whether <table>_curves.csv holds what each epoch of a run found.
    """

    family: str
    data: str
    build: Callable[[Sequence[RunRecord], str], tuple[Document, list[Figure]]]
    draw: Callable[[Sequence[RunRecord], str], bytes] | None = None
    with_curves: bool = False


def _stt(table: str, data: str) -> TableKind:
    build = functools.partial(stt_table, table, data)
    return TableKind("stt", data, build, functools.partial(draw_studies, data))


def _smoothing(table: str, data: str) -> TableKind:
    build = functools.partial(smoothing_table, table, data)
    draw = functools.partial(draw_training, data)
    return TableKind("smoothing", data, build, draw)


def _forecasts(
    family: str, on_cmu: str, build: Callable, draw: Callable
) -> dict[str, TableKind]:
    """A table for each data set of a family; that of CMU has a name of its own."""
    tables = {}
    for data in FAMILIES[family].data_sets:
        name = on_cmu if data == "cmu" else f"{family}_{data}"
        page = functools.partial(build, name, data)
        picture = functools.partial(draw, data)
        tables[name] = TableKind(family, data, page, picture, with_curves=True)
    return tables


TABLES = {
    "seq2seq_cmu": TableKind("seq2seq", "cmu", cmu_table),
    "seq2seq_thesis": TableKind("seq2seq", "h36m", thesis_table),
    "seq2seq_synthetic": TableKind("seq2seq", "synthetic", synthetic_table),
    "stt_figure6": _stt("stt_figure6", "cmu"),
    "stt_amass": _stt("stt_amass", "amass"),
    "stt_dip": _stt("stt_dip", "dip"),
    "stt_synthetic": _stt("stt_synthetic", "synthetic"),
    "smoothing_tables": _smoothing("smoothing_tables", "cmu"),
    **{
        f"smoothing_{data}": _smoothing(f"smoothing_{data}", data)
        for data in FAMILIES["smoothing"].data_sets
        if data != "cmu"
    },
    **_forecasts("taxonomy", "taxonomy_figure3", taxonomy_table, draw_taxonomy),
    **_forecasts("gan", "gan_figure4", gan_table, draw_gan),
}
# What the claims of a family are tested on: its records by data set and study. The
# later families' pages have columns only for data sets that were run.
_CLAIMS = {
    "seq2seq": (SEQ2SEQ_ERRORS, SEQ2SEQ_CLAIMS),
    "smoothing": (SMOOTHING_ERRORS, SMOOTHING_CLAIMS),
    "taxonomy": (TAXONOMY_ERRORS, TAXONOMY_CLAIMS),
    "gan": (GAN_ERRORS, GAN_CLAIMS),
}

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
    family = FAMILIES[kind.family]
    records = {
        data: find_records(runs_dir, profile, data, family.packages)
        for data in family.data_sets
    }
    # A page for each family, so that a table of one leaves the claims of others alone.
    page = claims_page(_ledger(kind.family, records, runs_dir, profile), profile)
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


def _ledger(
    family: str,
    records: Mapping[str, Sequence[RunRecord]],
    runs_dir: pathlib.Path,
    profile: str,
) -> Ledger:
    """What the claims of a family are put to: its records by data set."""
    if family in _CLAIMS:
        run = {
            data: by_study(runs)
            for data, runs in records.items()
            if runs or family == "seq2seq"
        }
        return Ledger(family, *_CLAIMS[family], run or {"cmu": {}})
    evidence = {}
    for data, runs in records.items():
        fingerprint = runs[0].data["fingerprint"] if runs else None
        analyses = find_analyses(runs_dir, profile, data, fingerprint)
        evidence[data] = Evidence(by_study(runs), analyses_by_study(analyses))
    return Ledger(family, STT_ERRORS, STT_CLAIMS, evidence)


def _write(path: pathlib.Path, content: bytes) -> None:
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def main() -> None:
    folders = pathlib.Path(_RUNS_DIR.value), pathlib.Path(_RESULTS_DIR.value)
    print(make_table(_TABLE.value, _PROFILE.value, *folders))


if __name__ == "__main__":
    run_script(main)
