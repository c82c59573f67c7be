"""What stands above the tables of the motion taxonomy prior."""

from evaluation.studies import Studies
from evaluation.tables.captions import (
    Caption,
    averages,
    caption,
    fewer_actions,
    share_that_varies,
    training_recordings,
)

_FIRST = (
    "fairmotion's networks with and without the report's motion-taxonomy prior. The "
    "report shows four curves of them (Figure 3) and prints no numbers.",
    "Mean angle error, as fairmotion defines it: the distance between all Euler angles "
    "of a pose, summed over the frames up to the horizon; lower is better.",
    "Squared errors are of normalised numbers: z-scored axis angles of all 24 joints.",
    "Free-running: a network is fed with its own last frame, as in a forecast. "
    "Teacher-forced: with the true one.",
    "Columns are ms after the last observed frame. Ours are means ± standard "
    "deviations over seeds; without ±, of one seed.",
)
_NOTES = (
    "Of the baseline that the report compares with it gives a mean Euler distance of "
    "87 %, in a unit that it does not name and on other data: no row here can be "
    "compared with it.",
    "Only Euler angles that vary in the ground truth are counted, of 15 joints. The "
    "horizons are 6, 12, 18 and 24 frames at 60 frames a second; fairmotion's README "
    "calls these 80, 160, 320 and 400 ms.",
    "Joints that do not move are 0 when normalised, so that the mean pose scores about "
    "the share of numbers that vary, not 1. 100 times that error, at 400 ms, is taken "
    "for what the report calls an error in %. fairmotion divides what it logs once "
    "more by the batch size; nothing in these tables is so divided, and the file of "
    "curves has both.",
    "Transformers train teacher-forced all the time, the others less and less until "
    "half of the epochs are over. Noise area: the sum over epochs of the distance from "
    "a running median of 5 epochs.",
    "As published means with the faults of fairmotion's code. The transformer returns "
    "its forecast one frame late; the LSTM decoder is trained with the answer as its "
    "first input; the transformer encoder attends to the batch instead of to time; the "
    "one LSTM does not see most of the observed frames. The tied network does not run.",
    "The prior's 18 units are an interpretation: the report speaks of 18 motion codes "
    "and of 18 categories of motion, and nothing supervises the units.",
)


def taxonomy_caption(data: str, studies: Studies) -> Caption:
    """What the numbers are and how the runs were made."""
    return caption(
        data,
        studies,
        _FIRST,
        _NOTES,
        averages,
        fewer_actions,
        share_that_varies,
        _epochs,
        training_recordings,
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
