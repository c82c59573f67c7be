"""The runs of one family on one data set, by study, and how tables name them."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from evaluation.metric import Metric
from evaluation.provenance import Provenance, provenance_of
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.run_results import RunResult

ZERO_VELOCITY = "zero_velocity"  # holds the last pose
ZERO_VELOCITY_LABEL = "Zero velocity"
MARK = " †"  # after the name of a study whose numbers came with the project
MARK_MEANING = "came with the project, no run is at hand"

History = Sequence[Mapping[str, float]]  # what each evaluation of a run found


class Naming(Protocol):
    """What tables ask of a family; `evaluation.family.Family` is one."""

    @property
    def name(self) -> str: ...

    @property
    def errors(self) -> Mapping[str, Metric]: ...

    def label(self, study: str) -> str: ...

    def is_baseline(self, study: str) -> bool: ...

    def variant(self, reading: str, key: str) -> str: ...


class ShippedStudies(NamedTuple):
    """What came with the project of one family on one data set.

    Args:
        numbers: of the family's table of the data, ours only.
        made: study -> how its rows were made, where that is known.
        mark: behind the name of a study.
        histories: study -> what each evaluation of each of its runs found.
        facts: what the page said of their test set and training recordings.
    """

    numbers: Sequence[ReportedNumber] = ()
    made: Mapping[str, Provenance] = {}
    mark: str = MARK
    histories: Mapping[str, Sequence[History]] = {}
    facts: Sequence[str] = ()


NOTHING = ShippedStudies()


def split_changes(study: str) -> tuple[str, list[str]]:
    """The named study and what flags changed of it: 'erd,lr=1' -> 'erd', ['lr=1']."""
    name, *changes = study.split(",")
    return name, changes


def labelled(names: Callable[[str], str], study: str) -> str:
    """How a study is shown: by its name in tables, then by what flags changed of it."""
    name, changes = split_changes(study)
    return ", ".join([names(name), *changes])


def is_changed(family: Naming, study: str) -> bool:
    """Whether a flag changed settings of a model: such runs are rows of tables only.

    Figures and headlines show named studies. A baseline has no flags: what follows its
    comma is how it was scored.
    """
    return bool(split_changes(study)[1]) and not family.is_baseline(study)


class Studies(Mapping[str, Sequence[RunResult]]):
    """Runs at hand by study, seeds ascending, and what came with the project.

    As a mapping it holds the runs at hand only. A study without any is shown by the
    numbers that came with the project, if there are some.

    Args:
        family: whose runs they are.
        results: all of one data set, in the order of their folders.
        shipped: what came with the project, on the same data set.
    """

    def __init__(
        self,
        family: Naming,
        results: Sequence[RunResult] = (),
        shipped: ShippedStudies = NOTHING,
    ):
        self.family, self.results = family, list(results)
        self._runs: dict[str, list[RunResult]] = {}
        for result in sorted(results, key=lambda result: result.seed):
            self._runs.setdefault(result.study, []).append(result)
        self.shipped = [each for each in shipped.numbers if each.study not in self]
        self._came = dict.fromkeys(number.study for number in self.shipped)
        self._made, self._mark = shipped.made, shipped.mark
        self._histories, self.shipped_facts = shipped.histories, shipped.facts

    def __getitem__(self, study: str) -> Sequence[RunResult]:
        return self._runs[study]

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def fingerprint(self) -> str:
        """Of the data: of the runs at hand, else the first characters of the others."""
        found = [run.data["fingerprint"] for run in self.results]
        found += [number.data.split()[-1] for number in self.shipped]
        return next(iter(found), "")

    @property
    def known(self) -> list[str]:
        """Every study with runs at hand, then those that came with the project."""
        return [*self, *self._came]

    def is_shipped(self, study: str) -> bool:
        """Whether its numbers came with the project, and no run of it is at hand."""
        return study in self._came

    def runs(self, study: str) -> Sequence[RunResult]:
        """The runs of a study; none where none is at hand."""
        return self._runs.get(study, ())

    def label(self, study: str) -> str:
        """How a study is shown; one that is not known is shown by its key."""
        return self.family.label(study) + self._mark * self.is_shipped(study)

    def is_marked(self, study: str) -> bool:
        """Whether its name says that its numbers came with the project."""
        return bool(self._mark) and self.is_shipped(study)

    def is_baseline(self, study: str) -> bool:
        """Whether nothing was learnt, so that nothing depends on a seed."""
        return self.family.is_baseline(study)

    def is_changed(self, study: str) -> bool:
        """Whether it is shown in tables only; see `is_changed`."""
        return is_changed(self.family, study)

    def models_to_show(self, names: Mapping[str, str]) -> list[str]:
        """The named models of a family, run or not, then any others that are known."""
        others = [
            study
            for study in self.known
            if study not in names and not self.is_baseline(study)
        ]
        return [*names, *others]

    def models_to_draw(self, names: Mapping[str, str]) -> list[str]:
        """The same without those whose settings were changed."""
        return [
            each for each in self.models_to_show(names) if not self.is_changed(each)
        ]

    def actions(self) -> list[str]:
        """Every action that some study was scored on, alphabetically.

        Of what came with the project, only where it is on the data of the runs at hand.
        """
        data = {number.data.split()[-1] for number in self.shipped}
        studies = self.known if data <= {self.fingerprint[:12]} else list(self)
        return sorted(set().union(*map(self.actions_of, studies)))

    def actions_of(self, study: str) -> list[str]:
        """The actions that a study was scored on; shipped, those that have numbers."""
        found = {action for run in self.runs(study) for action in run.windows}
        found |= {
            number.action
            for number in self.shipped
            if number.study == study and number.horizon_ms is not None
        }
        return sorted(found - {AVERAGE})

    def reading(self, study: str) -> str:
        """How a study was built and trained; '' where that is not known."""
        readings = [run.reading for run in self.runs(study)]
        readings += [each.reading for each in self.shipped if each.study == study]
        return next(iter(readings), "")

    def histories(self, study: str) -> Sequence[History]:
        """What each evaluation of each run found."""
        if study in self:
            return [run.history for run in self[study]]
        return self._histories.get(study, ()) if self.is_shipped(study) else ()

    @functools.cached_property
    def provenance(self) -> dict[str, Provenance]:
        """How the rows of each study were made, as far as it is known.

        Raises:
            DataError: a damaged environment.json.
        """
        at_hand = {
            study: provenance_of(runs, self.label(study), not self.is_baseline(study))
            for study, runs in self.items()
        }
        came = {study: self._made[study] for study in self._came if study in self._made}
        return at_hand | came
