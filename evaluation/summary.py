"""The results table of README.md, made of results/standard/: a line for each headline.

.venv/bin/python -m evaluation.summary

A family appears once its table is in results.csv.
"""

import pathlib
from collections.abc import Sequence

from evaluation import families
from evaluation.family import Family, Headline
from evaluation.tables.document import DASH
from evaluation.tables.numbers import AVERAGE
from evaluation.tables.results_csv import read_results_csv
from reenact.errors import DataError
from reenact.files import whole_file
from reenact.startup import run_script

PROFILE = "standard"
BEGIN = "<!-- results, written by python -m evaluation.summary -->"
END = "<!-- end of results -->"
_HEADER = (
    "| study family | measured | published | ours, best study "
    "| baseline: zero velocity, or the noisy input | data |"
)


def summary(rows: Sequence[dict[str, str]], folder: str) -> str:
    """The table in Markdown, with a sentence before it.

    Args:
        rows: of results.csv.
        folder: of the pages, as a link.
    """
    lines = [
        f"Measured here at the `{PROFILE}` profile, whose reduced sizes and steps each "
        "page lists: mean ± standard deviation over seeds. The best study was chosen "
        "by the very error shown, so that number is optimistic. CMU has 120 frames a "
        "second where the literature assumes 50: its 400 and 1000 ms are really 167 "
        "and 417 ms. Numbers published on other data cannot be compared with ours.",
        "",
        _HEADER,
        "| --- " * (_HEADER.count("|") - 1) + "|",
    ]
    for family in families.load_all():
        made = (_line(family, headline, rows, folder) for headline in family.headlines)
        lines += [f"| {' | '.join(cells)} |" for cells in made if cells]
    return "\n".join(lines) + "\n"


def _line(
    family: Family, headline: Headline, rows: Sequence[dict[str, str]], folder: str
) -> list[str] | None:
    """The cells of one headline; None where nothing was run."""
    of_table = [row for row in rows if row["table"] == headline.table]
    runs = [row for row in of_table if _is_candidate(family, headline, row)]
    if not runs:
        return None
    best = sorted(runs, key=lambda row: float(row["value"]), reverse=headline.higher)[0]
    return [
        f"[{family.title}]({folder}/{headline.table}.md)",
        headline.title.format(ms=best["real_ms"]),
        _published(headline, best, of_table),
        f"{_ours(headline, best)}: {family.label(best['study'])}, best of {len(runs)}",
        f"{float(best['baseline']):.{headline.decimals}f}",
        best["data"].split()[0],
    ]


def _is_candidate(family: Family, headline: Headline, row: dict[str, str]) -> bool:
    """Whether a row is what a network of ours achieved."""
    study = row["study"]
    counts = headline.counts or (lambda study: not family.is_baseline(study))
    return (
        counts(study)
        and bool(row["value"])
        and (row["metric"], row["action"]) == (headline.metric, AVERAGE)
        and headline.at in (row["horizon_ms"], row["threshold"])
        and row["mode"] in headline.variants
    )


def _ours(headline: Headline, row: dict[str, str]) -> str:
    """'1.05 ± 0.01 (3 seeds)'."""
    value = f"{float(row['value']):.{headline.decimals}f}"
    if not row["spread"]:
        return f"{value} (1 seed)"
    return (
        f"{value} ± {float(row['spread']):.{headline.decimals}f} ({row['seeds']} seeds)"
    )


def _published(
    headline: Headline, best: dict[str, str], rows: Sequence[dict[str, str]]
) -> str:
    """The number, whose it is, and what keeps it from being comparable."""
    row, notes = best, []
    if headline.printed:
        study, metric, source = headline.printed
        (row,) = (
            row
            for row in rows
            if (row["study"], row["metric"], row["mode"])
            == (study, metric, "published")
            and row["horizon_ms"] in ("", headline.at)
        )
        notes.append(source)
    if not row["published"]:
        return DASH
    if row["verified"] == "no":
        notes.append("unverified")
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
