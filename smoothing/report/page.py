"""Tables 1 to 4 of the smoothing thesis: its printed rows, and ours below each."""

from collections.abc import Sequence

from data_prep.datasets import shown_name
from evaluation.keypoints.metrics import PUBLISHED_TORSO, THRESHOLDS
from evaluation.reported_number import ReportedNumber
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table
from evaluation.tables.numbers import Numbers
from evaluation.tables.text_forms import names_line
from evaluation.tables.training_cost import how_trained
from smoothing.report.captions import smoothing_caption
from smoothing.report.grids import Grids
from smoothing.report.linear_reference import Reference
from smoothing.report.motion_tables import against_mean, motion_table
from smoothing.report.printed import (
    ALL_MODELS,
    MODELS,
    RUNS,
    TOTAL,
    Printed,
    mean_thresholds,
    printed_pck,
)
from smoothing.report.rows import (
    KEYPOINTS,
    ThesisNumbers,
    is_probe,
    our_row,
    percents,
    study_of,
    with_own_mean,
)
from smoothing.study_names import LABELS, SMOOTHERS, changes

_BETTER = ["higher"] * len(THRESHOLDS) * len(RUNS[1])
_KINDS = {
    "pck": "torsos matched to the thesis's",
    "own_pck": "torsos as they are",
    "published_pck": "torsos as they are, averaged over batches as the code does",
}


def smoothing_page(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of one data set and the numbers that it shows."""
    numbers = Numbers(studies, table)
    tables = SmoothingTables(numbers)
    lines, notes = smoothing_caption(data, studies)
    document = Document(
        f"Smoothing of keypoint heatmaps on {shown_name(data)} ({profile} profile)",
        lines,
        [
            *(tables.accuracy(shift, "pck") for shift in RUNS),
            *([against_mean(studies)] if studies else []),
        ],
        [],
        [
            *(motion_table(tables.made, f"{shift}.1") for shift in RUNS),
            *tables.probes(),
            *(
                table
                for threshold in (0.2, 0.05, 0.1)
                for shift in RUNS
                for table in tables.keypoints(shift, threshold)
            ),
            *(
                tables.accuracy(shift, kind)
                for kind in ("own_pck", "published_pck")
                for shift in RUNS
            ),
        ],
        [*notes, *tables.left_out()],
        how_trained(studies, _trained(studies)),
    )
    return document, numbers.made


class SmoothingTables:
    """Builds the tables of one page.

    Args:
        numbers: keeps every number that is shown; its studies are those of the page.
    """

    def __init__(self, numbers: Numbers):
        self.studies = numbers.studies
        self.made = ThesisNumbers(numbers, printed_pck())
        self.reference = Reference(self.made)
        self.grids = Grids(self.studies)
        self._without_ours: list[str] = []  # titles of tables

    def accuracy(self, shift: int, measure: str) -> Table:
        """Tables 1 and 2: thresholds by experiments; `measure` is one of `_KINDS`."""
        blocks = [
            Block(
                "Mean threshold, px of a grid of 56", self._thresholds(measure), False
            ),
            Block(
                self.grids.published("Printed"),
                [self._printed(name, shift, measure) for name in MODELS],
                False,
            ),
        ]
        for side in self.grids.sides:
            for heading, names, as_published in (
                ("Ours", LABELS, False),
                ("Ours, built and trained as the code was", LABELS, True),
                ("Simple smoothers", SMOOTHERS, False),
            ):
                rows = self._ours(names, shift, measure, side, as_published)
                blocks += [self.grids.block(heading, side, rows)] if rows else []
        title = f"Table {shift}: PCK in %, noise k = {shift}, {_KINDS[measure]}"
        return Table(title, _header(shift), blocks, _BETTER)

    def probes(self) -> list[Table]:
        """Networks that were trained for a few steps only, one table for each noise."""
        tables = []
        for shift in RUNS:
            studies = [
                (name, change)
                for name in LABELS
                for change in changes(self.studies.known, name, RUNS[shift])
                if self._is_probe(name, change, shift)
            ]
            blocks = [
                self.grids.block(
                    "Ours",
                    side,
                    [self._row(*study, shift, "pck", side) for study in studies],
                )
                for side in self.grids.sides
            ]
            title = f"PCK in %, noise k = {shift}: probes of a few steps"
            table = Table(title, _header(shift), blocks, _BETTER)
            tables += [table] if studies else []
        return tables

    def keypoints(self, shift: int, threshold: float) -> list[Table]:
        """Table 3 or 4 at a threshold: keypoints by runs; none without ours."""
        runs = [(name, run) for name in LABELS for run in RUNS[shift]]
        header = ["", *(f"{LABELS[name]} {run}" for name, run in runs), "mean of 12"]
        rows = []
        for keypoint in KEYPOINTS:
            printed = [
                self.made.printed(Printed(LABELS[name], run, threshold, keypoint))
                for name, run in runs
            ]
            mean = Printed(ALL_MODELS, str(shift), threshold, keypoint)
            numbers = [*printed, self.made.printed(mean)]
            rows.append(Row(f"{keypoint} (printed)", with_own_mean(numbers)))
            ours = [
                self.made.measured(f"{name}_{run}", f"pck_{threshold}", keypoint)
                for name, run in runs
            ]
            mean = None if keypoint == TOTAL else self.made.mean_of(ours, "mean of 12")
            ours = [*ours, mean]
            rows.append(our_row(self.studies, f"{keypoint} (ours)", ours))
        number = f"Table {shift + 2}" if threshold == 0.2 else "Keypoints"
        title = f"{number}: PCK@{threshold} in % by keypoint, noise k = {shift}"
        if all(cell.text == DASH for row in rows[1::2] for cell in row.cells):
            self._without_ours.append(title)
            return []
        blocks = [Block("Printed, and ours below", rows)]
        return [Table(title, header, blocks, of_studies=False)]

    def left_out(self) -> list[str]:
        """Which tables of those made so far have no number of ours."""
        titles = self._without_ours
        return [names_line("No number of ours, left out", titles)] if titles else []

    def _thresholds(self, measure: str) -> list[Row]:
        torsos = [run[0].data.get("torso_mean") for run in self.studies.values()]
        torso = PUBLISHED_TORSO if measure == "pck" else next(iter(torsos), None)
        printed = mean_thresholds()
        texts = [
            [f"{printed[each]:.2f}" for each in THRESHOLDS],
            [f"{torso * each:.2f}" if torso else DASH for each in THRESHOLDS],
        ]
        return [
            Row(name, [Cell(text) for text in row for _ in range(3)])
            for name, row in zip(("printed", "ours"), texts, strict=True)
        ]

    def _printed(self, name: str, shift: int, measure: str) -> Row:
        keys = [
            Printed(MODELS[name], run, each)
            for each in THRESHOLDS
            for run in RUNS[shift]
        ]
        numbers = [self.made.printed(key) for key in keys]
        notes = [
            self.reference.mark(name, key, number.published) if number else ""
            for key, number in zip(keys, numbers, strict=True)
        ]
        return Row(MODELS[name], percents(numbers, notes))

    def _ours(
        self,
        names: Sequence[str],
        shift: int,
        measure: str,
        side: int,
        as_published: bool,
    ) -> list[Row]:
        """A row for each model or smoother of a grid and its changes of a kind."""
        return [
            self._row(name, change, shift, measure, side)
            for name in names
            for change in changes(self.studies.known, name, RUNS[shift])
            if change.startswith("_as_published") == as_published
            and not self._is_probe(name, change, shift)
        ]

    def _is_probe(self, name: str, change: str, shift: int) -> bool:
        names = (study_of(name, run, change) for run in RUNS[shift])
        return any(is_probe(self.studies, each) for each in names)

    def _row(self, name: str, change: str, shift: int, measure: str, side: int) -> Row:
        """Without the runs that were on another grid."""
        studies = [study_of(name, run, change) for run in RUNS[shift]]
        numbers = [
            self.made.measured(study, f"{measure}_{each}")
            if self.grids.of(study) == side
            else None
            for each in THRESHOLDS
            for study in studies
        ]
        label = self.grids.label(f"{name}_{shift}.1{change}")
        return our_row(self.studies, label, numbers)


def _header(shift: int) -> list[str]:
    return ["", *(f"{run} @{each}" for each in THRESHOLDS for run in RUNS[shift])]


def _trained(studies: Studies) -> list[str]:
    """The models that were run, in the order of the tables."""
    return [
        f"{name}_{run}{change}"
        for name in LABELS
        for runs in RUNS.values()
        for run in runs
        for change in changes(studies.known, name, [run])
        if f"{name}_{run}{change}" in studies.known
    ]
