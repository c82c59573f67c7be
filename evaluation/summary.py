"""The results table of README.md, made of results/standard/: a line for each headline.

.venv/bin/python -m evaluation.summary

A family appears once its table is in results.csv; a sentence below the table says what
its first line shows.
"""

import pathlib
from collections.abc import Sequence

from data_prep.datasets import shown_name
from evaluation import families
from evaluation.headline_sentences import sentence
from evaluation.headlines import Finding, ResultRow, findings
from evaluation.tables.document import DASH, rounded
from evaluation.tables.results_csv import read_results_csv
from reenact.errors import DataError
from reenact.files import whole_file
from reenact.startup import run_script

PROFILE = "standard"
NOT_PRINTED = "not printed"
BEGIN = "<!-- results, written by python -m evaluation.summary -->"
END = "<!-- end of results -->"
_HEADER = (
    "| study family | measured | published | re-run here, best study "
    "| doing nothing: zero velocity, or the noisy input "
    "| best simple filter or model | data |"
)


def summary(rows: Sequence[ResultRow], folder: str) -> str:
    """The table in Markdown between two paragraphs of sentences.

    Args:
        rows: of results.csv.
        folder: of the pages, as a link.
    """
    found = [findings(family, rows) for family in families.load_all()]
    lines = [
        f"Measured here at the `{PROFILE}` profile, whose reduced sizes and steps each "
        "page lists: mean ± standard deviation over seeds. The best study was chosen "
        "by the very error shown, so that number is optimistic. CMU has 120 frames a "
        "second where the literature assumes 50: its 400 and 1000 ms are really 167 "
        "and 417 ms. Numbers published on other data cannot be compared with ours.",
        "",
        _HEADER,
        "| --- " * (_HEADER.count("|") - 1) + "|",
        *(
            f"| {' | '.join(_cells(each, folder))} |"
            for of_family in found
            for each in of_family
        ),
        "",
        *(
            f"* {of_family[0].family.title}: {sentence(of_family[0])}"
            for of_family in found
            if of_family
        ),
    ]
    return "\n".join(lines) + "\n"


def _cells(finding: Finding, folder: str) -> list[str]:
    headline, best = finding.headline, finding.best
    simple = DASH
    if finding.simple:
        first = finding.simple[0]
        simple = f"{first.value:.{headline.decimals}f}: {first.name}"
    return [
        f"[{finding.family.title}]({folder}/{headline.table}.md)",
        finding.title,
        published(finding),
        f"{ours(finding)}: {finding.family.label(best['study'])}, "
        f"best of {len(finding.ranking)}",
        f"{finding.nothing.value:.{headline.decimals}f}",
        simple,
        shown_name(best["data"].split()[0]),
    ]


def ours(finding: Finding) -> str:
    """'1.05 ± 0.01 (3 seeds)'."""
    best, decimals = finding.best, finding.headline.decimals
    if finding.one_seed:
        return f"{float(best['value']):.{decimals}f} (1 seed)"
    value, spread = rounded(float(best["value"]), float(best["spread"]), decimals)
    return f"{value} ± {spread} ({best['seeds']} seeds)"


def published(finding: Finding) -> str:
    """The number, whose it is, and what keeps it from being comparable."""
    row, headline = finding.published, finding.headline
    if row is None:
        return NOT_PRINTED
    notes = [headline.printed.source] if headline.printed else []
    if row["horizon_ms"] not in ("", finding.best["real_ms"]):
        notes.append(f"printed for {row['horizon_ms']} ms")
    if row["verified"] == "no":
        notes.append("not checked against the paper's page")
    if headline.on:
        notes.append(f"on {headline.on}: not comparable")
    value = f"{float(row['published']):.{headline.decimals}f}"
    return f"{value} ({', '.join(notes)})" if notes else value


def with_block(page: str, block: str) -> str:
    """A page with the text between the two marks replaced.

    Raises:
        DataError: a mark that is missing.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise DataError(f"README.md: expected the marks {BEGIN} and {END}")
    return f"{before}{begin}\n\n{block}\n{end}{after}"


def main() -> None:
    readme = pathlib.Path("README.md")
    folder = pathlib.Path("results") / PROFILE
    block = summary(read_results_csv(folder / "results.csv"), folder.as_posix())
    page = with_block(readme.read_text(encoding="utf-8"), block)
    with whole_file(readme) as temporary:
        temporary.write_text(page, encoding="utf-8")
    print(block, end="")


if __name__ == "__main__":
    run_script(main)
