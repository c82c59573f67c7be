"""The claims of the report about the motion taxonomy prior: section 3.1 and Figure 3.

What its words mean in numbers: `comparisons`.
"""

from evaluation.claims.ledger import Claim, Test
from taxonomy.report.comparisons import (
    FREE,
    NOISY,
    TRAINING,
    changes,
    exposure_bias,
    identical_training,
    larger_noise_area,
    lower_before_the_noise,
    lower_maximum,
    lower_start,
    no_better_after_the_noise_begins,
    no_better_on_test,
    noisy_between,
    one_frame_late,
)

ABOUT_CLAIMS = (
    "Claims of the report about the transformer with and without the motion taxonomy "
    "prior. Curves are squared errors of all normalised numbers, at validation "
    "free-running unless said otherwise, runs paired by seed. Epochs are compared as "
    "they are numbered: what concerns epochs that were not trained is not run, and "
    "nothing is rescaled to shorter training. One pair of runs, as the report has, "
    "cannot show what another seed would do; its interval is a bootstrap over epochs, "
    "which is too narrow because neighbouring epochs are alike. A single epoch of a "
    "single seed has no interval and decides nothing. 'At most equal' and 'identical' "
    "are meant within 5 % of the error of zero velocity. Precondition where the two "
    "are compared: the transformer beats the mean pose on test windows."
)
_REPORT = "the report, section 3.1 and Figure 3"
_OURS = "this project"


def _claim(name: str, text: str, test: Test, source: str = _REPORT) -> Claim:
    return Claim(name, source, text, test)


_FIRST, _LAST = NOISY

CLAIMS = [
    _claim(
        "prior_better_before_epoch_25",
        "With the prior the validation curve is better before epoch 25.",
        lower_before_the_noise,
    ),
    _claim(
        "prior_starts_lower",
        "With the prior the validation error starts lower.",
        lower_start,
    ),
    _claim(
        "prior_lower_maximum",
        "With the prior the validation curve has a lower maximum.",
        lower_maximum,
    ),
    _claim(
        "prior_larger_noise_area",
        "With the prior the validation curve has a larger area of noise in all.",
        larger_noise_area,
    ),
    _claim(
        "prior_at_most_equal_after_epoch_25",
        "After epoch 25 the validation curve with the prior is at most equal to the "
        "original's.",
        no_better_after_the_noise_begins,
    ),
    _claim(
        "prior_at_most_equal_on_test",
        "In the end the transformer with the prior performs at most equal to the "
        "original. (Tested on the errors of test windows up to 400 ms.)",
        no_better_on_test,
    ),
    _claim(
        "training_curves_identical",
        "The two training curves are visibly identical.",
        identical_training,
    ),
    _claim(
        "training_rises_in_the_noise",
        f"Both training curves rise while validation is noisy (epochs {_FIRST} to "
        f"{_LAST}).",
        changes(TRAINING, _FIRST, _LAST, "rise"),
    ),
    _claim(
        "training_falls_after_the_noise",
        f"Both training curves fall after epoch {_LAST}.",
        changes(TRAINING, _LAST, None, "fall"),
    ),
    _claim(
        "noise_between_epochs_25_and_45",
        f"The validation curves are noisy between epochs {_FIRST} and {_LAST}: more "
        "than elsewhere.",
        noisy_between,
    ),
    _claim(
        "validation_falls_after_the_noise",
        f"Both validation curves fall after epoch {_LAST}.",
        changes(FREE, _LAST, None, "fall"),
    ),
    _claim(
        "rise_is_exposure_bias",
        "A transformer that is trained with true frames only loses where it is fed "
        "with its own: in the course of training the free-running validation error "
        "rises while the teacher-forced one falls.",
        exposure_bias,
        _OURS,
    ),
    _claim(
        "published_forecast_is_late",
        "fairmotion's transformer returns its forecast one frame late, which costs "
        "accuracy in the first 100 ms.",
        one_frame_late,
        _OURS,
    ),
]
