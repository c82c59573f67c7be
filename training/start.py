"""What a run starts from: the weights of a finished one, for `--init_from`."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from evaluation.family import Family
from reenact.errors import DataError
from training.model_files import load_model
from training.run import Run
from training.settings import differences
from training.trained_runs import inference_of


@dataclasses.dataclass(frozen=True, eq=False)
class Start:
    """A finished model that a run starts from.

    Args:
        model: its weights are taken over.
        path: of its file.
        config, run: the settings and the run that then hold.
        data: what the record says of it, besides the data trained on.
        only_scored: nothing is trained: the run is one of this very model.
    """

    model: keras.Model
    path: Path
    config: Any
    run: Run
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    only_scored: bool = False


def trained_start(family: Family) -> Callable[[Any, Run], Start | None]:
    """(settings, run) -> the model of `Run.init_from`; None: fresh weights.

    What the run is trained on, its normalisation included, are its own data.
    """

    def start_from(config: Any, run: Run) -> Start | None:
        path = run.init_from
        if path is None:
            return None
        model = load_model(path, inference_of(family.name).model)
        other = _differences(model.config, config) or "the same settings"
        print(f"{run.label}: starts from {path}, trained with {other}", flush=True)
        return Start(model, path, config, run, {"init_from": str(path)})

    return start_from


def check_same_network(start: Start, model: keras.Model) -> None:
    """Raises a DataError unless a new model can take over the weights of another."""
    found, expected = (
        [tuple(weight.shape) for weight in each.weights]
        for each in (start.model, model)
    )
    if found != expected:
        other = _differences(start.model.config, start.config) or "other weights"
        raise DataError(f"{start.path}: expected the same network, found {other}")


def _differences(config: Any, other: Any) -> str:
    names = [field.name for field in dataclasses.fields(other)]
    return differences(config, other, names)
