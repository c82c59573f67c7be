"""Sentences about a table that are made from its numbers alone.

Attention thesis (section 5.1.3, Tables 8-15): errors at 1000 ms are no larger than at
80 ms. Fed with true frames, any model gives such a curve; see `finding`.
"""

import numpy as np

from evaluation.angles.baselines import ONE_STEP
from evaluation.angles.horizons import LABEL_MS
from evaluation.reported_number import AVERAGE
from evaluation.run_results import RunResult
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.numbers import summarise
from evaluation.tables.rows import RowMaker
from seq2seq.studies import LABELS

FLAT_GROWTH = 1.3  # error at 1000 ms over error at 80 ms, at most, of a flat curve
_SHORTEST, _AT_400, _LONGEST = (LABEL_MS.index(ms) for ms in (80, 400, 1000))


def growth(errors: np.ndarray) -> float:
    """Error at 1000 ms as a multiple of that at 80 ms; (horizons,) in."""
    return float(errors[_LONGEST] / errors[_SHORTEST])


def finding(rows: RowMaker) -> list[str]:
    """One sentence, with numbers: what one-step-ahead evaluation does to a curve."""
    # A teacher-forced model is what the published curves are most like.
    order = ["uni_enc_100", "martinez_teacher_forced", *LABELS]
    for study in order:
        curves = [
            rows.errors(study, variant, AVERAGE)
            for variant in ("as_published", "corrected")
        ]
        if all(curve is not None for curve in curves):
            break
    else:
        return []
    one_step, forecast = map(growth, curves)
    sentence = (
        f"{rows.studies.label(study)}, the same weights evaluated in both ways: as "
        f"published (one step ahead) the error at 1000 ms is {one_step:.2f} times "
        f"that at 80 ms, while as a forecast (corrected) it grows {forecast:.2f} times"
    )
    if one_step <= FLAT_GROWTH < forecast:
        return [
            f"{sentence}: flat curves like the published ones are what one-step-ahead "
            "evaluation gives."
        ]
    return [
        f"{sentence}: these runs do not show that the published flat curves come from "
        f"one-step-ahead evaluation (that needs at most {FLAT_GROWTH} times and more)."
    ]


def better_than_zero_velocity(rows: RowMaker, action: str) -> list[str]:
    """Which forecasts beat zero velocity at every horizon of one action."""
    zero_velocity = rows.errors(ZERO_VELOCITY, "corrected", action)
    curves = {study: rows.errors(study, "corrected", action) for study in LABELS}
    known = {study: curve for study, curve in curves.items() if curve is not None}
    if zero_velocity is None or not known:
        return []
    better = [
        rows.studies.label(study)
        for study, curve in known.items()
        if (curve < zero_velocity).all()
    ]
    names = "; ".join(better) if better else "no model"
    return [f"Better than zero velocity at all horizons of {action}: {names}."]


def warnings_of_forecasts(studies: Studies) -> list[str]:
    """Warnings for forecasts that are too good to be forecasts."""
    warnings = []
    for study, runs in studies.items():
        for run in runs if study in LABELS else ():
            name = f"{studies.label(study)}, seed {run.seed}"
            warnings += _flat_and_low(name, run, studies)
            warnings += _leaking(name, run, studies)
    return warnings


def _flat_and_low(name: str, run: RunResult, studies: Studies) -> list[str]:
    ours = summarise([run], "corrected", ["walking"])
    zero_velocity = summarise(studies.runs(ZERO_VELOCITY), "corrected", ["walking"])
    if ours is None or zero_velocity is None:
        return []
    at_80, zero_velocity_at_80 = ours.value[_SHORTEST], zero_velocity.value[_SHORTEST]
    if at_80 >= zero_velocity_at_80 or growth(ours.value) >= FLAT_GROWTH:
        return []
    return [
        f"WARNING: {name}: suspiciously flat and low on walking: {at_80:.2f} at 80 ms "
        f"(zero velocity {zero_velocity_at_80:.2f}) and only "
        f"{growth(ours.value):.2f} times that at 1000 ms. Does the future reach the "
        "model?"
    ]


def _leaking(name: str, run: RunResult, studies: Studies) -> list[str]:
    actions = list(run.windows)
    ours = summarise([run], "corrected", actions)
    control = summarise(studies.runs(ONE_STEP), "as_published", actions)
    if ours is None or control is None or ours.value[_AT_400] >= control.value[_AT_400]:
        return []
    return [
        f"WARNING: {name}: leaking: its forecast at 400 ms ({ours.value[_AT_400]:.2f}) "
        "beats zero velocity that is shown the frame before "
        f"({control.value[_AT_400]:.2f})."
    ]
