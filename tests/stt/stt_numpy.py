"""The networks once more, in float64 NumPy, joint by joint and head by head.

B batch, T frames, J joints, D width, C = J P channels. Sequences are (B, T, J, D).
"""

import numpy as np

from stt.joint_relation import relation


def softmax(logits):
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def later(frames):
    """-inf where the second frame is later than the first."""
    return np.where(np.triu(np.ones((frames, frames)), k=1) > 0, -np.inf, 0.0)


def weight(variable):
    return np.asarray(variable).astype(np.float64)


def affine(maps, x, part=0):
    """(B, T, J, I) -> (B, T, J, O) by the given one of the maps stacked in a layer."""
    columns = slice(part * maps.units, (part + 1) * maps.units)
    outputs = []
    for joint in range(x.shape[2]):
        kernel, bias = weight(maps.kernel), weight(maps.bias)
        if not maps.shared:
            kernel, bias = kernel[joint], bias[joint]
        outputs.append(x[:, :, joint] @ kernel[:, columns] + bias[columns])
    return np.stack(outputs, axis=2)


def queries_keys_values(attention, x):
    first, *others = attention.projections
    if others:
        return affine(first, x), affine(others[0], x, 0), affine(others[0], x, 1)
    return tuple(affine(first, x, part) for part in range(3))


def temporal(attention, x):
    queries, keys, values = queries_keys_values(attention, x)
    attended, (frames, joints) = np.zeros_like(queries), x.shape[1:3]
    for head in range(attention.heads):
        own = slice(head * attention.size, (head + 1) * attention.size)
        products = [
            queries[:, :, n, own] @ keys[:, :, n, own].swapaxes(1, 2)
            for n in range(joints)
        ]
        for n in range(joints):
            logits = products[n] / attention.size**0.5
            if attention.one_map:
                logits = sum(products) / (joints * attention.size) ** 0.5
            weights = softmax(logits + later(frames))
            attended[:, :, n, own] = weights @ values[:, :, n, own]
    return affine(attention.output_map, attended)


def spatial(attention, x, bias):
    queries, keys, values = queries_keys_values(attention, x)
    attended = np.zeros_like(queries)
    for head in range(attention.heads):
        own = slice(head * attention.size, (head + 1) * attention.size)
        for t in range(x.shape[1]):
            logits = queries[:, t, :, own] @ keys[:, t, :, own].swapaxes(1, 2)
            weights = softmax(logits / attention.size**0.5 + bias)
            attended[:, t, :, own] = weights @ values[:, t, :, own]
    return affine(attention.output_map, attended)


def norm(layer, x, over):
    axes = -1 if over == "feature" else tuple(range(1, x.ndim))
    centred = x - x.mean(axis=axes, keepdims=True)
    scaled = centred / np.sqrt(np.square(centred).mean(axis=axes, keepdims=True))
    return scaled * weight(layer.gamma) + weight(layer.beta)


def attention_layer(layer, config, x, bias):
    z = 0.0
    for kind, attention, own_norm in zip(
        config.blocks, layer.attentions, layer.attention_norms, strict=True
    ):
        block = (
            temporal(attention, x)
            if kind == "temporal"
            else spatial(attention, x, bias)
        )
        z = z + norm(own_norm, block + x, config.norm_over)
    forward = affine(layer.narrowed, np.maximum(affine(layer.widened, z), 0))
    return norm(layer.forward_norm, forward + z, config.norm_over)


def encodings(frames, width):
    found = np.zeros((frames, width))
    for t in range(frames):
        for c in range(width):
            angle = t / 10_000 ** (2 * (c // 2) / width)
            found[t, c] = np.cos(angle) if c % 2 else np.sin(angle)
    return found


def related(model, x):
    """Studies 03 and 04 and their other readings."""
    config, matrix = model.config, relation(model.config.pelvis_edges)
    if config.joint_relation in ("learned", "random"):
        return x + matrix @ weight(model.relation.embedding)
    if config.joint_relation == "padded":
        wide = np.zeros(x.shape[2:])
        wide[:, : len(matrix)] = matrix
        return x + wide
    if config.joint_relation == "neighbour_mean":
        added = np.zeros_like(x)
        for joint, row in enumerate(matrix):
            added[:, :, joint] = x[:, :, row > 0].mean(axis=2)
        return x + added
    return x


def spatio_temporal(model, x):
    """The change that a network of studies 02 to 13 gives, (B, T, C) -> (B, T, C)."""
    config = model.config
    joints = x.reshape(*x.shape[:2], 15, -1)
    hidden = affine(model.embedding, joints)
    if config.positional_encoding:
        hidden = hidden + encodings(x.shape[1], config.width)[:, None]
    hidden = related(model, hidden)
    heard = config.joint_relation == "attention_bias"
    bias = relation(config.pelvis_edges) if heard else 0.0
    for layer in model.attention_layers:
        hidden = attention_layer(layer, config, hidden, bias)
    return affine(model.output_map, hidden).reshape(x.shape)


def full_width_heads(layer, x):
    """Study 14, (B, T, C) -> (B, T, C)."""
    by_time = layer.along == "channels_by_time"
    x = x.swapaxes(1, 2) if by_time else x
    size, heads = x.shape[-1], []
    maps, biases = weight(layer.maps), weight(layer.biases)
    output_map = weight(layer.output_map).reshape(layer.heads, size, size)
    earlier = np.triu(np.ones((size, size)))  # entry (source, destination)
    for head in range(layer.heads):
        values = maps[2, head] * earlier if by_time else maps[2, head]
        q, k, v = (
            x @ kernel + bias
            for kernel, bias in zip(
                (maps[0, head], maps[1, head], values), biases[:, head], strict=True
            )
        )
        if layer.along == "channels":  # scores of channels, from all frames
            scores = softmax(q.swapaxes(1, 2) @ k / x.shape[1] ** 0.5)
            attended = v @ scores.swapaxes(1, 2)
        else:
            hidden = 0.0 if by_time else later(x.shape[1])
            attended = softmax(q @ k.swapaxes(1, 2) / size**0.5 + hidden) @ v
        last = output_map[head] * earlier if by_time else output_map[head]
        heads.append(attended @ last)
    y = sum(heads) + weight(layer.output_bias)
    return y.swapaxes(1, 2) if by_time else y


def convolved(layer, x):
    """One filter of 5 numbers, two apart, along the channels; then a ReLU."""
    kernel = weight(layer.kernel)[0, :, 0, 0]
    left = x.shape[-1] - 2 * (len(kernel) - 1)
    y = sum(w * x[..., 2 * k : 2 * k + left] for k, w in enumerate(kernel))
    return np.maximum(y + weight(layer.bias), 0)


def dense(layer, x):
    return x @ weight(layer.kernel) + weight(layer.bias)


def flat_convolution(model, x):
    """The change that the network of study 14 gives, (B, T, C) -> (B, T, C)."""
    config = model.config
    hidden = dense(model.embedding, x)
    if config.positional_encoding:
        hidden = hidden + encodings(*x.shape[1:])
    for layer in model.attention_layers:
        z = 0.0
        for attention, own_norm in zip(layer.attentions, layer.norms[:2], strict=True):
            block = full_width_heads(attention, hidden)
            z = z + norm(own_norm, block + hidden, config.norm_over)
        levels = [z]
        for convolution in layer.convolutions:
            levels.append(convolved(convolution, levels[-1]))
        wide = np.maximum(dense(layer.widened, np.concatenate(levels, axis=-1)), 0)
        forward = dense(layer.narrowed, wide)
        hidden = norm(layer.norms[2], forward + z, config.norm_over)
    return dense(model.output_map, hidden)
