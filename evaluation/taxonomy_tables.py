"""The table of the motion taxonomy prior and of the networks of fairmotion.

The report shows one picture of it (Figure 3: training and validation curves of the
transformer with and without the prior) and prints no numbers. Here the curves are
described by numbers, all networks are compared by their errors, and the picture is
drawn (`taxonomy_figure`).
"""

from collections.abc import Iterator, Mapping, Sequence

from evaluation.costs import cost_table
from evaluation.curve_tables import CurveTables
from evaluation.figures import AVERAGE, Figure
from evaluation.forecast_metrics import (
    LOCAL_ANGLE,
    MEAN_ANGLE_ERROR,
    MSE_ACTIVE,
    MSE_ALL,
)
from evaluation.layout import Block, Cell, Document, Row, Table
from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS, RATE_HZ
from evaluation.published import printed_numbers
from evaluation.results import RunRecord, by_study
from evaluation.studies import (
    FORECAST_BASELINES,
    TAXONOMY,
    TAXONOMY_AS_PUBLISHED,
    models_to_show,
)
from evaluation.table_rows import RowMaker, all_actions, check_horizons
from evaluation.taxonomy_captions import taxonomy_caption

PUBLISHED = "gan_taxonomy_published"
FRAME_OF_LABEL = dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True))
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
_PANELS = {  # metric: title and decimals
    MEAN_ANGLE_ERROR: ("Mean angle error, radians, summed up to", 2),
    MSE_ALL: ("Squared error of all normalised numbers, mean up to", 3),
    MSE_ACTIVE: ("Squared error of those that vary, mean up to", 3),
    LOCAL_ANGLE: ("Angle between local rotations, degrees, at", 2),
}
_DETAILS = {
    "joint_angle_sum": ("Joint angle, radians, summed up to", 3),
    "positional_sum": ("Positional error, lengths of the left thigh, summed up to", 3),
    "positional_at": ("Positional error, lengths of the left thigh, at", 3),
    "euler_at": ("Euler angles, radians, at", 3),
}
_PRINTED_MODELS = (
    *("stt_baseline", "taxonomy_transformer", "transformer", "transformer_encoder"),
    *("seq2seq", "all", "sgd", "adam"),
)
_OURS, _AS_PUBLISHED = "Ours, corrected", "As published, with the faults of the code"


def taxonomy_table(
    table: str, data: str, records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """The page of one data set and the figures that it shows."""
    check_horizons(records, FRAME_OF_LABEL)
    studies = by_study(records)
    actions = all_actions(studies)
    blocks = _blocks(studies)
    shapes = CurveTables(table, studies, blocks)
    figures: list[Figure] = []

    def made(title: str, metric: str, action: str, decimals: int) -> Table:
        rows = RowMaker(
            *(table, studies, actions, RATE_HZ, {}, {}, "taxonomy", FRAME_OF_LABEL),
            decimals,
        )
        built = [rows.baseline_block(list(FORECAST_BASELINES), action, key=metric)]
        for heading, names in blocks.items():
            measured = [rows.measured(name, metric, action) for name in names]
            built.append(Block(heading, measured))
        figures.extend(rows.figures)
        better = ["lower"] * len(rows.horizon_header)
        return Table(title, ["ms", *rows.horizon_header], built, better)

    free_running, *others = (shapes.shapes(title, key) for key, title in CURVES.items())
    panels = [
        made(title, metric, AVERAGE, decimals)
        for metric, (title, decimals) in _PANELS.items()
    ]
    names = [name for each in blocks.values() for name in each]
    details = [
        *others,
        shapes.last("The 18 units of the prior after the last epoch", _CODES),
        *(made(*each) for each in _details(actions)),
        _printed(),
    ]
    document = Document(
        f"Motion taxonomy and the networks of fairmotion on {data} ({profile} profile)",
        taxonomy_caption(data, records, actions),
        [free_running, *panels, cost_table(studies, names)],
        [],
        details,
    )
    return document, figures + shapes.figures


def _blocks(studies: Mapping[str, Sequence[RunRecord]]) -> dict[str, list[str]]:
    """Heading -> studies; as published only those that were run."""
    shown = models_to_show(studies, {**TAXONOMY, **TAXONOMY_AS_PUBLISHED})
    published = [
        name
        for name in shown
        if name in studies and studies[name][0].reading == "as_published"
    ]
    ours = [name for name in shown if name not in {*TAXONOMY_AS_PUBLISHED, *published}]
    return {_OURS: ours, **({_AS_PUBLISHED: published} if published else {})}


def _details(actions: Sequence[str]) -> Iterator[tuple[str, str, str, int]]:
    """Title, metric, action and decimals of the tables that only the file shows."""
    for metric, (title, decimals) in _DETAILS.items():
        yield title, metric, AVERAGE, decimals
    title, decimals = _PANELS[MEAN_ANGLE_ERROR]
    for action in actions if len(actions) > 1 else ():
        yield f"{title}: {action}", MEAN_ANGLE_ERROR, action, decimals


def _printed() -> Table:
    """The numbers of the report and of fairmotion about this experiment."""
    sources: dict[str, list[Row]] = {}
    for each in printed_numbers(PUBLISHED, _PRINTED_MODELS):
        name = f"{each.model}: {each.metric}".replace("_", " ")
        value = f"{each.value:,.0f}" if each.value >= 1 else f"{each.value:g}"
        row = Row(name, [Cell(each.setting), Cell(value)])
        sources.setdefault(each.source, []).append(row)
    blocks = [Block(source, rows) for source, rows in sources.items()]
    return Table("What is printed", ["", "of", "value"], blocks)
