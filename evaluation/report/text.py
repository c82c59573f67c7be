"""The report in short as Markdown, and its ledger as a table for other programs."""

import csv
import io
import pathlib

from evaluation.claims.ledger import NOT_RUN, RULE, JudgedClaim
from evaluation.report.content import VERDICTS, FamilyPart, Report

COLUMNS = (
    "family",
    "claim",
    "source",
    "text",
    "data",
    "verdict",
    "comparison",
    "mean",
    "low",
    "high",
    "method",
    "claimed",
    "margin",
    "guard",
    "comparison_verdict",
)


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
        RULE,
        "",
        _piped("family", *VERDICTS),
        _piped("---", *["---:"] * len(VERDICTS)),
    ]
    for family in report.families:
        counts = family.counts.values()
        lines.append(_piped(f"[{family.title}](#{family.key})", *counts))
    lines.append(_piped("**all**", *report.counts.values()))
    if report.absent:
        lines += ["", f"Not run at this profile: {', '.join(report.absent)}."]
    for family in report.families:
        lines += _family(family, folder)
    return "\n".join(lines) + "\n"


def write_csv(report: Report) -> str:
    """A row for each comparison; one without numbers where a claim was not run."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for family in report.families:
        for claim in family.claims:
            writer.writerows(_comparisons(family.key, claim))
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
    lines += ["", _piped("claim", "source", *family.data_sets)]
    lines.append(_piped(*["---"] * (2 + len(family.data_sets))))
    for claim, verdicts in ((each.claim, each.verdicts) for each in family.claims):
        name = f"`{claim.id}`"
        if (folder / page).exists():
            name = f"[{name}]({page}#{claim.id})"
        words = [verdicts.get(data, NOT_RUN) for data in family.data_sets]
        lines.append(_piped(f"{claim.text} {name}", claim.source, *words))
    return lines


def _piped(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"


def _comparisons(family: str, claim: JudgedClaim):
    fields = {
        "family": family,
        "claim": claim.claim.id,
        "source": claim.claim.source,
        "text": claim.claim.text,
    }
    for data, verdict in claim.verdicts.items():
        fields |= {"data": data, "verdict": verdict}
        if verdict == NOT_RUN:
            yield fields
        for comparison, interval, alone in claim.comparisons[data]:
            yield {
                **fields,
                "comparison": comparison.text,
                "mean": f"{interval.mean:.6g}",
                "low": f"{interval.low:.6g}",
                "high": f"{interval.high:.6g}",
                "method": interval.method,
                "claimed": comparison.claimed,
                "margin": f"{comparison.margin:.6g}",
                "guard": "yes" if comparison.guard else "no",
                "comparison_verdict": alone,
            }
