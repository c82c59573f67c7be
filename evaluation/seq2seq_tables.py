"""The first table: published, baselines, ours corrected and ours as published, on CMU.

The synthetic table is the same without published rows.
"""

from collections.abc import Sequence

from evaluation.captions import data_are_synthetic, setting
from evaluation.figures import AVERAGE, Figure
from evaluation.layout import Block, Document, Table
from evaluation.published import Rows, published_rows
from evaluation.results import RunRecord, by_study
from evaluation.studies import BASELINES, PUBLISHED_ON_CMU, models_to_show
from evaluation.suspicions import better_than_rest, finding, suspicions
from evaluation.table_rows import COST_HEADER, RowMaker, all_actions, check_horizons

PRINTED_MODELS = ("Residual sup.", "ConvSeq2Seq", "LTD")
CMU_ACTIONS = 8
CMU_TRAINING_FILES = 5  # per action, in the published training set
# Average over the actions that the table has, by their number: over eight as printed,
# over six the mean of the printed rows.
CMU_AVERAGES = {6: "average6_available", 8: "average8"}
RATE_HZ = 60.0  # of CMU after dropping every second frame, if no run tells
_HEADING = "label/real ms"


def cmu_table(
    records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """The CMU table and the figures that it shows."""
    published = published_rows("cmu_published")
    name = CMU_AVERAGES.get(len(all_actions(by_study(records))) or 6)
    for model in PRINTED_MODELS:
        published[model, AVERAGE] = published.get((model, name), {})
    title = f"seq2seq on CMU motion capture ({profile} profile)"
    return _build("seq2seq_cmu", title, records, published)


def synthetic_table(
    records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """The same on generated motion; nobody has published numbers for it."""
    title = f"seq2seq on SYNTHETIC motion ({profile} profile)"
    return _build("seq2seq_synthetic", title, records, {})


def _build(
    table: str, title: str, records: Sequence[RunRecord], published: Rows
) -> tuple[Document, list[Figure]]:
    check_horizons(records)
    rate_hz = records[0].rate_hz if records else RATE_HZ
    studies = by_study(records)
    actions = all_actions(studies)
    maker = RowMaker(table, studies, actions, rate_hz, published, PUBLISHED_ON_CMU)
    header = [_HEADING, *maker.horizon_header]
    better = ["lower"] * len(maker.horizon_header)
    average = Table(
        f"Average over {len(actions)} actions" if actions else "Average over actions",
        [*header, *COST_HEADER],
        _blocks(maker, AVERAGE, with_cost=True),
        better,
    )
    details = [
        Table(action, header, _blocks(maker, action, with_cost=False), better)
        for action in actions
    ]
    conclusions = [
        *finding(studies, actions),
        *better_than_rest(studies, "walking"),
        *suspicions(studies),
    ]
    caption = _caption(table, records, actions, rate_hz)
    return Document(title, caption, [average], conclusions, details), maker.figures


def _blocks(maker: RowMaker, action: str, with_cost: bool) -> list[Block]:
    models = models_to_show(maker.studies)
    printed = [
        maker.printed(model, action, with_cost)
        for model in PRINTED_MODELS
        if (model, action) in maker.published
    ]
    return [
        *([Block("Published", printed)] if printed else []),
        maker.baseline_block(list(BASELINES), action, with_cost),
        maker.corrected_block(models, action, with_cost),
        maker.as_published_block(models, action, with_cost),
    ]


def _caption(
    table: str, records: Sequence[RunRecord], actions: Sequence[str], rate_hz: float
) -> list[str]:
    sentences = [
        "Error of Martinez et al. 2017: distance between joint angles in Euler space, "
        "radians, at the horizon (not up to it). Ours: mean ± standard deviation over "
        "seeds, where there are several. A dash: not run, or not printed.",
        "Columns: the label of the literature, which supposes 25 frames a second, and "
        f"the real time in ms; these recordings have {rate_hz:g} frames a second.",
    ]
    if not records:
        return [*sentences, "No finished run was found: every cell of ours is a dash."]
    if table == "seq2seq_synthetic":
        sentences += data_are_synthetic("synthetic")
    else:
        sentences += _differences_from_published(records, actions)
    return [*sentences, *setting(records)]


def _differences_from_published(
    records: Sequence[RunRecord], actions: Sequence[str]
) -> list[str]:
    sentences = []
    if len(actions) < CMU_ACTIONS:
        sentences.append(
            f"{len(actions)} of the {CMU_ACTIONS} actions have a test recording here "
            f"({', '.join(actions)}); published averages are taken over the same ones "
            "and are therefore derived from the printed rows."
        )
    files = records[0].data.get("training_files")
    if files is None:
        sentences.append("The training files per action were not recorded.")
        return sentences
    missing = [
        f"{action} {files.get(action, 0)}"
        for action in sorted({*files, *actions})
        if files.get(action, 0) < CMU_TRAINING_FILES
    ]
    if missing:
        sentences.append(
            "The training set differs from the published one, which has "
            f"{CMU_TRAINING_FILES} files per action; here: {', '.join(missing)}."
        )
    return sentences
