"""Judged claims as rows of index.csv, and back."""

from collections.abc import Iterable, Iterator, Mapping

from evaluation.claims.judging import Found, JudgedClaim
from evaluation.claims.ledger import NOT_RUN, Interval, Judged
from reenact.errors import DataError

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
    "caveat",
    "shipped",
)


def rows_of(family: str, claim: JudgedClaim) -> Iterator[dict[str, str]]:
    """A row for each comparison; one without numbers where a claim was not run."""
    fields = {
        "family": family,
        "claim": claim.claim.id,
        "source": claim.claim.source,
        "text": claim.claim.text,
    }
    for data, found in claim.found.items():
        fields |= {
            "data": data,
            "verdict": found.verdict,
            "caveat": found.caveat,
            "shipped": "yes" if found.shipped else "no",
        }
        if found.verdict == NOT_RUN:
            yield fields
            continue
        for each in found.comparisons:
            mean, low, high, method = each.interval
            yield {
                **fields,
                "comparison": each.text,
                "mean": f"{mean:.6g}",
                "low": f"{low:.6g}",
                "high": f"{high:.6g}",
                "method": method,
                "claimed": each.claimed,
                "margin": f"{each.margin:.6g}",
                "guard": "yes" if each.guard else "no",
                "comparison_verdict": each.verdict,
            }


def shipped_claims(
    rows: Iterable[Mapping[str, str]], marked: bool = True
) -> dict[tuple[str, str, str], Found]:
    """(family, claim, data set) -> what rows of an index.csv say; not what was not run.

    Args:
        marked: whether pages say that it came with the project; not where all is
            published together.
    """
    comparisons: dict[tuple[str, str, str], list[Judged]] = {}
    caveats = {}
    for row in rows:
        if not row["comparison"]:
            continue
        key = row["family"], row["claim"], row["data"]
        comparisons.setdefault(key, []).append(_judged(row))
        caveats[key] = row["caveat"]
    return {
        key: Found(each, caveats[key], shipped=marked)
        for key, each in comparisons.items()
    }


def _judged(row: Mapping[str, str]) -> Judged:
    try:
        numbers = [float(row[name]) for name in ("mean", "low", "high", "margin")]
    except ValueError as error:
        raise DataError(
            f"index.csv: claim {row['claim']} on {row['data']}: expected numbers, "
            f"found {error}"
        ) from None
    mean, low, high, margin = numbers
    return Judged(
        text=row["comparison"],
        claimed=row["claimed"],
        margin=margin,
        guard=row["guard"] == "yes",
        interval=Interval(mean, low, high, row["method"]),
        verdict=row["comparison_verdict"],
    )
