"""The claims of the report about its 14 studies: Figure 6 and Appendix A.

What its words mean in numbers: `comparisons`.
"""

from evaluation.claims.ledger import Claim, Test
from evaluation.claims.vocabulary import not_testable, together
from stt.report.analysis_claims import APPENDIX, INNER_CLAIMS, REPORT
from stt.report.comparisons import (
    ANGLE,
    EULER,
    FIRST,
    LAST,
    POSITION,
    better_then_worse,
    loses_more,
    seeds_vary_slightly,
    stands,
    takes,
    worst_of_all,
)
from stt.studies import BENCHMARK, label

ABOUT_CLAIMS = (
    "Claims of the report about its 14 studies. Errors are sums up to 400 ms unless "
    "said otherwise: joint_angle_sum and euler_sum in radians, positional_sum in thigh "
    "lengths. The report speaks in words: 'close' is a difference within 5 % of the "
    "error of zero velocity, 'worse' one above 0, 'slightly worse' both, 'much worse' "
    f"one above the 5 %. Precondition: the benchmark ({label(BENCHMARK)}) beats "
    "zero velocity. Claims about embeddings, gradients and long predictions are tested "
    "on what analysis.json of a run holds."
)


def _claim(name: str, section: str, text: str, test: Test) -> Claim:
    return Claim(name, f"{REPORT}, {section}", text, test)


_FIGURE_CLAIMS = [
    _claim(
        "study_02_seeds_vary_slightly",
        f"{APPENDIX}, studies 01-02",
        "Results vary slightly with the initial weights.",
        seeds_vary_slightly,
    ),
    _claim(
        "study_05_no_harm",
        f"{APPENDIX}, studies 05-06",
        "Noise of 0.02 has no negative impact on joint angles and positions (the "
        "benchmark is no better).",
        stands(BENCHMARK, "no better", (ANGLE, POSITION), to="05"),
    ),
    _claim(
        "study_06_worse",
        f"{APPENDIX}, studies 05-06",
        "Noise of 0.1 starts to show a loss (in every metric slightly worse).",
        stands("06", "slightly worse", (EULER, ANGLE, POSITION)),
    ),
    _claim(
        "study_06_worse_in_euler",
        f"{APPENDIX}, studies 05-06",
        "The loss from noise of 0.1 is higher in Euler angles than in joint angles.",
        loses_more("06", (EULER, LAST), (ANGLE, LAST)),
    ),
    _claim(
        "noise_no_gain",
        f"{APPENDIX}, studies 05-06",
        "Noise on the input gains nothing.",
        together(stands("05", "no better"), stands("06", "no better")),
    ),
    _claim(
        "study_07_close",
        f"{APPENDIX}, study 07",
        "With keys and values of each joint's own the joint angle is close to the "
        "benchmark.",
        stands("07", "close"),
    ),
    _claim(
        "study_07_not_much_slower",
        f"{APPENDIX}, study 07",
        "Its training is not dramatically slower (under 1.5 times).",
        takes("07", "under", 1.5),
    ),
    _claim(
        "study_08_close",
        f"{APPENDIX}, study 08",
        "With temporal attention in the form of the spatial one the joint angle is "
        "similar to the benchmark.",
        stands("08", "close"),
    ),
    _claim(
        "study_08_faster",
        f"{APPENDIX}, study 08",
        "Attention for every joint in turn increases training time significantly, so "
        "study 08 is faster. (The benchmark of this project has no loop over joints.)",
        takes("08", "under", 1),
    ),
    _claim(
        "study_09_worse",
        f"{APPENDIX}, study 09",
        "The temporal attention of 08 with the spatial one of the benchmark is worse "
        "than the benchmark.",
        stands("09", "worse"),
    ),
    _claim(
        "study_10_much_worse",
        "section 3.3.3, study 10",
        "Without temporal attention results are quite poor: much worse than the "
        "benchmark and worse than every other study.",
        worst_of_all("10"),
    ),
    _claim(
        "study_11_better_than_10",
        f"{APPENDIX}, study 11",
        "Without spatial attention is better than without temporal attention.",
        stands("10", "worse", to="11"),
    ),
    _claim(
        "study_11_slightly_worse",
        f"{APPENDIX}, study 11",
        "Without spatial attention is slightly worse than the benchmark.",
        stands("11", "slightly worse"),
    ),
    _claim(
        "study_11_loses_at_400ms",
        f"{APPENDIX}, study 11",
        "Without spatial attention the long term (400 ms) suffers more loss than the "
        "short term, against the benchmark.",
        loses_more("11", (ANGLE, LAST), (ANGLE, FIRST)),
    ),
    _claim(
        "study_12_slightly_worse",
        "section 3.3.3, study 12",
        "Without positional encoding is slightly worse than the benchmark.",
        stands("12", "slightly worse"),
    ),
    _claim(
        "study_12_crosses_11",
        "section 3.3.3, study 12",
        "Without positional encoding is better than without spatial attention after "
        "100 ms, but worse after 400 ms.",
        better_then_worse("12", than="11"),
    ),
    _claim(
        "study_13_close",
        f"{APPENDIX}, study 13",
        "With 7 layers instead of 8 the joint angle is quite similar to the benchmark.",
        stands("13", "close"),
    ),
    _claim(
        "study_14_worse",
        f"{APPENDIX}, study 14",
        "The simpler, convolutional network is not as good as the benchmark.",
        stands("14", "worse"),
    ),
    _claim(
        "study_14_comparable_to_rnn_spl",
        f"{APPENDIX}, study 14",
        "The simpler, convolutional network is comparable to RNN-SPL and LTD-10-10 as "
        "printed by Aksan et al. Not testable here: those figures are of other data, "
        "and none that was checked against the printed page is at hand.",
        not_testable,
    ),
    _claim(
        "study_14_twice_as_fast",
        f"{APPENDIX}, study 14",
        "The simpler, convolutional network trains twice as fast as the benchmark. "
        "(The benchmark of this project has no loop over joints.)",
        takes("14", "under", 0.5),
    ),
]

CLAIMS = [*_FIGURE_CLAIMS, *INNER_CLAIMS]
