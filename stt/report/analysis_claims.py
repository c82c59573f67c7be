"""The claims of the report about the inside of a run and about long predictions."""

from evaluation.claims.ledger import Claim, Test
from evaluation.claims.vocabulary import together
from stt.report.analysis_comparisons import (
    deeper_is_wider,
    first_layer_widest,
    grey_band,
    left_and_right_alike,
    loss_is_noisy,
    more_reversed,
    reversed_in,
)
from stt.report.long_predictions import (
    errors_accumulate,
    freeze_early,
    survive_half,
)

REPORT, APPENDIX = "Student report, 14 studies of the transformer", "appendix A"


def _claim(name: str, section: str, text: str, test: Test) -> Claim:
    return Claim(name, f"{REPORT}, {section}", text, test)


INNER_CLAIMS = [
    _claim(
        "embedding_left_right_alike",
        "Figure 5",
        "In the matrix of the joint embedding, the rows of a left joint and of its "
        "right counterpart look alike. (Tested: they correlate more than the rows of "
        "joints paired at random.)",
        left_and_right_alike,
    ),
    _claim(
        "embedding_grey_band",
        "Figure 5",
        "A vertical band of grey, that is of small weights, lies near columns 40 to 50 "
        "of the joint embedding. (Columns have no order of their own, so with other "
        "initial weights it cannot stay there.)",
        grey_band,
    ),
    _claim(
        "gradients_widen_with_depth",
        "Figures 7 and 11",
        "In most studies the gradients have a higher standard deviation in the last "
        "layers than in the others.",
        deeper_is_wider,
    ),
    _claim(
        "gradients_reversed_in_11",
        "Figures 7 and 11",
        "Without spatial attention it is the other way round: the gradients have a "
        "higher standard deviation in the earlier layers than in the last ones.",
        reversed_in("11"),
    ),
    _claim(
        "gradients_reversed_in_12",
        "Figures 7 and 11",
        "Without positional encoding the gradients have a higher standard deviation "
        "in the earlier layers than in the last ones, too, and more so than without "
        "spatial attention.",
        together(reversed_in("12"), more_reversed("12", than="11")),
    ),
    _claim(
        "gradients_of_13",
        "Figures 7 and 11",
        "With 7 layers the gradients of the first layer have the highest standard "
        "deviation, and from the second layer on it rises.",
        first_layer_widest("13"),
    ),
    _claim(
        "loss_is_noisy",
        "Figure 8",
        "The training loss is noisy from early on. (Tested: after a tenth of training "
        "the loss of a step deviates from that of its neighbours by more than 5 %.)",
        loss_is_noisy,
    ),
    _claim(
        "periodic_motions_survive_half",
        "section 3.3.1",
        "In 1,000 predicted frames, walking, running and jogging look right in the "
        "first half and freeze or become erratic in the second. (Tested: a prediction "
        "looks right, or is alive, where its mean movement a frame lies between a "
        "third of the true motion's and three times it.)",
        survive_half,
    ),
    _claim(
        "transient_motions_freeze",
        "section 3.3.1",
        "Predictions of jumping, catching and throwing stop after about 120 frames. "
        "(Tested: a prediction is frozen where its mean movement a frame is below a "
        "tenth of the true motion's.)",
        freeze_early,
    ),
    _claim(
        "errors_accumulate",
        "section 3.3.1",
        "Small errors accumulate, since predictions are fed back. (Tested: how far "
        "predicted matrices deviate from rotations. The report's other explanation, "
        "vanishing gradients, does not apply, since nothing is trained while a network "
        "predicts.)",
        errors_accumulate,
    ),
]
