"""The folder of one run: runs/<profile>/<data>/<package>/<study>/seed<k>/."""

import dataclasses
import json
import shlex
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from reenact.errors import SettingsError
from reenact.files import whole_file
from reenact.recorded import by_present_names


class RunFolder:
    """Where a run keeps its settings, checkpoints, events and results.

    Args:
        path: of this run.
        chief: False for the other workers of a run on several machines, which must
            write too but only into a folder of their own that nobody reads.
    """

    def __init__(self, path: Path, chief: bool = True):
        self.shared = Path(path)
        self.path = self.shared if chief else Path(tempfile.mkdtemp())
        self.checkpoints = self.path / "checkpoints"
        self.tensorboard = self.path / "tensorboard"
        self.best_weights = self.path / "best.weights.h5"
        self.losses = self.path / "losses.npy"  # of every step, float32
        self.history = self.path / "history.json"  # of every evaluation
        self.metrics = self.path / "metrics.json"
        self.model = self.path / "model.keras"
        self.statistics = self.path / "statistics.npz"

    @property
    def finished(self) -> bool:
        """metrics.json is written last."""
        return (self.shared / self.metrics.name).exists()

    @property
    def going_on(self) -> str:
        """What the same command does after an interruption."""
        if self.finished:
            return "it is finished; the same command goes on after it."
        saved = (self.shared / self.checkpoints.name).glob("*.index")
        steps = [int(path.stem.rpartition("-")[2]) for path in saved]
        if not steps:
            return "nothing was kept yet, the same command starts it anew."
        return f"the same command goes on from step {max(steps)}."

    def keep_losses(self, losses: np.ndarray, step: int) -> None:
        """Adds the losses of the steps up to `step`; later ones are cut off.

        A resumed run goes back to its last checkpoint. The file is whole at any time,
        and holds at least what the checkpoint knows.
        """
        before = np.zeros(0, losses.dtype)
        if self.losses.exists():
            before = np.load(self.losses, allow_pickle=False)
        before = before[: step - len(losses)]
        with whole_file(self.losses) as temporary, open(temporary, "wb") as file:
            np.save(file, np.concatenate([before, losses]))

    def keep_history(self, found: dict[str, float]) -> None:
        """Adds what an evaluation found, with its "step"; later ones are cut off."""
        before = [each for each in self.read_history() if each["step"] < found["step"]]
        self._write(self.history.name, [*before, found])

    def read_history(self) -> list[dict[str, float]]:
        """What each evaluation so far found; see `training.loop`."""
        if not self.history.exists():
            return []
        return json.loads(self.history.read_text(encoding="utf-8"))

    def start(self, config: Any, environment: dict[str, Any]) -> None:
        """Checks that a run may go on here; writes its settings unless it is finished.

        Raises:
            SettingsError: the folder holds a run of another config or other data.
        """
        settings = _as_json(dataclasses.asdict(config))
        self._expect("config.json", settings, type(config))
        self._expect("data.json", environment["data"])
        if self.finished:
            return  # with the environment that it was finished in
        self.path.mkdir(parents=True, exist_ok=True)
        self._write("config.json", settings)
        self._write("data.json", environment["data"])
        self._write("environment.json", environment)

    def _expect(
        self, name: str, wanted: dict[str, Any], config_class: type | None = None
    ) -> None:
        """Refuses a file of other content.

        Args:
            config_class: of settings, among which those that there were not yet when
                the file was written count as their defaults.
        """
        path = self.shared / name
        if not path.exists():
            return
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if config_class:
                defaults = dataclasses.asdict(config_class())
                found = _as_json(defaults | by_present_names(config_class, found))
            changed = [k for k in wanted if found.get(k) != wanted[k]]
        except (ValueError, AttributeError) as error:
            raise SettingsError(f"{path}: expected JSON, found {error}") from error
        if changed or set(found) != set(wanted):
            key = changed[0] if changed else sorted(set(found) ^ set(wanted))[0]
            raise SettingsError(
                f"{path}: expected {key} {wanted.get(key)!r}, found "
                f"{found.get(key)!r}: a checkpoint of another run; choose another "
                "--runs_dir or remove the folder"
            )

    def _write(self, name: str, content: Any) -> None:
        with whole_file(self.path / name) as temporary:
            temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _as_json(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as a file has them: with lists where they have tuples."""
    return json.loads(json.dumps(settings))


def run_path(
    runs_dir: str | Path,
    profile: str,
    data: str,
    package: str,
    study: str,
    *,
    overrides: list[str],
    seed: int,
) -> Path:
    """The folder of a run; changed settings become part of the study's name."""
    label = ",".join([study, *sorted(overrides)]).replace("/", "_")
    return Path(runs_dir) / profile / data / package / label / f"seed{seed}"


def runs_inside(path: str | Path) -> str:
    """'; did you mean <path>/seed0?' for the folder of a study, else ''."""
    found = sorted(Path(path).glob("seed*/metrics.json"))
    return f"; did you mean {' or '.join(str(p.parent) for p in found)}?" * bool(found)


def command_line(module: str, arguments: list[str]) -> str:
    """The command that repeats a run."""
    return shlex.join(["python", "-m", module, *arguments])
