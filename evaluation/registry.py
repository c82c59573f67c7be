"""The one registry of families: their tables and pictures, and what is claimed of them.

A family that has a row in `families.FAMILIES`, `TABLES` and `CLAIMS` here is made by
`evaluation.tables` and shown by `evaluation.report`.
"""

import functools
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from evaluation.analyses import analyses_by_study, find_analyses
from evaluation.claims import Claim, Ledger
from evaluation.families import FAMILIES
from evaluation.figures import Figure
from evaluation.gan_claims import GAN_CLAIMS, GAN_ERRORS
from evaluation.gan_figure import draw_gan
from evaluation.gan_tables import gan_table
from evaluation.layout import Document
from evaluation.results import RunRecord, by_study, find_records
from evaluation.seq2seq_claims import SEQ2SEQ_CLAIMS, SEQ2SEQ_ERRORS
from evaluation.seq2seq_figure import draw_forecasts
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

Records = Mapping[str, Sequence[RunRecord]]  # of one family, by data set


class TableKind(NamedTuple):
    """A table: whose runs it shows, and (records, profile) -> page or PNG.

    `with_curves`: whether <table>_curves.csv holds what each epoch of a run found.
    """

    family: str
    data: str
    build: Callable[[Sequence[RunRecord], str], tuple[Document, list[Figure]]]
    draw: Callable[[Sequence[RunRecord], str], bytes] | None = None
    with_curves: bool = False


class FamilyClaims(NamedTuple):
    """The claims of a family.

    Args:
      about: what their numbers are.
      claims: of all its sources.
      evidence: (records, runs_dir, profile) -> data set -> what the tests are given.
    """

    about: str
    claims: Sequence[Claim]
    evidence: Callable[[Records, pathlib.Path, str], Mapping[str, Any]]


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
    "seq2seq_cmu": TableKind("seq2seq", "cmu", cmu_table, draw_forecasts),
    "seq2seq_thesis": TableKind("seq2seq", "h36m", thesis_table, draw_forecasts),
    "seq2seq_synthetic": TableKind(
        "seq2seq", "synthetic", synthetic_table, draw_forecasts
    ),
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


def _on_all(records: Records, runs_dir: pathlib.Path, profile: str) -> Mapping:
    return {data: by_study(runs) for data, runs in records.items()}


def _on_what_was_run(records: Records, runs_dir: pathlib.Path, profile: str) -> Mapping:
    """The later families' pages have columns only for data sets that were run."""
    run = {data: by_study(runs) for data, runs in records.items() if runs}
    return run or {"cmu": {}}


def _with_analyses(records: Records, runs_dir: pathlib.Path, profile: str) -> Mapping:
    evidence = {}
    for data, runs in records.items():
        fingerprint = runs[0].data["fingerprint"] if runs else None
        analyses = find_analyses(runs_dir, profile, data, fingerprint)
        evidence[data] = Evidence(by_study(runs), analyses_by_study(analyses))
    return evidence


CLAIMS = {
    "seq2seq": FamilyClaims(SEQ2SEQ_ERRORS, SEQ2SEQ_CLAIMS, _on_all),
    "stt": FamilyClaims(STT_ERRORS, STT_CLAIMS, _with_analyses),
    "taxonomy": FamilyClaims(TAXONOMY_ERRORS, TAXONOMY_CLAIMS, _on_what_was_run),
    "gan": FamilyClaims(GAN_ERRORS, GAN_CLAIMS, _on_what_was_run),
    "smoothing": FamilyClaims(SMOOTHING_ERRORS, SMOOTHING_CLAIMS, _on_what_was_run),
}


def records_of(family: str, runs_dir: pathlib.Path, profile: str) -> Records:
    """All finished runs of a family.

    Raises:
      DataError: a record that cannot be used, see `results.find_records`.
    """
    packages = FAMILIES[family].packages
    return {
        data: find_records(runs_dir, profile, data, packages)
        for data in FAMILIES[family].data_sets
    }


def ledger_of(
    family: str, records: Records, runs_dir: pathlib.Path, profile: str
) -> Ledger:
    """What the claims of a family are put to.

    Raises:
      DataError: an analysis that cannot be used.
    """
    about, claims, evidence = CLAIMS[family]
    return Ledger(family, about, claims, evidence(records, runs_dir, profile))
