"""One number of a table, with all that is known about it, and results.csv.

Layouts make `Figure`s; both the cell that is shown and the row of results.csv come from
the same Figure, so the two cannot differ.
"""

import csv
import dataclasses
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.horizons import real_ms
from evaluation.pose_horizons import PCK_METRICS
from evaluation.published import PublishedValue
from evaluation.results import RunRecord
from reenact.errors import DataError
from reenact.files import whole_file

AVERAGE = "average"  # over actions, each action counting once


@dataclasses.dataclass(frozen=True)
class Figure:
    """A row of results.csv. `value` is ours; `published` and `baseline` (what doing
    nothing gives, in the same mode) are the numbers it is to be compared with. None:
    there is none."""

    family: str
    table: str
    study: str
    action: str
    metric: str
    mode: str
    horizon_ms: int | None = None
    horizon_frame: int | None = None
    real_ms: int | None = None
    threshold: float | None = None
    value: float | None = None
    spread: float | None = None
    seeds: int | None = None
    profile: str = ""
    data: str = ""
    steps: int | None = None
    seconds: float | None = None
    parameters: int | None = None
    published: float | None = None
    verified: str = ""
    baseline: float | None = None
    reading: str = ""
    command: str = ""


COLUMNS = tuple(field.name for field in dataclasses.fields(Figure))
METRIC = "martinez_error_rad"


@dataclasses.dataclass(frozen=True)
class Summary:
    """One study by one key on one action, over its seeds; arrays over horizons."""

    value: np.ndarray
    spread: np.ndarray | None  # sample standard deviation; None with a single seed
    seeds: int


def described(family: str, key: str) -> tuple[str, float | None]:
    """Metric and threshold of a key of a record's errors."""
    if family == "seq2seq":
        return METRIC, None
    threshold = PCK_METRICS.get(key)
    return key if threshold is None else f"pck_{key.rsplit('_', 1)[1]}", threshold


def mode_of(record: RunRecord, key: str) -> str:
    """A model of seq2seq is evaluated in both modes; of the networks of fairmotion each
    study is built in one."""
    if record.family == "seq2seq":
        return key
    return "corrected" if record.family == "stt" else record.reading


def summarise(
    records: Sequence[RunRecord], key: str, actions: Sequence[str]
) -> Summary | None:
    """Mean over windows, then over actions (each counting once), then over seeds.

    None where a study was not run, has no errors by this key, or not on all these
    actions: an average over others cannot be compared.
    """
    usable = [r for r in records if set(actions) <= set(r.errors.get(key, ()))]
    if not usable or not actions:
        return None
    per_action = [[r.errors[key][a].mean(axis=0) for a in actions] for r in usable]
    values = np.mean(per_action, axis=1)  # (seeds, horizons)
    spread = values.std(axis=0, ddof=1) if len(usable) > 1 else None
    return Summary(values.mean(axis=0), spread, len(usable))


def measured_figures(
    table: str,
    records: Sequence[RunRecord],
    summary: Summary,
    key: str,
    action: str,
    published: Mapping[int, PublishedValue],
    baseline: Summary | None,
) -> list[Figure]:
    """One Figure per horizon for a study that was run."""
    first = records[0]
    metric, threshold = described(first.family, key)
    figures = []
    for i, label in enumerate(first.label_ms):
        frame, reference = first.horizon_frames[i], published.get(label)
        figures.append(
            Figure(
                family=first.family,
                table=table,
                study=first.study,
                action=action,
                metric=metric,
                mode=mode_of(first, key),
                horizon_ms=label,
                horizon_frame=frame,
                real_ms=real_ms(frame, first.rate_hz),
                threshold=threshold,
                value=float(summary.value[i]),
                spread=None if summary.spread is None else float(summary.spread[i]),
                seeds=summary.seeds,
                published=reference.value if reference else None,
                verified=reference.verified if reference else "",
                baseline=None if baseline is None else float(baseline.value[i]),
                **how_made(records),
            )
        )
    return figures


def how_made(records: Sequence[RunRecord]) -> dict[str, Any]:
    """What a Figure says about the runs of a study that it is made of."""
    first = records[0]
    return {
        "profile": first.profile,
        "data": f"{first.data['name']} {first.data['fingerprint'][:12]}",
        "steps": round(np.mean([record.steps for record in records])),
        "seconds": float(np.mean([record.seconds for record in records])),
        "parameters": first.parameters,
        "reading": first.reading,
        "command": first.command,
    }


def published_figures(
    family: str,
    key: str,
    table: str,
    model: str,
    action: str,
    row: Mapping[int, PublishedValue],
    frames: Mapping[int, int],
    rate_hz: float,
) -> list[Figure | None]:
    """One Figure per horizon of a printed row; None where the paper prints nothing.

    Args:
      key: of the errors of a record that it is like.
      frames: label in ms -> predicted frame, in the order of the table's columns.
    """
    metric, threshold = described(family, key)
    return [
        Figure(
            family=family,
            table=table,
            study=model,
            action=action,
            metric=metric,
            mode="published",
            horizon_ms=label,
            horizon_frame=frame,
            real_ms=real_ms(frame, rate_hz),
            threshold=threshold,
            published=row[label].value,
            verified=row[label].verified,
        )
        if label in row
        else None
        for label, frame in frames.items()
    ]


def read_results_csv(path: pathlib.Path) -> list[dict[str, str]]:
    """The rows of a results.csv as they stand there.

    Raises:
        DataError: a file of other columns.
    """
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(
                f"{path}:1: expected the columns {','.join(COLUMNS)}, "
                f"found {','.join(reader.fieldnames or ())}"
            )
        return list(reader)


def update_results_csv(
    path: pathlib.Path, table: str, figures: Iterable[Figure]
) -> None:
    """Replaces one table's rows of results.csv and keeps those of the others.

    The file is written whole or not at all; a DataError names one of other columns.
    """
    path = pathlib.Path(path)
    rows = read_results_csv(path) if path.exists() else []
    kept = [row for row in rows if row["table"] != table]
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        whole_file(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
        for figure in figures:
            row = dataclasses.asdict(figure)
            for name, value in row.items():
                if isinstance(value, float):
                    row[name] = f"{value:.6g}"
            writer.writerow(row)
