"""Which reader reads which data set, and what decides what the records hold."""

import dataclasses
import os
import pathlib
from collections.abc import Callable, Sequence

from data_prep.datasets import (
    AMASS,
    CMU,
    CMU_ASF_AMC,
    DATASETS,
    DIP,
    H36M,
    Dataset,
    locate,
)
from data_prep.sources import amass, asf_amc, dip, split_lists
from data_prep.sources import exponential_map_text as text
from data_prep.sources.recordings import Recording, read_all
from data_prep.splits import ASF_AMC_EXTRA, CMU_VALIDATION, H36M_SUBJECTS
from motion.clip import Clip


@dataclasses.dataclass(frozen=True)
class Reader:
    """How to read the recordings of a data set.

    Args:
        list_recordings: what lies in the folder of the data set.
        read_clip: reads one of them; None where it is left out.
        options: from the folder, what besides the files decides what the records hold.
    """

    list_recordings: Callable[[pathlib.Path], list[Recording]]
    read_clip: Callable[[Dataset, Recording], Clip | None]
    options: Callable[[pathlib.Path], dict]


READERS = {
    CMU.name: Reader(
        text.list_cmu,
        text.read_clip,
        lambda _: {
            "reader_version": text.READER_VERSION,
            "validation": list(CMU_VALIDATION),
        },
    ),
    H36M.name: Reader(
        text.list_h36m,
        text.read_clip,
        lambda _: {
            "reader_version": text.READER_VERSION,
            "subjects": H36M_SUBJECTS,
        },
    ),
    CMU_ASF_AMC.name: Reader(
        asf_amc.list_asf_amc,
        asf_amc.read_clip,
        lambda _: {
            "reader_version": asf_amc.READER_VERSION,
            "extra": list(ASF_AMC_EXTRA),
        },
    ),
    AMASS.name: Reader(
        amass.list_amass,
        amass.read_clip,
        lambda root: {
            "reader_version": amass.READER_VERSION,
            "lists": split_lists.digests(root),
        },
    ),
    DIP.name: Reader(
        dip.list_dip,
        dip.read_clip,
        lambda root: {
            "reader_version": dip.READER_VERSION,
            "lists": split_lists.digests(root),
        },
    ),
}


def find_recordings(
    dataset: str, data_dir: str | os.PathLike | None
) -> tuple[list[Recording], dict]:
    """The recordings of a data set, and the options of their fingerprint."""
    root = locate(DATASETS[dataset], data_dir)
    reader = READERS[dataset]
    return reader.list_recordings(root), reader.options(root)


def read_recordings(
    dataset: str,
    recordings: Sequence[Recording],
    report: Callable[[int, int, str], None] | None = None,
) -> dict[str, list[Clip]]:
    """The clips of each split; see `data_prep.sources.recordings.read_all`."""
    reader = READERS[dataset]
    return read_all(reader.read_clip, DATASETS[dataset], recordings, report)


def read_clip(dataset: str, recording: Recording) -> Clip | None:
    """Reads one recording; None where it is left out."""
    return READERS[dataset].read_clip(DATASETS[dataset], recording)
