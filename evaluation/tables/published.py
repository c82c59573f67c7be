"""The papers' own numbers, read from `<family>/report/published/*.csv`.

Where each number comes from, and whether it was checked against the printed page,
stands in the files. The thesis's file has no such column: it was copied from the page.
"""

import csv
import pathlib
from collections.abc import Collection
from typing import NamedTuple


class PublishedValue(NamedTuple):
    value: float
    verified: str  # 'yes', 'no' or 'derived' (computed here from printed rows)
    mark: str = ""  # 'best' or 'second', as printed


Rows = dict[tuple[str, str], dict[int, PublishedValue]]


def published_rows(path: pathlib.Path, source: str = "") -> Rows:
    """(model, action) -> label in ms -> value.

    Args:
      path: of the file.
      source: only rows whose source contains this; papers disagree about a model.
    """
    rows: Rows = {}
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            if source in line["source"]:
                value = PublishedValue(
                    float(line["value"]),
                    line.get("verified", "yes"),
                    line.get("printed_mark", ""),
                )
                row = rows.setdefault((line["model"], line["action"]), {})
                row[int(line["ms"])] = value
    return rows


def published_metrics(path: pathlib.Path, action: str) -> dict[str, Rows]:
    """Metric -> (model, action) -> label in ms -> value, of a file of averages.

    A source called 'unverified' was not checked against the printed page. Of any other
    the setting that it names after a semicolon becomes part of the model's name.
    """
    metrics: dict[str, Rows] = {}
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            _, *setting = line["source"].rstrip(")").split("; ")
            model = ", ".join([line["model"], *setting])
            verified = "no" if line["source"] == "unverified" else "yes"
            value = PublishedValue(float(line["value"]), verified)
            row = metrics.setdefault(line["metric"], {}).setdefault((model, action), {})
            row[int(line["ms"])] = value
    return metrics


class PrintedNumber(NamedTuple):
    """A single number of a text: a line of a file with these columns."""

    source: str
    model: str
    metric: str
    setting: str
    value: float


def printed_numbers(path: pathlib.Path, models: Collection[str]) -> list[PrintedNumber]:
    """The numbers that a file has of these models, in its order.

    Args:
      path: of the file.
    """
    with open(path, newline="", encoding="utf-8") as file:
        return [
            PrintedNumber(**(line | {"value": float(line["value"])}))
            for line in csv.DictReader(file)
            if line["model"] in models
        ]
