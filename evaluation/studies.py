"""The runs of one family on one data set, by study, and how tables name them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from evaluation.metric import Metric
from evaluation.run_results import RunResult

ZERO_VELOCITY = "zero_velocity"  # holds the last pose
ZERO_VELOCITY_LABEL = "Zero velocity"


class Naming(Protocol):
    """What tables ask of a family; `evaluation.family.Family` is one."""

    @property
    def name(self) -> str: ...

    @property
    def errors(self) -> Mapping[str, Metric]: ...

    def label(self, study: str) -> str: ...

    def is_baseline(self, study: str) -> bool: ...

    def variant(self, result: RunResult, key: str) -> str: ...


class Studies(Mapping[str, Sequence[RunResult]]):
    """Runs by study, seeds ascending.

    Args:
        family: whose runs they are.
        results: all of one data set, in the order of their folders.
    """

    def __init__(self, family: Naming, results: Sequence[RunResult] = ()):
        self.family, self.results = family, list(results)
        self._runs: dict[str, list[RunResult]] = {}
        for result in sorted(results, key=lambda result: result.seed):
            self._runs.setdefault(result.study, []).append(result)

    def __getitem__(self, study: str) -> Sequence[RunResult]:
        return self._runs[study]

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def runs(self, study: str) -> Sequence[RunResult]:
        """The runs of a study; none where it was not run."""
        return self._runs.get(study, ())

    def label(self, study: str) -> str:
        """How a study is shown; one that is not known is shown by its key."""
        return self.family.label(study)

    def is_baseline(self, study: str) -> bool:
        """Whether nothing was learnt, so that nothing depends on a seed."""
        return self.family.is_baseline(study)

    def models_to_show(self, known: Mapping[str, str]) -> list[str]:
        """The known models of a family, run or not, then any others that were run."""
        others = [
            study
            for study in self
            if study not in known and not self.is_baseline(study)
        ]
        return [*known, *others]

    def actions(self) -> list[str]:
        """Every action that some run was scored on, alphabetically."""
        return sorted({action for result in self.results for action in result.windows})
