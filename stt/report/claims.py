"""The claims of the report about its 14 studies: Figure 6 and Appendix A.

What its words mean in numbers: `comparisons`.
"""

import dataclasses

from evaluation.claims.ledger import Claim, Test
from evaluation.claims.vocabulary import not_testable, together
from stt.report.analysis_claims import APPENDIX, INNER_CLAIMS, REPORT
from stt.report.comparisons import (
    ANGLE,
    EULER,
    FIRST,
    LAST,
    POSITION,
    benchmark_at_hand,
    better_then_worse,
    loses_more,
    seeds_vary_slightly,
    stands,
    takes,
    worst_of_all,
)
from stt.studies import BENCHMARK, label

ABOUT_CLAIMS = (
    "Claims of a student report about 14 studies of the Spatio-Temporal Transformer. "
    "Each study changes one thing of the network that the report calls the benchmark "
    f"({label(BENCHMARK)}). Errors are summed over all frames up to 400 ms unless a "
    "claim says otherwise. The report speaks in words, which mean here: 'close' is a "
    "difference within 5 % of the error of zero velocity, 'worse' one above 0, "
    "'slightly worse' both, and 'much worse' one above the 5 %. It is a precondition "
    "of these claims that the benchmark beats zero velocity. Claims about embeddings, "
    "gradients and long predictions are tested on what `stt.analyse` finds in a run."
)


def _claim(name: str, section: str, text: str, test: Test) -> Claim:
    return Claim(name, f"{REPORT}, {section}", text, test)


def _part(name: str, section: str, text: str, test: Test) -> Claim:
    """A claim about a part of the benchmark: what the errors are without it."""
    return dataclasses.replace(
        _claim(name, section, text, test), caveat=benchmark_at_hand
    )


_FIGURE_CLAIMS = [
    _claim(
        "study_02_seeds_vary_slightly",
        f"{APPENDIX}, studies 01-02",
        "Results of the benchmark vary only slightly with its initial weights.",
        seeds_vary_slightly,
    ),
    _part(
        "study_05_no_harm",
        f"{APPENDIX}, studies 05-06",
        "Gaussian noise on the input with a standard deviation of 0.02 does no harm to "
        "joint angles and positions: the benchmark is no better.",
        stands(BENCHMARK, "no better", (ANGLE, POSITION), to="05"),
    ),
    _part(
        "study_06_worse",
        f"{APPENDIX}, studies 05-06",
        "Gaussian noise on the input with a standard deviation of 0.1 begins to do "
        "harm: every metric is slightly worse than that of the benchmark.",
        stands("06", "slightly worse", (EULER, ANGLE, POSITION)),
    ),
    _part(
        "study_06_worse_in_euler",
        f"{APPENDIX}, studies 05-06",
        "Gaussian noise of 0.1 on the input costs more in Euler angles than in joint "
        "angles.",
        loses_more("06", (EULER, LAST), (ANGLE, LAST)),
    ),
    _part(
        "noise_no_gain",
        f"{APPENDIX}, studies 05-06",
        "Gaussian noise on the input, of 0.02 or of 0.1, brings no gain.",
        together(stands("05", "no better"), stands("06", "no better")),
    ),
    _part(
        "study_07_close",
        f"{APPENDIX}, study 07",
        "Where spatial attention has keys and values of its own for each joint, the "
        "joint angle error is close to that of the benchmark.",
        stands("07", "close"),
    ),
    _claim(
        "study_07_not_much_slower",
        f"{APPENDIX}, study 07",
        "Keys and values of its own for each joint do not slow training down "
        "dramatically: a step takes less than 1.5 times as long as that of the "
        "benchmark.",
        takes("07", "under", 1.5),
    ),
    _part(
        "study_08_close",
        f"{APPENDIX}, study 08",
        "Where temporal attention has the same form as spatial attention, the joint "
        "angle error is close to that of the benchmark.",
        stands("08", "close"),
    ),
    _claim(
        "study_08_faster",
        f"{APPENDIX}, study 08",
        "The network whose temporal attention has the same form as the spatial one "
        "trains faster than the benchmark, whose temporal attention goes through the "
        "joints in a loop. (The benchmark of this project has no such loop.)",
        takes("08", "under", 1),
    ),
    _part(
        "study_09_worse",
        f"{APPENDIX}, study 09",
        "Temporal attention in the form of spatial attention, beside the spatial "
        "attention of the benchmark, is worse than the benchmark.",
        stands("09", "worse"),
    ),
    _part(
        "study_10_much_worse",
        "section 3.3.3, study 10",
        "Without temporal attention results are quite poor: much worse than the "
        "benchmark and worse than every other study.",
        worst_of_all("10"),
    ),
    _part(
        "study_11_better_than_10",
        f"{APPENDIX}, study 11",
        "The network without spatial attention is better than the one without temporal "
        "attention.",
        stands("10", "worse", to="11"),
    ),
    _part(
        "study_11_slightly_worse",
        f"{APPENDIX}, study 11",
        "Without spatial attention the network is slightly worse than the benchmark.",
        stands("11", "slightly worse"),
    ),
    _part(
        "study_11_loses_at_400ms",
        f"{APPENDIX}, study 11",
        "Against the benchmark, the network without spatial attention loses more in "
        "the long term (400 ms) than in the short term (100 ms).",
        loses_more("11", (ANGLE, LAST), (ANGLE, FIRST)),
    ),
    _part(
        "study_12_slightly_worse",
        "section 3.3.3, study 12",
        "Without positional encoding the network is slightly worse than the benchmark.",
        stands("12", "slightly worse"),
    ),
    _part(
        "study_12_crosses_11",
        "section 3.3.3, study 12",
        "The network without positional encoding is better than the one without "
        "spatial attention after 100 ms, but worse after 400 ms.",
        better_then_worse("12", than="11"),
    ),
    _part(
        "study_13_close",
        f"{APPENDIX}, study 13",
        "With 7 attention layers instead of 8 the joint angle error is close to that "
        "of the benchmark.",
        stands("13", "close"),
    ),
    _claim(
        "study_14_worse",
        f"{APPENDIX}, study 14",
        "The simpler network of flat poses and convolutions is not as good as the "
        "benchmark.",
        stands("14", "worse"),
    ),
    _claim(
        "study_14_comparable_to_rnn_spl",
        f"{APPENDIX}, study 14",
        "The simpler network of flat poses and convolutions is comparable to RNN-SPL "
        "and LTD-10-10 as printed by Aksan et al. (This cannot be tested here: those "
        "numbers were measured on other data, and none that was checked against the "
        "printed page is at hand.)",
        not_testable,
    ),
    _claim(
        "study_14_twice_as_fast",
        f"{APPENDIX}, study 14",
        "The simpler network of flat poses and convolutions trains twice as fast as "
        "the benchmark. (The benchmark of this project has no loop over joints.)",
        takes("14", "under", 0.5),
    ),
]

CLAIMS = [*_FIGURE_CLAIMS, *INNER_CLAIMS]
