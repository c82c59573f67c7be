"""What can go wrong while two networks train against each other, and how it shows.

Every evaluation during training measures the two networks (`RunResult.history`). An
alarm is a limit on what was measured, with the likely cause and what to try. What an
evaluation did not measure is not judged: a study without a critic has no dead one.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Entry = Mapping[str, float]

VANISHING, EXPLODING = 1e-7, 1e3


class Limit(NamedTuple):
    """Bounds of one number of an evaluation; None: there is none.

    Args:
        key: of the evaluation.
        meaning: what the number is, in words.
        low, high: outside them the alarm trips.
    """

    key: str
    meaning: str
    low: float | None = None
    high: float | None = None

    def broken(self, entry: Entry) -> bool:
        """Whether it was measured and lies outside; what is no number lies outside."""
        if self.key not in entry:
            return False
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return not low <= entry[self.key] <= high

    def bounds(self) -> str:
        """'below 0.1', 'above 3', or both."""
        sides = (("below", self.low), ("above", self.high))
        return " or ".join(f"{word} {at:g}" for word, at in sides if at is not None)


class Alarm(NamedTuple):
    """It trips where any of its limits is broken.

    Args:
        name: as logs and tables show it.
        limits: of what is measured.
        likely_cause: a plain sentence or two, with what to try.
        only_with_penalty: judged only of critics that a gradient penalty trains.
    """

    name: str
    limits: tuple[Limit, ...]
    likely_cause: str
    only_with_penalty: bool = False

    @property
    def measures(self) -> str:
        """What is measured and when it trips."""
        return "; ".join(f"{each.meaning} {each.bounds()}" for each in self.limits)

    def trips(self, entry: Entry) -> bool:
        return any(limit.broken(entry) for limit in self.limits)

    def judged(self, entry: Entry) -> bool:
        """Whether anything that it is about was measured."""
        return any(limit.key in entry for limit in self.limits)


def _gradients(network: str, key: str, causes: tuple[str, str]) -> tuple[Alarm, Alarm]:
    meaning = f"L2 norm of the {network}'s gradient"
    return (
        Alarm(
            f"{network}: vanishing gradient",
            (Limit(key, meaning, low=VANISHING),),
            causes[0],
        ),
        Alarm(
            f"{network}: exploding gradient",
            (Limit(key, meaning, high=EXPLODING),),
            causes[1],
        ),
    )


DEAD_CRITIC = Alarm(
    "dead critic",
    (
        Limit("dead_share", "share of critic outputs within 0.01 of 0.5", high=0.9),
        Limit("c_batch_std", "deviation of critic outputs over a batch", low=1e-3),
    ),
    "The critic says the same of every sequence. Where weights are clipped, the gains "
    "of its normalisation were probably clipped too: at width 512 and a range of 0.01 "
    "no logit can then exceed 0.1124. Else its objective has no gradient where real "
    "and generated outputs are alike, as squared distances have none. Try clipping "
    "kernels only, a wider range, or the gap as objective.",
)
LABEL_INVERSION = Alarm(
    "label inversion",
    (Limit("critic_accuracy", "share of outputs on the right side", low=0.1),),
    "The critic calls generated motion real and real motion generated. Squared "
    "distances are the same with the two exchanged, so nothing tells it which is "
    "which: try the gap as objective, or seeds. With the gap, the generator moves on "
    "faster than it learns: try more critic steps or a lower rate of the generator.",
)

ALARMS = (
    Alarm(
        "critic saturation",
        (Limit("saturation", "share of critic outputs > 0.99 or < 0.01", high=0.9),),
        "The critic is certain, and a flat sigmoid passes no gradient on. Try fewer "
        "critic steps, a lower learning rate of the critic, or a linear output.",
    ),
    DEAD_CRITIC,
    Alarm(
        "clipped critic",
        (Limit("clip_fraction", "share of clipped weights at the limit", high=0.9),),
        "Nearly all weights of the critic lie at the ends of the clipping range, which "
        "makes it a very simple function. Try a wider range or a gradient penalty.",
    ),
    *_gradients(
        "generator",
        "g_grad_norm",
        (
            "Nothing reaches the generator. A dead or saturated critic passes no "
            "gradient on: see its alarms.",
            "The generator is thrown about. Try clipping its gradient's norm or a "
            "lower learning rate.",
        ),
    ),
    *_gradients(
        "critic",
        "c_grad_norm",
        (
            "The critic stands still. Squared distances have no gradient where its two "
            "outputs are alike. Try the gap as objective, or other initial weights.",
            "The critic runs away: nothing bounds it. Try clipping or a larger "
            "gradient penalty.",
        ),
    ),
    Alarm(
        "generator without critic",
        (
            Limit(
                "g_critic_grad_norm",
                "L2 norm of the generator's gradient through the critic",
                low=VANISHING,
            ),
        ),
        "The generator learns nothing from the critic: its loss does not contain it, "
        "as in line 9 of the report's Algorithm 1, or the critic is flat. Try a loss "
        "that has the critic's output in it.",
    ),
    Alarm(
        "static collapse",
        (Limit("speed_ratio", "speed of predicted over that of true motion", low=0.2),),
        "The predicted body hardly moves. Regression does this where the future is "
        "uncertain, and a critic without a signal does not prevent it.",
    ),
    Alarm(
        "mean collapse",
        (Limit("variance_ratio", "variance over a batch, over the true one", low=0.1),),
        "The generator predicts the same motion whatever it observed. Try a loss that "
        "has the truth in it, or a critic that sees the past frames.",
    ),
    Alarm(
        "mode collapse",
        (Limit("diversity", "distance between samples, over the true one", low=0.1),),
        "The generator ignores its noise z. Try a larger range of z, or none.",
    ),
    Alarm(
        "first frame jumps",
        (Limit("first_frame_jump", "first step over the true one", high=3.0),),
        "The prediction does not start where the past frames ended. A critic that "
        "sees the 24 frames alone cannot know. Try showing it the past frames, or a "
        "generator that adds to its last frame.",
    ),
    LABEL_INVERSION,
    Alarm(
        "seed leak",
        (Limit("seed_leak", "correlation of critic outputs and seeds", high=0.9),),
        "The critic copies the answer that its decoder is seeded with and looks at no "
        "motion: it is not trained, whatever its distance says. Try no seeds.",
    ),
    Alarm(
        "worse than zero velocity",
        (Limit("baseline_ratio", "validation MSE over that of zero velocity", high=1),),
        "Repeating the last frame is better. Early in training that is normal; later "
        "the generator's loss is not tied to the truth, or its learning rate is wrong.",
    ),
    Alarm(
        "no Lipschitz critic",
        (Limit("lipschitz_mean", "mean gradient norm of the critic", 0.5, 2.0),),
        "The gradient penalty should hold it near 1. Far above, the penalty is too "
        "weak or the learning rate too high; far below, the critic learns nothing.",
        only_with_penalty=True,
    ),
)


def tripped(entry: Entry, with_penalty: bool = False) -> list[Alarm]:
    """The alarms that an evaluation sets off, in the order of `ALARMS`.

    Args:
        entry: what the evaluation measured; further keys are of no interest here.
        with_penalty: whether a penalty holds the norm of the critic's gradient with
            respect to a whole sequence at 1.
    """
    return [alarm for alarm in judged(entry, with_penalty) if alarm.trips(entry)]


def judged(entry: Entry, with_penalty: bool = False) -> list[Alarm]:
    """The alarms that an evaluation can set off: what they are about was measured."""
    return [
        alarm
        for alarm in ALARMS
        if alarm.judged(entry) and (with_penalty or not alarm.only_with_penalty)
    ]


def warning(alarm: Alarm, entry: Entry) -> str:
    """One short line for a log: name, numbers, limits. The page has the cause."""
    found = "; ".join(
        f"{limit.key} is {entry[limit.key]:.3g}, {limit.bounds()}"
        for limit in alarm.limits
        if limit.broken(entry)
    )
    return f"WARNING: {alarm.name}: {found} (the page of the table has the cause)"


def first_epochs(
    history: Sequence[Entry], with_penalty: bool = False
) -> dict[str, int]:
    """Name of each alarm that tripped -> the first epoch it did, counted from 1."""
    first: dict[str, int] = {}
    for epoch, entry in enumerate(history, start=1):
        for alarm in tripped(entry, with_penalty):
            first.setdefault(alarm.name, epoch)
    return first
