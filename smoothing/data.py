"""The data of a run: windows of noisy keypoints, drawn as batches of heatmaps.

B windows a batch, T frames of a window, G cells of the grid, K keypoints.
"""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tensorflow as tf

from data_prep.keypoints.grid_clips import read_grid_set
from data_prep.keypoints.heatmap_batches import Renderer
from data_prep.keypoints.split import KeypointSettings
from data_prep.keypoints.windows import (
    KeypointWindows,
    WindowTable,
    prepare_windows,
)
from evaluation.keypoints.scores import torso_spread
from reenact.errors import DataError
from smoothing.studies import TARGET_BLUR, Config


@dataclasses.dataclass(frozen=True, eq=False)
class RunData:
    """What a run trains on and is scored on.

    Args:
        name, fingerprint: of the data set.
        rate_hz: frames per second; 0 where nobody says.
        windows: of each part of the split.
    """

    name: str
    fingerprint: str
    rate_hz: float
    windows: KeypointWindows

    @property
    def data(self) -> dict:
        """What a record says of its data."""
        return {
            "name": self.name,
            "fingerprint": self.fingerprint,
            "training_files": self.windows.training_files,
            **torso_spread(self.windows.test),
        }


def settings(config: Config) -> KeypointSettings:
    """What of a run's settings decides on its windows."""
    fields = dataclasses.fields(KeypointSettings)
    return KeypointSettings(**{f.name: getattr(config, f.name) for f in fields})


def prepare(
    config: Config, records_dir: str | Path, data: str, data_dir: str | None = None
) -> RunData:
    """Reads a data set and makes its windows.

    Args:
        records_dir, data, data_dir: see `data_prep.keypoints.grid_clips.read_grid_set`.

    Raises:
        DataError: records that cannot be read, or too few windows.
    """
    clips = read_grid_set(
        data,
        data_dir,
        records_dir,
        config.grid,
        cameras=config.cameras,
        keep_invisible=config.keep_invisible,
        penn_actions=config.penn_actions,
    )
    windows = prepare_windows(clips.clips, settings(config))
    return RunData(clips.name, clips.fingerprint, clips.rate_hz, windows)


def steps_per_epoch(config: Config, material: RunData) -> int:
    """Batches until validation: `steps_per_epoch`, or all windows once."""
    whole = len(material.windows.train.first_rows) // config.batch_size
    if not whole:
        raise DataError(
            f"{material.name}: expected at least {config.batch_size} training windows, "
            f"found {len(material.windows.train.first_rows)}"
        )
    return config.steps_per_epoch or whole


def training_batches(
    config: Config, table: WindowTable, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> endless batches of (inputs, targets), shuffled anew every epoch.

    A batch is a pure function of the seed and the step.
    """
    to_batch = _batch_maker(config, table)
    whole = len(table.first_rows) // config.batch_size

    def shuffled(epoch: tf.Tensor) -> tf.data.Dataset:
        rows = tf.random.experimental.stateless_shuffle(
            tf.constant(table.first_rows), tf.stack([tf.cast(seed, tf.int64), epoch])
        )
        return tf.data.Dataset.from_tensor_slices(rows).batch(
            config.batch_size, drop_remainder=True
        )

    def from_step(step: int) -> tf.data.Dataset:
        epochs = tf.data.Dataset.counter(start=step // whole)
        batches = epochs.flat_map(shuffled).skip(step % whole)
        return batches.map(to_batch).prefetch(2)

    return from_step


def ordered_batches(config: Config, table: WindowTable) -> tf.data.Dataset:
    """All windows of a table once, in order; the last batch may be smaller."""
    rows = tf.data.Dataset.from_tensor_slices(table.first_rows)
    return rows.batch(config.batch_size).map(_batch_maker(config, table)).prefetch(2)


def _batch_maker(config: Config, table: WindowTable):
    """First rows of windows (B,) -> (inputs, targets).

    Heatmaps (B, T, G, G, K), or for DeciWatch coordinates (B, T, 2 K), row before
    column. A target is NaN where nothing is compared with it.
    """
    blurs, grid = tuple(config.blurs), config.grid
    render_inputs = Renderer(blurs, grid)
    render_targets = Renderer((TARGET_BLUR,), grid)
    steps = config.frame_step * np.arange(config.window)
    masked = table.absent | ~table.present if config.mask_missing else table.absent
    columns = {
        "inputs": table.inputs,
        "targets": table.targets,
        "present": table.present,
        "masked": masked,
        "blur": table.blur_index,
    }
    if table.heatmaps is not None:
        columns["heatmaps"] = table.heatmaps
    columns = {name: tf.constant(column) for name, column in columns.items()}

    def to_batch(first_rows: tf.Tensor):
        frames = first_rows[:, None] + steps
        rows = {name: tf.gather(column, frames) for name, column in columns.items()}
        present, masked = rows["present"], rows["masked"]
        if config.architecture == "deciwatch":
            inputs = _coordinates(rows["inputs"], present)
            targets = _coordinates(rows["targets"], present)
            unknown = tf.repeat(masked, 2, axis=-1)
        else:
            inputs = rows.get("heatmaps")
            if inputs is None:
                inputs = render_inputs(rows["inputs"], present, rows["blur"])
            targets = render_targets(
                rows["targets"], present, tf.zeros_like(rows["blur"])
            )
            unknown = masked[:, :, None, None, :]
        nan = tf.constant(np.nan, targets.dtype)
        return inputs, tf.where(unknown, nan, targets)

    return to_batch


def _coordinates(positions: tf.Tensor, present: tf.Tensor) -> tf.Tensor:
    """(B, T, K, 2) cells (x, y) -> (B, T, 2 K) float32 (row, column), 0 if missing."""
    rows_first = tf.cast(positions[..., ::-1], tf.float32)
    kept = rows_first * tf.cast(present[..., None], tf.float32)
    return tf.reshape(kept, (*tf.unstack(tf.shape(kept)[:2]), -1))
