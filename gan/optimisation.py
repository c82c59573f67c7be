"""How generator and critic move: optimizers, and the two kinds of clipping.

Algorithm 1 clips the update of the critic (line 6); a WGAN clips its weights after the
update (Arjovsky et al. 2017, Algorithm 1).
"""

import keras
from keras import ops

from gan.studies import Config


def make_optimizer(config: Config, update_bound: float = 0.0):
    """A fresh optimizer of `Config.optimizer`.

    Args:
        update_bound: no weight moves by more than this times the learning rate in a
            step; 0: no bound.
    """
    kinds = {
        "rmsprop": (
            keras.optimizers.RMSprop,
            {"rho": config.rho, "epsilon": config.epsilon},
        ),
        "adam": (
            keras.optimizers.Adam,
            {
                "beta_1": config.beta_1,
                "beta_2": config.beta_2,
                "epsilon": config.epsilon,
            },
        ),
        # Lines 7 and 10 as they are printed have no learning rate.
        "none": (keras.optimizers.SGD, {}),
    }
    kind, settings = kinds[config.optimizer]
    rate = 1.0 if config.optimizer == "none" else config.learning_rate
    if not update_bound:
        return kind(rate, **settings)

    class Bounded(kind):
        """Clips what it would add to each weight."""

        def update_step(self, gradient, variable, learning_rate):
            before = ops.copy(variable)
            super().update_step(gradient, variable, learning_rate)
            bound = ops.cast(learning_rate, variable.dtype) * update_bound
            change = ops.clip(variable - before, -bound, bound)
            self.assign(variable, before + change)

    return Bounded(rate, **settings)


class WithinRange(keras.constraints.Constraint):
    """Keeps a weight within ± `bound`."""

    def __init__(self, bound: float):
        self.bound = bound

    def __call__(self, weight):
        return ops.clip(weight, -self.bound, self.bound)


def clipped_weights(critic: keras.layers.Layer, scope: str) -> list[keras.Variable]:
    """Which weights of a critic are clipped.

    Args:
        scope: 'all', the gains and biases of its norms too, or 'kernels'. Gains start
            at 1: clipped with all others they leave next to nothing of a vector, and a
            smooth critic that says the same of everything.
    """
    norms = [
        layer
        for layer in critic._flatten_layers()
        if isinstance(layer, keras.layers.LayerNormalization)
    ]
    kept = {id(weight) for norm in norms for weight in norm.weights}
    weights = critic.trainable_variables
    return [w for w in weights if scope == "all" or id(w) not in kept]
