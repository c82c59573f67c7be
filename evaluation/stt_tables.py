"""The table of the 14 studies of the spatio-temporal transformer.

The report prints no numbers, only four panels of bars (Figure 6): Euler, joint angle,
positional error and AUC at 100 to 400 ms. Here each panel is a table, and a picture is
drawn of them (`stt_figure`).
"""

from collections.abc import Iterator, Sequence

from evaluation.captions import (
    averages,
    data_are_synthetic,
    setting,
    training_recordings,
)
from evaluation.costs import cost_table
from evaluation.figures import AVERAGE, Figure
from evaluation.layout import Block, Document, Table
from evaluation.pose_horizons import (
    AT,
    HORIZON_FRAMES,
    LABEL_MS,
    PCK_THRESHOLDS,
    RATE_HZ,
    UNTIL,
    pck_name,
)
from evaluation.published import Rows, published_metrics
from evaluation.results import RunRecord, by_study
from evaluation.studies import STT, models_to_show
from evaluation.table_rows import ZERO_VELOCITY, RowMaker, all_actions, check_horizons

FRAME_OF_LABEL = dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True))
METRIC_TITLES = {
    "euler": "Euler angles, radians",
    "joint_angle": "Joint angle, radians",
    "positional": "Positional error, lengths of the left thigh",
    "auc": "AUC of correct joints, higher is better",
}
_DECIMALS = 3
_PCK_DECIMALS = 2
_AUTHORS = "01"
_PUBLISHED_HEADING = "Published, on AMASS/DIP: not comparable with other data"
_CAPTION = (
    "Metrics of Aksan et al. 2019 and 2021 on 15 joints. Main tables, as published: "
    "Euler, joint angle and positional errors are summed over all frames up to the "
    "horizon (lower is better) and divided by nothing; AUC is the area under the share "
    "of correct joints, averaged up to the horizon. It spans more thresholds at longer "
    "horizons, so it can rise with time. The tables of details have the same at the "
    "horizon alone. Euler angles count if they vary in the truth.",
    "Columns: ms after the last observed frame, 60 frames a second. Ours: mean ± "
    "standard deviation over seeds, where there are several. A dash: not run, or not "
    "printed.",
    "Study 01 is the authors' checkpoint, which is not ours to pass on, and the report "
    "prints no figures: its row holds dashes unless a checkpoint is evaluated.",
    "Published rows are of AMASS, from which DIP was synthesised. Those marked "
    "unverified were not checked against the printed page. ST Transformer small and "
    "Vanilla Transformer are another student project's, built on fairmotion "
    "(techbrainwave/Deep-Learning-Motion-Prediction).",
)


def stt_table(
    table: str, data: str, records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """The page of one data set and the figures that it shows."""
    check_horizons(records, FRAME_OF_LABEL)
    studies = by_study(records)
    actions = all_actions(studies)
    published = published_metrics("stt_published", AVERAGE)
    figures: list[Figure] = []

    def maker(metric: str) -> RowMaker:
        rows = published.get(metric, {})
        return RowMaker(
            *(table, studies, actions, RATE_HZ, rows, {}, "stt", FRAME_OF_LABEL),
            _PCK_DECIMALS if metric.startswith("pck") else _DECIMALS,
        )

    def made(title: str, metric: str, action: str = AVERAGE) -> Table:
        rows = maker(metric)
        better = "higher" if metric.startswith(("auc", "pck")) else "lower"
        built = Table(
            title,
            ["ms", *rows.horizon_header],
            _blocks(rows, metric, action),
            [better] * len(rows.horizon_header),
        )
        figures.extend(rows.figures)
        return built

    panels = [
        made(f"{title}, {'averaged' if name == 'auc' else 'summed'} up to", metric)
        for (name, title), metric in zip(METRIC_TITLES.items(), UNTIL, strict=True)
    ]
    details = [made(*each) for each in _details(actions)]
    document = Document(
        f"Spatio-temporal transformer, 14 studies on {data} ({profile} profile)",
        _caption(data, records, actions),
        [*panels, cost_table(studies, models_to_show(studies, STT))],
        [],
        details,
    )
    return document, figures


def _details(actions: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Title, metric and action of the tables that only the file shows."""
    for title, metric in zip(METRIC_TITLES.values(), AT, strict=True):
        yield f"{title}, at the horizon", metric, AVERAGE
    for kind, words in (("until", "averaged up to"), ("at", "at the horizon")):
        for threshold in PCK_THRESHOLDS:
            title = f"Share of joints within {threshold:g} thighs, {words}"
            yield title, pck_name(threshold, kind), AVERAGE
    for action in actions if len(actions) > 1 else ():
        yield f"Joint angle, summed up to: {action}", "joint_angle_sum", action


def _blocks(rows: RowMaker, metric: str, action: str) -> list[Block]:
    names = _printed(rows.published) if action == AVERAGE else []
    printed = [rows.printed(model, action, key=metric) for model, _ in names]
    models = models_to_show(rows.studies, STT)
    return [
        *([Block(_PUBLISHED_HEADING, printed)] if printed else []),
        rows.baseline_block([ZERO_VELOCITY], action, key=metric),
        Block("Ours", [rows.measured(model, metric, action) for model in models]),
    ]


def _printed(published: Rows) -> list[tuple[str, str]]:
    """Checked rows first."""
    return sorted(
        published,
        key=lambda row: any(each.verified == "no" for each in published[row].values()),
    )


def _caption(
    data: str, records: Sequence[RunRecord], actions: Sequence[str]
) -> list[str]:
    sentences = [*_CAPTION]
    if not records:
        return [*sentences, "No finished run was found: every cell of ours is a dash."]
    return [
        *sentences,
        *data_are_synthetic(data),
        *averages(records, actions),
        *training_recordings(records),
        *setting(records),
        *_equality(records),
    ]


def _equality(records: Sequence[RunRecord]) -> list[str]:
    """Whether studies are compared at equal time or equal steps."""
    trained = [run for run in records if run.steps]
    if not trained:
        return []
    report = "The report gave each study 12 hours, equal wall time."
    endings = {run.stopped for run in trained}
    steps = {run.steps for run in trained}
    if endings == {"seconds"}:
        here = "Here too each had the same wall time; steps differ and are given below."
    elif endings == {"steps"} and len(steps) == 1:
        here = f"Here each had {steps.pop():,} steps: equal steps, NOT equal wall time."
    else:
        here = (
            "Here runs ended differently: NEITHER equal wall time NOR equal steps; see "
            "the table of costs."
        )
    return [f"{report} {here}"]
