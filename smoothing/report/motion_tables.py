"""Tables of what smoothing does to motion, and of models against the mean."""

from evaluation.claims.ledger import interval
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.studies import MARK, Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table
from smoothing.report.comparisons import difference
from smoothing.report.rows import ThesisNumbers, beside
from smoothing.study_names import LABELS, SMOOTHERS, changes, parts_of

# Measure -> heading.
_MOTION = {
    "position_error": "position error, px",
    "acceleration_error": "acceleration error, px/frame²",
    "jitter": "jitter, px/frame³",
    "true_jitter": "jitter of the truth",
    "lag": "lag, frames",
}
MEAN = "mean_5"
_RUNS = ("1.1", "2.1")


def motion_table(made: ThesisNumbers, run: str) -> Table:
    """Errors of positions and accelerations, unrest and delay in one run."""
    blocks = []
    for heading, names in (("Ours", LABELS), ("Other smoothers", SMOOTHERS)):
        rows = [
            _motion_row(made, f"{name}_{run}{change}")
            for name in names
            for change in changes(made.studies.known, name, [run])
        ]
        blocks.append(Block(heading, rows))
    header = ["", *_MOTION.values()]
    return Table(f"Motion, run {run}: pixels of a grid of 56", header, blocks)


def _motion_row(made: ThesisNumbers, study: str) -> Row:
    cells = []
    for measure in _MOTION:
        number = made.measured(study, measure)
        text = DASH
        if number is not None:
            text = f"{number.value:.2f}"
            if number.spread is not None:
                text += f"±{number.spread:.2f}"
        cells.append(Cell(text))
    mark = MARK * made.studies.is_marked(study)
    return Row(parts_of(study).label(with_run=False) + mark, cells)


def against_mean(studies: Studies) -> Table:
    """PCK of each model less that of the mean of 5 frames, with its interval."""
    header = ["", *(f"{run} @{each}" for run in _RUNS for each in THRESHOLDS)]
    rows = []
    for name in LABELS:
        for change in changes(studies, name, _RUNS):
            label = parts_of(f"{name}_1.1{change}").label(with_run=False)
            cells = [
                _difference(studies, f"{name}_{run}{change}", f"pck_{each}")
                for run in _RUNS
                for each in THRESHOLDS
            ]
            rows.append(Row(label, cells))
    title = "PCK less that of the mean of 5 frames, in points, with 95 % interval"
    return Table(title, header, [Block("Ours, clips counting equally", rows)])


def _difference(studies: Studies, study: str, measure: str) -> Cell:
    found = difference(studies, study, beside(studies, MEAN, study), measure)
    if not found:
        return Cell(DASH)
    mean, low, high, _ = interval(found[0].differences)
    return Cell(f"{mean:+.1f} [{low:+.1f}, {high:+.1f}]")
