"""Tables of what smoothing does to motion, and of models against the mean."""

from evaluation.claims.ledger import interval
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.studies import MARK, Studies
from evaluation.tables.document import DASH, Cell, Row, Table, cell
from reenact.numerals import MINUS, signed
from smoothing.report.comparisons import difference
from smoothing.report.grids import Grids
from smoothing.report.rows import ThesisNumbers, beside, is_probe
from smoothing.study_names import LABELS, SMOOTHERS, changes

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
    grids, blocks = Grids(made.studies), []
    for side in grids.sides:
        for heading, names in (("Ours", LABELS), ("Other smoothers", SMOOTHERS)):
            studies = [
                f"{name}_{run}{change}"
                for name in names
                for change in changes(made.studies.known, name, [run])
            ]
            rows = [
                _motion_row(made, study, grids.label(study))
                for study in studies
                if grids.of(study) == side and not is_probe(made.studies, study)
            ]
            blocks.append(grids.block(heading, side, rows))
    header = ["", *_MOTION.values()]
    title = f"Motion, run {run}: pixels of a grid of 56"
    return Table(title, header, blocks, ["lower", "lower"])


def _motion_row(made: ThesisNumbers, study: str, label: str) -> Row:
    cells = []
    for measure in _MOTION:
        number = made.measured(study, measure)
        cells.append(cell(number))
    mark = MARK * made.studies.is_marked(study)
    return Row(label + mark, cells)


def against_mean(studies: Studies) -> Table:
    """PCK of each model minus that of the mean of 5 frames, with its interval."""
    header = ["", *(f"{run} @{each}" for run in _RUNS for each in THRESHOLDS)]
    grids, blocks = Grids(studies), []
    for side in grids.sides:
        rows = []
        for name in LABELS:
            for change in changes(studies, name, _RUNS):
                runs = [f"{name}_{run}{change}" for run in _RUNS]
                if any(is_probe(studies, study) for study in runs):
                    continue
                cells = [
                    _difference(studies, study, f"pck_{each}")
                    if grids.of(study) == side
                    else Cell(DASH)
                    for study in runs
                    for each in THRESHOLDS
                ]
                rows.append(Row(grids.label(runs[0]), cells))
        blocks.append(grids.block("Ours, clips counting equally", side, rows))
    title = f"PCK {MINUS} that of the mean of 5 frames, points, 95 % interval"
    return Table(title, header, blocks)


def _difference(studies: Studies, study: str, measure: str) -> Cell:
    found = difference(studies, study, beside(studies, MEAN, study), measure)
    if not found:
        return Cell(DASH)
    mean, low, high, _ = interval(found[0].differences)
    return Cell(f"{signed(mean, 1)} [{signed(low, 1)}, {signed(high, 1)}]")
