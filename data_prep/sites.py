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
    "synthetic": """\
Synthetic motion needs no download: python -m data_prep.build --dataset=synthetic""",
}


@dataclasses.dataclass(frozen=True)
class Site:
    """Where recordings may be fetched, and whose they are."""

    url: str
    source: str


_DATABASE = (
    "CMU Graphics Lab Motion Capture Database (mocap.cs.cmu.edu, NSF EIA-0196217)"
)
SITES = {
    CMU.name: Site(
        "https://raw.githubusercontent.com/chaneyddtt/Convolutional-Sequence-to-"
        "Sequence-Model-for-Human-Dynamics/master/data/cmu_mocap",
        f"{_DATABASE}, as text by Li et al., CVPR 2018 (MIT licence)",
    ),
    CMU_ASF_AMC.name: Site("http://mocap.cs.cmu.edu/subjects", _DATABASE),
}


@dataclasses.dataclass(frozen=True)
class RemoteFile:
    """A line of <dataset>_files.csv; size and checksum None if nobody noted them."""

    path: str
    size: int | None
    sha256: str | None


def remote_files(dataset: str) -> list[RemoteFile]:
    """The files that a data set of `SITES` consists of."""
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
