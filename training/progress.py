"""What a training run says while it goes on."""

import sys
from collections.abc import Sequence

from reenact.progress import progress_bar

BEST = "validation_error"  # smaller is better
VALIDATION_LOSS = "validation_loss"


class Progress:
    """On a terminal a bar, which moves; elsewhere a line at every evaluation.

    A context manager, so that a message which follows starts on its own line.

    Args:
        label: of the run.
        steps: in all.
        done: steps of an earlier process.
        shown: which of the values of an evaluation are said; empty: all.
    """

    def __init__(self, label: str, steps: int, done: int, shown: Sequence[str] = ()):
        self.label, self.steps, self.shown = label, steps, shown
        if sys.stdout.isatty():
            print(label)  # on a line of its own, since it can be long
        self.bar = progress_bar("", steps, done, sys.stdout)
        self.values: dict[str, float] = {}

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error) -> None:
        self.bar.close()

    def at_step(self, step: int, loss: float) -> None:
        """Between evaluations."""
        self._move(step, {"loss": loss})

    def evaluated(self, step: int, logs: dict[str, float], left: str) -> None:
        """After an evaluation; `left` is how long still, or why training stops."""
        logs = {name: logs[name] for name in self.shown or logs}
        self._move(step, logs)
        if self.bar.disable:
            values = ", ".join(f"{name} {value:.4f}" for name, value in logs.items())
            print(
                f"{self.label}: step {step}/{self.steps}, {values}, {left}", flush=True
            )

    def _move(self, step: int, values: dict[str, float]) -> None:
        self.values |= values
        self.bar.set_postfix(
            {name: f"{value:.4f}" for name, value in self.values.items()}, refresh=False
        )
        self.bar.update(step - self.bar.n)
