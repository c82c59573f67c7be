"""Which printed numbers lie far above a linear estimator of what the network sees.

A convolution or a recurrent network sees 5 noisy frames, DeciWatch the first and the
last of them. What a linear estimator makes of these is known from elsewhere, for means
of frames, and measured here, for the best linear map. Such a number is not impossible:
networks are not linear. But smoothing alone does not explain it.
"""

from collections.abc import Mapping, Sequence

from evaluation.published_smoothing import SEEN, Printed, linear_pck
from evaluation.results import RunRecord
from evaluation.smoothing_rows import study_of, values

FAR = 15.0  # percentage points
BEST_LINEAR = {name: "linear_2" if name == "deciwatch" else "linear_5" for name in SEEN}


def linear_study(name: str, run: str) -> str:
    """The best linear map of what a model sees in a run."""
    return study_of(BEST_LINEAR[name], run)


class Reference:
    """What a linear estimator reaches, as far as it is known.

    Args:
        studies: records by study; the best linear maps among them are used.
    """

    def __init__(self, studies: Mapping[str, Sequence[RunRecord]]):
        self.studies, self.elsewhere = studies, linear_pck()

    def of(self, name: str, key: Printed) -> float:
        """The higher of both, in %.

        Args:
            name: of a model, as its studies are named.
            key: run and threshold.
        """
        known = self.elsewhere[SEEN[name], int(key.run[0]), key.threshold]
        records = self.studies.get(linear_study(name, key.run), ())
        return max([known, *values(records, f"pck_{key.threshold}")])

    def mark(self, name: str, key: Printed, printed: float) -> str:
        """'‡10.9' for a number far above the reference, which follows; else ''."""
        if name not in SEEN:
            return ""
        reference = self.of(name, key)
        return f"‡{reference:.1f}" if printed - reference > FAR else ""
