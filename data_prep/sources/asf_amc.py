"""Reader of ASF/AMC motion, the form in which CMU recorded it.

An .amc file (or .amc.gz) holds, for each frame, its number and then a line for each
bone that moves: angles about the axes of that bone. What the axes are, in which order
the angles come and how long the bones are, the subject's .asf file says
(`readers.asf_skeleton`). A bone turns by `C @ M @ C.T` with C its axes and M
its angles, seen in the frame of its parent.
"""

import pathlib
import re
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.spatial.transform import Rotation

from data_prep import splits
from data_prep.dataset import UNLABELLED, Dataset, DownloadSource
from data_prep.sources.readers.asf_skeleton import (
    ROOT_CHANNELS,
    ROTATIONS,
    Subject,
    angles_to_rotation,
    read_asf,
)
from data_prep.sources.readers.lines import LARGEST, Line
from data_prep.sources.readers.recordings import (
    Recording,
    as_it_lies,
    files_named,
    folders,
    read_bytes,
)
from motion.clip import Clip
from motion.rotations import unwrap_rotation_vectors
from motion.skeleton import ASF
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

_FILE_NAME = re.compile(r"(?P<name>(?P<series>\d+)_(?P<take>\d+))\.amc(\.gz)?")
# What the index of the database calls these trials; all else of 01 is on a playground.
_ACTIONS = {
    "01_01": "jumping",
    "02_01": "walking",
    "02_02": "walking",
    "02_03": "running",
    "02_04": "jumping",
    "02_05": "punching",
    "02_06": "scooping",
    "02_07": "swordplay",
    "02_08": "swordplay",
    "02_09": "swordplay",
    "02_10": "washing",
}


def list_asf_amc(root: pathlib.Path) -> list[Recording]:
    """The recordings present in <subject>/, by subject and number."""
    found = []
    for folder in folders(root, of="subjects"):
        asf = as_it_lies(folder / f"{folder.name}.asf")
        for path, name, subject in files_named(folder, _FILE_NAME, besides=(asf.name,)):
            clip_id = f"{folder.name}/{name}"
            other = "climbing" if subject == "01" else UNLABELLED
            action = _ACTIONS.get(name, other)
            split = splits.asf_amc_split(clip_id)
            found.append(Recording(path, clip_id, subject, action, split, (asf,)))
    return found


def read_clip(dataset: Dataset, recording: Recording) -> Clip:
    """Reads one file with the .asf that it needs.

    Raises:
        DataError: naming file and line (from 1) of what cannot be understood.
    """
    (asf_path,) = recording.needs
    subject = read_asf(asf_path)
    values, degrees = read_amc(recording.path, subject)
    translation = _columns(values["root"], subject.root_order, ROOT_CHANNELS[:3])
    rotations = np.zeros((len(translation), ASF.joint_count, 3))
    for joint, name in enumerate(ASF.joint_names):
        if name in values:
            channels = subject.channels.get(name, subject.root_order)
            angles = _columns(values[name], channels, ROTATIONS)
            axes = Rotation.from_matrix(subject.axes[joint])
            turn = angles_to_rotation(subject.orders[joint], angles, degrees)
            rotations[:, joint] = (axes * turn * axes.inv()).as_rotvec()
    return Clip(
        clip_id=recording.clip_id,
        subject=recording.subject,
        action=recording.action,
        skeleton=dataset.skeleton,
        rate_hz=dataset.rate_hz,
        rotations=unwrap_rotation_vectors(rotations).astype(np.float32),
        root_translation=(translation * subject.unit_m).astype(np.float32),
        root_kind=dataset.root_kind,
        calibration_frames=dataset.calibration_frames,
        offsets_m=subject.offsets_m.astype(np.float32),
    )


def read_amc(
    path: pathlib.Path, subject: Subject
) -> tuple[dict[str, np.ndarray], bool]:
    """The numbers of one file, as they are there.

    Returns:
        (frames, channels) for 'root' and each bone that moves, in the file's units;
        and whether angles are in degrees.

    Raises:
        DataError: naming file and line of a frame number out of sequence, an unknown
            or missing bone, a wrong number of values or no number.
    """
    lines = read_bytes(path).decode("latin-1").rstrip().split("\n")
    degrees, first = _read_header(lines, subject.degrees)
    widths = {"root": len(subject.root_order)}
    widths |= {name: len(channels) for name, channels in subject.channels.items()}
    block = 1 + len(widths)  # lines of a frame
    frames = range(first, len(lines), block)
    if not frames:
        raise DataError(f"{path}: expected frames, found none")
    table = np.empty((len(frames), sum(widths.values())))
    number = None
    for row, start in enumerate(frames):
        number = _next_number(path, start, lines[start], number)
        values = _read_frame(path, start + 1, lines[start + 1 : start + block], widths)
        table[row] = values
    ends = np.cumsum([*widths.values()])[:-1]
    return dict(zip(widths, np.split(table, ends, axis=1), strict=True)), degrees


def _read_header(lines: Sequence[str], degrees: bool) -> tuple[bool, int]:
    """Whether angles are in degrees, and how many lines come before the frames."""
    first = 0
    for first, line in enumerate(lines):
        words = line.split()
        if words and words[0][0] not in "#:":
            return degrees, first
        if words in ([":DEGREES"], [":RADIANS"]):
            degrees = words == [":DEGREES"]
    return degrees, len(lines)


def _next_number(
    path: pathlib.Path, index: int, text: str, previous: int | None
) -> int:
    """The frame number that a line holds; the first one may be any."""
    words = text.split()
    expected = "a frame number" if previous is None else f"frame number {previous + 1}"
    number = int(words[0]) if len(words) == 1 and words[0].isdecimal() else None
    if number is None or (previous is not None and number != previous + 1):
        raise Line(path, index + 1, text).fault(expected)
    return number


def _read_frame(
    path: pathlib.Path, index: int, lines: Sequence[str], widths: Mapping[str, int]
) -> list[float]:
    """The numbers of a frame in the order of `widths`, whatever that of the lines."""
    found = {}
    for number, text in enumerate(lines, start=index + 1):
        bone, *values = text.split() or [""]
        if len(values) != widths.get(bone) or bone in found:
            raise _wrong_bone(Line(path, number, text), bone, widths, found)
        try:
            found[bone] = [float(value) for value in values]
        except ValueError:
            found[bone] = [np.nan]
        if not all(-LARGEST <= value <= LARGEST for value in found[bone]):
            raise Line(path, number, text).fault("finite numbers")
    if len(found) < len(widths):
        missing = next(name for name in widths if name not in found)
        raise DataError(
            f"{path}:{index + len(lines)}: expected a line for {missing!r}, "
            "found the end of the file"
        )
    return [value for bone in widths for value in found[bone]]


def _wrong_bone(
    line: Line, bone: str, widths: Mapping[str, int], found: Mapping[str, list]
) -> DataError:
    if bone in found:
        return line.fault("each bone once in a frame", f"{bone!r} again")
    if bone in widths:
        return line.fault(f"{widths[bone]} numbers for {bone!r}", len(line.words) - 1)
    missing = ", ".join(name for name in widths if name not in found)
    return line.fault(f"a bone of the .asf that moves (of {missing[:60]})")


def _columns(
    values: np.ndarray, channels: Sequence[str], wanted: Sequence[str]
) -> np.ndarray:
    """The columns `wanted`, zero where the file has none of that name."""
    columns = np.zeros((len(values), len(wanted)))
    for column, channel in enumerate(wanted):
        if channel in channels:
            columns[:, column] = values[:, channels.index(channel)]
    return columns


DATASET = Dataset(
    name="cmu_asfamc",
    title="CMU (ASF/AMC)",
    folders=("cmu_asfamc",),
    layout="<subject>/<subject>_<k>.amc (or .amc.gz) with <subject>/<subject>.asf",
    offers=("keypoints",),  # of climbing; its poses train beside those of the text
    stands_alone=False,
    skeleton="asf31",
    rate_hz=120.0,
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
    required_splits=("train",),  # more training motion: the tests are those of the text
    list_recordings=list_asf_amc,
    read_clip=read_clip,
    options=lambda _: {
        "reader_version": READER_VERSION,
        "extra": list(splits.ASF_AMC_EXTRA),
    },
    download=DownloadSource(
        "http://mocap.cs.cmu.edu/subjects",
        "CMU Graphics Lab Motion Capture Database (mocap.cs.cmu.edu, NSF EIA-0196217)",
    ),
)
