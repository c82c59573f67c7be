"""What the headlines of a family find, each in one sentence."""

from collections.abc import Sequence

from evaluation.headlines import Beside, Finding
from reenact.numerals import MINUS

_MOST_NAMED = 2  # simple models that are ahead of the best study
_VERBS = {"ahead": "beats", "behind": "loses to", "level": "cannot be told from"}


def sentence(finding: Finding) -> str:
    """What beats what and by how much, in plain words; the name of the best is *so*."""
    ahead = [each for each in finding.rivals if each.outcome == "behind"]
    clauses = [(finding.nothing.outcome, _one(finding, finding.nothing))]
    if ahead:
        clauses.append(("behind", _several(finding, ahead)))
    elif finding.rivals:
        best = finding.rivals[0]
        named = best._replace(name=f"the best simple model ({best.name})")
        clauses.append((best.outcome, _one(finding, named)))
    words, said = f"*{finding.name}*", ""
    for outcome, others in clauses:
        joint = {"": " ", outcome: " and "}.get(said, ", but ")
        verb = "" if outcome == said else f"{_VERBS[outcome]} "
        words, said = f"{words}{joint}{verb}{others}", outcome
    intervals = f"95 % intervals, {finding.best['seeds']} seeds"
    words += f" ({'one seed, no interval' if finding.one_seed else intervals})"
    if finding.simple and not finding.rivals:
        words += f"; no simple model here is better than {finding.nothing.name}"
    return f"{words}."


def _several(finding: Finding, others: Sequence[Beside]) -> str:
    """The simple models that are ahead, the best ones by name."""
    named = [_one(finding, each) for each in others[:_MOST_NAMED]]
    if more := len(others) - len(named):
        named.append(f"{more} more")
    listed = ", ".join(named[:-1]) + " and " + named[-1] if named[1:] else named[0]
    return f"{'simple models' if others[1:] else 'a simple model'}: {listed}"


def _one(finding: Finding, other: Beside) -> str:
    """'zero velocity by 21 % (20 to 22)'."""
    in_points = finding.headline.in_points
    largest = max(abs(each or 0) for each in (other.better_by, other.low, other.high))
    decimals = 0 if largest >= 10 and not in_points else 1
    unit = " points" if in_points else " %"

    def size(number: float) -> str:
        return f"{abs(number):.{decimals}f}"

    if other.outcome == "level":
        which = "better" if other.better_by > 0 else "worse"
        ends = f"{MINUS}{size(other.low)} to +{size(other.high)}"
        return f"{other.name} ({size(other.better_by)}{unit} {which}, {ends})"
    by = f"{other.name} by {size(other.better_by)}{unit}"
    if other.low is None:
        return by
    ends = sorted((other.low, other.high), key=abs)
    return f"{by} ({' to '.join(map(size, ends))})"
