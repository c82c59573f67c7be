"""What is declared of a study family: all that tables, claims and report know of it.

A family is one folder. Its `family.py` holds a `Family` named FAMILY, and its name is a
word in `evaluation.families.NAMES`; nothing else in the shared rooms knows it.
"""

import dataclasses
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from data_prep.dataset import Kind
from data_prep.datasets import offering
from evaluation.baselines.scoring import Scoring
from evaluation.claims.ledger import Claim, Ledger
from evaluation.metric import Metric
from evaluation.pictures.style import Sheet
from evaluation.reported_number import ReportedNumber
from evaluation.run_results import RunResult, find_results
from evaluation.shipped import Shipped
from evaluation.studies import NOTHING, ZERO_VELOCITY, ShippedStudies, Studies, labelled
from evaluation.tables.document import Document

StudiesByData = Mapping[str, Studies]


class Page(NamedTuple):
    """A page of tables about the runs on one data set.

    Args:
        build: (studies, profile) -> the page, and the numbers that it shows.
        draw: the same -> its pictures, the most important first; None: it has none.
    """

    name: str
    data: str
    build: Callable[[Studies, str], tuple[Document, list[ReportedNumber]]]
    draw: Callable[[Studies, str], list[Sheet]] | None = None


class ClaimSet(NamedTuple):
    """What the sources of a family claim.

    Args:
        about: what their numbers are.
        evidence: (studies by data set, runs_dir, profile) -> data set -> what the tests
            of the claims are given.
    """

    about: str
    claims: Sequence[Claim]
    evidence: Callable[[StudiesByData, pathlib.Path, str], Mapping[str, Any]]


class Printed(NamedTuple):
    """A published number that our best study has no counterpart of its own for.

    Args:
        study, metric: of its row in results.csv.
        source: whose it is.
    """

    study: str
    metric: str
    source: str


class Headline(NamedTuple):
    """What is said first of a family: a line of the table of results.

    Args:
        table: of results.csv, and name of the page.
        metric: of its rows.
        title: what was measured; `{ms}` is the horizon.
        at: horizon label in ms, or threshold, as results.csv has it.
        variants: how models were evaluated or built; the best one may be any of these.
        higher: whether more is better.
        in_points: whether differences are said in points instead of per cent.
        on: the data of published numbers, where they are others.
        printed: see there; None: the number printed for the same study.
        decimals: of our numbers.
        counts: which studies may be the best; None: all that are no baselines.
        nothing: what doing nothing is called here.
        does_nothing: which baselines do nothing; the others are simple models.
        name: study -> how a sentence calls it; None: as tables do.
    """

    table: str
    metric: str
    title: str
    at: str
    variants: tuple[str, ...] = ("corrected", "as_published")
    higher: bool = False
    in_points: bool = False
    on: str = ""
    printed: Printed | None = None
    decimals: int = 2
    counts: Callable[[str], bool] | None = None
    nothing: str = "zero velocity"
    does_nothing: Callable[[str], bool] = ZERO_VELOCITY.__eq__
    name: Callable[[str], str] | None = None

    def measure(self, ms: str) -> str:
        """What was measured at a horizon, and whether more of it is better."""
        better = "higher" if self.higher else "lower"
        return f"{self.title.format(ms=ms)}; {better} is better"


def variant_of_reading(reading: str, key: str) -> str:
    """How a model was built and trained, where each study has one form only."""
    return reading


def on_same_windows(run: RunResult, baseline: RunResult) -> bool:
    """Whether both were scored on the same windows of the same data."""
    same = ("windows", "protocol", "label_ms", "rate_hz", "columns")
    return run.data["fingerprint"] == baseline.data["fingerprint"] and all(
        getattr(run, name) == getattr(baseline, name) for name in same
    )


@dataclasses.dataclass(frozen=True)
class Family:
    """A study family.

    Args:
        name: its folder, and that of its runs.
        baseline_folder: that of the runs of its baselines.
        title: what a reader calls it.
        about: what was studied, and by whom.
        reads: the kind of data.
        data_sets: that its pages always show; others appear once they have runs.
        names: study without changes -> how tables name it.
        is_baseline: study -> whether nothing was learnt.
        errors: every key that the errors of its results may have.
        score_baselines: scores its baselines and returns the paths of their results.
        page: data set -> the page of it.
        claims: of all its sources.
        variant: (reading of a result, key of its errors) -> 'corrected' or
            'as_published'.
        headlines: what is said of it first, the most important one in front.
        scored_alike: (run, baseline) -> whether their numbers can be compared.
    """

    name: str
    baseline_folder: str
    title: str
    about: str
    reads: Kind
    data_sets: tuple[str, ...]
    names: Callable[[str], str]
    is_baseline: Callable[[str], bool]
    errors: Mapping[str, Metric]
    score_baselines: Callable[[Scoring], list[pathlib.Path]]
    page: Callable[[str], Page]
    claims: ClaimSet
    variant: Callable[[str, str], str] = variant_of_reading
    headlines: tuple[Headline, ...] = ()
    scored_alike: Callable[[RunResult, RunResult], bool] = on_same_windows

    def label(self, study: str) -> str:
        """How tables name a study, with its changes."""
        return labelled(self.names, study)

    def accepted_data(self) -> list[str]:
        """The data sets that its studies can run on: all that offer what it reads."""
        return list(dict.fromkeys((*self.data_sets, *offering(self.reads))))

    def pages(self, others: Sequence[str] = ()) -> dict[str, Page]:
        """Name -> page, of all data sets and of others that were run."""
        pages = map(self.page, dict.fromkeys((*self.data_sets, *others)))
        return {page.name: page for page in pages}

    def studies(
        self,
        results: Sequence[RunResult] = (),
        shipped: ShippedStudies = NOTHING,
    ) -> Studies:
        """Runs of one data set by study, and what came with the project."""
        return Studies(self, results, shipped)

    def find_studies(
        self, runs_dir: pathlib.Path, profile: str, shipped: Shipped | None = None
    ) -> dict[str, Studies]:
        """All finished runs by data set; empty where a data set has none.

        Args:
            shipped: what came with the project.

        Raises:
            DataError: a result that cannot be used, see `run_results.find_results`.
        """
        at_hand = self.data_with_runs(runs_dir, profile)
        came = shipped.data_of(self.name) if shipped else ()
        known = dict.fromkeys((*self.data_sets, *at_hand, *came))
        return {
            data: self.studies(
                self.find_results(runs_dir, profile, data),
                shipped.studies(self.name, data, self.page(data).name)
                if shipped
                else NOTHING,
            )
            for data in known
        }

    def data_with_runs(self, runs_dir: pathlib.Path, profile: str) -> list[str]:
        """The data sets that have a folder of its runs."""
        folders = (pathlib.Path(runs_dir) / profile).glob(f"*/{self.name}")
        return sorted(folder.parent.name for folder in folders)

    def find_results(
        self, runs_dir: pathlib.Path, profile: str, data: str
    ) -> list[RunResult]:
        """The results on one data set, of models and then of baselines.

        Raises:
            DataError: as `find_studies`.
        """
        folders = self.name, self.baseline_folder
        return find_results(
            runs_dir, profile, data, folders, family=self.name, keys=self.errors
        )

    def scoring(
        self, data: str, profile: str, protocol: str, records_dir: str, runs_dir: str
    ) -> Scoring:
        """What `score_baselines` is given: whose baselines, on what, and where to."""
        return Scoring(
            family=self.name,
            folder=self.baseline_folder,
            data=data,
            profile=profile,
            protocol=protocol,
            records_dir=records_dir,
            runs_dir=runs_dir,
        )

    def ledger(
        self, studies: StudiesByData, runs_dir: pathlib.Path, profile: str
    ) -> Ledger:
        """What the claims are put to.

        Raises:
            DataError: evidence that cannot be used.
        """
        about, claims, evidence = self.claims
        return Ledger(self.name, about, claims, evidence(studies, runs_dir, profile))
