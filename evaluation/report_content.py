"""What the report shows, collected from the runs of the families of the registry."""

import collections
import dataclasses
import datetime
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.captions import data_are_synthetic
from evaluation.claims import (
    CONFIRMED,
    NOT_RUN,
    REFUTED,
    UNDECIDED,
    JudgedClaim,
    judged,
)
from evaluation.families import FAMILIES
from evaluation.layout import Document
from evaluation.registry import CLAIMS, TABLES, TableKind, ledger_of, records_of
from evaluation.report_motions import windows_of
from evaluation.report_pictures import Picture, picture, pictures_of_runs
from evaluation.report_rows import MadeBy, made_by
from evaluation.results import RunRecord, by_study
from reenact.errors import DataError

VERDICTS = (CONFIRMED, REFUTED, UNDECIDED, NOT_RUN)


@dataclasses.dataclass(frozen=True, eq=False)
class ShownTable:
    """A page of tables and its picture, of one data set.

    Args:
        key: of `TABLES`.
        warnings: that must be seen before any number.
    """

    key: str
    data: str
    document: Document
    picture: Picture | None
    warnings: Sequence[str]


@dataclasses.dataclass(frozen=True, eq=False)
class FamilyPart:
    """All that the report shows of a family; without runs, only its name.

    Args:
        data_sets: that were run, with the fingerprints of the data.
        absent: keys of the tables whose data nobody ran on.
        rows: how each row was made.
        pictures: of runs, by data set and then by how a study is shown.
        windows: of the motion viewer, by data set.
        about_claims: what the numbers of the claims are.
    """

    key: str
    title: str
    about: str
    data_sets: Mapping[str, str]
    tables: Sequence[ShownTable]
    absent: Sequence[str]
    rows: Sequence[MadeBy]
    pictures: Mapping[str, Mapping[str, Sequence[Picture]]]
    windows: Mapping[str, Sequence[Mapping[str, Any]]]
    about_claims: str
    claims: Sequence[JudgedClaim]

    def counts(self, data: str) -> dict[str, int]:
        """Verdict -> claims, on one data set."""
        found = collections.Counter(claim.verdicts[data] for claim in self.claims)
        return {word: found[word] for word in VERDICTS}


@dataclasses.dataclass(frozen=True, eq=False)
class Report:
    """The whole report.

    Args:
        families: with runs.
        absent: titles of families without.
        first, last: when the oldest and the newest of its runs ended.
    """

    profile: str
    families: Sequence[FamilyPart]
    absent: Sequence[str]
    first: datetime.date
    last: datetime.date

    @property
    def rows(self) -> list[MadeBy]:
        return [row for family in self.families for row in family.rows]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict -> claims, over all families and the data sets that they ran on."""
        total = collections.Counter({word: 0 for word in VERDICTS})
        for family in self.families:
            for data in family.data_sets:
                total.update(family.counts(data))
        return dict(total)


def collect(profile: str, runs_dir: pathlib.Path) -> Report:
    """Reads all runs of a profile and builds everything that is shown of them.

    Raises:
        DataError: no runs, or a file of theirs that cannot be used.
    """
    parts, absent, ended = [], [], []
    for family, described in FAMILIES.items():
        records = records_of(family, runs_dir, profile)
        runs = {data: found for data, found in records.items() if found}
        if not runs:
            absent.append(described.title)
            continue
        parts.append(_family(family, records, runs, runs_dir, profile))
        times = [run.path.stat().st_mtime for each in runs.values() for run in each]
        ended += [datetime.date.fromtimestamp(time) for time in times]
    if not parts:
        folder = pathlib.Path(runs_dir) / profile
        raise DataError(f"{folder}: expected finished runs, found none")
    return Report(profile, parts, absent, min(ended), max(ended))


def _family(
    family: str,
    records: Mapping[str, Sequence[RunRecord]],
    runs: Mapping[str, Sequence[RunRecord]],
    runs_dir: pathlib.Path,
    profile: str,
) -> FamilyPart:
    """`records` are those of all data sets, `runs` those of data sets with runs."""
    studies = {data: by_study(found) for data, found in runs.items()}
    ledger = ledger_of(family, records, runs_dir, profile)
    # What was run, whatever else the evidence of a family names.
    evidence = {data: each for data, each in ledger.evidence.items() if data in runs}
    kinds = {key: kind for key, kind in TABLES.items() if kind.family == family}
    return FamilyPart(
        key=family,
        title=FAMILIES[family].title,
        about=FAMILIES[family].about,
        data_sets={data: found[0].data["fingerprint"] for data, found in runs.items()},
        absent=[key for key, kind in kinds.items() if kind.data not in runs],
        rows=[row for data in runs for row in made_by(data, studies[data])],
        pictures={data: pictures_of_runs(each) for data, each in studies.items()},
        windows={data: windows_of(each) for data, each in studies.items()},
        about_claims=CLAIMS[family].about,
        claims=judged(ledger._replace(evidence=evidence)),
        # Last, for they take longest and most that can be wrong is found before.
        tables=[
            _table(key, kind, runs[kind.data], profile)
            for key, kind in kinds.items()
            if kind.data in runs
        ],
    )


def _table(
    key: str, kind: TableKind, records: Sequence[RunRecord], profile: str
) -> ShownTable:
    document, _ = kind.build(records, profile)
    drawn = None
    if kind.draw is not None:
        text = f"Picture of the numbers and curves of: {document.title}"
        drawn = picture(kind.draw(records, profile), text, key)
    warnings = data_are_synthetic(kind.data)
    return ShownTable(key, kind.data, document, drawn, warnings)
