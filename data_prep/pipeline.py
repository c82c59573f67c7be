"""Training batches as tf.data, drawn by step number instead of by iterator state.

B windows a batch, S past frames, T future frames, D features.
"""

import tensorflow as tf
from absl import logging

from data_prep.windows import WindowSource, start_range


def training_batches(
    source: WindowSource,
    batch_size: int,
    past_frames: int,
    future_frames: int,
    *,
    first_start: int,
    seed: int,
    start_step: int = 0,
    include_last: bool = False,
) -> tf.data.Dataset:
    """Endless batches {'past': (B, S, D), 'future': (B, T, D)}, float32.

    Each window: a clip drawn uniformly (not by length), then a start drawn uniformly
    from `first_start` to length - S - T, half open (Martinez et al. 2017, released
    code), unless `include_last` admits the last window that fits. Clips without an
    admissible start are left out, with a warning.

    A batch is a pure function of (seed, step): nothing has to be saved to go on from
    step k except k, passed as `start_step`. The whole table of features lives in
    memory as one tensor (Human3.6M: some 70 MB); windows are cut inside the graph.

    Raises:
        DataError: too few frames for a window in every clip.
    """
    frames = past_frames + future_frames
    starts = start_range(source, frames, first_start, include_last)
    if starts.left_out:
        logging.warning(
            "too few frames for a window of %d, left out: %s",
            frames,
            ", ".join(starts.left_out),
        )
    features = tf.constant(source.features)
    offsets = tf.constant(source.offsets[starts.clips] + starts.first)
    counts = tf.constant(starts.counts)

    def batch(step: tf.Tensor) -> dict[str, tf.Tensor]:
        uniform = tf.random.stateless_uniform(
            (2, batch_size),
            seed=tf.stack([tf.cast(seed, tf.int64), step]),
            dtype="float64",
        )
        clip = _below(tf.cast(len(starts.clips), tf.int64), uniform[0])
        start = _below(tf.gather(counts, clip), uniform[1])
        first_row = tf.gather(offsets, clip) + start
        rows = first_row[:, None] + tf.range(frames, dtype=tf.int64)
        windows = tf.gather(features, rows)  # (B, S + T, D)
        return {"past": windows[:, :past_frames], "future": windows[:, past_frames:]}

    steps = tf.data.Dataset.counter(start=start_step)
    return steps.map(batch).prefetch(2)


def _below(bound: tf.Tensor, uniform: tf.Tensor) -> tf.Tensor:
    """Turns uniform numbers in [0, 1) into integers in [0, bound)."""
    return tf.cast(uniform * tf.cast(bound, tf.float64), tf.int64)
