"""What `evaluation.score_baselines` was asked for, and the results that it writes."""

import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path

from evaluation.run_results import METRICS_FILE, RunResult
from reenact.code_version import code_version
from reenact.errors import SettingsError


@dataclasses.dataclass(frozen=True)
class Scoring:
    """One call: whose baselines are scored, and on what.

    Args:
        family, folder: name of the family, and that of its baselines' runs.
        protocol: of the test windows; '': the usual one.
        profile: beside whose runs the results stand.
        records_dir: what `data_prep.build` wrote.
    """

    family: str
    folder: str
    data: str
    profile: str
    protocol: str
    records_dir: str
    runs_dir: str

    def protocol_of(self, known: Sequence[str], usual: str) -> str:
        """The protocol that was asked for, or the usual one.

        Raises:
            SettingsError: one that there is not.
        """
        protocol = self.protocol or usual
        if protocol not in known:
            raise SettingsError(
                f"--protocol of {self.family}: expected one of {', '.join(known)}, "
                f"found {protocol!r}"
            )
        return protocol

    def save(
        self, study: str, started: float, *, protocol_flag: bool = True, **fields
    ) -> Path:
        """Writes the result of a baseline to its place and returns the path.

        Args:
            started: when, by `time.monotonic`.
            protocol_flag: whether the protocol can be chosen by a flag.
            fields: of the result, those that differ between families.
        """
        flags = {"family": self.family, "data": self.data, "profile": self.profile}
        flags |= {"protocol": fields["protocol"]} if protocol_flag else {}
        given = " ".join(f"--{name}={value}" for name, value in flags.items())
        constant = {
            "family": self.family,
            "study": study,
            "seed": 0,
            "profile": self.profile,
            "steps": 0,
            "seconds": round(time.monotonic() - started, 1),
            "parameters": 0,
            "command": f"python -m evaluation.score_baselines {given}",
            "code_version": code_version(),
            "reading": "corrected",
            "reduced": "",
        }
        result = RunResult(**(constant | fields))
        folder = Path(self.runs_dir) / self.profile / result.data["name"] / self.folder
        path = folder / study / f"seed{result.seed}" / METRICS_FILE
        result.save(path)
        return path
