"""A GRU layer over `networks.recurrent`, in the forms of two papers."""

import keras
from keras import ops

from networks.recurrent.cells import FORMS
from networks.recurrent.sequences import gru_sequence


@keras.saving.register_keras_serializable("reenact")
class GRU(keras.layers.Layer):
    """A GRU over whole sequences whose weights other loops may share.

    Call: (B, T, D) -> (B, T, H), the state after every frame.

    Args:
        width: D, the input width.
        units: H.
        form: 'reset_before' (TensorFlow 1: Glorot weights, gate biases 1, one bias) or
            'reset_after' (PyTorch: everything uniform within 1 / sqrt(H), two biases).
        backwards: reads the frames from last to first; the output keeps their order.
    """

    def __init__(self, width, units, form, backwards=False, **kwargs):
        super().__init__(**kwargs)
        if form not in FORMS:
            raise ValueError(f"form must be one of {tuple(FORMS)}, received {form!r}")
        self.width, self.units, self.form = width, units, form
        self.backwards = backwards
        uniform = keras.initializers.RandomUniform(-(units**-0.5), units**-0.5)
        published = form == "reset_before"

        def weight(name, shape, initializer):
            return self.add_weight(
                name=name,
                shape=shape,
                initializer=initializer if published else uniform,
            )

        self.kernel = weight("kernel", (width, 3 * units), "glorot_uniform")
        self.bias = weight("bias", (3 * units,), _open_gates)
        self.recurrent_kernel = weight(
            "recurrent_kernel", (units, 3 * units), "glorot_uniform"
        )
        self.recurrent_bias = None
        if FORMS[form].has_recurrent_bias:
            self.recurrent_bias = weight("recurrent_bias", (3 * units,), "zeros")
        self.built = True

    def tensors(self):
        """Input kernel and bias, recurrent kernel and bias: for a loop of one's own."""
        bias = ops.copy(self.bias)
        recurrent_bias = (
            ops.zeros_like(bias)
            if self.recurrent_bias is None
            else ops.copy(self.recurrent_bias)
        )
        # Copies, because a custom gradient takes tensors, not variables.
        return (
            ops.copy(self.kernel),
            bias,
            ops.copy(self.recurrent_kernel),
            recurrent_bias,
        )

    def step(self, x, h):
        """One frame: (B, D), (B, H) -> (B, H)."""
        kernel, bias, recurrent_kernel, recurrent_bias = self.tensors()
        form = FORMS[self.form]
        return form.step(
            ops.matmul(x, kernel) + bias,
            h,
            form.prepare(recurrent_kernel),
            recurrent_bias,
        )[0]

    def call(self, x):
        kernel, bias, recurrent_kernel, recurrent_bias = self.tensors()
        x = ops.transpose(x, (1, 0, 2))  # (T, B, D)
        if self.backwards:
            x = ops.flip(x, axis=0)
        h0 = ops.zeros_like(ops.matmul(x[0], kernel[:, : self.units]))
        states = gru_sequence(
            FORMS[self.form],
            ops.matmul(x, kernel) + bias,
            h0,
            recurrent_kernel,
            recurrent_bias,
        )
        if self.backwards:
            states = ops.flip(states, axis=0)
        return ops.transpose(states, (1, 0, 2))

    def get_config(self):
        return {
            **super().get_config(),
            "width": self.width,
            "units": self.units,
            "form": self.form,
            "backwards": self.backwards,
        }


def _open_gates(shape, dtype=None):
    """Both gates start at bias 1, the candidate at 0 (TensorFlow 1's GRUCell)."""
    units = shape[0] // 3
    return ops.concatenate([ops.ones((2 * units,), dtype), ops.zeros((units,), dtype)])
