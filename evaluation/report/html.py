"""The report as one HTML page that needs nothing else: no network, no other file.

`page/page.html` is filled in with what `content` collected.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import jinja2
import numpy as np
from markupsafe import Markup, escape

from evaluation.claims.ledger import (
    CONFIRMED,
    NOT_RUN,
    REFUTED,
    RULE,
    UNDECIDED,
    Judged,
)
from evaluation.report.content import FamilyPart, Report
from evaluation.tables.document import DASH, Block, Cell, Table

# Verdict -> how it is called in style sheet and script, and the sign beside its word.
SIGNS = {
    CONFIRMED: ("confirmed", "✓"),
    REFUTED: ("refuted", "✗"),
    UNDECIDED: ("undecided", "≈"),
    NOT_RUN: ("not-run", "○"),
}
BAR_WIDTH = 220
_SCRIPTS = ("camera.js", "brush.js", "viewer.js", "page.js")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_MARKS = {"lower": min, "higher": max}


class Bar(NamedTuple):
    """An interval drawn on its margin: places from 0 to `BAR_WIDTH`.

    Args:
        claimed: from where to where the claim holds.
        zero, mean: a place.
        low, high: of the interval; at an end where it is infinite.
    """

    claimed: tuple[float, float]
    zero: float
    mean: float
    low: float
    high: float


def bar(judged: Judged) -> Bar:
    """Where things stand in the picture of a comparison."""
    mean, low, high, _ = judged.interval
    margin = judged.comparison.margin
    margins = [margin] if judged.comparison.claimed == "above" else [-margin, margin]
    shown = [each for each in (mean, low, high, 0.0, *margins) if np.isfinite(each)]
    first, last = min(shown), max(shown)
    room = 0.12 * (last - first) or 1.0
    ends = (first - room, last + room)

    def place(value: float) -> float:
        return round(float(np.interp(value, ends, (0, BAR_WIDTH))), 1)

    claimed = place(margins[0]), place(margins[1] if len(margins) > 1 else np.inf)
    return Bar(claimed, place(0.0), place(mean), place(low), place(high))


def marked(table: Table, block: Block) -> list[tuple[str, list[Cell]]]:
    """The rows of a block, label and cells, with the best of each column marked.

    A block of a single row of numbers has no best, and marks that are there stay.
    """
    rows = [(row.label, list(row.cells)) for row in block.rows]
    for column, better in enumerate(table.better):
        numbers = {
            i: cells[column].value
            for i, (_, cells) in enumerate(rows)
            if better and cells[column].value is not None
        }
        if len(numbers) < 2:
            continue
        best = _MARKS[better](numbers.values())
        for i, number in numbers.items():
            if number == best:
                cells = rows[i][1]
                cells[column] = cells[column]._replace(mark="best")
    return rows


def without_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a row was not run, or not printed."""
    return all(cell.text in (DASH, "") for cell in cells)


def write_html(report: Report) -> str:
    """The whole page."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("evaluation.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "emphasised": _emphasised,
        "split_spread": lambda text: text.partition("±"),
        "sign": lambda verdict: SIGNS[verdict][1],
        "slug": lambda verdict: SIGNS[verdict][0],
        "duration": _duration,
    }
    return environment.get_template("page.html").render(
        report=report,
        rule=RULE,
        verdicts=list(SIGNS),
        facts=_facts(report),
        motions={family.key: _windows(family) for family in report.families},
        bar=bar,
        bar_width=BAR_WIDTH,
        marked=marked,
        without_numbers=without_numbers,
        style=_source(environment, "page.css"),
        scripts=[_source(environment, name) for name in _SCRIPTS],
    )


def _source(environment: jinja2.Environment, name: str) -> Markup:
    """A file that stands in the page as it is."""
    return Markup(environment.loader.get_source(environment, name)[0])


def _windows(family: FamilyPart) -> list[Mapping[str, Any]]:
    """The windows of all data sets, which are named where there are several."""
    several = sum(map(bool, family.windows.values())) > 1
    return [
        {**window, "name": f"{data}, {window['name']}"} if several else window
        for data, windows in family.windows.items()
        for window in windows
    ]


def _facts(report: Report) -> dict[str, str]:
    """What stands at the head of the page: of which runs it is made."""
    trained = [row for row in report.rows if row.trained]
    seeds = sorted({len(row.seeds) for row in trained})
    runs = sum(len(row.seeds) for row in trained)
    seconds = sum(row.seconds * len(row.seeds) for row in trained)
    smaller = sum(bool(row.reduced) for row in trained)
    data = {
        f"{name} {fingerprint[:12]}"
        for family in report.families
        for name, fingerprint in family.data_sets.items()
    }
    days = dict.fromkeys(day.isoformat() for day in (report.first, report.last))
    return {
        "Profile": report.profile,
        "Runs": f"{runs} of {len(trained)} studies, "
        f"{len(report.rows) - len(trained)} baselines",
        "Runs ended": " to ".join(days),
        "Training": _duration(seconds),
        "Seeds": f"{' or '.join(map(str, seeds)) or 'none'} for each study",
        "Scale": f"{smaller} of {len(trained)} studies reduced",
        "Hardware": _each(row.hardware for row in trained),
        "Data": ", ".join(sorted(data)),
        "Code versions": _each(row.code for row in report.rows),
    }


def _each(values) -> str:
    return ", ".join(sorted({part for value in values for part in value.split("; ")}))


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _emphasised(text: str) -> Markup:
    """A label of a table, in which *this* is Markdown's emphasis."""
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", str(escape(text))))
