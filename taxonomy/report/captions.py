"""What stands above the tables of the motion taxonomy prior."""

from evaluation.studies import Studies
from evaluation.tables.captions import (
    averages,
    caption,
    setting,
    share_that_varies,
    training_recordings,
)

_CAPTION = (
    "The report prints no number of this experiment, only the picture of four curves, "
    "and fairmotion lists none for motion prediction. Of the baseline that it compares "
    "with the report gives a mean Euler distance of 87 %, in a unit that it does not "
    "name and on other data: no row here can be compared with it.",
    "Mean angle error as fairmotion computes it: the distance between all Euler angles "
    "of a pose that vary in the truth (15 joints), summed over the frames up to the "
    "horizon and divided by nothing. Columns: true ms after the last observed frame at "
    "60 frames a second, which is 6, 12, 18 and 24 frames; fairmotion's README calls "
    "these 80, 160, 320 and 400 ms.",
    "Squared errors are of z-scored axis angles of all 24 joints. Joints that do not "
    "move count as 0 in the first of them, so the mean pose scores about the share of "
    "numbers that vary, not 1. We take 100 times that, at 400 ms, for what the report "
    "calls an error in %. fairmotion divides what it logs once more by the batch size; "
    "nothing in these tables is so divided, and the file of curves has both.",
    "Curves: free-running is how a network forecasts, fed with its own last frame; "
    "teacher-forced, it is fed with the true one. Transformers train teacher-forced "
    "all the time, the others less and less until half of the epochs are over. Noise "
    "area: the sum over epochs of the distance from a running median of 5 epochs.",
    "As published: with the faults of fairmotion's code. Its transformer returns the "
    "forecast one frame late; its LSTM decoder is trained with the answer as its first "
    "input; its transformer encoder attends to the batch instead of to time; its one "
    "LSTM does not see most of the observed frames. Its tied network does not run.",
    "The prior's 18 units are an interpretation: the report speaks of 18 motion codes "
    "and of 18 categories of motion, and nothing supervises the units.",
    "Ours: mean ± standard deviation over seeds, where there are several. A dash: not "
    "run.",
)


def taxonomy_caption(data: str, studies: Studies) -> list[str]:
    """What the numbers are and how the runs were made."""
    return caption(
        _CAPTION,
        data,
        studies,
        averages,
        share_that_varies,
        _epochs,
        training_recordings,
        setting,
    )


def _epochs(studies: Studies) -> list[str]:
    """What an epoch of these runs is."""
    runs = [run for run in studies.results if run.history]
    steps = sorted({int(run.history[0]["step"]) for run in runs})
    if not steps:
        return []
    lengths = " or ".join(map(str, steps))
    return [
        f"An epoch is the stretch between two evaluations, here {lengths} training "
        "steps whatever the data; fairmotion's is one pass over its 60,678 training "
        "windows, 949 steps."
    ]
