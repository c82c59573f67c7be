"""The table of the generator and critic: every study beside the report's numbers.

The report prints two numbers, an error of 21 % early in training and 15 % at best, and
the curves of Figure 4, which `figure` draws.
"""

from collections.abc import Mapping, Sequence

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
from evaluation.tables.document import Block, Document, Row, Table
from evaluation.tables.horizon_page import POSE_HORIZONS, Panel, horizon_table
from evaluation.tables.numbers import Numbers
from evaluation.tables.rows import RowMaker
from evaluation.tables.training_cost import how_trained
from gan.diagnostics.alarms import ALARMS, first_epochs, tripped
from gan.report.captions import gan_caption
from gan.report.rows import ALL_NUMBERS, ERROR_HEADER, EvaluationRows
from gan.report.study_groups import in_sentence, with_penalty
from gan.studies import LABELS

_ERRORS = {
    "Squared error of all numbers, %": (ALL_NUMBERS, MSE_ALL),
    "Squared error of the numbers that vary, %": ("g_mse_active_val", MSE_ACTIVE),
}
_ANGLES = (
    Panel("MAE, radians, summed up to", MEAN_ANGLE_ERROR),
    Panel("Local angle, degrees, at", LOCAL_ANGLE),
)
_DETAILS = (
    Panel("Joint angle, radians, summed up to", "joint_angle_sum"),
    Panel(
        "Positional error, lengths of the left thigh, summed up to", "positional_sum"
    ),
    Panel("AUC of correct joints, higher is better, averaged up to", "auc_until"),
    Panel("Squared error of all numbers up to", MSE_ALL),
    Panel("Squared error of the numbers that vary up to", MSE_ACTIVE),
)
_ERRORS_BETTER = ("lower", "lower", "", "lower", "lower")  # no epoch is better


def gan_page(
    table: str, data: str, studies: Studies, profile: str
) -> tuple[Document, list[ReportedNumber]]:
    """The page of one data set and the numbers that it shows."""
    POSE_HORIZONS.check(studies.results)
    shown = studies.models_to_show(LABELS)
    evaluations, errors = Numbers(studies, table), Numbers(studies, table)
    rows = EvaluationRows(evaluations)
    maker = RowMaker(errors, POSE_HORIZONS, decimals=3)
    lines, notes = gan_caption(data, studies)
    document = Document(
        f"Generator and critic on {shown_name(data)} ({profile} profile)",
        lines,
        [
            *(_errors(rows, shown, title, *keys) for title, keys in _ERRORS.items()),
            *(horizon_table(panel, maker, _blocks) for panel in _ANGLES),
        ],
        _causes(studies, shown),
        [
            _table(
                "How the networks train: what the last evaluation measured",
                studies,
                shown,
                rows.diagnostics(shown),
            ),
            _table(
                "Alarms: the epoch of the first one",
                studies,
                shown,
                rows.alarms(shown),
            ),
            *(horizon_table(panel, maker, _blocks) for panel in _DETAILS),
        ],
        [*notes, *_earlier_causes(studies, shown)],
        how_trained(studies, shown),
    )
    return document, evaluations.made + errors.made


def _errors(
    rows: EvaluationRows, shown: Sequence[str], title: str, key: str, metric: str
) -> Table:
    blocks = [
        Block(
            "Baselines, measured here",
            [rows.baseline_errors(each, key, metric) for each in FORECAST_BASELINES],
        ),
        Block("Ours", [rows.errors(study, key, metric) for study in shown]),
    ]
    if key == ALL_NUMBERS:  # the likelier meaning of the report's errors
        printed = Block(
            "Printed, on DIP: not comparable", [rows.printed_errors()], competes=False
        )
        blocks = [printed, *blocks]
    return Table(title, ERROR_HEADER, blocks, _ERRORS_BETTER)


def _blocks(maker: RowMaker, panel: Panel) -> list[Block]:
    shown = maker.studies.models_to_show(LABELS)
    return [
        maker.baseline_block(list(FORECAST_BASELINES), panel.key),
        maker.block("Ours", shown, panel.key),
    ]


def _table(title: str, studies: Studies, shown: Sequence[str], rows: Sequence) -> Table:
    """Rows of other things than studies, which are the columns: those that were run."""
    run = [number for number, study in enumerate(shown) if study in studies.known]
    columns = [Row(row.label, [row.cells[number] for number in run]) for row in rows]
    header = ["", *(studies.label(shown[number]) for number in run)]
    return Table(title, header, [Block("", columns, competes=False)])


def _causes(studies: Studies, shown: Sequence[str]) -> list[str]:
    """A sentence for each alarm that is on at the end of training, with its cause."""
    on = {study: _on_at_the_end(studies, study) for study in shown}
    return _with_cause("On at the last evaluation of", on)


def _earlier_causes(studies: Studies, shown: Sequence[str]) -> list[str]:
    """The same for alarms that tripped in training and went off again."""
    ended = {study: _on_at_the_end(studies, study) for study in shown}
    ever = {
        study: {
            name
            for history in studies.histories(study)
            for name in first_epochs(history, with_penalty(study))
        }
        for study in shown
    }
    told = set().union(*ended.values())  # with their cause, of whichever study
    return _with_cause(
        "On in training, not at the last evaluation, of",
        {study: names - told for study, names in ever.items()},
    )


def _on_at_the_end(studies: Studies, study: str) -> set[str]:
    return {
        alarm.name
        for history in studies.histories(study)
        if history
        for alarm in tripped(history[-1], with_penalty(study))
    }


def _with_cause(when: str, on: Mapping[str, set[str]]) -> list[str]:
    """A sentence for each alarm of any study."""
    sentences = []
    for alarm in ALARMS:
        names = [in_sentence(study) for study in on if alarm.name in on[study]]
        if names:
            sentences.append(
                f"{when} {', '.join(names)}: {alarm.name} "
                f"({alarm.measures}). {alarm.likely_cause}"
            )
    return sentences
