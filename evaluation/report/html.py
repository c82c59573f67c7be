"""The report as one HTML page that needs nothing else: no network, no other file.

`page/page.html` is filled in with what `content` collected.
"""

import re
from typing import NamedTuple

import jinja2
import numpy as np
from markupsafe import Markup, escape

from data_prep.datasets import shown_name
from evaluation.claims.ledger import (
    FAILS,
    HERE,
    HOLDS,
    NOT_RUN,
    RULE,
    UNDECIDED,
    Judged,
)
from evaluation.claims.markdown import CAME_WITH_PROJECT, SEVERAL_DATA_SETS
from evaluation.headline_sentences import sentence
from evaluation.report.commands import one_command
from evaluation.report.content import Report
from evaluation.report.shown_windows import windows_to_show
from evaluation.summary import ours, published
from evaluation.tables.shown_rows import missing_here, not_run, shown
from reenact.commands import shown_command
from reenact.numerals import signed, with_minus

# Verdict -> how it is called in style sheet and script, and the sign beside its word.
SIGNS = {
    HOLDS: ("holds", "✓"),
    FAILS: ("fails", "✗"),
    UNDECIDED: ("undecided", "≈"),
    NOT_RUN: ("not-run", "○"),
}
# What can be said of the best study -> the style of its sign.
TONES = {
    "ahead": "holds",
    "one seed": "undecided",
    "level": "undecided",
    "behind": "fails",
}
BAR_WIDTH = 220
_SCRIPTS = ("camera.js", "brush.js", "viewer.js", "page.js")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


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
    margin = judged.margin
    margins = [margin] if judged.claimed == "above" else [-margin, margin]
    shown = [each for each in (mean, low, high, 0.0, *margins) if np.isfinite(each)]
    first, last = min(shown), max(shown)
    room = 0.12 * (last - first) or 1.0
    ends = (first - room, last + room)

    def place(value: float) -> float:
        return round(float(np.interp(value, ends, (0, BAR_WIDTH))), 1)

    claimed = place(margins[0]), place(margins[1] if len(margins) > 1 else np.inf)
    return Bar(claimed, place(0.0), place(mean), place(low), place(high))


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
        "shown_command": shown_command,
        "shown_name": shown_name,
        "number_and_notes": _number_and_notes,
        "tone": lambda outcome: TONES[outcome],
        "signed": signed,
        "minus": with_minus,
    }
    return environment.get_template("page.html").render(
        report=report,
        lead=_lead(report),
        here=HERE,
        rule=f"{RULE} {SEVERAL_DATA_SETS}",
        came_with_project=CAME_WITH_PROJECT,
        facts=_facts(report),
        motions={
            family.key: windows_to_show(family.windows, family.ranking, family.changed)
            for family in report.families
        },
        bar=bar,
        bar_width=BAR_WIDTH,
        shown=shown,
        not_run=not_run,
        missing_here=missing_here,
        sentence=sentence,
        ours=ours,
        published=published,
        one_command=one_command,
        style=_source(environment, "page.css"),
        scripts=[_source(environment, name) for name in _SCRIPTS],
    )


def _source(environment: jinja2.Environment, name: str) -> Markup:
    """A file that stands in the page as it is."""
    return Markup(environment.loader.get_source(environment, name)[0])


def _lead(report: Report) -> str:
    """What was run again, on what and at which scale."""
    trained = [row for row in report.rows if row.trained]
    smaller = sum(bool(row.reduced) for row in trained)
    data = dict.fromkeys(
        shown_name(name) for each in report.families for name in each.data_sets
    )
    scale = {0: "", len(trained): " at reduced scale"}.get(
        smaller, f", {smaller} of them at reduced scale,"
    )
    return (
        f"{len(trained)} studies of {len(report.families)} families of networks were "
        f"trained again{scale} on {' and '.join(data)}."
    )


def _facts(report: Report) -> dict[str, str]:
    """What stands at the foot of the page: of which runs it is made."""
    trained = [row for row in report.rows if row.trained]
    seeds = sorted({len(row.seeds) for row in trained})
    runs = sum(len(row.seeds) for row in trained)
    seconds = sum(row.seconds * len(row.seeds) for row in trained)
    smaller = sum(bool(row.reduced) for row in trained)
    data = {
        f"{shown_name(name)} {fingerprint[:12]}"
        for family in report.families
        for name, fingerprint in family.data_sets.items()
    }
    days = dict.fromkeys(day.isoformat() for day in report.ended)
    return {
        "Profile": report.profile,
        "Runs": f"{runs} of {len(trained)} studies, "
        f"{len(report.rows) - len(trained)} baselines",
        **({"Runs ended": " to ".join(days)} if days else {}),
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


def _number_and_notes(text: str) -> tuple[str, str]:
    """'15.0 (on DIP)' -> its number, and what stands in brackets."""
    number, _, notes = text.partition(" (")
    return number, notes.rstrip(")")


def _emphasised(text: str) -> Markup:
    """A label of a table, in which *this* is Markdown's emphasis."""
    return Markup(_EMPHASIS.sub(r"<em>\1</em>", str(escape(text))))
