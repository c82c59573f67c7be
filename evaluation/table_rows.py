"""Rows of the tables: each number is shown once and recorded once."""

from collections.abc import Mapping, Sequence

from evaluation.baselines import ONE_STEP
from evaluation.figures import (
    AVERAGE,
    Figure,
    Summary,
    measured_figures,
    published_figures,
    summarise,
)
from evaluation.horizons import HORIZON_FRAMES, LABEL_MS, real_ms
from evaluation.layout import DASH, Block, Cell, Row, cell
from evaluation.published import Rows
from evaluation.results import RunRecord
from evaluation.studies import label
from reenact.errors import DataError

COST_HEADER = ("seeds", "parameters", "steps", "seconds")
FRAME_OF_LABEL = dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True))
ZERO_VELOCITY = "zero_velocity"


class RowMaker:
    """Makes the rows of one table and keeps every figure that it showed.

    Args:
      table: its name in results.csv.
      studies: records by study, all of one data set, protocol and set of windows.
      actions: what an average is taken over.
      rate_hz: of the frames that were predicted.
      published: printed numbers by (model, action).
      printed_model: study -> its name in `published`.
      family: of the studies.
      frame_of_label: the columns, label in ms -> predicted frame.
      decimals: of our numbers.
    """

    def __init__(
        self,
        table: str,
        studies: Mapping[str, Sequence[RunRecord]],
        actions: Sequence[str],
        rate_hz: float,
        published: Rows,
        printed_model: Mapping[str, str],
        family: str = "seq2seq",
        frame_of_label: Mapping[int, int] = FRAME_OF_LABEL,
        decimals: int = 2,
    ):
        self.table, self.studies, self.actions = table, studies, actions
        self.rate_hz, self.published = rate_hz, published
        self.printed_model = printed_model
        self.family, self.frame_of_label = family, frame_of_label
        self.decimals = decimals
        self.figures: list[Figure] = []

    @property
    def horizon_header(self) -> list[str]:
        """'80' where the label is the true time, else '80/33'."""
        times = {
            name: real_ms(frame, self.rate_hz)
            for name, frame in self.frame_of_label.items()
        }
        return [
            str(name) if name == time else f"{name}/{time}"
            for name, time in times.items()
        ]

    def summary(self, study: str, key: str, action: str) -> Summary | None:
        actions = self.actions if action == AVERAGE else [action]
        return summarise(self.studies.get(study, ()), key, actions)

    def measured(
        self,
        study: str,
        key: str,
        action: str,
        with_cost: bool = False,
    ) -> Row:
        """Our row of a study, errors by `key`; dashes where it was not run."""
        summary = self.summary(study, key, action)
        if summary is None:
            width = len(self.frame_of_label) + (len(COST_HEADER) if with_cost else 0)
            return Row(label(study), [Cell(DASH)] * width)
        records = self.studies[study]
        model = self.printed_model.get(study, "")
        reference = ONE_STEP if key == "as_published" else ZERO_VELOCITY
        figures = measured_figures(
            self.table,
            records,
            summary,
            key,
            action,
            self.published.get((model, action), {}),
            self.summary(reference, key, action),
        )
        self.figures += figures
        cells = [cell(figure, decimals=self.decimals) for figure in figures]
        return Row(label(study), cells + (_cost(figures[0]) if with_cost else []))

    def printed(
        self,
        model: str,
        action: str,
        with_cost: bool = False,
        key: str = "corrected",
    ) -> Row:
        """A published row, marked unless it was checked against the printed page."""
        row = self.published.get((model, action), {})
        figures = published_figures(
            self.family,
            key,
            self.table,
            model,
            action,
            row,
            self.frame_of_label,
            self.rate_hz,
        )
        self.figures += [figure for figure in figures if figure]
        checked = all(value.verified != "no" for value in row.values())
        cells = [
            cell(figure, row[name].mark if figure else "")
            for name, figure in zip(self.frame_of_label, figures, strict=True)
        ]
        name = model if checked else f"{model} *unverified*"
        return Row(name, cells + [Cell("")] * len(COST_HEADER) * with_cost)

    def baseline_block(
        self,
        baselines: Sequence[str],
        action: str,
        with_cost: bool = False,
        key: str = "corrected",
    ) -> Block:
        rows = [self.measured(b, key, action, with_cost) for b in baselines]
        return Block("Baselines, measured here", rows)

    def corrected_block(
        self, models: Sequence[str], action: str, with_cost: bool = False
    ) -> Block:
        rows = [self.measured(m, "corrected", action, with_cost) for m in models]
        return Block("Ours, corrected: a forecast", rows)

    def as_published_block(
        self, models: Sequence[str], action: str, with_cost: bool = False
    ) -> Block:
        rows = [
            self.measured(model, "as_published", action, with_cost)
            for model in (ONE_STEP, *models)
        ]
        return Block("Ours, as published: one-step-ahead, not a forecast", rows)


def check_horizons(
    records: Sequence[RunRecord], frame_of_label: Mapping[int, int] = FRAME_OF_LABEL
) -> None:
    """Refuses records of other horizons than the tables have, naming the file."""
    frames, labels = tuple(frame_of_label.values()), tuple(frame_of_label)
    for record in records:
        if (record.horizon_frames, record.label_ms) != (frames, labels):
            raise DataError(
                f"{record.path}: expected errors at the frames {frames} "
                f"labelled {labels} ms, found {record.horizon_frames} "
                f"labelled {record.label_ms}"
            )


def all_actions(studies: Mapping[str, Sequence[RunRecord]]) -> list[str]:
    """Every action that some run was scored on, alphabetically."""
    return sorted(
        {
            action
            for records in studies.values()
            for record in records
            for action in record.windows
        }
    )


def _cost(figure: Figure) -> list[Cell]:
    return [
        Cell(str(figure.seeds)),
        Cell(f"{figure.parameters:,}"),
        Cell(f"{figure.steps:,}"),
        Cell(f"{figure.seconds:,.0f}"),
    ]
