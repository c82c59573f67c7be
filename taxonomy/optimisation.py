"""How the networks of this family learn."""

import keras

from taxonomy.forecaster import Forecaster
from taxonomy.studies import Config
from training.schedules import WarmUp

# fairmotion uses the width of 512 whatever that of the network is.
NOAM_RATE = WarmUp(width=512, warmup_steps=4_000, factor=2.0)


def make_optimizer(config: Config) -> keras.optimizers.Optimizer:
    """fairmotion's three, with PyTorch's constants where it sets none."""
    if config.optimizer == "sgd":
        return keras.optimizers.SGD(config.learning_rate)
    if config.optimizer == "noam":
        return keras.optimizers.Adam(NOAM_RATE, beta_1=0.9, beta_2=0.98, epsilon=1e-9)
    return keras.optimizers.Adam(config.learning_rate, epsilon=1e-8)


def compile_model(model: Forecaster) -> None:
    """Gives a model its optimizer and loss: the mean over all numbers of all frames."""
    model.compile(make_optimizer(model.config), "mean_squared_error")
