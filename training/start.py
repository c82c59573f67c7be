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
from training.settings import Limits, differences
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
        return Start(model, path, config, run, {"init_from": str(path)})

    return start_from


def said_of(start: Start) -> str:
    """'starts from …, trained with …': which settings it was trained with."""
    names = [field.name for field in dataclasses.fields(start.config)]
    other = differences(start.model.config, start.config, names) or "the same settings"
    return f"starts from {start.path}, trained with {other}"


def check_same_network(start: Start, model: keras.Model) -> None:
    """Raises a DataError unless a new model can take over the weights of another.

    It names the first weight that differs, and the settings that do; not those of when
    training ends, which have no part in it.
    """
    found, expected = start.model.weights, model.weights
    where = f"{start.path}: expected the same network"
    if len(found) != len(expected):
        other = f"of {len(expected)} weights, found {len(found)}"
    else:
        pairs = zip(found, expected, strict=True)
        unlike = [(a, b) for a, b in pairs if tuple(a.shape) != tuple(b.shape)]
        if not unlike:
            return
        (a, b), *_ = unlike
        other = f"with {b.path} of {tuple(b.shape)}, found {tuple(a.shape)}"
    limits = {field.name for field in dataclasses.fields(Limits)}
    names = [field.name for field in dataclasses.fields(start.config)]
    names = [name for name in names if name not in limits]
    settings = differences(start.model.config, start.config, names)
    raise DataError(f"{where} {other}" + (f"; it has {settings}" if settings else ""))
