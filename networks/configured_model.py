"""Models that are saved with their study's settings and, if any, their view of data.

And how any model predicts many rows.
"""

import dataclasses

import keras
import numpy as np

from reenact.recorded import by_present_names


class ConfiguredModel(keras.Model):
    """A model made of a `Config` and, for some, of `Features`, kept in its file.

    A subclass names the classes.

    Args:
        config: frozen dataclass of numbers, texts and tuples of them.
        features: has `to_config()`, JSON-ready, and `from_config(...)`; None where the
            family has none.
    """

    config_class: type
    features_class: type | None = None

    def __init__(self, config, features=None, **kwargs):
        super().__init__(**kwargs)
        self.config, self.features = config, features

    def get_config(self):
        config = {"name": self.name, "config": dataclasses.asdict(self.config)}
        if self.features is not None:
            config["features"] = self.features.to_config()
        return config

    @classmethod
    def from_config(cls, config):
        fields = by_present_names(cls.config_class, config["config"])
        parts = [cls.config_class(**fields)]
        if cls.features_class is not None:
            parts.append(cls.features_class.from_config(config["features"]))
        return cls(*parts, name=config["name"])


def predict_rows(
    model: keras.Model, rows: np.ndarray, batch_size: int = 64
) -> np.ndarray:
    """What a model gives for rows (N, ...), computed `batch_size` at most at a time.

    All batches are of one size, or the last one would be compiled anew: it is filled up
    with its own rows.
    """
    batches = -(-len(rows) // batch_size)
    size = -(-len(rows) // batches)
    outputs = []
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        filled = np.resize(batch, (size, *rows.shape[1:]))
        # On mirrored devices Keras predicts the same batch on each, and joins them.
        outputs.append(model.predict_on_batch(filled)[: len(batch)])
    return np.concatenate(outputs)


def predict_in_blocks(
    model: keras.Model,
    past: np.ndarray,
    frames: int,
    past_frames: int,
    batch_size: int = 64,
) -> np.ndarray:
    """Continues rows (N, S, D) by (N, frames, D), however many.

    Beyond what the model gives in one go, its own frames are the end of the past.

    Args:
        model: (N, past_frames, D) -> the frames that follow.
        batch_size: see `predict_rows`.

    Raises:
        ValueError: too few past frames.
    """
    known = past.shape[1]
    if known < past_frames:
        raise ValueError(
            f"expected at least {past_frames} past frames, received {known}"
        )
    while past.shape[1] < known + frames:
        found = predict_rows(model, past[:, -past_frames:], batch_size)
        past = np.concatenate([past, found], axis=1)
    return past[:, known : known + frames]
