"""The report in short as Markdown, and its ledger as a table for other programs."""

import csv
import io
import operator
import pathlib
from collections.abc import Mapping, Sequence

from data_prep.datasets import shown_name
from evaluation.claims.ledger import HERE, RULE, VERDICTS
from evaluation.claims.markdown import SEVERAL_DATA_SETS
from evaluation.claims.rows import COLUMNS, rows_of
from evaluation.report.content import FamilyPart, Report

_PLACE = operator.itemgetter("family", "claim", "data")


def write_markdown(report: Report, folder: pathlib.Path) -> str:
    """Verdicts of all families and the list of claims.

    Args:
        folder: where it will lie; pages of tables that lie there are linked.
    """
    lines = [
        f"# Results ({report.profile} profile)",
        "",
        "The whole report is `index.html`; `index.csv` has every comparison.",
        "",
        "## Verdicts",
        "",
        f"{RULE} {HERE} {SEVERAL_DATA_SETS}",
        "",
        _piped("family", *VERDICTS, "claims"),
        _piped("---", *["---:"] * (len(VERDICTS) + 1)),
    ]
    for family in report.families:
        link = f"[{family.title}](#{family.key})"
        lines.append(_piped(link, *family.counts.values(), len(family.claims)))
    total = sum(report.counts.values())
    lines.append(_piped("**all**", *report.counts.values(), total))
    if report.absent:
        lines += ["", f"Not run at this profile: {', '.join(report.absent)}."]
    for family in report.families:
        lines += _family(family, folder)
    return "\n".join(lines) + "\n"


def write_csv(report: Report, shipped: Sequence[Mapping[str, str]] = ()) -> str:
    """A row for each comparison; one without numbers where a claim was not run.

    Args:
        shipped: rows that came with the project; those of claims and data sets that
            the report does not have stay as they are.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    rows = [
        row
        for family in report.families
        for claim in family.claims
        for row in rows_of(family.key, claim)
    ]
    made = set(map(_PLACE, rows))
    writer.writerows([*rows, *(row for row in shipped if _PLACE(row) not in made)])
    return text.getvalue()


def _family(family: FamilyPart, folder: pathlib.Path) -> list[str]:
    lines = ["", f'<a id="{family.key}"></a>', "", f"## {family.title}", ""]
    lines += [family.about, ""]
    for shown in family.tables:
        page = f"{shown.key}.md"
        title = shown.document.title
        there = (folder / page).exists()
        lines.append(f"- [{title}]({page})" if there else f"- {title} (`{shown.key}`)")
    page = f"{family.key}_claims.md"
    lines += ["", _piped("claim", "source", "verdict"), _piped(*["---"] * 3)]
    for each in family.claims:
        name = f"`{each.claim.id}`"
        if (folder / page).exists():
            name = f"[{name}]({page}#{each.claim.id})"
        others = [
            f"{shown_name(data)}: {word}" for data, word in each.differing.items()
        ]
        verdict = "; ".join([each.verdict, *others])
        lines.append(_piped(f"{each.claim.text} {name}", each.claim.source, verdict))
    return lines


def _piped(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"
