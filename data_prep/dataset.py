"""What is declared of a data set: all that differs between data sets."""

import dataclasses
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from data_prep.sources.readers.recordings import Recording
from motion.clip import Clip
from motion.keypoints import KeypointClip

UNLABELLED = "unlabelled"  # action of motion that nobody named
Kind = Literal["angles", "poses", "keypoints"]
Report = Callable[[int, int, str], None]


@dataclasses.dataclass(frozen=True)
class DownloadSource:
    """Where recordings may be fetched, and whose they are.

    The files are listed in `data_prep/download/<data set>_files.csv`.
    """

    url: str
    source: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileSet:
    """The files of a data set.

    Args:
        name: as in `--dataset=`.
        title: what a reader calls it; empty: its name.
        folders: where to look below the data folder; none if generated.
        layout: files below that folder, for messages.
        offers: the kinds of data that studies may read of it.
        list_recordings: what lies in the folder of the data set; None if generated.
        options: from that folder (None if generated), what besides the files decides
            what the records hold.
        how_to_get: what people are told who ask for it; {folder} and {layout} stand for
            those of the files, {python} for that of a command. Not needed where there
            is a download.
        download: None where the files may not be passed on, or come from nowhere.
        has_records: whether records are built of them; else files are used as they lie.
        stands_alone: whether a study can run on them alone; else they add to others.
    """

    name: str
    folders: tuple[str, ...]
    layout: str
    offers: tuple[Kind, ...]
    list_recordings: Callable[[pathlib.Path], Sequence[Recording]] | None = None
    options: Callable[[pathlib.Path | None], dict]
    how_to_get: str = ""
    download: DownloadSource | None = None
    has_records: bool = True
    stands_alone: bool = True
    title: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dataset(FileSet):
    """A data set of motion.

    Args:
        skeleton: key of `motion.skeleton.SKELETONS`.
        rate_hz: of the files, whatever a benchmark calls it.
        root_kind: see `motion.clip.Clip`.
        calibration_frames: leading frames of every file that were not captured.
        actions: in one-hot order.
        first_start: first start of a training window, in downsampled frames.
        required_splits: those that may not be empty.
        test_windows: which windows of poses are scored, 'cmu' or 'eth' (the protocols
            are described in `evaluation.poses.protocols`); None where it does not offer
            poses.
        read_clip: reads a recording of this data set; None where it is left out.
        generate: from a seed, makes the clips of each split where there are no files.
    """

    skeleton: str
    rate_hz: float
    root_kind: str = "absolute"
    calibration_frames: int = 0
    actions: tuple[str, ...] = (UNLABELLED,)
    first_start: int = 0
    required_splits: tuple[str, ...] = ("train", "test")
    test_windows: Literal["cmu", "eth"] | None = None
    read_clip: Callable[["Dataset", Recording], Clip | None] | None = None
    generate: Callable[[int, Report], Mapping[str, list[Clip]]] | None = None

    def clips_of(self, recording: Recording) -> list[Clip]:
        """The clip of a recording, or none; a DataError as of the reader."""
        clip = self.read_clip(self, recording)
        return [] if clip is None else [clip]


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeypointDataset(FileSet):
    """A data set of keypoints in pictures: any length, split when it is used.

    Args:
        read_clips: reads a recording, which may be several clips; None where there
            are no records.
    """

    read_clips: Callable[..., list[KeypointClip]] | None = None

    def clips_of(self, recording: Recording) -> list[KeypointClip]:
        """The clips of a recording; a DataError as of the reader."""
        return self.read_clips(recording)
