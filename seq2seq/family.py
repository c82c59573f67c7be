"""The sequence-to-sequence family, as tables, claims and the report know it."""

import functools

from evaluation.angles import baselines
from evaluation.angles.baselines import ONE_STEP, ONE_STEP_LABEL
from evaluation.baselines.angles import score_angles
from evaluation.family import ClaimSet, Family, Headline, Page
from evaluation.metric import Metric
from evaluation.usual import named, on_all_data
from seq2seq.report.claims import ABOUT_CLAIMS, CLAIMS
from seq2seq.report.figure import draw_forecasts
from seq2seq.report.page import cmu_page, page_of
from seq2seq.report.thesis_page import thesis_page
from seq2seq.studies import LABELS

_ERROR = Metric("martinez_error_rad")
_label = named(LABELS, baselines.LABELS, {ONE_STEP: ONE_STEP_LABEL})


def _variant(reading: str, key: str) -> str:
    """The errors of a model are evaluated in both ways."""
    return key


def _page(data: str) -> Page:
    draw = functools.partial(draw_forecasts, data)
    if data == "cmu":
        return Page("seq2seq_cmu", data, cmu_page, draw)
    if data == "h36m":
        return Page("seq2seq_thesis", data, thesis_page, draw)
    name = f"seq2seq_{data}"
    return Page(name, data, functools.partial(page_of, name, data), draw)


FAMILY = Family(
    name="seq2seq",
    baseline_folder="baselines",
    title="Sequence to sequence",
    about=(
        "Recurrent networks that continue a motion given as joint angles: the GRUs of "
        "Martinez, Black and Romero (2017), GRUs with attention from a thesis that "
        "follows them (Al-Aqel 2020), and the older ERD and LSTM-3LR. Each is scored "
        "as a forecast that goes on from its own output, and one step ahead of the "
        "true frames, as the thesis seems to have done."
    ),
    reads="angles",
    data_sets=("h36m", "cmu", "synthetic"),
    names=_label,
    is_baseline={*baselines.LABELS, ONE_STEP}.__contains__,
    errors={"corrected": _ERROR, "as_published": _ERROR},
    variant=_variant,
    score_baselines=score_angles,
    page=_page,
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_all_data),
    headlines=(
        Headline(
            "seq2seq_cmu",
            _ERROR.name,
            "error of Euler angles after {ms} ms, rad",
            "400",
            variants=("corrected",),  # of the two evaluations, the forecast
        ),
        Headline(
            "seq2seq_cmu",
            _ERROR.name,
            "the same after {ms} ms",
            "1000",
            variants=("corrected",),
        ),
    ),
)
