"""Rows of the generator and critic's table that are made of the runs' evaluations."""

import pathlib
from collections.abc import Sequence

from evaluation.angles.horizons import real_ms
from evaluation.metric import Metric
from evaluation.pictures.curves import curve, curve_numbers, curves
from evaluation.poses.horizons import LABEL_MS
from evaluation.reported_number import AVERAGE
from evaluation.studies import ZERO_VELOCITY, History
from evaluation.tables.document import DASH, Cell, Row, cell
from evaluation.tables.numbers import Numbers, Summary, how_made, summarise
from evaluation.tables.published import printed_numbers
from gan.diagnostics.alarms import ALARMS, first_epochs, judged, tripped
from gan.report.study_groups import READINGS, with_penalty
from reenact.numerals import with_minus

PUBLISHED = pathlib.Path(__file__).parent / "published" / "gan_published.csv"
ERROR_HEADER = ("", "first", "best", "best epoch", "last", "test, 400 ms")
VALIDATION, LAST_EVALUATION = "validation", "last evaluation"
ALL_NUMBERS = "g_mse_val"
_EPOCH = "best_epoch"
_MODEL, _METRIC = "wasserstein_gan", "generator_mse_percent"
_NAMES = {"early in training": "first", "best": "best"}  # of the report's two numbers
# Diagnostic -> how it is shown.
DIAGNOSTICS = {
    "c_real_mean": "Mean output of the critic for true motion",
    "c_fake_mean": "Mean output of the critic for generated motion",
    "gap_val": "Difference of these two means",
    "emd_val": "Distance of Equation 1 between the critic's outputs (EMD)",
    "c_batch_std": "Standard deviation of the critic's outputs in a batch",
    "saturation": "Share of its outputs above 0.99 or below 0.01",
    "dead_share": "Share of its outputs within 0.01 of 0.5",
    "clip_fraction": "Share of the critic's weights that stand at the clipping limit",
    "critic_accuracy": "Share of outputs that are higher for the true motion",
    "sign_flip_accuracy": "Share of outputs that are lower for the true motion",
    "seed_leak": "Correlation of the critic's outputs with its seeds",
    "g_grad_norm": "Norm of the generator's gradient",
    "c_grad_norm": "Norm of the critic's gradient",
    "gradient_ratio": "Generator's gradient, as a multiple of the critic's",
    "g_critic_grad_norm": "Norm of what the critic passes on to the generator",
    "lipschitz_mean": "Slope of the critic, mean",
    "lipschitz_max": "Slope of the critic, largest",
    "speed_ratio": "Speed of generated motion, as a multiple of the true one",
    "variance_ratio": "Variance of generated motion, as a multiple of the true one",
    "diversity": "Distance between two samples, as a multiple of true futures'",
    "first_frame_jump": "First generated step, as a multiple of the true one",
    "baseline_ratio": "Error, as a multiple of that of zero velocity",
    "quality": "Share of samples that look real to HP-GAN's judge",
}


class EvaluationRows:
    """Makes rows of what evaluations found.

    Args:
        numbers: keeps every number that is shown; its studies are those of the rows.
    """

    def __init__(self, numbers: Numbers):
        self.numbers, self.studies = numbers, numbers.studies
        self.actions = self.studies.actions()

    def printed_errors(self) -> Row:
        """The report's two numbers."""
        found = {
            name: self.numbers.keep(
                study=_MODEL,
                action=VALIDATION,
                metric=f"{ALL_NUMBERS}_percent_{name}",
                mode="published",
                published=value,
                verified="yes",
            )
            for name, value in _printed().items()
        }
        shown = found["first"], found["best"], None, None, None
        return Row("Wasserstein GAN", [cell(number) for number in shown])

    def errors(self, study: str, key: str, metric: str) -> Row:
        """First, best and last epoch and the test of a study that was trained.

        Args:
            key: of an evaluation, the squared error in validation.
            metric: of the errors of a result, the same on the test windows.
        """
        runs, label = self.studies.runs(study), self.studies.label(study)
        seeds = [each for each in (curve(run, key) for run in runs) if len(each)]
        if not seeds:
            cells = [
                cell(
                    self.numbers.shipped(study, _metric(key, name), VALIDATION),
                    decimals=0 if name == _EPOCH else 2,
                )
                for name in ("first", "best", _EPOCH, "last")
            ]
            return Row(label, [*cells, self._test(study, metric)])
        found = [curve_numbers(each) for each in seeds]
        zero_velocity = self.zero_velocity(key)
        beside = study in READINGS and key == ALL_NUMBERS
        printed = _printed() if beside else {}
        values = {
            "first": [100 * each.first for each in found],
            "best": [100 * each.best for each in found],
            _EPOCH: [each.best_epoch for each in found],
            "last": [100 * each[-1] for each in seeds],
        }
        cells = []
        for name, each in values.items():
            is_epoch = name == _EPOCH
            number = self.numbers.measured(
                study,
                _metric(key, name),
                each,
                action=VALIDATION,
                published=printed.get(name),
                baseline=None if is_epoch else zero_velocity,
            )
            cells.append(cell(number, decimals=0 if is_epoch else 2))
        return Row(label, [*cells, self._test(study, metric)])

    def baseline_errors(self, study: str, key: str, metric: str) -> Row:
        """The same of a baseline: in validation only zero velocity is known."""
        zero_velocity = self.zero_velocity(key) if study == ZERO_VELOCITY else None
        known = Cell(DASH)
        if zero_velocity is not None:
            shown = f"{zero_velocity:.2f}"
            known = Cell(shown, value=float(shown))
        cells = [known, known, Cell(DASH), known, self._test(study, metric)]
        return Row(self.studies.label(study), cells)

    def zero_velocity(self, key: str) -> float | None:
        """Zero velocity in validation, in %; every run of the data has the same."""
        name = key.replace("g_mse", "zero_velocity_mse")
        for runs in self.studies.values():
            found = curves(runs, name)
            if found.size:
                return 100 * float(found[0, 0])
        metric = _metric(key, "best").name
        shipped = (n.baseline for n in self.studies.shipped if n.metric == metric)
        return next(shipped, None)

    def diagnostics(self, shown: Sequence[str]) -> list[Row]:
        """What the last evaluations found: rows of diagnostics, columns of studies."""
        rows = []
        for key, name in DIAGNOSTICS.items():
            cells = [self._last(study, key) for study in shown]
            if any(each.text not in (DASH, "") for each in cells):
                rows.append(Row(name, cells))
        return rows

    def alarms(self, shown: Sequence[str]) -> list[Row]:
        """When alarms tripped: a row for each, columns of studies."""
        return [
            Row(
                alarm.name,
                [alarm_cell(alarm.name, s, self.studies.histories(s)) for s in shown],
            )
            for alarm in ALARMS
        ]

    def _last(self, study: str, key: str) -> Cell:
        runs = [run for run in self.studies.runs(study) if run.history]
        last = [run.history[-1] for run in runs]
        values = [entry[key] for entry in last if key in entry]
        number = (
            self.numbers.measured(study, Metric(key), values, action=LAST_EVALUATION)
            if values
            else self.numbers.shipped(study, Metric(key), LAST_EVALUATION)
        )
        if number is None:
            return Cell("" if runs or self.studies.is_shipped(study) else DASH)
        return Cell(with_minus(f"{number.value:.3g}"))

    def _test(self, study: str, metric: str) -> Cell:
        """The error of the kept model at the last horizon, in %."""
        runs = self.studies.runs(study)
        summary = summarise(runs, metric, self.actions)
        if summary is None:
            name, last = Metric(f"{metric}_percent"), LABEL_MS[-1]
            number = self.numbers.shipped(study, name, AVERAGE, horizon_ms=last)
            return cell(number)
        zero_velocity = summarise(
            self.studies.runs(ZERO_VELOCITY), metric, self.actions
        )
        first = runs[0]
        frame = first.horizon_frames[-1]
        number = self.numbers.keep(
            study=study,
            action=AVERAGE,
            metric=f"{metric}_percent",
            mode=first.reading,
            horizon_ms=first.label_ms[-1],
            horizon_frame=frame,
            real_ms=real_ms(frame, first.rate_hz),
            value=_percent(summary),
            spread=None if summary.spread is None else 100 * float(summary.spread[-1]),
            seeds=summary.seeds,
            baseline=None if zero_velocity is None else _percent(zero_velocity),
            **how_made(runs),
        )
        return cell(number)


def alarm_cell(name: str, study: str, histories: Sequence[History]) -> Cell:
    """The first epoch at which an alarm tripped; see the caption."""
    trained = [history for history in histories if history]
    if not trained:
        return Cell(DASH)
    penalty = with_penalty(study)
    if not any(
        alarm.name == name
        for history in trained
        for entry in history
        for alarm in judged(entry, penalty)
    ):
        return Cell("")
    firsts = [first_epochs(history, penalty).get(name) for history in trained]
    found = [epoch for epoch in firsts if epoch]
    if not found:
        return Cell("no")
    at_the_end = name in {
        alarm.name for each in trained for alarm in tripped(each[-1], penalty)
    }
    share = f" ({len(found)}/{len(trained)})" if len(trained) > 1 else ""
    return Cell(f"{min(found)}{'+' * at_the_end}{share}")


def _printed() -> dict[str, float]:
    return {
        _NAMES[number.setting]: number.value
        for number in printed_numbers(PUBLISHED, [_MODEL])
        if number.metric == _METRIC
    }


def _metric(key: str, name: str) -> Metric:
    """What results.csv calls a number of a curve: an error in %, or an epoch."""
    return Metric(f"{key}_{name}" if name == _EPOCH else f"{key}_percent_{name}")


def _percent(summary: Summary) -> float:
    return 100 * float(summary.value[-1])
