"""The two forms of the gated recurrent unit, forward and backward.

B batch, T frames, D input width, H units.

They are classes of pure functions with one interface: `prepare(kernel)` for the forward
loop, `step`, `prepare_back(kernel)` for the backward loop, `step_back` and
`kernel_gradient`.
"""

from keras import ops


class ResetBefore:
    """The GRU of Cho et al. 2014 and of TensorFlow 1: the reset gate acts on h.

    z, r = sigmoid(x + h U_zr);  c = tanh(x + (r h) U_c);  h' = z h + (1 - z) c.
    """

    has_recurrent_bias = False

    @staticmethod
    def prepare(kernel):
        units = kernel.shape[0]
        return kernel[:, : 2 * units], kernel[:, 2 * units :]

    @staticmethod
    def prepare_back(kernel):
        return tuple(ops.transpose(part) for part in ResetBefore.prepare(kernel))

    @staticmethod
    def step(x, h, kernels, bias):
        units = h.shape[-1]
        gates = ops.sigmoid(x[:, : 2 * units] + ops.matmul(h, kernels[0]))
        z, r = ops.split(gates, 2, axis=-1)
        kept = r * h
        c = ops.tanh(x[:, 2 * units :] + ops.matmul(kept, kernels[1]))
        return z * h + (1 - z) * c, z, r, c, kept

    @staticmethod
    def step_back(dh, h, saved, transposed):
        """Gradients of one step: (dx, drecurrent, dh_before)."""
        z, r, c, _ = saved
        dc = dh * (1 - z) * (1 - c * c)
        dkept = ops.matmul(dc, transposed[1])
        dz, dr = dh * (h - c) * z * (1 - z), dkept * h * r * (1 - r)
        dgates = ops.concatenate([dz, dr], axis=-1)
        dx = ops.concatenate([dgates, dc], axis=-1)
        return dx, dx, dh * z + dkept * r + ops.matmul(dgates, transposed[0])

    @staticmethod
    def kernel_gradient(h, saved, drecurrent):
        units, kept = h.shape[-1], saved[3]
        gates = over_time(h, drecurrent[..., : 2 * units])
        candidate = over_time(kept, drecurrent[..., 2 * units :])
        return ops.concatenate([gates, candidate], axis=-1)


class ResetAfter:
    """The GRU of cuDNN, PyTorch and Keras: the reset gate acts on h U_c.

    z, r = sigmoid(x + h U_zr + b);  c = tanh(x + r (h U_c + b));
    h' = z h + (1 - z) c.
    """

    has_recurrent_bias = True

    @staticmethod
    def prepare(kernel):
        return kernel

    @staticmethod
    def prepare_back(kernel):
        return ops.transpose(kernel)

    @staticmethod
    def step(x, h, kernel, bias):
        units = h.shape[-1]
        recurrent = ops.matmul(h, kernel) + bias
        gates = ops.sigmoid((x + recurrent)[:, : 2 * units])
        z, r = ops.split(gates, 2, axis=-1)
        inner = recurrent[:, 2 * units :]
        c = ops.tanh(x[:, 2 * units :] + r * inner)
        return z * h + (1 - z) * c, z, r, c, inner

    @staticmethod
    def step_back(dh, h, saved, transposed):
        """Gradients of one step: (dx, drecurrent, dh_before)."""
        z, r, c, inner = saved
        dc = dh * (1 - z) * (1 - c * c)
        dz, dr = dh * (h - c) * z * (1 - z), dc * inner * r * (1 - r)
        dx = ops.concatenate([dz, dr, dc], axis=-1)
        drecurrent = ops.concatenate([dz, dr, dc * r], axis=-1)
        return dx, drecurrent, dh * z + ops.matmul(drecurrent, transposed)

    @staticmethod
    def kernel_gradient(h, saved, drecurrent):
        return over_time(h, drecurrent)


FORMS = {"reset_before": ResetBefore, "reset_after": ResetAfter}


def over_time(x, dy):
    """Sum over frames and batch of outer products: (T,B,M), (T,B,N) -> (M,N)."""
    x, dy = (ops.reshape(each, (-1, each.shape[-1])) for each in (x, dy))
    return ops.matmul(ops.transpose(x), dy)
