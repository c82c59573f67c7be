"""What of a finished run is exported: a function of tensors, and what it must give."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray]


@dataclasses.dataclass(frozen=True)
class Port:
    """One input or output, float32.

    Args:
        shape: of a row, without the batch.
        meaning: one line for those who use it: axes, units, ranges.
    """

    shape: tuple[int, ...]
    meaning: str


@dataclasses.dataclass(frozen=True, eq=False)
class ExportSignature:
    """A function that predicts, with all statistics inside and nothing random.

    Args:
        function: {name: tensor (B, ...)} -> {name: tensor (B, ...)}.
        inputs, outputs: their names and what they are.
        predict: the same function of arrays, as the run was scored: what an exported
            file is compared with.
        facts: JSON-ready, what else users must know.
    """

    function: Callable[[Mapping[str, Any]], dict[str, Any]]
    inputs: dict[str, Port]
    outputs: dict[str, Port]
    predict: Callable[[Arrays], dict[str, np.ndarray]]
    facts: dict[str, Any]
