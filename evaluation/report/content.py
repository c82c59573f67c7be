"""What the report shows, collected from the runs of all families."""

import collections
import dataclasses
import datetime
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation import families
from evaluation.claims.ledger import (
    CONFIRMED,
    NOT_RUN,
    REFUTED,
    UNDECIDED,
    JudgedClaim,
    judged,
)
from evaluation.family import Family, Page, StudiesByData
from evaluation.pictures.files import png
from evaluation.report.provenance import Provenance, made_by
from evaluation.report.run_pictures import Picture, picture, pictures_of_runs
from evaluation.report.viewer_data import windows_of
from evaluation.studies import Studies
from evaluation.tables.captions import data_are_synthetic
from evaluation.tables.document import Document
from reenact.errors import DataError

VERDICTS = (CONFIRMED, REFUTED, UNDECIDED, NOT_RUN)


@dataclasses.dataclass(frozen=True, eq=False)
class ShownTable:
    """A page of tables and its pictures, of one data set.

    Args:
        key: name of the page.
        warnings: that must be seen before any number.
    """

    key: str
    data: str
    document: Document
    pictures: Sequence[Picture]
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
    rows: Sequence[Provenance]
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
    def rows(self) -> list[Provenance]:
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
    for family in families.load_all():
        studies = family.find_studies(runs_dir, profile)
        if not any(studies.values()):
            absent.append(family.title)
            continue
        parts.append(_family(family, studies, runs_dir, profile))
        runs = [run for each in studies.values() for run in each.results]
        times = [run.path.stat().st_mtime for run in runs]
        ended += [datetime.date.fromtimestamp(time) for time in times]
    if not parts:
        folder = pathlib.Path(runs_dir) / profile
        raise DataError(f"{folder}: expected finished runs, found none")
    return Report(profile, parts, absent, min(ended), max(ended))


def _family(
    family: Family, studies: StudiesByData, runs_dir: pathlib.Path, profile: str
) -> FamilyPart:
    run = {data: each for data, each in studies.items() if each}
    ledger = family.ledger(studies, runs_dir, profile)
    # What was run, whatever else the evidence of a family names.
    evidence = {data: each for data, each in ledger.evidence.items() if data in run}
    pages = family.pages(studies).values()
    return FamilyPart(
        key=family.name,
        title=family.title,
        about=family.about,
        data_sets={
            data: each.results[0].data["fingerprint"] for data, each in run.items()
        },
        absent=[page.name for page in pages if page.data not in run],
        rows=[row for data, each in run.items() for row in made_by(data, each)],
        pictures={data: pictures_of_runs(each) for data, each in run.items()},
        windows={data: windows_of(each) for data, each in run.items()},
        about_claims=ledger.about,
        claims=judged(ledger._replace(evidence=evidence)),
        # Last, for they take longest and most that can be wrong is found before.
        tables=[
            _table(page, run[page.data], profile) for page in pages if page.data in run
        ],
    )


def _table(page: Page, studies: Studies, profile: str) -> ShownTable:
    document, _ = page.build(studies, profile)
    sheets = page.draw(studies, profile) if page.draw is not None else []
    drawn = [picture(png(sheet.figure), sheet.text, page.name) for sheet in sheets]
    warnings = data_are_synthetic(page.data)
    return ShownTable(page.name, page.data, document, drawn, warnings)
