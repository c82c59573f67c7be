"""The motion-taxonomy prior: a gate on every number of a frame, through 18 units.

B batch, T frames, D features. Report "Human Motion Prediction", section 2.1, Figure 2:

    s = sigmoid(x W1 + b1), the emulated motion code;  g = s W2 + b2;  x' = x g
"""

import keras
from keras import ops

UNITS = 18
ACTIVATIONS = ("none", "sigmoid")


@keras.saving.register_keras_serializable("reenact")
class TaxonomyPrior(keras.layers.Layer):
    """Multiplies each frame by what a short code of the frame lets through.

    Nothing supervises the code, and no frame sees another. The gate has no activation:
    it may be negative or above 1. Call: (B, T, D) -> (B, T, D).

    Args:
        units: of the code.
        gate_activation: of `ACTIVATIONS`; the report has none.
        residual: adds the input to the product, which the report does not.
    """

    def __init__(self, units=UNITS, gate_activation="none", residual=False, **kwargs):
        super().__init__(**kwargs)
        if gate_activation not in ACTIVATIONS:
            raise ValueError(
                f"expected an activation of {ACTIVATIONS}, received {gate_activation!r}"
            )
        self.units, self.gate_activation = units, gate_activation
        self.residual = residual

    def build(self, shape):
        activation = None if self.gate_activation == "none" else self.gate_activation
        self.code = keras.layers.Dense(self.units, activation="sigmoid", name="code")
        self.gate = keras.layers.Dense(shape[-1], activation=activation, name="gate")
        self.code.build(shape)
        self.gate.build((*shape[:-1], self.units))

    def call(self, x):
        gated = x * ops.cast(self.gate(self.code(x)), x.dtype)
        return x + gated if self.residual else gated

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "gate_activation": self.gate_activation,
            "residual": self.residual,
        }
