"""Says what goes wrong while it goes wrong."""

from collections.abc import Sequence

import keras

from gan.diagnostics.alarms import first_epochs, tripped, warning
from gan.studies import Config
from training.run_folder import RunFolder


def with_penalty(config: Config) -> bool:
    """Whether a penalty holds the slope of the critic over a whole sequence at 1."""
    return config.gradient_penalty > 0 and config.penalty_norm == "sample"


class Warnings(keras.callbacks.Callback):
    """Prints a line for each alarm that an evaluation trips, once in a run.

    A run that is resumed does not repeat what it said before.

    Args:
        folder: of the run.
        label: starts each line.
        with_penalty: see `gan.diagnostics.alarms.tripped`.
        at_first: what is said before the first step, also where a run goes on.
    """

    def __init__(
        self,
        folder: RunFolder,
        label: str,
        with_penalty: bool,
        at_first: Sequence[str] = (),
    ):
        super().__init__()
        self.folder, self.label, self.with_penalty = folder, label, with_penalty
        self.at_first = at_first
        self.said: set[str] = set()

    def on_train_begin(self, logs=None):
        for line in self.at_first:
            print(f"{self.label}: WARNING: {line}", flush=True)
        self.said = set(first_epochs(self.folder.read_history(), self.with_penalty))

    def on_epoch_end(self, epoch, logs=None):
        for alarm in tripped(logs, self.with_penalty):
            if alarm.name not in self.said:
                print(f"{self.label}: {warning(alarm, logs)}", flush=True)
                self.said.add(alarm.name)
