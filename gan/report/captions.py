"""Sentences under the table of the generator and critic."""

from evaluation.studies import Studies
from evaluation.tables.captions import (
    Caption,
    caption,
    fewer_actions,
    share_that_varies,
    training_recordings,
)

_FIRST = (
    "The report's Wasserstein GAN in each interpretation of its algorithm, the methods "
    "that it builds on, and the same generator without a critic as a control.",
    "Squared error: 100 x the mean squared error of normalised numbers over 24 frames "
    "(400 ms); lower is better. 'Numbers that vary' leaves out the constant ones.",
    "First, best and last are epochs of validation. Test: the weights with the lowest "
    "validation error.",
    "MAE is fairmotion's: Euler angles of a pose, summed up to the horizon. Local "
    "angle: mean over 15 joints at the horizon.",
    "Ours are means ± standard deviations over seeds; without ±, of one seed.",
)
_NUMBERS = (
    "The report does not say what its % is of. fairmotion's logs divide once more by "
    "the batch size; so divided, 15 % at a batch of 64 would be an error of 960 %, far "
    "above that of predicting the mean.",
    "Numbers that never vary are 0 after normalising, so that predicting the mean "
    "gives about the share of the others, not 100 %.",
    "An epoch is what a run trains between two evaluations; the file of curves (CSV) "
    "has what each epoch found.",
    "What the last evaluation measured is a mean over seeds. An empty cell does not "
    "apply: the study has no critic or no noise.",
    "Alarms: the first epoch in which any seed triggered it; '+': still on at the end; "
    "(2/3): in how many seeds.",
)
_CONTRADICTIONS = (
    "Where the report contradicts itself, each interpretation is a study. Line 6 of "
    "its Algorithm 1 clips the update of the critic; its text says the weights.",
    "Line 9 trains the generator on the squared error to the truth, with no critic in "
    "it; the text maximises the critic's output, and the caption of Figure 4 "
    "minimises the squared distance of that output from 1.",
    "The algorithm gives the critic 144 frames, past and future; the text gives it 24.",
    "Equation 1 has a bracket that does not close and a square at one of its two "
    "terms; its text, the mean squared error of cumulative sums, is what is used. That "
    "is the same with real and generated exchanged, so it cannot tell the critic which "
    "should be high.",
    "Inputs are said to be brought from 60 to 10 frames a second, but 120 of them to "
    "be 2 seconds, which is 60 frames a second: that is what is used here.",
    "The report takes the critic's smooth curve for success; a constant critic has a "
    "smooth curve too (see 'dead critic').",
)


def gan_caption(data: str, studies: Studies) -> Caption:
    """What the numbers are, what the report leaves open, and how the runs were made."""
    return caption(
        data,
        studies,
        _FIRST,
        [*_NUMBERS, *_CONTRADICTIONS],
        share_that_varies,
        training_recordings,
        fewer_actions,
    )
