"""What both networks of this family share: inputs, noise, rollout, saving.

B batch, T frames of a window, J joints, P numbers of a joint, D = J P.
"""

import functools

import keras
import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from networks.configured_model import ConfiguredModel, predict_rows
from networks.loops import repeat
from networks.taxonomy_prior import TaxonomyPrior
from stt.studies import Config


class Forecaster(ConfiguredModel):
    """Maps every frame of a window to the next one; a subclass says how in `change`.

    Call: (B, T, D) normalised -> (B, T, D), the frames one later; with
    `config.residual` the network gives the change from one to the next (paper,
    section 3.3). With `config.taxonomy_prior` it reads frames that a prior has gated;
    the frame that is added is as it was read. Works with `model.fit` on every Keras
    backend.
    """

    config_class, features_class = Config, PoseFeatures

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        # Frames that are added to the output keep their precision.
        super().__init__(config, features, autocast=False, **kwargs)
        self.noise_seed = keras.random.SeedGenerator()
        self.taxonomy_prior = None
        if config.taxonomy_prior:
            self.taxonomy_prior = TaxonomyPrior(name="taxonomy_prior")
        # Each is compiled once. Keras would take those in a dictionary for its parts.
        self._rollout = functools.cache(lambda frames: Rollout(self, frames))

    def change(self, x, training):
        """(B, T, D) -> (B, T, D)."""
        raise NotImplementedError

    def call(self, x, training=False):
        noisy = self._with_noise(x) if training and self.config.input_noise else x
        seen = ops.cast(noisy, self.compute_dtype)
        if self.taxonomy_prior is not None:
            seen = self.taxonomy_prior(seen)
        y = ops.cast(self.change(seen, training), "float32")
        if not self.config.residual:
            return y
        return y + (noisy if self.config.noisy_residual else x)

    def _with_noise(self, x):
        """Report, studies 05 and 06: Gaussian noise before the embedding."""
        level = np.float32(self.config.input_noise)
        if self.config.noise_units == "raw":
            level = level / self.features.statistics.scale
        noise = keras.random.normal(ops.shape(x), dtype=x.dtype, seed=self.noise_seed)
        return x + noise * ops.cast(level, x.dtype)

    def forecast(self, past, frames: int, batch_size: int = 64):
        """Rotations to rotations; see `stt.model.predict`."""
        window = self.features.encode(past)[:, -self.config.window :]
        if window.shape[1] < self.config.window:
            raise ValueError(
                f"expected at least {self.config.window} past frames, "
                f"received {window.shape[1]}"
            )
        predicted = predict_rows(self._rollout(frames), window, batch_size)
        return self.features.decode(predicted)


class Rollout(keras.Model):
    """Continues windows by a network's own output, one frame at a time.

    The newest predicted frame is appended and the oldest dropped; true frames of the
    past stay true (released code; the report's text would replace all of them). The
    whole loop is compiled. Call: (B, T, D) -> (B, frames, D).
    """

    def __init__(self, network: Forecaster, frames: int):
        super().__init__(autocast=False)
        self.network, self.frames = network, frames

    def call(self, window):
        outputs = ops.zeros_like(window[:, :1]) + ops.zeros((1, self.frames, 1))

        def step(frame, state):
            window, outputs = state
            newest = self.network(window, training=False)[:, -1:]
            window = ops.concatenate([window[:, 1:], newest], axis=1)
            here = (ops.arange(self.frames) == frame)[:, None]
            # Chosen and not filled in, which not every exported format can.
            return window, ops.where(here, newest, outputs)

        return repeat(self.frames, step, (window, outputs))[1]
