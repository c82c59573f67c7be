"""How a comparison calls studies, metrics and directions."""

from collections.abc import Mapping

from evaluation import families
from evaluation.claims.metric_words import in_words
from evaluation.compare.differences import BOTH, Difference
from evaluation.family import Family
from evaluation.metric import Metric


def study_in_words(place: Mapping[str, str]) -> str:
    """'bi_enc_50: Bi-Enc-50', the key and what tables call it."""
    family = _family(place)
    named = []
    for key in place["study"].split(BOTH):
        label = family.label(key) if family else key
        named.append(label if label.startswith(key) else f"{key}: {label}")
    return BOTH.join(named)


def metric_in_words(place: Mapping[str, str]) -> str:
    """'Joint angle error, rad, summed up to 400 ms', or 'pck 0.1' as in results.csv.

    A mode that is not the usual one, and that the words do not say, follows.
    """
    name, mode = place["metric"], place.get("mode", "")
    threshold, label_ms = place.get("threshold", ""), place.get("horizon_ms", "")
    key = _key(place)
    if label_ms:
        text = in_words(key or name, [int(label_ms)])
    else:
        text = f"{name} {threshold}".rstrip()
    return text if mode in ("", "corrected", key) else f"{text}, {mode}"


def direction(difference: Difference) -> str:
    """'better' or 'worse', of B; 'higher' or 'lower' where none of them is better."""
    rises = difference.b.mean > difference.a.mean
    wanted = _higher_is_better(difference.place)
    if wanted is None:
        return "higher" if rises else "lower"
    return "better" if rises == wanted else "worse"


def _family(place: Mapping[str, str]) -> Family | None:
    """None of a family that was there in another version only."""
    name = place["family"]
    return families.load(name) if name in families.NAMES else None


def _metrics(place: Mapping[str, str]) -> dict[str, Metric]:
    """Those of a row's name, by key of the errors."""
    family = _family(place)
    errors = family.errors if family else {}
    return {key: each for key, each in errors.items() if each.name == place["metric"]}


def _key(place: Mapping[str, str]) -> str | None:
    """Of the errors that a row was made from; None where it was made from others."""
    found = [
        key
        for key, metric in _metrics(place).items()
        if metric.threshold is None or f"{metric.threshold:g}" == place.get("threshold")
    ]
    if len(found) > 1:  # the keys say how a model was evaluated, and so does the mode
        found = [key for key in found if key == place.get("mode")]
    return found[0] if found else None


def _higher_is_better(place: Mapping[str, str]) -> bool | None:
    family = _family(place)
    headlines = family.headlines if family else ()
    known = [each.higher for each in headlines if each.metric == place["metric"]]
    known += [each.higher_is_better for each in _metrics(place).values()]
    return known[0] if known else None
