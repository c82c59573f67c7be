"""Two runs, or two studies with their seeds, window by window."""

import pathlib
from collections.abc import Iterable, Sequence

import numpy as np

from evaluation import families
from evaluation.claims.ledger import interval
from evaluation.compare.differences import BOTH, Difference, Value
from evaluation.keypoints.scores import ALL, COLUMNS, MEASURES, METRICS
from evaluation.run_results import METRICS_FILE, RunResult, load_result
from reenact.errors import DataError

ALL_CLIPS = "all clips"  # each counting once
_FEWEST_CLIPS = 5

Window = tuple[str, str, int]  # action, clip, first frame


def read_runs(word: str) -> list[RunResult]:
    """The finished run in a folder, or those of all seeds in a study's; else none.

    Raises:
        DataError: a record that cannot be used.
    """
    folder = pathlib.Path(word)
    paths = [folder / METRICS_FILE, *sorted(folder.glob(f"seed*/{METRICS_FILE}"))]
    return [load_result(path) for path in paths if path.is_file()]


def compare_runs(
    ones: Sequence[RunResult], others: Sequence[RunResult]
) -> tuple[list[Difference], list[str]]:
    """Measure by measure, on the windows that all were scored on, and remarks.

    Two single runs are paired whatever their seeds, else runs of the same seed. One
    seed has an interval over clips, as in the claims ledger, but only from 5 clips on:
    fewer often differ the same way by chance, 4 of them in 1 of 8 cases.

    Raises:
        DataError: runs that cannot be paired, or nothing that both have.
    """
    pairs = _pairs(ones, others)
    one, other = pairs[0]
    if one.family != other.family:
        raise DataError(
            f"{other.path}: expected a run of {one.family}, as {one.path} is, found "
            f"one of {other.family}"
        )
    scored = [[_windows(run) for run in pair] for pair in pairs]
    common = sorted(set.intersection(*(set(each) for pair in scored for each in pair)))
    if not common:
        raise DataError(
            f"{other.path}: expected test windows that {one.path} has, too, found none"
        )
    horizons = [each for each in _horizons(one) if each in _horizons(other)]
    measures = _measures(one), _measures(other)
    found = []
    for name in measures[0]:
        if name not in measures[1]:
            continue
        sides = [
            np.array([_errors(run, name, common) for run in side])
            for side in zip(*pairs, strict=True)
        ]  # (seeds, windows, horizons) each
        for horizon in horizons:
            columns = [_horizons(run).index(horizon) for run in (one, other)]
            values = [
                side[..., column] for side, column in zip(sides, columns, strict=True)
            ]
            found += _differences(_place(one, other, name, horizon), common, values)
    return found, list(_remarks(pairs, scored, common, horizons))


def _pairs(
    ones: Sequence[RunResult], others: Sequence[RunResult]
) -> list[tuple[RunResult, RunResult]]:
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0])]
    pairs = [(one, other) for one in ones for other in others if one.seed == other.seed]
    if not pairs:
        seeds = [", ".join(str(run.seed) for run in side) for side in (ones, others)]
        raise DataError(
            f"{others[0].path.parent.parent}: expected a run of a seed of {seeds[0]}, "
            f"found seeds {seeds[1]}"
        )
    return pairs


def _windows(run: RunResult) -> dict[Window, int]:
    """Each window's row in the errors of its action."""
    return {
        (action, clip, start): row
        for action, windows in run.windows.items()
        for row, (clip, start) in enumerate(windows)
    }


def _horizons(run: RunResult) -> list[tuple[int, int, float]]:
    """Label, frame and rate of each; a single one where errors have no horizons."""
    if run.columns:
        return [(0, 0, run.rate_hz)]
    frames = zip(run.label_ms, run.horizon_frames, strict=True)
    return [(label, frame, run.rate_hz) for label, frame in frames]


def _measures(run: RunResult) -> Iterable[str]:
    return MEASURES if run.columns == COLUMNS else run.errors


def _errors(run: RunResult, name: str, windows: Sequence[Window]) -> np.ndarray:
    """(windows, horizons); NaN where nothing was counted."""
    rows = _windows(run)

    def values(key: str) -> np.ndarray:
        return np.array([run.errors[key][w[0]][rows[w]] for w in windows])

    if run.columns != COLUMNS:
        return values(name)
    total, count = (values(key)[:, [COLUMNS.index(ALL)]] for key in MEASURES[name])
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _place(
    one: RunResult, other: RunResult, name: str, horizon: tuple[int, int, float]
) -> dict[str, str]:
    family = families.load(one.family)
    metric = METRICS[name] if one.columns == COLUMNS else family.errors[name]
    modes = [family.variant(run.reading, name) for run in (one, other)]
    return {
        "family": one.family,
        "study": BOTH.join(dict.fromkeys((one.study, other.study))),
        "metric": metric.name,
        "mode": BOTH.join(dict.fromkeys(modes)),
        "horizon_ms": "" if one.columns else str(horizon[0]),
        "threshold": "" if metric.threshold is None else f"{metric.threshold:g}",
    }


def _differences(
    place: dict[str, str], windows: Sequence[Window], values: Sequence[np.ndarray]
) -> Iterable[Difference]:
    """Of all clips together, then of each action; a clip is the mean of its windows."""
    clips = list(dict.fromkeys(window[:2] for window in windows))
    of_clip = np.array([clips.index(window[:2]) for window in windows])
    means = np.array(
        [
            [side[:, of_clip == clip].mean(axis=1) for clip in range(len(clips))]
            for side in values
        ]
    )  # (2, clips, seeds)
    counted = np.isfinite(means).all(axis=(0, 2))
    actions = np.array([action for action, _ in clips])
    for action in (ALL_CLIPS, *dict.fromkeys(actions.tolist())):
        chosen = counted & ((actions == action) | (action == ALL_CLIPS))
        if not chosen.any():
            continue
        one, other = (side[chosen].T for side in means)  # (seeds, clips)
        enough = len(one) > 1 or one.shape[1] >= _FEWEST_CLIPS
        yield Difference(
            {**place, "action": action},
            _value(one),
            _value(other),
            interval(other - one) if enough else None,
        )


def _value(errors: np.ndarray) -> Value:
    seeds = errors.mean(axis=1)
    spread = float(seeds.std(ddof=1)) if len(seeds) > 1 else None
    return Value(float(seeds.mean()), spread, len(seeds))


def _remarks(
    pairs: Sequence[tuple[RunResult, RunResult]],
    scored: Sequence[Sequence[dict[Window, int]]],
    common: Sequence[Window],
    horizons: Sequence[tuple[int, int, float]],
) -> Iterable[str]:
    one, other = pairs[0]
    seeds = ", ".join(str(run.seed) for run, _ in pairs)
    if len(pairs) > 1:
        yield f"Paired by seed ({seeds}), clip and window; intervals are over seeds."
    else:
        clips = len({window[:2] for window in common})
        yield (
            f"One seed: intervals are over test clips, {clips} in all, and tell "
            f"nothing of other seeds. Rows of fewer than {_FEWEST_CLIPS} clips have "
            "none, since so few often differ the same way by chance."
        )
    prints = [run.data["fingerprint"][:12] for run in (one, other)]
    if prints[0] != prints[1]:
        names = [run.data["name"] for run in (one, other)]
        yield (f"Other data: {names[0]} {prints[0]} in A, {names[1]} {prints[1]} in B.")
    most = max(len(each) for pair in scored for each in pair)
    if most > len(common):
        yield f"Only {len(common)} of {most} test windows are in both."
    for run, name in ((one, "A"), (other, "B")):
        alone = [each for each in _horizons(run) if each not in horizons]
        if alone:
            labels = ", ".join(f"{ms} ms (frame {frame})" for ms, frame, _ in alone)
            yield f"Other horizons: {labels} at {run.rate_hz:g} Hz only in {name}."
