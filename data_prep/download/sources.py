"""Which files the recordings consist of that may be fetched."""

import csv
import dataclasses
import pathlib


@dataclasses.dataclass(frozen=True)
class RemoteFile:
    """A line of <dataset>_files.csv; size and checksum None if nobody noted them."""

    path: str
    size: int | None
    sha256: str | None


def remote_files(dataset: str) -> list[RemoteFile]:
    """The files that a data set with a `DownloadSource` consists of."""
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
