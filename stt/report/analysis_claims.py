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

REPORT, APPENDIX = "the report on 14 studies", "appendix A"


def _claim(name: str, section: str, text: str, test: Test) -> Claim:
    return Claim(name, f"{REPORT}, {section}", text, test)


INNER_CLAIMS = [
    _claim(
        "embedding_left_right_alike",
        "Figure 5",
        "Rows of left and right joints of the embedding look alike.",
        left_and_right_alike,
    ),
    _claim(
        "embedding_grey_band",
        "Figure 5",
        "A vertical band of grey lies near columns 40-50 of the embedding. (Columns "
        "have no order of their own, so with other initial weights it cannot stay.)",
        grey_band,
    ),
    _claim(
        "gradients_widen_with_depth",
        "Figures 7 and 11",
        "In most studies gradients have a higher standard deviation in the last "
        "layers.",
        deeper_is_wider,
    ),
    _claim(
        "gradients_reversed_in_11",
        "Figures 7 and 11",
        "Without spatial attention it is reversed.",
        reversed_in("11"),
    ),
    _claim(
        "gradients_reversed_in_12",
        "Figures 7 and 11",
        "Without positional encoding it is reversed too, and more severely.",
        together(reversed_in("12"), more_reversed("12", than="11")),
    ),
    _claim(
        "gradients_of_13",
        "Figures 7 and 11",
        "With 7 layers the first is the widest; from the second on it widens.",
        first_layer_widest("13"),
    ),
    _claim(
        "loss_is_noisy",
        "Figure 8",
        "The training loss is noisy from early on. (Noise: the deviation of a step's "
        "loss from its neighbours', over 5 % of the loss after a tenth of training.)",
        loss_is_noisy,
    ),
    _claim(
        "periodic_motions_survive_half",
        "section 3.3.1",
        "In 1,000 predicted frames walking, running and jogging look right in the "
        "first half and freeze or become erratic in the second. (Alive: a mean step "
        "between a third of the true motion's and three times it.)",
        survive_half,
    ),
    _claim(
        "transient_motions_freeze",
        "section 3.3.1",
        "Jumping, catching and throwing stop after about 120 frames. (Frozen: a mean "
        "step below a tenth of the true motion's.)",
        freeze_early,
    ),
    _claim(
        "errors_accumulate",
        "section 3.3.1",
        "Small errors accumulate, since predictions are fed back. (Measured as the "
        "deviation of matrices from rotations. The other explanation, vanishing "
        "gradients, does not apply: nothing is trained there.)",
        errors_accumulate,
    ),
]
