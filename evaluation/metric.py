"""What an error of a run is, as tables and results.csv name it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Metric:
    """What one key of the errors of a `run_results.RunResult` holds.

    Args:
        name: in results.csv; several keys may share it.
        threshold: of a share of correct points, in the unit of the metric.
        higher_is_better: of an error, lower; None: neither.
    """

    name: str
    threshold: float | None = None
    higher_is_better: bool | None = False

    @property
    def better(self) -> str:
        """'lower', 'higher' or '', as tables mark the best of a column."""
        return {True: "higher", False: "lower", None: ""}[self.higher_is_better]
