"""Human3.6M as exponential-map text, the form used since Structural-RNN."""

import pathlib

from data_prep import splits
from data_prep.dataset import Dataset
from data_prep.sources.readers.exponential_map_text import (
    FILE_NAME,
    READER_VERSION,
    read_clip,
)
from data_prep.sources.readers.recordings import Recording, files_named, skip

ACTIONS = (
    "walking",
    "eating",
    "smoking",
    "discussion",
    "directions",
    "greeting",
    "phoning",
    "posing",
    "purchases",
    "sitting",
    "sittingdown",
    "takingphoto",
    "waiting",
    "walkingdog",
    "walkingtogether",
)


def list_h36m(root: pathlib.Path) -> list[Recording]:
    """The recordings present in S<k>/, by subject, action and number."""
    found = []
    for subject, split in splits.H36M_SUBJECTS.items():
        for file, name, action in files_named(root / subject, FILE_NAME):
            if action in ACTIONS:
                clip_id = f"{subject}/{name}"
                found.append(Recording(file, clip_id, subject, action, split))
            else:
                skip([file])
    return found


DATASET = Dataset(
    name="h36m",
    title="Human3.6M",
    folders=("h36m", "h3.6m/dataset"),
    layout="S{1,5,6,7,8,9,11}/<action>_{1,2}.txt (or .txt.gz)",
    offers=("angles",),  # poses are at 60 Hz, of which 50 Hz is no multiple
    skeleton="h36m32",
    rate_hz=50.0,
    root_kind="increment",
    actions=ACTIONS,
    first_start=16,
    list_recordings=list_h36m,
    read_clip=read_clip,
    options=lambda _: {
        "reader_version": READER_VERSION,
        "subjects": splits.H36M_SUBJECTS,
    },
    how_to_get="""\
Human3.6M may not be passed on:
1. Register at http://vision.imar.ro/human3.6m and accept its licence.
2. Put the exponential-map text (99 comma-separated columns, 50 Hz: the form used by
   Structural-RNN and by Martinez et al. 2017) in
   {folder}/{layout}
3. {python} -m data_prep.build --dataset=h36m""",
)
