"""The page of one data set: published, baselines, ours corrected and as published.

Numbers have been published for CMU; the pages of other data are the same without them.
"""

import dataclasses
import pathlib
from collections.abc import Mapping, Sequence

from data_prep.datasets import shown_name
from evaluation.angles.baselines import LABELS as BASELINES
from evaluation.angles.baselines import ONE_STEP
from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.studies import Studies
from evaluation.tables.captions import caption, fewer_actions
from evaluation.tables.document import Block, Document, Table
from evaluation.tables.numbers import Numbers
from evaluation.tables.published import Rows, published_rows
from evaluation.tables.rows import Horizons, RowMaker
from evaluation.tables.training_cost import how_trained
from seq2seq.report.sanity_findings import (
    better_than_zero_velocity,
    finding,
    warnings_of_forecasts,
)
from seq2seq.studies import LABELS

PUBLISHED = pathlib.Path(__file__).parent / "published"
FRAME_OF_LABEL = dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True))
PRINTED_MODELS = ("Residual sup.", "ConvSeq2Seq", "LTD")
CMU_ACTIONS = 8
CMU_TRAINING_FILES = 5  # per action, in the published training set
# Average over the actions that the table has, by their number: over eight as printed,
# over six the mean of the printed rows.
CMU_AVERAGES = {6: "average6_available", 8: "average8"}
RATE_HZ = 60.0  # of CMU after dropping every second frame, if no run tells
# What a study is compared with in the printed tables.
_PRINTED_AS = {"martinez_residual_sup": "Residual sup."}
_HEADING = "label/real ms"


def cmu_page(studies: Studies, profile: str) -> tuple[Document, list[ReportedNumber]]:
    """The page of CMU and the numbers that it shows."""
    published = published_rows(PUBLISHED / "cmu_published.csv")
    name = CMU_AVERAGES.get(len(studies.actions()) or 6)
    for model in PRINTED_MODELS:
        published[model, AVERAGE] = published.get((model, name), {})
    title = f"seq2seq on CMU motion capture ({profile} profile)"
    return _build("seq2seq_cmu", title, "cmu", studies, published)


def page_of(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of data for which nobody has published numbers."""
    motion = "SYNTHETIC motion" if data == "synthetic" else shown_name(data)
    title = f"seq2seq on {motion} ({profile} profile)"
    return _build(table, title, data, studies, {})


def row_maker(
    numbers: Numbers,
    rate_hz: float,
    published: Rows,
    printed_as: Mapping[str, str],
    actions: Sequence[str] | None = None,
) -> RowMaker:
    """Rows of errors at the six horizons; one step ahead has a control of its own."""
    return RowMaker(
        numbers,
        Horizons(frame_of_label=FRAME_OF_LABEL, rate_hz=rate_hz),
        published=published,
        printed_model=printed_as,
        baseline_of_key={"as_published": ONE_STEP},
        actions=actions,
    )


def corrected_block(rows: RowMaker, models: Sequence[str], action: str) -> Block:
    """The forecasts of the models."""
    return rows.block("Ours, corrected: a forecast", models, "corrected", action)


def as_published_block(rows: RowMaker, models: Sequence[str], action: str) -> Block:
    """The same weights one step ahead, below what zero velocity makes of that."""
    heading = "Ours, as published: one-step-ahead, not a forecast"
    block = rows.block(heading, [ONE_STEP, *models], "as_published", action)
    return dataclasses.replace(block, competes=False)


def _build(
    table: str, title: str, data: str, studies: Studies, published: Rows
) -> tuple[Document, list[ReportedNumber]]:
    rate_hz = studies.results[0].rate_hz if studies else RATE_HZ
    numbers = Numbers(studies, table)
    rows = row_maker(numbers, rate_hz, published, _PRINTED_AS)
    rows.horizons.check(studies.results)
    actions = studies.actions()
    header = [_HEADING, *rows.horizons.header]
    better = ["lower"] * len(rows.horizons.header)
    average = Table(
        f"Average over {len(actions)} actions" if actions else "Average over actions",
        header,
        _blocks(rows, AVERAGE),
        better,
    )
    details = [Table(each, header, _blocks(rows, each), better) for each in actions]
    conclusions = [
        *finding(rows),
        *better_than_zero_velocity(rows, "walking"),
        *warnings_of_forecasts(studies),
    ]
    first = [
        "The error is that of Martinez et al. 2017: the distance between joint angles "
        "in Euler space, in radians, at the horizon; lower is better.",
        "Columns: the label of the literature, which supposes 25 frames a second, and "
        f"the real time in ms; these recordings have {rate_hz:g} frames a second.",
        "Corrected: a forecast. As published: the same weights one step ahead, fed "
        "with the true frames, which is no forecast.",
        "Ours are means ± standard deviations over seeds; without ±, of one seed.",
    ]
    parts = [_differences_from_published] if published else []
    lines, notes = caption(data, studies, first, [], *parts, fewer_actions)
    document = Document(
        title,
        lines,
        [average],
        conclusions,
        details,
        notes,
        how_trained(studies, studies.models_to_show(LABELS)),
    )
    return document, numbers.made


def _blocks(rows: RowMaker, action: str) -> list[Block]:
    models = rows.studies.models_to_show(LABELS)
    printed = [
        rows.printed(model, "corrected", action)
        for model in PRINTED_MODELS
        if (model, action) in rows.published
    ]
    return [
        *([Block("Published", printed, competes=False)] if printed else []),
        rows.baseline_block(list(BASELINES), "corrected", action),
        corrected_block(rows, models, action),
        as_published_block(rows, models, action),
    ]


def _differences_from_published(studies: Studies) -> list[str]:
    sentences, actions = [], studies.actions()
    if len(actions) < CMU_ACTIONS:
        sentences.append(
            f"{len(actions)} of the {CMU_ACTIONS} actions have a test recording here "
            f"({', '.join(actions)}); published averages are taken over the same ones "
            "and are therefore derived from the printed rows."
        )
    if not studies:
        return sentences
    files = studies.results[0].data.get("training_files")
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
