"""The claims of a family as a page in Markdown."""

from collections.abc import Mapping

from data_prep.datasets import shown_name
from evaluation.claims.judging import Found, ShippedClaims, counts, judged
from evaluation.claims.ledger import HERE, NOT_RUN, RULE, Judged, Ledger
from reenact.numerals import signed, with_minus

CAME_WITH_PROJECT = "came with the project"
SEVERAL_DATA_SETS = (
    "A claim that was tested on several data sets counts once, with the verdict on the "
    "first of them; recorded motion stands before synthetic."
)


def claims_page(
    ledger: Ledger, profile: str, shipped: ShippedClaims | None = None
) -> str:
    """The ledger: counts, an overview, then every claim with its numbers."""
    claims = judged(ledger, shipped)
    lines = [
        f"# Claims ({profile} profile)",
        "",
        f"{RULE} {HERE}",
        "",
        f"## {ledger.heading}",
        "",
        ledger.about,
        "",
        f"{len(claims)} claims: {_in_words(counts(claims))}.",
        "",
    ]
    tested = [
        data
        for data in (claims[0].found if claims else ())
        if any(each.verdicts[data] != NOT_RUN for each in claims)
    ]
    several = tested if len(tested) > 1 else []
    if several:
        lines += [SEVERAL_DATA_SETS, ""]
    lines.append(
        "| " + " | ".join(["claim", "verdict", *map(shown_name, several)]) + " |"
    )
    lines.append("| --- " * (len(several) + 2) + "|")
    for each in claims:
        words = [each.verdict, *(each.verdicts[data] for data in several)]
        name = each.claim.id
        lines.append(f"| [{name}](#{name}) | {' | '.join(words)} |")
    for each in claims:
        claim = each.claim
        # Viewers derive an anchor from a heading, and some drop the dots of an id.
        lines += ["", f'<a id="{claim.id}"></a>', "", f"### {claim.id}", ""]
        lines += [f"{claim.text}", f"*({claim.source})*"]
        for data, found in each.found.items():
            lines += _details(data, found)
    return "\n".join(lines) + "\n"


def _in_words(counted: Mapping[str, int]) -> str:
    """'holds here 4, does not hold here 3, undecided here 1, not run 0'."""
    return ", ".join(f"{word} {number}" for word, number in counted.items())


def _details(data: str, found: Found) -> list[str]:
    if not found.comparisons:
        return []
    origin = f" ({CAME_WITH_PROJECT})" if found.shipped else ""
    lines = ["", f"{shown_name(data)}: **{found.verdict}**{origin}", ""]
    if found.caveat:
        lines += [found.caveat, ""]
    return [*lines, *map(_comparison, found.comparisons)]


def _comparison(judged: Judged) -> str:
    mean, low, high, method = judged.interval
    sign = ">" if judged.claimed == "above" else "within ±"
    kind = "precondition; " if judged.guard else ""
    return (
        f"- {judged.text}: difference {signed(mean)} "
        f"[{signed(low)}, {signed(high)}] ({method}); {kind}claimed {sign} "
        f"{with_minus(f'{judged.margin:.3f}')}: {judged.verdict}"
    )
