"""One number of a table, with all that is known about it: a row of results.csv."""

import dataclasses

AVERAGE = "average"  # over actions, each action counting once


@dataclasses.dataclass(frozen=True)
class ReportedNumber:
    """A row of results.csv. `value` is ours; `published` and `baseline` (what doing
    nothing gives, in the same mode) are the numbers it is to be compared with. None:
    there is none. `shipped` is the code version of a number that came with the project
    and stands beside those of runs at hand."""

    family: str
    table: str
    study: str
    action: str
    metric: str
    mode: str
    horizon_ms: int | None = None
    horizon_frame: int | None = None
    real_ms: int | None = None
    threshold: float | None = None
    value: float | None = None
    spread: float | None = None
    seeds: int | None = None
    profile: str = ""
    data: str = ""
    steps: int | None = None
    seconds: float | None = None
    parameters: int | None = None
    published: float | None = None
    verified: str = ""
    baseline: float | None = None
    reading: str = ""
    command: str = ""
    shipped: str = ""

    @property
    def place(self) -> tuple:
        """Where it stands: a table has one number at a place."""
        column = self.horizon_ms, self.threshold
        return self.table, self.study, self.action, self.metric, self.mode, column
