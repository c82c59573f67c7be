"""How the networks of this family learn, on every Keras backend."""

import keras

from stt.forecaster import Forecaster
from stt.losses import training_loss
from stt.studies import Config
from training.schedules import WarmUp


def compile_model(
    model: Forecaster, config: Config, clip_norm: float | None = None
) -> None:
    """Gives a model its optimizer and loss.

    Args:
        clip_norm: bound on the global norm of the gradient, for `model.fit`; the loop
            of `training.loop` clips by itself.
    """
    rate = WarmUp(config.width, config.warmup_steps, config.rate_factor)
    # Keras' default epsilon is 1e-7; TensorFlow 1, which the paper used, has 1e-8.
    optimizer = keras.optimizers.Adam(rate, epsilon=1e-8, global_clipnorm=clip_norm)
    model.compile(optimizer, training_loss(config.loss, model.features.per_joint))
