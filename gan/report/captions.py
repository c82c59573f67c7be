"""Sentences under the table of the generator and critic."""

from evaluation.studies import Studies
from evaluation.tables.captions import (
    caption,
    setting,
    share_that_varies,
    training_recordings,
)

_NUMBERS = (
    "Squared errors are in %: 100 x the mean squared error of normalised numbers over "
    "24 frames (400 ms). The report does not say what its % is of. fairmotion's logs "
    "divide once more by the batch size; so divided, 15 % at a batch of 64 would be an "
    "error of 960 %, far above that of predicting the mean.",
    "'All numbers' counts those that never vary too: they are 0 after normalising and "
    "cost nothing, so that predicting the mean gives about the share of the others, "
    "not 100 %. 'Numbers that vary' leaves them out.",
    "First, best and last are epochs of the validation windows, an epoch being what a "
    "run trains between two evaluations; test is the kept model. What each epoch found "
    "stands in the file of curves (CSV) beside this one.",
    "MAE is fairmotion's: the Euler distance of a pose, summed over the frames up to "
    "the horizon. The local angle is the mean over 15 joints at the horizon. Ours: "
    "mean ± standard deviation over seeds, where there are several. A dash: not run, "
    "or not printed.",
    "Diagnostics and alarms: columns are the studies, by their keys, in the order of "
    "the rows above. Diagnostics are means over seeds at the last evaluation; an empty "
    "cell was not measured, because a study has no critic or no noise. An alarm shows "
    "the first epoch at which it tripped in any seed, with + if it does so at the last "
    "evaluation too, and of several seeds how many.",
)
_CONTRADICTIONS = (
    "Where the report contradicts itself, each reading is a study. Line 6 of its "
    "Algorithm 1 clips the update of the critic, its text the weights.",
    "Line 9 trains the generator on the squared error to the truth, with no critic in "
    "it; the text maximises the critic's output, and the caption of Figure 4 "
    "minimises the squared distance of that output from 1.",
    "The algorithm gives the critic 144 frames, past and future; the text gives it 24.",
    "Equation 1 has a bracket that does not close and a square at one of its two "
    "terms; its text, the mean squared error of cumulative sums, is what is used. That "
    "is the same with real and generated exchanged, so it cannot tell the critic which "
    "should be high.",
    "Inputs are said to be brought from 60 to 10 frames a second, but 120 frames to be "
    "2 seconds: here there are 60.",
    "The critic's smooth curve is read as success; a critic that always says the same "
    "has a smooth curve too: see 'dead critic'.",
)


def gan_caption(data: str, studies: Studies) -> list[str]:
    """What the numbers are, what the report leaves open, and how the runs were made."""
    about = [*_NUMBERS, *_CONTRADICTIONS]
    return caption(
        about, data, studies, share_that_varies, training_recordings, setting
    )
