"""What came of a run, beside what needs no training: a sentence and a small table."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from evaluation.angles.horizons import real_ms
from evaluation.family import Family, Headline
from evaluation.keypoints.scores import MEASURES, measure
from evaluation.run_results import METRICS_FILE, RunResult, load_result
from reenact.errors import DataError
from reenact.numerals import MINUS, signed

_PERCENT = "_percent"  # ending of the name of a metric that is recorded as a share
# By whether more is better.
_GAIN = {
    False: f"  better (+), worse ({MINUS}), %",
    True: f"  better (+), worse ({MINUS}), points",
}

_LONGEST_NAME = 40  # in front of a row

Scores = dict[str, float]  # column -> value


def outcome_table(
    family: Family, results: Sequence[RunResult], baselines: Sequence[RunResult]
) -> str:
    """One study beside doing nothing and beside the best other baseline.

    Numbers are means over windows, then actions, then seeds, by the metric of the
    family's first headline, or by the first that a run has.

    Args:
        results: of the seeds of one study.
        baselines: scored alike, see `baselines_beside`; none is needed.
    """
    headline, ours, at = _measured(family, results)
    name = family.label(results[0].study)
    row_name = name if len(name) <= _LONGEST_NAME else "this run"
    rows, words = [(row_name, _errors(ours.values()))], []
    for baseline in _best(family, headline, baselines, at):
        label, other = family.label(baseline.study), _scores(family, headline, baseline)
        gains = {each: _gain(headline, ours[each], other[each]) for each in ours}
        words.append(f"{_in_words(headline, gains[at])} {label}")
        rows.append((label, _errors(other.values())))
        rows.append((_GAIN[headline.higher], _rounded(gains.values())))
    record = results[0]
    header, where = _columns(record, list(ours), at)
    count = sum(map(len, record.windows.values()))
    what = "clip" if record.columns else "window"
    width = max(len(label) for label, _ in [header, *rows])
    return "\n".join(
        [
            f"{name} on {_counted(count, f'test {what}')} of {record.data['name']}, "
            f"{where}: "
            f"{' and '.join(words) or 'no baseline is at hand'}.",
            f"{_title(headline, record)} ({_counted(len(results), 'seed')})",
            *(
                f"{label:{width}}" + "".join(f"{cell:>8}" for cell in cells)
                for label, cells in [header, *rows]
            ),
        ]
    )


def loses_to_doing_nothing(
    family: Family, results: Sequence[RunResult], baselines: Sequence[RunResult]
) -> bool:
    """Whether the first sentence of `outcome_table` says so, given the same."""
    headline, ours, at = _measured(family, results)
    nothing = [
        _gain(headline, ours[at], _scores(family, headline, each)[at])
        for each in _best(family, headline, baselines, at)
        if headline.does_nothing(each.study)
    ]
    return any(round(gain) < 0 for gain in nothing)


def baselines_beside(
    family: Family, result: RunResult, run_folder: Path
) -> list[RunResult]:
    """The family's baselines at hand that were scored as a run was.

    Args:
        run_folder: where the run lies, `…/<data>/<family>/<study>/seed<k>`.
    """
    folder = Path(run_folder).absolute().parents[2] / family.baseline_folder
    found = []
    for path in sorted(folder.glob(f"*/seed*/{METRICS_FILE}")):
        try:
            baseline = load_result(path)
        except DataError:
            continue  # a damaged one is as good as none
        if family.scored_alike(result, baseline):
            found.append(baseline)
    return found


def _measured(
    family: Family, results: Sequence[RunResult]
) -> tuple[Headline, Scores, str]:
    """What counts, the means over seeds, and the column that counts."""
    headline = _headline(family, results[0])
    seeds = [_scores(family, headline, result) for result in results]
    ours = {
        column: float(np.mean([each[column] for each in seeds])) for column in seeds[0]
    }
    return headline, ours, headline.at if headline.at in ours else list(ours)[-1]


def _headline(family: Family, result: RunResult) -> Headline:
    """The family's first one; where there is none, of a result's first errors."""
    for headline in family.headlines[:1]:
        if _scores(family, headline, result):
            return headline
    metric = family.errors[next(iter(result.errors))]
    title = metric.name.replace("_", " ")
    return Headline("", metric.name, title, "", higher=metric.higher_is_better)


def _scores(family: Family, headline: Headline, result: RunResult) -> Scores | None:
    """Column -> value; None where a result has no such errors."""
    if result.columns:
        return {
            name.rpartition("_")[2]: 100 * measure(result.errors, name)
            for name in MEASURES
            if name.rpartition("_")[0] == headline.metric
        }
    metric = headline.metric.removesuffix(_PERCENT)
    known = [key for key, each in family.errors.items() if each.name == metric]
    # Where keys say how a model was evaluated, only the ways that are meant.
    known = [key for key in known if key in headline.variants] or known
    keys = [key for key in known if key in result.errors]
    if not keys:
        return None
    scale = 100 if headline.metric.endswith(_PERCENT) else 1
    means = [each.mean(axis=0) for each in result.errors[keys[0]].values()]
    values = (scale * np.mean(means, axis=0)).tolist()
    return dict(zip(map(str, result.label_ms), values, strict=True))


def _best(
    family: Family, headline: Headline, baselines: Sequence[RunResult], at: str
) -> list[RunResult]:
    """The baseline that does nothing, and the best of the others, if any."""
    scored = [
        (scores[at], each)
        for each in baselines
        if (scores := _scores(family, headline, each))
    ]
    nothing = [each for _, each in scored if headline.does_nothing(each.study)]
    others = [pair for pair in scored if not headline.does_nothing(pair[1].study)]
    others.sort(key=lambda pair: pair[0], reverse=headline.higher)
    return [*nothing[:1], *(each for _, each in others[:1])]


def _gain(headline: Headline, ours: float, other: float) -> float:
    """How much better ours is: in points where more is better, else in percent."""
    return ours - other if headline.higher else 100 * (1 - ours / other)


def _in_words(headline: Headline, gain: float) -> str:
    unit = " points" if headline.higher else " %"
    size = f"{abs(gain):.0f}"
    if size == "0":
        return "as good as"
    return f"{size}{unit} {'better' if gain > 0 else 'worse'} than"


def _title(headline: Headline, record: RunResult) -> str:
    """With … where the columns differ."""
    title = headline.measure("…")
    return title.replace(headline.at, "…") if record.columns else title


def _columns(
    record: RunResult, columns: Sequence[str], at: str
) -> tuple[tuple[str, list[str]], str]:
    """The header, and the column that counts in words."""
    if record.columns:
        return ("threshold, torsos", list(columns)), f"at {at} torsos"
    times = [str(real_ms(frame, record.rate_hz)) for frame in record.horizon_frames]
    ahead = dict(zip(columns, times, strict=True))[at]
    return ("ms ahead", times), f"{ahead} ms ahead"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _errors(values: Iterable[float]) -> list[str]:
    return [f"{value:.2f}" for value in values]


def _rounded(gains: Iterable[float]) -> list[str]:
    whole = [round(gain) for gain in gains]
    return [signed(each, 0) if each else "0" for each in whole]
