"""Tables 8-15 of the attention thesis: its printed rows, and ours where Human3.6M is.

The thesis prints two actions beside each other, and the average in Table 15.
"""

from collections.abc import Sequence

from evaluation.captions import setting
from evaluation.figures import AVERAGE, Figure
from evaluation.horizons import LABEL_MS
from evaluation.layout import DASH, Block, Cell, Document, Row, Table
from evaluation.published import (
    PublishedValue,
    Rows,
    published_rows,
    thesis_table_of_action,
)
from evaluation.results import RunRecord, by_study
from evaluation.studies import PUBLISHED_BY_THESIS
from evaluation.suspicions import finding, suspicions
from evaluation.table_rows import RowMaker, check_horizons

RATE_HZ = 25.0
PRINTED_MODELS = (
    *("ERD", "LSTM-3LR", "SRNN", "Res. sup.", "AGED w/ adv+geo"),
    *("Uni-Enc-50", "Bi-Enc-50", "Uni-Enc-0", "Uni-Enc-100"),
)
# The thesis has no zero velocity; without it no error can be judged.
ZERO_VELOCITY = "Zero-velocity"
_CAPTION = (
    "Error of Martinez et al. 2017: distance between joint angles in Euler space, "
    "radians, at the horizon. The thesis calls it a mean squared error; it is not.",
    "Best and second best as the thesis marks them (* and ' on a terminal, bold and "
    "underlined in Markdown). A dash: not run, or not printed.",
    "Numbers in brackets are not printed in the thesis: they are the mean of its rows.",
    'The thesis\'s caption of its Table 8, "discussion and smoking", is a slip: the '
    "table is of walking and eating.",
    "The thesis's four models are to be compared with ours as published (one-step-"
    "ahead, not a forecast): a curve that does not grow with the horizon cannot be "
    "that of a forecast. All other printed rows are forecasts.",
    "Zero-velocity, published: from the table of Learning Trajectory Dependencies "
    "(ICCV 2019), because the thesis prints none.",
)


def thesis_table(
    records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """All eight tables on one page, and the figures that they show."""
    check_horizons(records)
    studies = by_study(records)
    table_of_action = thesis_table_of_action()
    actions = [action for action in table_of_action if action != AVERAGE]
    printed = _with_derived_averages(published_rows("seq2seq_thesis"), actions)
    literature = published_rows("h36m_published", source="LTD paper")
    for (model, action), row in literature.items():
        if model == ZERO_VELOCITY:
            action = AVERAGE if action == "average15" else action
            printed[model, action] = row
    maker = RowMaker(
        "seq2seq_thesis", studies, actions, RATE_HZ, printed, PUBLISHED_BY_THESIS
    )
    numbers: dict[int, list[str]] = {}
    for action, number in table_of_action.items():
        numbers.setdefault(number, []).append(action)
    tables = [_side_by_side(maker, number, pair) for number, pair in numbers.items()]
    caption = list(_CAPTION)
    if records:
        caption += setting(records)
    else:
        caption.append(
            f"No finished run on Human3.6M in the {profile} profile: ours are dashes. "
            "Human3.6M needs a registration (python -m data_prep.download "
            "--dataset=h36m)."
        )
    document = Document(
        f"Attention thesis, Tables 8-15 ({profile} profile)",
        caption,
        tables,
        [*finding(studies, actions), *suspicions(studies)],
    )
    return document, maker.figures


def _side_by_side(maker: RowMaker, number: int, actions: Sequence[str]) -> Table:
    header = [str(label_ms) for _ in actions for label_ms in LABEL_MS]
    blocks = [_blocks(maker, action) for action in actions]
    joined = [
        Block(
            left.heading,
            [
                Row(row.label, [*row.cells, *other.cells])
                for row, other in zip(left.rows, right.rows, strict=True)
            ],
        )
        for left, right in zip(*blocks, strict=True)
    ]
    title = f"Table {number}: {actions[0]} (left), {actions[1]} (right)"
    return Table(title, ["ms", *header], joined)


def _blocks(maker: RowMaker, action: str) -> list[Block]:
    printed = [
        maker.printed(model, action) for model in (*PRINTED_MODELS, ZERO_VELOCITY)
    ]
    models = list(PUBLISHED_BY_THESIS)
    ours = [
        maker.as_published_block(models, action),
        maker.corrected_block(models, action),
        maker.baseline_block(["zero_velocity"], action),
    ]
    if not maker.studies:
        dashes = Row("all models: not run", [Cell(DASH)] * len(LABEL_MS))
        ours = [Block(block.heading, [dashes]) for block in ours]
    return [Block("Published", printed), *ours]


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
