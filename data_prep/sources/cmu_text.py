"""CMU motion capture as exponential-map text: the split of Li et al. (CVPR 2018)."""

import pathlib

from data_prep import splits
from data_prep.dataset import Dataset, DownloadSource
from data_prep.sources.readers.exponential_map_text import (
    FILE_NAME,
    READER_VERSION,
    read_clip,
)
from data_prep.sources.readers.recordings import Recording, files_named, folders, skip

ACTIONS = (
    "basketball",
    "basketball_signal",
    "directing_traffic",
    "jumping",
    "running",
    "soccer",
    "walking",
    "washwindow",
)


def list_cmu(root: pathlib.Path) -> list[Recording]:
    """The recordings present in {train,test}/<action>/, by split, action and number."""
    found = []
    for folder in ("train", "test"):
        actions = folders(root / folder, of="actions")
        known = {*ACTIONS}
        if folder == "train":
            known.add(splits.CMU_EXTRA)
        skip([path for path in actions if path.name not in known])
        for path in actions:
            for file, name, _ in (
                files_named(path, FILE_NAME) if path.name in known else ()
            ):
                clip_id = f"{folder}/{path.name}/{name}"
                split = splits.cmu_split(clip_id)
                action = "walking" if split == "extra" else path.name
                found.append(Recording(file, clip_id, "", action, split))
    return found


DATASET = Dataset(
    name="cmu",
    title="CMU",
    folders=("cmu_mocap",),
    layout="{train,test}/<action>/<action>_<k>.txt (or .txt.gz)",
    offers=("angles", "poses", "keypoints"),
    skeleton="cmu38",
    rate_hz=120.0,  # the benchmark's "50 Hz" is wrong: walking would be at 0.5 m/s
    calibration_frames=1,  # row 0 is the T-pose of the BVH conversion
    actions=ACTIONS,
    test_windows="cmu",
    list_recordings=list_cmu,
    read_clip=read_clip,
    options=lambda _: {
        "reader_version": READER_VERSION,
        "validation": list(splits.CMU_VALIDATION),
    },
    download=DownloadSource(
        "https://raw.githubusercontent.com/chaneyddtt/Convolutional-Sequence-to-"
        "Sequence-Model-for-Human-Dynamics/master/data/cmu_mocap",
        "CMU Graphics Lab Motion Capture Database (mocap.cs.cmu.edu, NSF EIA-0196217), "
        "as text by Li et al., CVPR 2018 (MIT licence)",
    ),
)
