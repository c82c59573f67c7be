"""The page of the toy family: one table."""

from evaluation.reported_number import ReportedNumber
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.captions import caption, training_recordings
from evaluation.tables.document import Document
from evaluation.tables.horizon_page import POSE_HORIZONS, Panel, horizon_table
from evaluation.tables.numbers import Numbers
from evaluation.tables.rows import RowMaker
from toy_family.studies import LABELS

_FIRST = ("Joint angle: radians, at the horizon; lower is better.",)
_PANEL = Panel("Joint angle, radians, at the horizon", "joint_angle_at")


def _blocks(rows: RowMaker, panel: Panel):
    models = rows.studies.models_to_show(LABELS)
    return [
        rows.baseline_block([ZERO_VELOCITY], panel.key),
        rows.block("Ours", models, panel.key),
    ]


def toy_page(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of one data set and the numbers that it shows."""
    numbers = Numbers(studies, table)
    rows = RowMaker(numbers, POSE_HORIZONS, decimals=3)
    lines, notes = caption(data, studies, _FIRST, (), training_recordings)
    document = Document(
        f"Fading movement on {data} ({profile} profile)",
        lines,
        [horizon_table(_PANEL, rows, _blocks)],
        [],
        notes=notes,
    )
    return document, numbers.made
