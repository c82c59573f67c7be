"""Tables 1 to 4 of the smoothing thesis: its printed rows, and ours below each."""

from collections.abc import Iterator, Sequence

from evaluation.keypoints.metrics import PUBLISHED_TORSO, THRESHOLDS
from evaluation.reported_number import ReportedNumber
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table
from evaluation.tables.numbers import Numbers
from evaluation.tables.training_cost import cost_table
from smoothing.report.captions import smoothing_caption
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
    Line,
    ThesisNumbers,
    best_of,
    our_line,
    percents,
    study_of,
)
from smoothing.study_names import LABELS, SMOOTHERS, changes, parts_of

_BESIDE = "Printed, and ours below"
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
        f"Smoothing of keypoint heatmaps on {data} ({profile} profile)",
        lines,
        [
            *(tables.accuracy(shift, "pck") for shift in RUNS),
            *([against_mean(studies)] if studies else []),
            *(motion_table(tables.made, f"{shift}.1") for shift in RUNS),
            cost_table(studies, _trained(studies), with_sizes=True),
        ],
        [],
        [
            *(tables.keypoints(shift, 0.2) for shift in RUNS),
            *(tables.keypoints(shift, t) for t in (0.05, 0.1) for shift in RUNS),
            *(
                tables.accuracy(shift, kind)
                for kind in ("own_pck", "published_pck")
                for shift in RUNS
            ),
        ],
        notes,
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

    def accuracy(self, shift: int, measure: str) -> Table:
        """Tables 1 and 2: thresholds by experiments; `measure` is one of `_KINDS`."""
        columns = [(each, run) for each in THRESHOLDS for run in RUNS[shift]]
        header = ["", *(f"{run} @{each}" for each, run in columns)]
        blocks = [
            Block("Mean threshold, px of a grid of 56", self._thresholds(measure)),
            Block(_BESIDE, self._beside(shift, measure)),
        ]
        for heading, names, as_published in (
            ("Ours, built and trained as the code was", LABELS, True),
            ("Other smoothers", SMOOTHERS, False),
        ):
            lines = list(self._ours(names, shift, measure, as_published))
            best = best_of(lines) if lines else []
            rows = [Row(line.label, percents(line, best)) for line in lines]
            blocks += [Block(heading, rows)] if rows else []
        title = f"Table {shift}: PCK in %, noise k = {shift}, {_KINDS[measure]}"
        return Table(title, header, blocks)

    def keypoints(self, shift: int, threshold: float) -> Table:
        """Tables 3 and 4, and the same at the other thresholds: keypoints by runs."""
        runs = [(name, run) for name in LABELS for run in RUNS[shift]]
        header = ["", *(f"{LABELS[name]} {run}" for name, run in runs), "mean of 12"]
        rows = []
        for keypoint in KEYPOINTS:
            printed = [
                self.made.printed(Printed(LABELS[name], run, threshold, keypoint))
                for name, run in runs
            ]
            mean = Printed(ALL_MODELS, str(shift), threshold, keypoint)
            line = Line("", [*printed, self.made.printed(mean)])
            rows.append(
                Row(f"{keypoint} (printed)", _with_own_mean(percents(line), line))
            )
            ours = [
                self.made.measured(f"{name}_{run}", f"pck_{threshold}", keypoint)
                for name, run in runs
            ]
            mean = None if keypoint == TOTAL else self.made.mean_of(ours, "mean of 12")
            line = our_line(self.studies, f"{keypoint} (ours)", [*ours, mean])
            rows.append(Row(line.label, percents(line)))
        number = f"Table {shift + 2}" if threshold == 0.2 else "Keypoints"
        title = f"{number}: PCK@{threshold} in % by keypoint, noise k = {shift}"
        return Table(title, header, [Block(_BESIDE, rows)])

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

    def _beside(self, shift: int, measure: str) -> list[Row]:
        """Each printed row and ours of that model below it, the best of each marked."""
        printed = [self._printed(name, shift, measure) for name in MODELS]
        ours = [
            list(self._ours([name], shift, measure, as_published=False))
            for name in MODELS
        ]
        best_printed = best_of(printed)
        best_ours = _best_of_models(*ours)
        rows = []
        for line, lines in zip(printed, ours, strict=True):
            rows.append(Row(line.label, percents(line, best_printed)))
            rows += [
                Row(f"{each.label} (ours)", percents(each, best_ours)) for each in lines
            ]
        return rows

    def _printed(self, name: str, shift: int, measure: str) -> Line:
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
        return Line(f"{MODELS[name]} (printed)", numbers, notes)

    def _ours(
        self, names: Sequence[str], shift: int, measure: str, as_published: bool
    ) -> Iterator[Line]:
        """A row for each model or smoother, and for each change that was run of it."""
        for name in names:
            found = changes(self.studies.known, name, RUNS[shift])
            for change in found:
                if change.startswith("_as_published") != as_published:
                    continue
                first = parts_of(f"{name}_{shift}.1{change}")
                numbers = [
                    self.made.measured(study_of(name, run, change), f"{measure}_{each}")
                    for each in THRESHOLDS
                    for run in RUNS[shift]
                ]
                yield our_line(self.studies, first.label(with_run=False), numbers)


def _best_of_models(
    identity: Sequence[Line], *models: Sequence[Line]
) -> list[float | None]:
    """`best_of` of the identity function too, but where some model was run."""
    found = [line for lines in models for line in lines]
    return [
        best if best_model is not None else None
        for best, best_model in zip(
            best_of([*identity, *found]), best_of(found), strict=True
        )
    ]


def _with_own_mean(cells: list[Cell], line: Line) -> list[Cell]:
    """A printed mean that is not the mean of its own row gets that in brackets."""
    *numbers, printed = line.numbers
    if printed is None:
        return cells
    mean = sum(number.published for number in numbers) / len(numbers)
    if abs(mean - printed.published) < 0.1:  # rounding
        return cells
    return [*cells[:-1], Cell(f"{cells[-1].text} ({mean:.1f})")]


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
