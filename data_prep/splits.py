"""Who trains, who validates, who tests.

CMU text and Human3.6M were published without a validation part. The clips named here
are taken from the published training set; train and validation together are that set
again. AMASS and DIP come with lists of files (`data_prep.sources.readers.split_lists`).
"""

from collections.abc import Mapping, Sequence

from data_prep.dataset import Dataset
from motion.clip import Clip
from reenact.errors import DataError

SPLITS = ("train", "validation", "test", "extra")
PUBLISHED_TRAINING = ("train", "validation")

# One clip of each action; directing_traffic has two in all, and none to spare.
CMU_VALIDATION = (
    "train/basketball/basketball_3",
    "train/basketball_signal/basketball_signal_1",
    "train/jumping/jumping_5",
    "train/running/running_2",
    "train/soccer/soccer_3",
    "train/walking/walking_4",
)
CMU_EXTRA = "walking_extra"  # walking outside the published protocol
# The same trial as train/walking/walking_1 of the text, which is the one to train on.
ASF_AMC_EXTRA = ("02/02_01",)
H36M_SUBJECTS = {
    "S1": "train",
    "S5": "test",
    "S6": "train",
    "S7": "train",
    "S8": "train",
    "S9": "train",
    "S11": "validation",
}


def cmu_split(clip_id: str) -> str:
    """Split of a CMU clip called 'train/walking/walking_1'."""
    folder, action, _ = clip_id.split("/")
    if clip_id in CMU_VALIDATION:
        return "validation"
    return "extra" if action == CMU_EXTRA else folder


def asf_amc_split(clip_id: str) -> str:
    """Split of a clip in its original form, called '02/02_01'; none is for tests."""
    return "extra" if clip_id in ASF_AMC_EXTRA else "train"


def by_split(
    clips: Sequence[Clip],
    splits: Sequence[str],
    required: Sequence[str] = ("train", "test"),
) -> dict[str, list[Clip]]:
    """Sorts clips into all of `SPLITS`; an empty one of `required` is a DataError."""
    sorted_clips = {name: [] for name in SPLITS}
    for clip, split in zip(clips, splits, strict=True):
        sorted_clips[split].append(clip)
    for name in required:
        if not sorted_clips[name]:
            raise DataError(f"split {name!r}: expected recordings, found none")
    return sorted_clips


def absent_actions(
    dataset: Dataset, clips_by_split: Mapping[str, Sequence[Clip]]
) -> dict[str, list[str]]:
    """Actions without any recording, in the published training set and in test."""
    published = {"train": PUBLISHED_TRAINING, "test": ("test",)}
    published = {name: published[name] for name in dataset.required_splits}
    present = {
        name: {clip.action for split in splits for clip in clips_by_split[split]}
        for name, splits in published.items()
    }
    return {
        name: [action for action in dataset.actions if action not in present[name]]
        for name in published
    }
