"""Scaled dot-product attention over the last but one axis, causal or not.

T tokens, C features of a head; any leading axes.
"""

import functools

import numpy as np
from keras import ops

BLOCKS = 4  # of queries, in causal attention
FORBIDDEN = -1e9


def attend(queries, keys, values, causal: bool = False, bias=None):
    """softmax(Q K^T / sqrt(C) + bias) V, (..., T, C) each (Vaswani et al. 2017, 3.2.1).

    Args:
        queries, keys, values: (..., T, C).
        causal: a token sees itself and earlier ones only.
        bias: added to the logits, broadcast to (..., T, T); not with `causal`.
    """
    queries = queries * queries.shape[-1] ** -0.5
    if causal:
        return _causal(queries, keys, values)
    logits = ops.matmul(queries, _transposed(keys))
    if bias is not None:
        logits = logits + bias
    return ops.matmul(ops.softmax(logits), values)


@ops.custom_gradient
def _causal(queries, keys, values):
    """Attention in blocks of queries, each over no more keys than it may see.

    Leaves out three eighths of the full products. The gradient is written out because
    slices, differentiated automatically, are filled up with zeros to full size.
    """
    frames = queries.shape[-2]
    blocks = BLOCKS if frames % BLOCKS == 0 else 1
    size = frames // blocks
    weights, outputs = [], []
    for start in range(0, frames, size):
        end = start + size
        logits = ops.matmul(queries[..., start:end, :], _transposed(keys[..., :end, :]))
        hidden = np.triu(np.full((size, end), FORBIDDEN), k=start + 1)
        weights.append(ops.softmax(logits + ops.cast(hidden, logits.dtype)))
        outputs.append(ops.matmul(weights[-1], values[..., :end, :]))
    output = ops.concatenate(outputs, axis=-2)

    def gradient(*args, upstream=None):
        doutput = args[0] if upstream is None else upstream
        delta = ops.sum(doutput * output, axis=-1, keepdims=True)
        dqueries, dkeys, dvalues = [], [], []
        for block, each in enumerate(weights):
            start, end = block * size, (block + 1) * size
            upstream_block = doutput[..., start:end, :]
            dweights = ops.matmul(upstream_block, _transposed(values[..., :end, :]))
            dlogits = each * (dweights - delta[..., start:end, :])
            dqueries.append(ops.matmul(dlogits, keys[..., :end, :]))
            left = [(0, 0)] * (len(queries.shape) - 2) + [(0, frames - end), (0, 0)]
            dkey = ops.matmul(_transposed(dlogits), queries[..., start:end, :])
            dvalue = ops.matmul(_transposed(each), upstream_block)
            dkeys.append(ops.pad(dkey, left))
            dvalues.append(ops.pad(dvalue, left))
        dkeys, dvalues = (functools.reduce(ops.add, each) for each in (dkeys, dvalues))
        return ops.concatenate(dqueries, axis=-2), dkeys, dvalues

    return output, gradient


def _transposed(x):
    return ops.swapaxes(x, -1, -2)
