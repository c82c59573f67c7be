"""The claims of the report about the motion taxonomy prior: section 3.1 and Figure 3.

What its words mean in numbers: `comparisons`.
"""

from evaluation.claims.ledger import Claim, Test
from taxonomy.report.comparisons import (
    BENCHMARK,
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
    "prior. A curve shows the squared error of all normalised numbers after each "
    "epoch; validation curves are free-running unless a claim says otherwise, that is, "
    "the network is fed with its own output. Runs are paired by seed. Epochs are "
    "compared as they are numbered, and nothing is rescaled to shorter training: a "
    "claim about epochs that were not trained is not run. One pair of runs, as the "
    "report has, cannot show what another seed would do; its interval is a bootstrap "
    "over epochs, which is too narrow because neighbouring epochs are alike. A single "
    "epoch of a single seed has no interval and decides nothing. 'At most equal' and "
    "'identical' allow a difference of 5 % of the error of zero velocity. Where the "
    "two networks are compared, it is a precondition that the transformer without the "
    "prior beats the mean pose on test windows."
)
_REPORT = "Student report on motion prediction, section 3.1 and Figure 3"
_OURS = "This project, not the report"


def _claim(name: str, text: str, test: Test, source: str = _REPORT) -> Claim:
    return Claim(name, source, text, test)


def _of_prior(name: str, text: str, test: Test) -> Claim:
    """A claim about what the prior does to the transformer."""
    return Claim(name, _REPORT, text, test, BENCHMARK)


_FIRST, _LAST = NOISY

CLAIMS = [
    _of_prior(
        "prior_better_before_epoch_25",
        "With the prior the validation error is lower before epoch 25.",
        lower_before_the_noise,
    ),
    _of_prior(
        "prior_starts_lower",
        "With the prior the validation error is lower after the first epoch.",
        lower_start,
    ),
    _of_prior(
        "prior_lower_maximum",
        "With the prior the validation curve has a lower maximum.",
        lower_maximum,
    ),
    _of_prior(
        "prior_larger_noise_area",
        "With the prior the validation curve is noisier over all epochs together. "
        "(Tested: the summed distance of the curve from its running median.)",
        larger_noise_area,
    ),
    _of_prior(
        "prior_at_most_equal_after_epoch_25",
        "After epoch 25 the transformer with the prior is at most equal to the "
        "original in validation: its error is no lower.",
        no_better_after_the_noise_begins,
    ),
    _of_prior(
        "prior_at_most_equal_on_test",
        "In the end the transformer with the prior performs at most equal to the "
        "original. (Tested: its errors of test windows up to 400 ms are no lower.)",
        no_better_on_test,
    ),
    _of_prior(
        "training_curves_identical",
        "The training curves with and without the prior look identical.",
        identical_training,
    ),
    _claim(
        "training_rises_in_the_noise",
        "Both training curves, with and without the prior, rise while validation is "
        f"noisy (epochs {_FIRST} to {_LAST}).",
        changes(TRAINING, _FIRST, _LAST, "rise"),
    ),
    _claim(
        "training_falls_after_the_noise",
        f"Both training curves, with and without the prior, fall after epoch {_LAST}.",
        changes(TRAINING, _LAST, None, "fall"),
    ),
    _claim(
        "noise_between_epochs_25_and_45",
        "Both validation curves, with and without the prior, are noisier between "
        f"epochs {_FIRST} and {_LAST} than elsewhere.",
        noisy_between,
    ),
    _claim(
        "validation_falls_after_the_noise",
        "Both validation curves, with and without the prior, fall after epoch "
        f"{_LAST}.",
        changes(FREE, _LAST, None, "fall"),
    ),
    _claim(
        "rise_is_exposure_bias",
        "A transformer that is trained with true frames only does worse where it is "
        "fed with its own: in the course of training its free-running validation "
        "error rises while its teacher-forced one falls.",
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
