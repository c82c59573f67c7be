"""Gated recurrent units over whole sequences, with their own gradient.

B batch, T frames, D input width, H units. Loops run over the leading (time) axis.

Differentiating a loop automatically adds one (H, 3H) weight gradient per frame and
multiplies by transposed weights in every frame; on a CPU these two cost several
times the arithmetic. Here the backward loop is written out: it multiplies by
weights transposed once, keeps the gradients of the gates, and forms each weight
gradient in one product over all frames.
"""

from keras import ops

from networks.loops import scan
from networks.recurrent.cells import over_time


def _before(first, states):
    """The state before each frame: (B, H), (T, B, H) -> (T, B, H)."""
    return ops.concatenate([first[None], states[:-1]], axis=0)


def gru_sequence(form, x, h0, kernel, bias):
    """Runs a GRU over inputs that are already multiplied by the input weights.

    Args:
        form: ResetBefore or ResetAfter.
        x: (T, B, 3H), in the order z, r, candidate.
        h0: (B, H), the first state.
        kernel: (H, 3H), the recurrent weights.
        bias: (3H,), the recurrent bias; ResetBefore has none and ignores it.

    Returns:
        (T, B, H), the state after every frame.
    """

    @ops.custom_gradient
    def run(x, h0, kernel, bias):
        kernels = form.prepare(kernel)

        def forward(carry, x_t):
            carry = form.step(x_t, carry[0], kernels, bias)
            return carry, carry

        _, (states, *saved) = scan(forward, (h0,) * 5, x)

        def gradient(*args, upstream=None):
            dstates = args[0] if upstream is None else upstream
            before, transposed = _before(h0, states), form.prepare_back(kernel)

            def backward(carry, frame):
                dstate, h, *kept = frame
                dx, drecurrent, dh = form.step_back(
                    carry[0] + dstate, h, kept, transposed
                )
                carry = (dh, dx, drecurrent)
                return carry, carry

            start = (ops.zeros_like(h0), ops.zeros_like(x[0]), ops.zeros_like(x[0]))
            (dh0, _, _), (_, dx, drecurrent) = scan(
                backward, start, (dstates, before, *saved), reverse=True
            )
            dkernel = form.kernel_gradient(before, saved, drecurrent)
            return dx, dh0, dkernel, ops.sum(drecurrent, axis=(0, 1))

        return states, gradient

    return run(x, h0, kernel, bias)


def gru_feedback(form, truth, forced, h0, keep, weights, *, residual, flow):
    """Runs stacked GRUs that read their own projected output, a frame a step.

    Args:
        form: ResetBefore or ResetAfter.
        truth: (T, B, D), the true previous frames; step 0 always reads its own.
        forced: (T,) of 0 or 1, whether a step reads the true frame.
        h0: per layer (B, H), the first states.
        keep: (B, H), dropout mask on the top state where the projection reads it.
        weights: per layer input kernel (D or H, 3H), input bias (3H,), recurrent
            kernel (H, 3H), recurrent bias (3H,); then projection (H, D), bias (D,).
        residual: whether the frame read is added to the output.
        flow: whether the gradient passes through the frames fed back.

    Returns:
        (T, B, D), the predicted frames.
    """
    layers, residual, flow = len(h0), float(residual), float(flow)

    @ops.custom_gradient
    def run(truth, *tensors):
        h0, weights = tensors[:layers], tensors[layers:]
        cells = [weights[4 * k : 4 * k + 4] for k in range(layers)]
        projection, bias_y = weights[-2:]
        kernels = [form.prepare(kernel) for _, _, kernel, _ in cells]

        def forward(carry, frame):
            true_x, force = frame
            x = inner = force * true_x + (1 - force) * carry[0]
            states = []
            for k, (kernel_x, bias_x, _, bias) in enumerate(cells):
                projected = ops.matmul(inner, kernel_x) + bias_x
                states.append(form.step(projected, carry[2][k][0], kernels[k], bias))
                inner = states[-1][0]
            y = ops.matmul(inner * keep, projection) + bias_y + residual * x
            carry = (y, x, states)
            return carry, carry

        first = (truth[0], truth[0], [(h,) * 5 for h in h0])
        _, (outputs, inputs, states) = scan(forward, first, (truth, forced))

        def gradient(*args, upstream=None):
            doutputs = args[0] if upstream is None else upstream
            before = [_before(h, each[0]) for h, each in zip(h0, states, strict=True)]
            back = [form.prepare_back(kernel) for _, _, kernel, _ in cells]
            back_x = [ops.transpose(cell[0]) for cell in cells]
            back_y = ops.transpose(projection)

            def backward(carry, frame):
                dfed, dstates = carry[0], list(carry[1])
                dout, force, now = frame
                dy = dout + flow * dfed
                dinner, gates = ops.matmul(dy, back_y) * keep, [None] * layers
                for k in reversed(range(layers)):
                    h, *saved = now[k]
                    dx, drecurrent, dstates[k] = form.step_back(
                        dstates[k] + dinner, h, saved, back[k]
                    )
                    gates[k] = (dx, drecurrent)
                    dinner = ops.matmul(dx, back_x[k])
                dx = dinner + residual * dy
                carry = ((1 - force) * dx, dstates, dy, gates, force * dx)
                return carry, carry

            frame = ops.zeros_like(truth[0])
            gate = ops.concatenate([ops.zeros_like(h0[0])] * 3, axis=-1)
            start = (
                frame,
                [ops.zeros_like(h) for h in h0],
                frame,
                [(gate, gate)] * layers,
                frame,
            )
            now = [(b, *each[1:]) for b, each in zip(before, states, strict=True)]
            (_, dh0, *_), (_, _, dy, gates, dtruth) = scan(
                backward, start, (doutputs, forced, now), reverse=True
            )
            gradients = [dtruth, *dh0]
            layer_inputs = [inputs, *(each[0] for each in states[:-1])]
            for k, (dx, drecurrent) in enumerate(gates):
                gradients += [
                    over_time(layer_inputs[k], dx),
                    ops.sum(dx, axis=(0, 1)),
                    form.kernel_gradient(before[k], states[k][1:], drecurrent),
                    ops.sum(drecurrent, axis=(0, 1)),
                ]
            top = states[-1][0] * keep
            return (*gradients, over_time(top, dy), ops.sum(dy, axis=(0, 1)))

        return outputs, gradient

    return run(truth, *h0, *weights)
