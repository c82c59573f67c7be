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
from evaluation.provenance import Provenance
from evaluation.report.run_pictures import Picture, picture, pictures_of_runs
from evaluation.report.shipped_windows import with_shipped
from evaluation.report.viewer_data import windows_of
from evaluation.shipped import Shipped, nothing_known
from evaluation.studies import Studies
from evaluation.tables.captions import data_are_synthetic
from evaluation.tables.document import Document
from reenact.errors import DataError

VERDICTS = (CONFIRMED, REFUTED, UNDECIDED, NOT_RUN)


@dataclasses.dataclass(frozen=True, eq=False)
class ShownTable:
    """A page of tables and its picture, of one data set.

    Args:
        key: name of the page.
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
        """Verdict -> claims, over all families and the data sets that they ran on."""
        total = collections.Counter({word: 0 for word in VERDICTS})
        for family in self.families:
            for data in family.data_sets:
                total.update(family.counts(data))
        return dict(total)


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
    return FamilyPart(
        key=family.name,
        title=family.title,
        about=family.about,
        data_sets={data: each.fingerprint for data, each in run.items()},
        absent=[page.name for page in pages if page.data not in run],
        rows=[row for each in run.values() for row in _models_first(each)],
        pictures={data: pictures_of_runs(each) for data, each in run.items()},
        windows={
            data: with_shipped(windows_of(each), came.get(data, ()), shipped.mark)
            for data, each in run.items()
        },
        about_claims=ledger.about,
        claims=judged(ledger._replace(evidence=evidence)),
        # Last, for they take longest and most that can be wrong is found before.
        tables=[
            _table(page, run[page.data], profile, shipped)
            for page in pages
            if page.data in run
        ],
    )


def _models_first(studies: Studies) -> list[Provenance]:
    """How each row was made, named as tables name it."""
    rows = [
        dataclasses.replace(made, name=studies.label(study))
        for study, made in studies.provenance.items()
    ]
    return sorted(rows, key=lambda row: not row.trained)


def _table(page: Page, studies: Studies, profile: str, shipped: Shipped) -> ShownTable:
    document, _ = page.build(studies, profile)
    drawn, path = None, shipped.folder / f"{page.name}.png"
    text = f"Picture of the numbers and curves of: {document.title}"
    # One of some studies only does not take the place of what is published of all.
    if page.draw and studies and (shipped.mark or not studies.shipped):
        drawn = picture(page.draw(studies, profile), text, page.name)
    elif path.exists():
        drawn = picture(path.read_bytes(), text, path)
    warnings = data_are_synthetic(page.data)
    return ShownTable(page.name, page.data, document, drawn, warnings)
