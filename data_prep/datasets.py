"""The data sets that are known: a row each, and where their files lie."""

import dataclasses
import os
import pathlib

from reenact.errors import DataError

UNLABELLED = "unlabelled"  # action of motion that nobody named


@dataclasses.dataclass(frozen=True)
class FileSet:
    """The files of a data set.

    Args:
        name: as in `--dataset=`.
        folders: where to look below the data folder; none if generated.
        layout: files below that folder, for messages.
    """

    name: str
    folders: tuple[str, ...]
    layout: str


@dataclasses.dataclass(frozen=True)
class Dataset(FileSet):
    """What differs between data sets of motion.

    Args:
        skeleton: key of `motion.skeleton.SKELETONS`.
        rate_hz: of the files, whatever a benchmark calls it.
        root_kind: see `motion.clip.Clip`.
        calibration_frames: leading frames of every file that were not captured.
        actions: in one-hot order.
        first_start: first start of a training window, in downsampled frames.
        required_splits: those that may not be empty.
    """

    skeleton: str
    rate_hz: float
    root_kind: str
    calibration_frames: int
    actions: tuple[str, ...]
    first_start: int
    required_splits: tuple[str, ...] = ("train", "test")


CMU = Dataset(
    name="cmu",
    skeleton="cmu38",
    rate_hz=120.0,  # the benchmark's "50 Hz" is wrong: walking would be at 0.5 m/s
    root_kind="absolute",
    calibration_frames=1,  # row 0 is the T-pose of the BVH conversion
    actions=(
        "basketball",
        "basketball_signal",
        "directing_traffic",
        "jumping",
        "running",
        "soccer",
        "walking",
        "washwindow",
    ),
    first_start=0,
    folders=("cmu_mocap",),
    layout="{train,test}/<action>/<action>_<k>.txt (or .txt.gz)",
)

CMU_ASF_AMC = Dataset(
    name="cmu_asfamc",
    skeleton="asf31",
    rate_hz=120.0,
    root_kind="absolute",
    calibration_frames=0,
    actions=(
        "climbing",
        "jumping",
        "punching",
        "running",
        "scooping",
        "swordplay",
        "walking",
        "washing",
    ),
    first_start=0,
    folders=("cmu_asfamc",),
    layout="<subject>/<subject>_<k>.amc (or .amc.gz) with <subject>/<subject>.asf",
    required_splits=("train",),  # more training motion: the tests are those of the text
)

H36M = Dataset(
    name="h36m",
    skeleton="h36m32",
    rate_hz=50.0,
    root_kind="increment",
    calibration_frames=0,
    actions=(
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
    ),
    first_start=16,
    folders=("h36m", "h3.6m/dataset"),
    layout="S{1,5,6,7,8,9,11}/<action>_{1,2}.txt (or .txt.gz)",
)

SMPL_RATE_HZ = 60.0  # of DIP; AMASS is brought to it
_SPLIT_LISTS = (
    "and {training,validation,test}_fnames.txt, a line <database>/<name> each"
)
AMASS = Dataset(
    name="amass",
    skeleton="smpl24",
    rate_hz=SMPL_RATE_HZ,
    root_kind="absolute",
    calibration_frames=0,
    actions=(UNLABELLED,),
    first_start=0,
    folders=("amass",),
    layout=f"<database>/<subject>/<name>.npz, {_SPLIT_LISTS}",
)

DIP = dataclasses.replace(
    AMASS,
    name="dip",
    folders=("dip",),
    layout=f"<database>/<name>.pkl, {_SPLIT_LISTS}",
)

SYNTHETIC = Dataset(
    name="synthetic",
    skeleton="cmu38",
    rate_hz=120.0,
    root_kind="absolute",
    calibration_frames=0,
    actions=(
        "bowing",
        "boxing",
        "jumping",
        "reaching",
        "running",
        "sitting",
        "walking",
        "waving",
    ),
    first_start=0,
    folders=(),
    layout="",
)

DATASETS = {
    dataset.name: dataset for dataset in (CMU, CMU_ASF_AMC, H36M, AMASS, DIP, SYNTHETIC)
}

# Keypoints in pictures: clips of any length and layout, split when they are used.
PENN_ACTION = FileSet(
    "penn_action", ("penn_action", "Penn_Action"), "labels/<number>.mat (or .mat.gz)"
)
BRACE = FileSet(
    "brace",
    ("brace",),
    "{dataset/<year>/<video>/<video>_<start>-<end>_<movement>.json, "
    "manual_keypoints/<year>/<video>/img-<frame>.npz, "
    "annotations/{segments.csv,shot_boundaries.json}}",
)
KEYPOINTS = FileSet("keypoints", ("keypoints",), "**/<name>.json (or .json.gz)")
DETECTOR = FileSet("detector", ("detector",), "<video>.npz")

KEYPOINT_DATASETS = {
    files.name: files for files in (PENN_ACTION, BRACE, KEYPOINTS, DETECTOR)
}


def data_folder(data_dir: str | os.PathLike | None = None) -> pathlib.Path:
    """The folder of all recordings: the given one, else $REENACT_DATA, else ./data."""
    return pathlib.Path(data_dir or os.environ.get("REENACT_DATA") or "data")


def locate(dataset: FileSet, data_dir: str | os.PathLike | None = None) -> pathlib.Path:
    """The folder of one data set; a DataError says where it was looked for."""
    parent = data_folder(data_dir)
    for folder in dataset.folders:
        if (parent / folder).is_dir():
            return parent / folder
    raise DataError(
        f"{parent}: expected the recordings of {dataset.name} in "
        f"{' or '.join(dataset.folders)}, found no such folder "
        f"(python -m data_prep.download --dataset={dataset.name})"
    )
