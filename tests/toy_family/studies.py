"""Every setting of the toy family."""

import dataclasses
from typing import Annotated

from training.settings import Count, Limits, Positive, Share, at_least, reading


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One study."""

    # That the network reads.
    past_frames: Annotated[int, at_least(2)] = reading(10, "ours")
    fade: Share = 0.9  # of a movement from frame to frame, at first
    learning_rate: Positive = reading(0.05, "ours")  # of Adam
    batch_size: Count = reading(8, "ours")  # windows a step
    steps: Count = 100  # of training


STUDIES: dict[str, Config] = {"fading": Config(), "at_once": Config(fade=0.1)}
LABELS: dict[str, str] = {"fading": "Slowly fading", "at_once": "Fading at once"}
DEFAULT = tuple(STUDIES)  # what --study=all means
PROFILES: dict[str, dict[str, dict]] = {"quick": {"*": {"steps": 2}}, "paper": {}}
