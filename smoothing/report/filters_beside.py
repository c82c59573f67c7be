"""Whether networks beat the best filter, for what claims say of parts of them."""

from collections.abc import Sequence

from evaluation.claims.benchmarks import caveat_of
from evaluation.claims.ledger import Caveat
from evaluation.studies import Studies
from smoothing.report.comparisons import in_words, shares_of_both
from smoothing.report.rows import beside
from smoothing.study_names import SMOOTHERS, label


def beside_filters(networks: Sequence[str], measure: str) -> Caveat:
    """The caveat of claims about some networks: which do not beat the best filter.

    Args:
        networks: studies; each is compared with filters of its noise and on its grid.
        measure: a PCK.
    """

    def caveat(studies: Studies) -> str:
        return " ".join(filter(None, (_caveat(studies, each) for each in networks)))

    def _caveat(studies: Studies, network: str) -> str:
        beside_it = (beside(studies, smoother, network) for smoother in SMOOTHERS)
        found = {
            each: shares
            for each in beside_it
            if (shares := shares_of_both(studies, network, each, measure))
        }
        if not found:
            return ""
        best = max(found, key=lambda each: found[each][1].mean())
        ours, theirs = found[best]
        numbers = f"{in_words(measure)}: {ours.mean():.1f} against {theirs.mean():.1f}"
        names = label(network), label(best)
        return caveat_of(names, ours - theirs, numbers, about="the change")

    return caveat
