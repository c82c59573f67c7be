"""Tables of what smoothing does to motion, and of models against the mean."""

from evaluation.claims.ledger import interval
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.studies import MARK, Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table, cell
from reenact.numerals import MINUS, signed
from smoothing.report.comparisons import difference
from smoothing.report.rows import ThesisNumbers, beside, is_probe
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
            if not is_probe(made.studies, f"{name}_{run}{change}")
        ]
        blocks.append(Block(heading, rows))
    header = ["", *_MOTION.values()]
    title = f"Motion, run {run}: pixels of a grid of 56"
    return Table(title, header, blocks, ["lower", "lower"])


def _motion_row(made: ThesisNumbers, study: str) -> Row:
    cells = []
    for measure in _MOTION:
        number = made.measured(study, measure)
        cells.append(cell(number))
    mark = MARK * made.studies.is_marked(study)
    return Row(parts_of(study).label(with_run=False) + mark, cells)


def against_mean(studies: Studies) -> Table:
    """PCK of each model minus that of the mean of 5 frames, with its interval."""
    header = ["", *(f"{run} @{each}" for run in _RUNS for each in THRESHOLDS)]
    rows = []
    for name in LABELS:
        for change in changes(studies, name, _RUNS):
            if any(is_probe(studies, f"{name}_{run}{change}") for run in _RUNS):
                continue
            label = parts_of(f"{name}_1.1{change}").label(with_run=False)
            cells = [
                _difference(studies, f"{name}_{run}{change}", f"pck_{each}")
                for run in _RUNS
                for each in THRESHOLDS
            ]
            rows.append(Row(label, cells))
    title = f"PCK {MINUS} that of the mean of 5 frames, points, 95 % interval"
    return Table(title, header, [Block("Ours, clips counting equally", rows)])


def _difference(studies: Studies, study: str, measure: str) -> Cell:
    found = difference(studies, study, beside(studies, MEAN, study), measure)
    if not found:
        return Cell(DASH)
    mean, low, high, _ = interval(found[0].differences)
    return Cell(f"{signed(mean, 1)} [{signed(low, 1)}, {signed(high, 1)}]")
