"""What a training run says while it goes on."""

import sys
from collections.abc import Sequence

import keras

BEST = "validation_error"  # smaller is better
VALIDATION_LOSS = "validation_loss"


class Progress:
    """On a terminal Keras' bar, which moves; elsewhere a line at every evaluation.

    Args:
        label: of the run.
        steps: in all.
        shown: which of the values of an evaluation are said; empty: all.
    """

    def __init__(self, label: str, steps: int, shown: Sequence[str] = ()):
        self.label, self.steps, self.shown = label, steps, shown
        self.on_terminal = sys.stdout.isatty()
        if self.on_terminal:
            print(label)
        self.bar = keras.utils.Progbar(
            steps,
            verbose=int(self.on_terminal),
            interval=0.5,
            stateful_metrics=["loss", BEST],  # shown as they are, not averaged
            unit_name="step",
        )

    def at_step(self, step: int, loss: float) -> None:
        """Between evaluations."""
        self.bar.update(step, [("loss", loss)])

    def evaluated(
        self, step: int, logs: dict[str, float], seconds_left: float | None
    ) -> None:
        """After an evaluation; `seconds_left` is None where training stops early."""
        over = seconds_left is None or step == self.steps
        logs = {name: logs[name] for name in self.shown or logs}
        self.bar.update(step, list(logs.items()), finalize=over)
        if not self.on_terminal:
            values = ", ".join(f"{name} {value:.4f}" for name, value in logs.items())
            left = "stopped" if seconds_left is None else f"{seconds_left:.0f} s left"
            print(
                f"{self.label}: step {step}/{self.steps}, {values}, {left}", flush=True
            )
