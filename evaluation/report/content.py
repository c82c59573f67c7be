"""What the report shows, collected from the runs of all families."""

import dataclasses
import datetime
import pathlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from evaluation import families
from evaluation.claims.judging import JudgedClaim, counts, judged
from evaluation.claims.rows import shipped_claims
from evaluation.family import Family, Page, StudiesByData
from evaluation.headlines import Finding, findings
from evaluation.pictures.files import png
from evaluation.provenance import Provenance
from evaluation.report.run_pictures import Picture, picture, pictures_of_runs
from evaluation.report.shipped_windows import with_shipped
from evaluation.report.viewer_data import windows_of
from evaluation.reported_number import ReportedNumber
from evaluation.shipped import Shipped, nothing_known
from evaluation.studies import Studies
from evaluation.tables.captions import data_are_synthetic
from evaluation.tables.document import Document
from evaluation.tables.results_csv import result_row
from reenact.errors import DataError


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
        findings: what is said of it first.
        changed: how studies of changed settings are shown.
        data_sets: that something is known of, with the fingerprints of the data.
        absent: keys of the tables whose data nobody ran on.
        rows: how each row was made.
        pictures: of runs, by data set and then by how a study is shown.
        windows: of the motion viewer, by data set.
        about_claims: what the numbers of the claims are.
    """

    key: str
    title: str
    about: str
    findings: Sequence[Finding]
    changed: Collection[str]
    data_sets: Mapping[str, str]
    tables: Sequence[ShownTable]
    absent: Sequence[str]
    rows: Sequence[Provenance]
    pictures: Mapping[str, Mapping[str, Sequence[Picture]]]
    windows: Mapping[str, Sequence[Mapping[str, Any]]]
    about_claims: str
    claims: Sequence[JudgedClaim]

    @property
    def ranking(self) -> list[str]:
        """How its studies are shown, the best one first."""
        return [
            finding.family.label(study)
            for finding in self.findings[:1]
            for study in finding.ranking
        ]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict -> claims; each claim counts once."""
        return counts(self.claims)


@dataclasses.dataclass(frozen=True, eq=False)
class Report:
    """The whole report.

    Args:
        families: of which something is known.
        absent: titles of the others.
        ended: when the oldest and the newest of the runs at hand ended; empty: none is.
    """

    profile: str
    families: Sequence[FamilyPart]
    absent: Sequence[str]
    ended: Sequence[datetime.date]

    @property
    def rows(self) -> list[Provenance]:
        return [row for family in self.families for row in family.rows]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict -> claims of all families; each claim counts once."""
        return counts(claim for family in self.families for claim in family.claims)


def collect(profile: str, runs_dir: pathlib.Path, shipped: Shipped) -> Report:
    """Reads all runs of a profile and builds everything that is shown of them.

    Args:
        shipped: what came with the project; shown where there are no runs.

    Raises:
        DataError: nothing to show, or a file that cannot be used.
    """
    parts, absent, ended = [], [], []
    for family in families.load_all():
        studies = family.find_studies(runs_dir, profile, shipped)
        if not any(each.known for each in studies.values()):
            absent.append(family.title)
            continue
        parts.append(_family(family, studies, runs_dir, profile, shipped))
        runs = [run for each in studies.values() for run in each.results]
        times = [run.path.stat().st_mtime for run in runs]
        ended += [datetime.date.fromtimestamp(time) for time in times]
    if not parts:
        folder, (first, *_) = pathlib.Path(runs_dir) / profile, families.load_all()
        data = first.data_sets[-1]
        raise DataError(nothing_known(str(folder), first.name, data, profile))
    return Report(profile, parts, absent, [min(ended), max(ended)] if ended else [])


def _family(
    family: Family,
    studies: StudiesByData,
    runs_dir: pathlib.Path,
    profile: str,
    shipped: Shipped,
) -> FamilyPart:
    run = {data: each for data, each in studies.items() if each.known}
    came = shipped.windows.get(family.name, {})
    ledger = family.ledger(studies, runs_dir, profile)
    # What was run, whatever else the evidence of a family names.
    evidence = {data: each for data, each in ledger.evidence.items() if data in run}
    pages = family.pages(studies).values()
    # First, for what all else is about.
    built = {
        page: page.build(run[page.data], profile) for page in pages if page.data in run
    }
    said = _findings(family, built.values())
    return FamilyPart(
        key=family.name,
        title=family.title,
        about=family.about,
        findings=said,
        changed={
            family.label(study)
            for each in run.values()
            for study in each.known
            if each.is_changed(study)
        },
        data_sets={data: each.fingerprint for data, each in run.items()},
        absent=[page.name for page in pages if page.data not in run],
        rows=[row for each in run.values() for row in _models_first(each)],
        pictures={
            data: pictures_of_runs(each, said[0].ranking if said else ())
            for data, each in run.items()
        },
        windows={
            data: with_shipped(windows_of(each), came.get(data, ()), shipped.mark)
            for data, each in run.items()
        },
        about_claims=ledger.about,
        claims=judged(
            ledger._replace(evidence=evidence),
            shipped_claims(
                shipped.comparisons,
                marked=bool(shipped.mark or any(studies.values())),
            ),
        ),
        # Last, for they take longest and most that can be wrong is found before.
        tables=[
            _table(page, document, run[page.data], profile)
            for page, (document, _) in built.items()
        ],
    )


def _findings(
    family: Family, built: Collection[tuple[Document, Sequence[ReportedNumber]]]
) -> list[Finding]:
    """What the headlines say of the table that they are of, or else of the first."""
    rows = [result_row(number) for _, numbers in built for number in numbers]
    tables = list(dict.fromkeys(row["table"] for row in rows))
    return findings(family, rows) or findings(family, rows, next(iter(tables), ""))


def _models_first(studies: Studies) -> list[Provenance]:
    """How each row was made, named as tables name it."""
    rows = [
        dataclasses.replace(made, name=studies.label(study))
        for study, made in studies.provenance.items()
    ]
    return sorted(rows, key=lambda row: not row.trained)


def _table(
    page: Page, document: Document, studies: Studies, profile: str
) -> ShownTable:
    sheets = page.draw(studies, profile) if page.draw and studies.known else []
    drawn = [picture(png(sheet.figure), sheet.text, page.name) for sheet in sheets]
    warnings = data_are_synthetic(page.data)
    return ShownTable(page.name, page.data, document, drawn, warnings)
