"""Tables 8-15 of the attention thesis: its printed rows, and ours where Human3.6M is.

The thesis prints two actions beside each other, and the average in Table 15.
"""

import csv
import dataclasses
from collections.abc import Sequence

from evaluation.angles.horizons import LABEL_MS
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.captions import caption, fewer_actions
from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table
from evaluation.tables.numbers import Numbers
from evaluation.tables.published import PublishedValue, Rows, published_rows
from evaluation.tables.rows import RowMaker
from evaluation.tables.training_cost import how_trained
from seq2seq.report.page import (
    PUBLISHED,
    as_published_block,
    corrected_block,
    row_maker,
)
from seq2seq.report.sanity_findings import finding, warnings_of_forecasts
from seq2seq.studies import LABELS, THESIS

RATE_HZ = 25.0
_THESIS_FILE = "seq2seq_thesis.csv"
PRINTED_MODELS = (
    "ERD",
    "LSTM-3LR",
    "SRNN",
    "Res. sup.",
    "AGED w/ adv+geo",
    "Uni-Enc-50",
    "Bi-Enc-50",
    "Uni-Enc-0",
    "Uni-Enc-100",
)
# Study -> its row in the printed tables.
_PRINTED_AS = {
    **{study: LABELS[study] for study in THESIS},
    "erd": "ERD",
    "lstm_3lr": "LSTM-3LR",
    "martinez_residual_sup": "Res. sup.",
}
# The thesis has no zero velocity; without it no error can be judged.
PRINTED_ZERO_VELOCITY = "Zero-velocity"
_FIRST = (
    "Tables 8 to 15 of the thesis, and ours below. Error of Martinez et al. 2017: "
    "distance between joint angles in Euler space, radians, at the horizon.",
    "The thesis's four models are to be compared with ours as published: one step "
    "ahead, not a forecast. All other printed rows are forecasts.",
    "Best and second best as the thesis marks them (* and ' on a terminal, bold and "
    "underlined in Markdown). A dash: not run, or not printed.",
    "Numbers in brackets are not printed in the thesis: they are the mean of its rows.",
)
_NOTES = (
    "The thesis calls its error a mean squared error; it is not.",
    'Its caption of Table 8, "discussion and smoking", is a slip: the table is of '
    "walking and eating.",
    "A curve that does not grow with the horizon cannot be that of a forecast.",
    "Zero-velocity, published: from the table of Learning Trajectory Dependencies "
    "(ICCV 2019), because the thesis prints none.",
)
_NOT_RUN = (
    "No finished run on Human3.6M: ours are dashes. It needs a registration "
    "(.venv/bin/python -m data_prep.download --dataset=h36m)."
)


def thesis_page(
    studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """All eight tables on one page, and the numbers that they show."""
    table_of_action = _table_of_action()
    actions = [action for action in table_of_action if action != AVERAGE]
    rows_of_thesis = published_rows(PUBLISHED / _THESIS_FILE)
    printed = _with_derived_averages(rows_of_thesis, actions)
    literature = published_rows(PUBLISHED / "h36m_published.csv", source="LTD paper")
    for (model, action), row in literature.items():
        if model == PRINTED_ZERO_VELOCITY:
            action = AVERAGE if action == "average15" else action
            printed[model, action] = row
    numbers = Numbers(studies, "seq2seq_thesis")
    # An average is one over all actions that the thesis has.
    rows = row_maker(numbers, RATE_HZ, printed, _PRINTED_AS, actions)
    rows.horizons.check(studies.results)
    pairs: dict[int, list[str]] = {}
    for action, number in table_of_action.items():
        pairs.setdefault(number, []).append(action)
    tables = [_side_by_side(rows, number, pair) for number, pair in pairs.items()]
    lines, notes = caption("h36m", studies, _FIRST, _NOTES, fewer_actions)
    if not studies.known:
        lines = [*_FIRST, _NOT_RUN]
    document = Document(
        f"Attention thesis, Tables 8-15 ({profile} profile)",
        lines,
        tables,
        [*finding(rows), *warnings_of_forecasts(studies)],
        notes=notes,
        foot=how_trained(studies, studies.models_to_show(_PRINTED_AS)),
    )
    return document, numbers.made


def _side_by_side(rows: RowMaker, number: int, actions: Sequence[str]) -> Table:
    header = [str(label_ms) for _ in actions for label_ms in LABEL_MS]
    blocks = [_blocks(rows, action) for action in actions]
    joined = [
        dataclasses.replace(
            left,
            rows=[
                Row(row.label, [*row.cells, *other.cells])
                for row, other in zip(left.rows, right.rows, strict=True)
            ],
        )
        for left, right in zip(*blocks, strict=True)
    ]
    title = f"Table {number}: {actions[0]} (left), {actions[1]} (right)"
    return Table(title, ["ms", *header], joined)


def _blocks(rows: RowMaker, action: str) -> list[Block]:
    printed = [
        rows.printed(model, "corrected", action)
        for model in (*PRINTED_MODELS, PRINTED_ZERO_VELOCITY)
    ]
    models = list(_PRINTED_AS)
    ours = [
        as_published_block(rows, models, action),
        corrected_block(rows, models, action),
        rows.baseline_block([ZERO_VELOCITY], "corrected", action),
    ]
    if not rows.studies.known:
        dashes = Row("all models", [Cell(DASH)] * len(LABEL_MS))
        ours = [Block(block.heading, [dashes]) for block in ours]
    return [Block("Published", printed, competes=False), *ours]


def _table_of_action() -> dict[str, int]:
    """Action -> number of the thesis's table that has it, in printed order."""
    with open(PUBLISHED / _THESIS_FILE, newline="", encoding="utf-8") as file:
        return {
            line["action"]: int(line["source"].rsplit(" ", 1)[1])
            for line in csv.DictReader(file)
        }


def _with_derived_averages(rows: Rows, actions: Sequence[str]) -> Rows:
    """Fills averages that the thesis does not print but whose rows it does."""
    rows = {key: dict(row) for key, row in rows.items()}
    for (model, action), row in rows.items():
        if action != AVERAGE:
            continue
        for label_ms in LABEL_MS:
            printed = [rows.get((model, name), {}).get(label_ms) for name in actions]
            if label_ms not in row and all(printed):
                mean = sum(value.value for value in printed) / len(printed)
                row[label_ms] = PublishedValue(mean, "derived")
    return rows
