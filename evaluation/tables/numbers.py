"""The numbers of one table, each with all that is known about it.

Tables make `ReportedNumber`s; both the cell and the row of results.csv come from
the same one, so the two cannot differ.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.angles.horizons import real_ms
from evaluation.metric import Metric
from evaluation.reported_number import ReportedNumber
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.published import PublishedValue


@dataclasses.dataclass(frozen=True)
class Summary:
    """One study by one key on one action, over its seeds; arrays over horizons."""

    value: np.ndarray
    spread: np.ndarray | None  # sample standard deviation; None with a single seed
    seeds: int


def summarise(
    results: Sequence[RunResult], key: str, actions: Sequence[str]
) -> Summary | None:
    """Mean over windows, then over actions (each counting once), then over seeds.

    None where a study was not run, has no errors by this key, or not on all these
    actions: an average over others cannot be compared.
    """
    usable = [r for r in results if set(actions) <= set(r.errors.get(key, ()))]
    if not usable or not actions:
        return None
    per_action = [[r.errors[key][a].mean(axis=0) for a in actions] for r in usable]
    values = np.mean(per_action, axis=1)  # (seeds, horizons)
    spread = values.std(axis=0, ddof=1) if len(usable) > 1 else None
    return Summary(values.mean(axis=0), spread, len(usable))


class Numbers:
    """Makes the numbers of one table and keeps them.

    Args:
        studies: of one data set.
        table: its name in results.csv.
    """

    def __init__(self, studies: Studies, table: str):
        self.studies, self.table = studies, table
        self._made: dict[ReportedNumber, None] = {}
        self._shipped: dict[tuple, list[ReportedNumber]] = {}
        for each in studies.shipped:
            place = each.study, each.action, each.metric, each.threshold
            self._shipped.setdefault((*place, each.horizon_ms), []).append(each)

    @property
    def made(self) -> list[ReportedNumber]:
        """In the order in which they were made, none twice."""
        return list(self._made)

    def keep(self, **fields) -> ReportedNumber:
        """A number of these fields, besides family and table."""
        name = self.studies.family.name
        number = ReportedNumber(family=name, table=self.table, **fields)
        self._made[number] = None
        return number

    def shipped(
        self,
        study: str,
        metric: Metric,
        action: str,
        key: str = "",
        horizon_ms: int | None = None,
    ) -> ReportedNumber | None:
        """What came with the project of a study without runs at hand; kept, too.

        Args:
            key: of the errors of results, if they have the metric.
        """
        place = study, action, metric.name, metric.threshold, horizon_ms
        for number in self._shipped.get(place, ()):
            if number.mode == self.studies.family.variant(number.reading, key):
                self._made[number] = None
                return number
        return None

    def measured(
        self, study: str, metric: Metric, values: Sequence[float], **place
    ) -> ReportedNumber:
        """Mean and spread over seeds of a study that was run.

        Args:
            values: one for each seed.
            place: further fields, `action` at least.
        """
        runs = self.studies[study]
        place = {"mode": self.studies.family.variant(runs[0].reading, ""), **place}
        return self.keep(
            study=study,
            metric=metric.name,
            threshold=metric.threshold,
            value=float(np.mean(values)),
            spread=float(np.std(values, ddof=1)) if len(values) > 1 else None,
            seeds=len(values),
            **how_made(runs),
            **place,
        )

    def at_horizons(
        self,
        study: str,
        key: str,
        summary: Summary,
        *,
        action: str,
        published: Mapping[int, PublishedValue],
        baseline: Summary | None,
    ) -> list[ReportedNumber]:
        """One number for each horizon of a study that was run.

        Args:
            key: of the errors of its results.
            summary: of those errors.
            published: label in ms -> what is printed for the same study.
            baseline: what holding the last pose gives.
        """
        runs, family = self.studies[study], self.studies.family
        first, metric = runs[0], family.errors[key]
        numbers = []
        for i, label in enumerate(first.label_ms):
            frame, reference = first.horizon_frames[i], published.get(label)
            number = self.keep(
                study=study,
                action=action,
                metric=metric.name,
                mode=family.variant(first.reading, key),
                horizon_ms=label,
                horizon_frame=frame,
                real_ms=real_ms(frame, first.rate_hz),
                threshold=metric.threshold,
                value=float(summary.value[i]),
                spread=None if summary.spread is None else float(summary.spread[i]),
                seeds=summary.seeds,
                published=reference.value if reference else None,
                verified=reference.verified if reference else "",
                baseline=None if baseline is None else float(baseline.value[i]),
                **how_made(runs),
            )
            numbers.append(number)
        return numbers

    def printed_at_horizons(
        self,
        model: str,
        key: str,
        row: Mapping[int, PublishedValue],
        *,
        action: str,
        frames: Mapping[int, int],
        rate_hz: float,
    ) -> list[ReportedNumber | None]:
        """One number for each horizon of a printed row; None where it prints nothing.

        Args:
            model: as printed.
            key: of the errors of a result that it is like.
            row: label in ms -> what is printed.
            frames: label in ms -> predicted frame, in the order of the table's columns.
        """
        metric = self.studies.family.errors[key]
        return [
            self.keep(
                study=model,
                action=action,
                metric=metric.name,
                mode="published",
                horizon_ms=label,
                horizon_frame=frame,
                real_ms=real_ms(frame, rate_hz),
                threshold=metric.threshold,
                published=row[label].value,
                verified=row[label].verified,
            )
            if label in row
            else None
            for label, frame in frames.items()
        ]


def data_of(run: RunResult) -> str:
    """Name and fingerprint of the data of a run, as results.csv has them."""
    return f"{run.data['name']} {run.data['fingerprint'][:12]}"


def how_made(runs: Sequence[RunResult]) -> dict[str, Any]:
    """What a number says about the runs of a study that it is made of."""
    first = runs[0]
    return {
        "profile": first.profile,
        "data": data_of(first),
        "steps": round(np.mean([run.steps for run in runs])),
        "seconds": float(np.mean([run.seconds for run in runs])),
        "parameters": first.parameters,
        "reading": first.reading,
        "command": first.command,
    }
