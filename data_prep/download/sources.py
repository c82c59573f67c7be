"""Where recordings may be fetched, and where people must register for them."""

import csv
import dataclasses
import pathlib

from data_prep.datasets import CMU, CMU_ASF_AMC

ADVICE = {
    "h36m": """\
Human3.6M may not be passed on:
1. Register at http://vision.imar.ro/human3.6m and accept its licence.
2. Put the exponential-map text (99 comma-separated columns, 50 Hz: the form used by
   Structural-RNN and by Martinez et al. 2017) in
   {folder}/{layout}
3. python -m data_prep.build --dataset=h36m""",
    "amass": """\
AMASS may not be passed on:
1. Register at https://amass.is.tue.mpg.de and accept its licence.
2. Put the files of SMPL+H, SMPL or SMPL-X bodies, as they come, and your lists of who
   trains, validates and tests in
   {folder}/{layout}
3. python -m data_prep.build --dataset=amass""",
    "dip": """\
AMASS as rotation matrices of 15 joints, as Deep Inertial Poser uses it, may not be
passed on:
1. Register at https://dip.is.tue.mpg.de, accept its licence and get the synthetic
   data at 60 Hz.
2. Put the files, and the three lists that eth-ait/spl, eth-ait/motion-transformer and
   facebookresearch/fairmotion have in common, in
   {folder}/{layout}
3. python -m data_prep.build --dataset=dip""",
    "penn_action": """\
The labels of Penn Action come without a licence, so they are not passed on:
1. Get Penn_Action.tar.gz from https://dreamdragon.github.io/PennAction
2. Put its labels (11 MB; the frames of the videos are not needed) in
   {folder}/{layout}
3. python -m data_prep.build --dataset=penn_action""",
    "brace": """\
BRACE is for non-commercial use only (S-Lab License 1.0):
1. Get dataset.zip and manual_keypoints.zip from the releases of
   https://github.com/dmoltisanti/brace and its folder annotations
2. Put them in
   {folder}/{layout}
   Without segments.csv the names of the files say what is danced; without
   shot_boundaries.json clips go on across cuts, as in the thesis.
3. python -m data_prep.build --dataset=brace""",
    "keypoints": """\
Keypoints of your own, from any pose estimator:
1. Write one file for each person and video:
   {{"layout": "coco17", "image_size": [1920, 1080], "rate_hz": 30,
    "frames": [[[x, y, score], [x, y], null, ...], null, ...]}}
   Layouts are coco17 and blazepose33; "joint_names" instead of "layout" names any of
   their keypoints. Positions are in pixels; a score below 0.3 counts as not visible.
2. Put them in
   {folder}/{layout}
3. python -m data_prep.build --dataset=keypoints""",
    "detector": """\
Heatmaps of your own pose detector, with what people annotated:
1. Write one file for each video of F frames, with the arrays
   heatmaps (F, 25, 56, 56), box (F, 4) as x1, y1, x2, y2 in pixels, and
   keypoints (F, 25, 2) in pixels, NaN where nobody annotated
   (data_prep/sources/detector_heatmaps.py).
2. Put them in
   {folder}/{layout}
   There is nothing to build: they are used as they lie.""",
    "synthetic": """\
Synthetic motion needs no download: python -m data_prep.build --dataset=synthetic""",
}


@dataclasses.dataclass(frozen=True)
class DownloadSource:
    """Where recordings may be fetched, and whose they are."""

    url: str
    source: str


_DATABASE = (
    "CMU Graphics Lab Motion Capture Database (mocap.cs.cmu.edu, NSF EIA-0196217)"
)
DOWNLOAD_SOURCES = {
    CMU.name: DownloadSource(
        "https://raw.githubusercontent.com/chaneyddtt/Convolutional-Sequence-to-"
        "Sequence-Model-for-Human-Dynamics/master/data/cmu_mocap",
        f"{_DATABASE}, as text by Li et al., CVPR 2018 (MIT licence)",
    ),
    CMU_ASF_AMC.name: DownloadSource("http://mocap.cs.cmu.edu/subjects", _DATABASE),
}


@dataclasses.dataclass(frozen=True)
class RemoteFile:
    """A line of <dataset>_files.csv; size and checksum None if nobody noted them."""

    path: str
    size: int | None
    sha256: str | None


def remote_files(dataset: str) -> list[RemoteFile]:
    """The files that a data set of `DOWNLOAD_SOURCES` consists of."""
    table = pathlib.Path(__file__).with_name(f"{dataset}_files.csv")
    with open(table, encoding="utf-8", newline="") as file:
        return [
            RemoteFile(
                row["path"],
                int(row["bytes"]) if row["bytes"] else None,
                row["sha256"] or None,
            )
            for row in csv.DictReader(file)
        ]
