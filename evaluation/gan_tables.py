"""The table of the generator and critic: every study beside the report's numbers.

The report prints two numbers, an error of 21 % early in training and 15 % at best, and
the curves of Figure 4, which `gan_figure` draws.
"""

from collections.abc import Sequence

from evaluation.costs import cost_table
from evaluation.figures import AVERAGE, Figure
from evaluation.forecast_metrics import (
    LOCAL_ANGLE,
    MEAN_ANGLE_ERROR,
    MSE_ACTIVE,
    MSE_ALL,
)
from evaluation.gan_alarms import ALARMS, tripped
from evaluation.gan_captions import caption
from evaluation.gan_rows import ALL_NUMBERS, ERROR_HEADER, EvaluationRows
from evaluation.gan_studies import in_sentence, with_penalty
from evaluation.layout import Block, Document, Table
from evaluation.pairing import Studies
from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS, RATE_HZ
from evaluation.results import RunRecord, by_study
from evaluation.studies import FORECAST_BASELINES, GAN, models_to_show
from evaluation.table_rows import RowMaker, all_actions, check_horizons

FRAME_OF_LABEL = dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True))
_ERRORS = {
    "Squared error of all numbers, %": (ALL_NUMBERS, MSE_ALL),
    "Squared error of the numbers that vary, %": ("g_mse_active_val", MSE_ACTIVE),
}
_ANGLES = {
    "MAE, radians, summed up to": MEAN_ANGLE_ERROR,
    "Local angle, degrees, at": LOCAL_ANGLE,
}
_DETAILS = {
    "Joint angle, radians, summed up to": "joint_angle_sum",
    "Positional error, lengths of the left thigh, summed up to": "positional_sum",
    "AUC of correct joints, higher is better, averaged up to": "auc_until",
    "Squared error of all numbers up to": MSE_ALL,
    "Squared error of the numbers that vary up to": MSE_ACTIVE,
}
_ERRORS_BETTER = ("lower", "lower", "", "lower", "lower")  # no epoch is better
_DECIMALS = 3


def gan_table(
    table: str, data: str, records: Sequence[RunRecord], profile: str
) -> tuple[Document, list[Figure]]:
    """The page of one data set and the figures that it shows."""
    check_horizons(records, FRAME_OF_LABEL)
    studies = by_study(records)
    actions = all_actions(studies)
    shown = models_to_show(studies, GAN)
    rows = EvaluationRows(table, studies, actions)
    maker = RowMaker(
        *(table, studies, actions, RATE_HZ, {}, {}, "gan", FRAME_OF_LABEL, _DECIMALS)
    )
    document = Document(
        f"Generator and critic on {data} ({profile} profile)",
        caption(data, records),
        [
            *(_errors(rows, shown, title, *keys) for title, keys in _ERRORS.items()),
            *(_horizons(maker, shown, *each) for each in _ANGLES.items()),
            _table("Diagnostics, last evaluation", shown, rows.diagnostics(shown)),
            _table("Alarms, first epoch", shown, rows.alarms(shown)),
            cost_table(studies, shown, with_sizes=True),
        ],
        _causes(studies, shown),
        [_horizons(maker, shown, *each) for each in _DETAILS.items()],
    )
    return document, [*rows.figures, *maker.figures]


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
        printed = Block("Printed, on DIP: not comparable", [rows.printed_errors()])
        blocks = [printed, *blocks]
    return Table(title, ERROR_HEADER, blocks, _ERRORS_BETTER)


def _horizons(maker: RowMaker, shown: Sequence[str], title: str, metric: str) -> Table:
    blocks = [
        maker.baseline_block(list(FORECAST_BASELINES), AVERAGE, key=metric),
        Block("Ours", [maker.measured(study, metric, AVERAGE) for study in shown]),
    ]
    better = "higher" if metric.startswith("auc") else "lower"
    directions = [better] * len(maker.horizon_header)
    return Table(title, ["ms", *maker.horizon_header], blocks, directions)


def _table(title: str, shown: Sequence[str], rows: Sequence) -> Table:
    """Rows of other things than studies: they are its columns."""
    return Table(title, ["", *shown], [Block("Ours", rows)])


def _causes(studies: Studies, shown: Sequence[str]) -> list[str]:
    """A sentence for each alarm that is on at the end of training, with its cause."""
    on = {
        study: {
            alarm.name
            for run in studies.get(study, ())
            if run.history
            for alarm in tripped(run.history[-1], with_penalty(study))
        }
        for study in shown
    }
    sentences = []
    for alarm in ALARMS:
        names = [in_sentence(study) for study in shown if alarm.name in on[study]]
        if names:
            sentences.append(
                f"On at the last evaluation of {', '.join(names)}: {alarm.name} "
                f"({alarm.measures}). {alarm.likely_cause}"
            )
    return sentences
