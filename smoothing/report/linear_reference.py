"""Which printed numbers lie far above a linear estimator of what the network sees.

A convolution or a recurrent network sees 5 noisy frames, DeciWatch the first and the
last of them. What a linear estimator makes of these is known of means of frames, on
Penn Action, and measured here for the best linear map, which uses all keypoints at
once. A number far above is not impossible: networks are not linear.
"""

from smoothing.report.printed import SEEN, Printed, linear_pck
from smoothing.report.rows import ThesisNumbers, study_of, values

FAR = 15.0  # percentage points
BEST_LINEAR = {name: "linear_2" if name == "deciwatch" else "linear_5" for name in SEEN}


def linear_study(name: str, run: str) -> str:
    """The best linear map of what a model sees in a run."""
    return study_of(BEST_LINEAR[name], run)


class Reference:
    """What linear estimators reach, as far as it is known.

    Args:
        made: makes the numbers of one data set; of its studies the best linear maps
            are used.
    """

    def __init__(self, made: ThesisNumbers):
        self.made, self.of_means = made, linear_pck()

    def mark(self, name: str, key: Printed, printed: float) -> str:
        """'‡10.9/22.3' for a number far above the mean of the frames seen, else ''.

        The numbers are that of the mean on Penn Action and, where it was measured, that
        of the best linear map here.

        Args:
            name: of a model, as its studies are named.
            key: run and threshold of the printed number.
            printed: in %.
        """
        if name not in SEEN:
            return ""
        mean = self.of_means[SEEN[name], int(key.run[0]), key.threshold]
        if printed - mean <= FAR:
            return ""
        study, measure = linear_study(name, key.run), f"pck_{key.threshold}"
        measured = values(self.made.studies.runs(study), measure)
        if self.made.studies.is_shipped(study):
            number = self.made.measured(study, measure)
            measured = [number.value] if number else []
        return "/".join([f"‡{mean:.1f}", *(f"{each:.1f}" for each in measured)])
