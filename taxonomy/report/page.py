"""The table of the motion taxonomy prior and of the networks of fairmotion.

The report shows one picture of it (Figure 3: training and validation curves of the
transformer with and without the prior) and prints no numbers. Here the curves are
described by numbers, all networks are compared by their errors, and the picture is
drawn (`figure`).
"""

import pathlib
from collections.abc import Iterator, Sequence

from data_prep.datasets import shown_name
from evaluation.baselines.forecasts import FORECAST_BASELINES
from evaluation.poses.forecast_metrics import (
    LOCAL_ANGLE,
    MEAN_ANGLE_ERROR,
    MSE_ACTIVE,
    MSE_ALL,
)
from evaluation.reported_number import ReportedNumber
from evaluation.studies import Studies
from evaluation.tables.curve_tables import CurveTables
from evaluation.tables.document import Block, Cell, Document, Row, Table
from evaluation.tables.horizon_page import POSE_HORIZONS, Panel, horizon_table
from evaluation.tables.numbers import Numbers
from evaluation.tables.published import printed_numbers
from evaluation.tables.rows import RowMaker
from evaluation.tables.training_cost import how_trained
from taxonomy.report.captions import taxonomy_caption
from taxonomy.studies import AS_PUBLISHED_LABELS, LABELS

PUBLISHED = pathlib.Path(__file__).parent / "published" / "taxonomy_published.csv"
# Key of the history -> title; the picture shows the same curves.
CURVES = {
    "validation_mse": "Validation error over epochs, free-running",
    "validation_mse_teacher_forced": "Validation error over epochs, teacher-forced",
    "loss": "Training error over epochs",
}
_CODES = {
    "code_mean_min": ("lowest mean", 3),
    "code_mean_max": ("highest mean", 3),
    "code_std_mean": ("mean std", 3),
    "dead_codes": ("share at rest", 2),
}
_PANELS = (
    Panel("Mean angle error, radians, summed up to", MEAN_ANGLE_ERROR, decimals=2),
    Panel("Squared error of all normalised numbers, mean up to", MSE_ALL),
    Panel("Squared error of those that vary, mean up to", MSE_ACTIVE),
    Panel("Angle between local rotations, degrees, at", LOCAL_ANGLE, decimals=2),
)
_DETAILS = (
    Panel("Joint angle, radians, summed up to", "joint_angle_sum"),
    Panel(
        "Positional error, lengths of the left thigh, summed up to", "positional_sum"
    ),
    Panel("Positional error, lengths of the left thigh, at", "positional_at"),
    Panel("Euler angles, radians, at", "euler_at"),
)
_PRINTED_MODELS = (
    "stt_baseline",
    "taxonomy_transformer",
    "transformer",
    "transformer_encoder",
    "seq2seq",
    "all",
    "sgd",
    "adam",
)
_OURS, _AS_PUBLISHED = "Ours, corrected", "As published, with the faults of the code"


def taxonomy_page(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of one data set and the numbers that it shows."""
    POSE_HORIZONS.check(studies.results)
    errors, shapes = Numbers(studies, table), Numbers(studies, table)
    blocks = _blocks(studies)
    curves = CurveTables(shapes, blocks)

    def rows(maker: RowMaker, panel: Panel) -> list[Block]:
        return [
            maker.baseline_block(list(FORECAST_BASELINES), panel.key, panel.action),
            *(
                maker.block(heading, names, panel.key, panel.action)
                for heading, names in blocks.items()
            ),
        ]

    def made(panel: Panel) -> Table:
        maker = RowMaker(errors, POSE_HORIZONS, decimals=panel.decimals)
        return horizon_table(panel, maker, rows)

    free_running, *others = (curves.shapes(title, key) for key, title in CURVES.items())
    angles, *squares = (made(panel) for panel in _PANELS)
    names = [name for each in blocks.values() for name in each]
    details = [
        *others,
        curves.last("The 18 units of the prior after the last epoch", _CODES),
        *(made(panel) for panel in _details(studies.actions())),
        _printed(),
    ]
    lines, notes = taxonomy_caption(data, studies)
    document = Document(
        f"Motion taxonomy and the networks of fairmotion on {shown_name(data)} "
        f"({profile} profile)",
        lines,
        [angles, free_running, *squares],
        [],
        details,
        notes,
        how_trained(studies, names),
    )
    return document, errors.made + shapes.made


def _blocks(studies: Studies) -> dict[str, list[str]]:
    """Heading -> studies; as published only those that were run."""
    shown = studies.models_to_show({**LABELS, **AS_PUBLISHED_LABELS})
    published = [name for name in shown if studies.reading(name) == "as_published"]
    ours = [name for name in shown if name not in {*AS_PUBLISHED_LABELS, *published}]
    return {_OURS: ours, **({_AS_PUBLISHED: published} if published else {})}


def _details(actions: Sequence[str]) -> Iterator[Panel]:
    """The tables that only the file shows."""
    yield from _DETAILS
    title, key = _PANELS[0].title, _PANELS[0].key
    for action in actions if len(actions) > 1 else ():
        yield Panel(f"{title}: {action}", key, action, _PANELS[0].decimals)


def _printed() -> Table:
    """The numbers of the report and of fairmotion about this experiment."""
    sources: dict[str, list[Row]] = {}
    for each in printed_numbers(PUBLISHED, _PRINTED_MODELS):
        name = f"{each.model}: {each.metric}".replace("_", " ")
        value = f"{each.value:,.0f}" if each.value >= 1 else f"{each.value:g}"
        row = Row(name, [Cell(each.setting), Cell(value)])
        sources.setdefault(each.source, []).append(row)
    blocks = [Block(source, rows) for source, rows in sources.items()]
    return Table("What is printed", ["", "of", "value"], blocks, of_words=True)
