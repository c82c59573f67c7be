"""Bidirectional convolutional LSTMs: Model S and Model C (thesis, section 1.1).

B batch, T frames, H rows, W columns, K keypoints, F filters. Inside, sequences are
(T, B, H, W, ...), so that a frame is one piece of memory.
"""

import keras
from keras import ops

from networks.configured_model import ConfiguredModel
from networks.initialisers import biases, glorot
from smoothing.studies import Config

SIZE = 3  # of kernels, in rows and columns
GATES = 4  # input, forget, candidate, output: the order wherever they are stacked


def convolve(x, kernel):
    """(B, H, W, C), (SIZE, SIZE, C, D) -> (B, H, W, D), zeros outside."""
    return ops.conv(x, kernel, padding="same", data_format="channels_last")


class PeepholeCell(keras.layers.Layer):
    """One step of a convolutional LSTM whose gates also see the memory.

    * is a convolution, . a product of elements, s the logistic function:
    i = s(Wxi * x + bxi + Whi * h + bhi + Pi . c + Bi), f alike;
    c' = f . c + i . tanh(Wxc * x + bxc + Whc * h + bhc + Bc);
    o = s(Wxo * x + bxo + Who * h + bho + Po . c' + Bo); h' = o . tanh(c').
    Peepholes P and biases B have a value for each pixel: the size of heatmaps is
    fixed. The biases b add nothing to B; they are the original's.
    """

    def __init__(self, initial_biases: str, **kwargs):
        super().__init__(**kwargs)
        self.initial_biases = initial_biases

    def build(self, shape):
        *_, rows, columns, channels = shape
        fan = SIZE * SIZE * channels

        def convolution(name):
            kernel = self.add_weight(
                name=f"{name}_kernel",
                shape=(SIZE, SIZE, channels, GATES * channels),
                initializer=glorot(fan, fan),
            )
            bias = self.add_weight(
                name=f"{name}_bias",
                shape=(GATES * channels,),
                initializer=biases(self.initial_biases, fan),
            )
            return kernel, bias

        def maps(name, count):
            return self.add_weight(
                name=name,
                shape=(rows, columns, count * channels),
                # PyTorch takes a map of (K, H, W) for K outputs and H inputs.
                initializer=glorot(rows * columns, channels * columns),
            )

        self.kernel, self.bias = convolution("input")
        self.recurrent_kernel, self.recurrent_bias = convolution("recurrent")
        self.peepholes = maps("peepholes", GATES - 1)
        self.bias_maps = maps("bias_maps", GATES)

    def all_biases(self):
        """(H, W, 4K), what is added to the gates of every frame."""
        return self.bias_maps + (self.bias + self.recurrent_bias)

    def step(self, gates, state=None):
        """One frame.

        Args:
            gates: (B, H, W, 4K), the convolved input and all biases.
            state: h and c, (B, H, W, K) each; None: zeros.

        Returns:
            The next h and c.
        """
        see_input, see_forget, see_output = ops.split(self.peepholes, GATES - 1, -1)
        if state is None:
            i, _, candidate, o = ops.split(gates, GATES, axis=-1)
            c = ops.sigmoid(i) * ops.tanh(candidate)
        else:
            h, c = state
            gates = gates + convolve(h, self.recurrent_kernel)
            i, f, candidate, o = ops.split(gates, GATES, axis=-1)
            i, f = ops.sigmoid(i + see_input * c), ops.sigmoid(f + see_forget * c)
            c = f * c + i * ops.tanh(candidate)
        return ops.sigmoid(o + see_output * c) * ops.tanh(c), c


class BothDirections(keras.layers.Layer):
    """Two cells, one from the first frame on and one from the last.

    The inputs of all frames and of both are one convolution; only what depends on
    the frame before is computed frame by frame.
    Call: (B, T, H, W, K) -> two of (T B, H, W, K), frames in their order.
    """

    def __init__(self, initial_biases: str, **kwargs):
        super().__init__(**kwargs)
        self.cells = [
            PeepholeCell(initial_biases, name=name) for name in ("forward", "backward")
        ]

    def build(self, shape):
        for cell in self.cells:
            cell.build(shape)

    def call(self, x):
        _, frames, rows, columns, channels = x.shape
        x = ops.transpose(x, (1, 0, 2, 3, 4))
        x = ops.reshape(x, (-1, rows, columns, channels))
        kernels = [cell.kernel for cell in self.cells]
        added = [cell.all_biases() for cell in self.cells]
        gates = convolve(x, ops.concatenate(kernels, -1)) + ops.concatenate(added, -1)
        outputs = []
        for cell, some in zip(self.cells, ops.split(gates, 2, axis=-1), strict=True):
            order = range(frames) if cell is self.cells[0] else reversed(range(frames))
            by_frame, state, states = ops.split(some, frames, axis=0), None, {}
            for frame in order:
                state = cell.step(by_frame[frame], state)
                states[frame] = state[0]
            outputs.append(ops.concatenate([states[t] for t in range(frames)], axis=0))
        return outputs


class Convolutions(keras.layers.Layer):
    """Convolutions one after the other, each followed by an activation.

    Call: (B, H, W, inputs) -> (B, H, W, filters of the last).

    Args:
        inputs: channels.
        layers: filters and size of each.
    """

    def __init__(self, inputs, layers, initial_biases, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.convolutions = []
        for filters, size in layers:
            self.convolutions.append(
                keras.layers.Conv2D(
                    filters,
                    size,
                    padding="same",
                    activation=activation,
                    bias_initializer=biases(initial_biases, size * size * inputs),
                )
            )
            inputs = filters

    def call(self, x):
        for convolution in self.convolutions:
            x = convolution(x)
        return x


class Heads(keras.layers.Layer):
    """Makes heatmaps of both directions' outputs, all frames at once.

    Model S ('sum'): five convolutions for each direction, and their sum.
    Model C ('concatenation'): three for each, then two over both side by side.
    Call: two of (T B, H, W, K) -> (T B, H, W, K).
    """

    def __init__(self, config: Config, **kwargs):
        super().__init__(**kwargs)
        self.config = config
        self.joins = config.architecture == "convlstm_c"

    def build(self, shapes):
        config, channels = self.config, shapes[0][-1]
        wide, last = [(config.filters, SIZE)] * 3, [(config.filters, 1), (channels, 1)]
        layers = wide if self.joins else wide + last
        self.directions = [
            Convolutions(channels, layers, config.initial_biases, name=name)
            for name in ("forward", "backward")
        ]
        if self.joins:
            self.combiner = Convolutions(
                2 * config.filters,
                last,
                config.initial_biases,
                "relu" if config.combiner_relu else None,
                name="combiner",
            )

    def call(self, states):
        forward, backward = (
            head(each) for head, each in zip(self.directions, states, strict=True)
        )
        if self.joins:
            return self.combiner(ops.concatenate([forward, backward], axis=-1))
        return forward + backward


@keras.saving.register_keras_serializable("reenact")
class BidirectionalConvLSTM(ConfiguredModel):
    """The networks of studies convlstm_s and convlstm_c.

    Call: (B, T, H, W, K) -> (B, T, H, W, K).
    """

    config_class = Config

    def __init__(self, config: Config, **kwargs):
        super().__init__(config, **kwargs)
        self.recurrent = BothDirections(config.initial_biases, name="recurrent")
        self.heads = Heads(config, name="heads")

    def call(self, heatmaps):
        _, *shape = heatmaps.shape
        y = ops.cast(self.heads(self.recurrent(heatmaps)), "float32")
        y = ops.reshape(y, (shape[0], -1, *shape[1:]))
        return ops.transpose(y, (1, 0, 2, 3, 4))
