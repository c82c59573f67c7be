"""Rows of tables whose columns are horizons: each number is shown and recorded once."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.angles.horizons import real_ms
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.run_results import RunResult
from evaluation.studies import ZERO_VELOCITY
from evaluation.tables.document import Block, Row, cell
from evaluation.tables.numbers import Numbers, Summary, summarise
from evaluation.tables.published import Rows
from reenact.errors import DataError


@dataclasses.dataclass(frozen=True, kw_only=True)
class Horizons:
    """The columns of a table.

    Args:
        frame_of_label: label in ms -> predicted frame.
        rate_hz: of the frames that were predicted.
    """

    frame_of_label: Mapping[int, int]
    rate_hz: float

    @property
    def header(self) -> list[str]:
        """'80' where the label is the true time, else '80/33'."""
        times = {
            name: real_ms(frame, self.rate_hz)
            for name, frame in self.frame_of_label.items()
        }
        return [
            str(name) if name == time else f"{name}/{time}"
            for name, time in times.items()
        ]

    def check(self, results: Sequence[RunResult]) -> None:
        """Refuses results of other horizons, naming the file.

        Raises:
            DataError: one line.
        """
        frames = tuple(self.frame_of_label.values())
        labels = tuple(self.frame_of_label)
        for result in results:
            if (result.horizon_frames, result.label_ms) != (frames, labels):
                raise DataError(
                    f"{result.path}: expected errors at the frames {frames} "
                    f"labelled {labels} ms, found {result.horizon_frames} "
                    f"labelled {result.label_ms}"
                )


class RowMaker:
    """Makes rows of errors at horizons.

    Args:
        numbers: keeps every number that is shown; its studies are those of the rows.
        horizons: the columns.
        decimals: of our numbers.
        published: printed numbers by (model, action).
        printed_model: study -> its name in `published`.
        baseline_of_key: key of errors -> the study that a number is to be compared
            with, where that is not zero velocity.
        actions: what an average is taken over; None: all that were run.
    """

    def __init__(
        self,
        numbers: Numbers,
        horizons: Horizons,
        *,
        decimals: int = 2,
        published: Rows | None = None,
        printed_model: Mapping[str, str] | None = None,
        baseline_of_key: Mapping[str, str] | None = None,
        actions: Sequence[str] | None = None,
    ):
        self.numbers, self.horizons, self.decimals = numbers, horizons, decimals
        self.studies = numbers.studies
        self.actions = self.studies.actions() if actions is None else actions
        self.published = published or {}
        self.printed_model = printed_model or {}
        self.baseline_of_key = baseline_of_key or {}

    def summary(self, study: str, key: str, action: str) -> Summary | None:
        actions = self.actions if action == AVERAGE else [action]
        return summarise(self.studies.runs(study), key, actions)

    def errors(self, study: str, key: str, action: str) -> np.ndarray | None:
        """(horizons,) of the runs at hand, or what came with the project."""
        numbers = self.numbers_of(study, key, action)
        if not all(numbers):
            return None
        return np.array([number.value for number in numbers])

    def measured(self, study: str, key: str, action: str = AVERAGE) -> Row:
        """Our row of a study, errors by `key`; dashes where it is not known."""
        numbers = self.numbers_of(study, key, action)
        cells = [cell(number, decimals=self.decimals) for number in numbers]
        return Row(self.studies.label(study), cells)

    def numbers_of(
        self, study: str, key: str, action: str
    ) -> Sequence[ReportedNumber | None]:
        """One for each horizon: of the runs at hand, or what came with the project."""
        summary = self.summary(study, key, action)
        if summary is None:
            metric = self.studies.family.errors[key]
            return [
                self.numbers.shipped(study, metric, action, key, label_ms)
                for label_ms in self.horizons.frame_of_label
            ]
        model = self.printed_model.get(study, "")
        baseline = self.baseline_of_key.get(key, ZERO_VELOCITY)
        return self.numbers.at_horizons(
            study,
            key,
            summary,
            action=action,
            published=self.published.get((model, action), {}),
            baseline=self.summary(baseline, key, action),
        )

    def printed(self, model: str, key: str, action: str = AVERAGE) -> Row:
        """A published row, marked unless it was checked against the printed page."""
        row = self.published.get((model, action), {})
        frames = self.horizons.frame_of_label
        numbers = self.numbers.printed_at_horizons(
            model,
            key,
            row,
            action=action,
            frames=frames,
            rate_hz=self.horizons.rate_hz,
        )
        checked = all(value.verified != "no" for value in row.values())
        cells = [
            cell(number, row[label_ms].mark if number else "")
            for label_ms, number in zip(frames, numbers, strict=True)
        ]
        name = model if checked else f"{model} *unverified*"
        return Row(name, cells)

    def block(
        self, heading: str, studies: Sequence[str], key: str, action: str = AVERAGE
    ) -> Block:
        """Our rows of some studies."""
        return Block(heading, [self.measured(each, key, action) for each in studies])

    def baseline_block(
        self, baselines: Sequence[str], key: str, action: str = AVERAGE
    ) -> Block:
        return self.block("Baselines, measured here", baselines, key, action)
