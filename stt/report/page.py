"""The table of the 14 studies of the spatio-temporal transformer.

The report prints no numbers, only four panels of bars (Figure 6): Euler, joint angle,
positional error and AUC at 100 to 400 ms. Here each panel is a table, and a picture is
drawn of them (`figure`).
"""

import pathlib
from collections.abc import Iterator, Sequence

from data_prep.datasets import shown_name
from evaluation.poses.horizons import AT, PCK_THRESHOLDS, UNTIL, pck_name
from evaluation.provenance import ENDED
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.captions import (
    averages,
    caption,
    fewer_actions,
    training_recordings,
)
from evaluation.tables.document import Block, Document, Table
from evaluation.tables.horizon_page import POSE_HORIZONS, Panel, horizon_table
from evaluation.tables.numbers import Numbers
from evaluation.tables.published import Rows, published_metrics
from evaluation.tables.rows import RowMaker
from evaluation.tables.training_cost import how_trained
from stt.studies import LABELS

PUBLISHED = pathlib.Path(__file__).parent / "published"
METRIC_TITLES = {
    "euler": "Euler angles, radians",
    "joint_angle": "Joint angle, radians",
    "positional": "Positional error, lengths of the left thigh",
    "auc": "AUC of correct joints, higher is better",
}
_PUBLISHED_HEADING = "Published, on AMASS/DIP: not comparable with other data"
_FIRST = (
    "The 14 studies of the report's Figure 6, which prints no numbers: each of its "
    "panels is a table here.",
    "Euler, joint angle and positional errors are summed over all frames up to the "
    "horizon; lower is better.",
    "AUC is the area under the share of correct joints, averaged up to the horizon; "
    "higher is better.",
    "Columns are ms after the last observed frame. Ours are means ± standard "
    "deviations over seeds; without ±, of one seed.",
    "Published rows are of AMASS and cannot be compared with other data. Unverified: "
    "not checked against the printed page.",
)
_NOTES = (
    "Metrics are those of Aksan et al. 2019 and 2021, on 15 joints. Only Euler angles "
    "that vary in the ground truth are counted.",
    "AUC spans more thresholds at longer horizons, so it can rise with time.",
    'Tables "at the horizon" give the error of that single frame.',
    "Study 01 is the authors' checkpoint, which is not ours to pass on: its row holds "
    "dashes unless a checkpoint is evaluated.",
    "ST Transformer small and Vanilla Transformer are another student project's, built "
    "on fairmotion (techbrainwave/Deep-Learning-Motion-Prediction). DIP was "
    "synthesised from AMASS.",
)


def stt_page(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of one data set and the numbers that it shows."""
    POSE_HORIZONS.check(studies.results)
    numbers = Numbers(studies, table)
    published = published_metrics(PUBLISHED / "stt_published.csv", AVERAGE)

    def made(panel: Panel) -> Table:
        rows = RowMaker(
            numbers,
            POSE_HORIZONS,
            decimals=panel.decimals,
            published=published.get(panel.key),
        )
        return horizon_table(panel, rows, _blocks)

    panels = [
        Panel(f"{title}, {'averaged' if name == 'auc' else 'summed'} up to", key)
        for (name, title), key in zip(METRIC_TITLES.items(), UNTIL, strict=True)
    ]
    tables = [made(panel) for panel in panels]
    details = [made(panel) for panel in _details(studies.actions())]
    lines, notes = caption(
        data,
        studies,
        _FIRST,
        _NOTES,
        averages,
        fewer_actions,
        training_recordings,
        _equality,
    )
    document = Document(
        f"Spatio-temporal transformer, 14 studies on {shown_name(data)} "
        f"({profile} profile)",
        lines,
        tables,
        [],
        details,
        notes,
        how_trained(studies, studies.models_to_show(LABELS)),
    )
    return document, numbers.made


def _details(actions: Sequence[str]) -> Iterator[Panel]:
    """The tables that only the file shows."""
    for title, key in zip(METRIC_TITLES.values(), AT, strict=True):
        yield Panel(f"{title}, at the horizon", key)
    for kind, words in (("until", "averaged up to"), ("at", "at the horizon")):
        for threshold in PCK_THRESHOLDS:
            title = f"Share of joints within {threshold:g} thighs, {words}"
            yield Panel(title, pck_name(threshold, kind), decimals=2)
    for action in actions if len(actions) > 1 else ():
        title = f"Joint angle, summed up to: {action}"
        yield Panel(title, "joint_angle_sum", action)


def _blocks(rows: RowMaker, panel: Panel) -> list[Block]:
    names = _printed(rows.published) if panel.action == AVERAGE else []
    printed = [rows.printed(model, panel.key) for model, _ in names]
    models = rows.studies.models_to_show(LABELS)
    return [
        *([Block(_PUBLISHED_HEADING, printed, competes=False)] if printed else []),
        rows.baseline_block([ZERO_VELOCITY], panel.key, panel.action),
        rows.block("Ours", models, panel.key, panel.action),
    ]


def _printed(published: Rows) -> list[tuple[str, str]]:
    """Checked rows first."""
    return sorted(
        published,
        key=lambda row: any(each.verified == "no" for each in published[row].values()),
    )


def _equality(studies: Studies) -> list[str]:
    """Whether studies are compared at equal time or equal steps."""
    trained = [each for each in studies.provenance.values() if each.steps]
    if not trained:
        return []
    report = "The report gave each study 12 hours, equal wall time."
    endings = {each.ended for each in trained}
    steps = {each.steps for each in trained}
    if endings == {ENDED["seconds"]}:
        here = "Here too each had the same wall time; steps differ and are given below."
    elif endings == {ENDED["steps"]} and len(steps) == 1:
        here = (
            f"Here each had {steps.pop():,.0f} steps: equal steps, NOT equal wall time."
        )
    else:
        here = (
            "Here runs ended differently: NEITHER equal wall time NOR equal steps; see "
            "the table of costs."
        )
    return [f"{report} {here}"]
