"""Weights of the original programs' networks, from a formula, and where they go here.

Channels come last here and first in PyTorch, whose linear maps are also transposed.
"""

import numpy as np

GATES = "ifco"


def original_weights(listing, phase: float) -> dict[str, np.ndarray]:
    """Every tensor of lines "index|name|shape"; (out, in, ...) as in PyTorch."""
    tensors = {}
    for line in map(str, listing):
        index, name, shape = line.split("|")
        shape = tuple(int(n) for n in shape.strip("(),").split(",") if n)
        i = np.arange(np.prod(shape), dtype=np.float64)
        v = np.sin(12.9898 * i + 78.233 * (int(index) + 1) + phase) * 43758.5453
        fan = np.prod(shape[1:]) if len(shape) > 1 else 4
        w = (2 * (v - np.floor(v)) - 1) * np.sqrt(6 / fan)
        if "norm" in name and name.endswith("weight"):
            w = 1 + 0.1 * w
        elif len(shape) == 1:
            w = 0.1 * w
        tensors[name] = w.reshape(shape).astype(np.float32)
    return tensors


def channels_last(weight: np.ndarray) -> np.ndarray:
    """(out, in, ...) -> (..., in, out)."""
    return np.moveaxis(weight, (1, 0), (-2, -1))


def maps_last(maps: np.ndarray) -> np.ndarray:
    """(..., K, H, W) -> (..., H, W, K)."""
    return np.moveaxis(maps, -3, -1)


def give(layer, tensors, name: str) -> None:
    """A kernel and a bias."""
    layer.kernel.assign(channels_last(tensors[f"{name}.weight"]))
    layer.bias.assign(tensors[f"{name}.bias"])


def give_cell(cell, tensors, prefix: str = "") -> None:
    def together(pattern, gates=GATES, change=lambda x: x):
        found = [change(tensors[prefix + pattern.format(gate)]) for gate in gates]
        return np.concatenate(found, axis=-1)

    cell.kernel.assign(together("conv_x{}.weight", change=channels_last))
    cell.bias.assign(together("conv_x{}.bias"))
    cell.recurrent_kernel.assign(together("conv_h{}.weight", change=channels_last))
    cell.recurrent_bias.assign(together("conv_h{}.bias"))
    cell.peepholes.assign(together("conv_c{}", "ifo", maps_last))
    cell.bias_maps.assign(together("bias_{}", change=maps_last))


def give_conv_lstm(model, tensors) -> None:
    for cell, head, direction in zip(
        model.recurrent.cells,
        model.heads.directions,
        ("forward", "backward"),
        strict=True,
    ):
        give_cell(cell, tensors, f"rnn_{direction}.")
        for number, convolution in enumerate(head.convolutions, 1):
            give(convolution, tensors, f"conv_{direction}_{number}")
    if model.heads.joins:
        for number, convolution in enumerate(model.heads.combiner.convolutions, 1):
            give(convolution, tensors, f"conv_combiner_{number}")


def give_norm(norm, tensors, name: str) -> None:
    norm.gamma.assign(tensors[f"{name}.weight"])
    norm.beta.assign(tensors[f"{name}.bias"])


def give_attention(attention, tensors, name: str) -> None:
    kernels = np.split(tensors[f"{name}.in_proj_weight"], 3)
    biases = np.split(tensors[f"{name}.in_proj_bias"], 3)
    maps = (attention.query, attention.key, attention.value)
    for each, kernel, bias in zip(maps, kernels, biases, strict=True):
        each.kernel.assign(kernel.T)
        each.bias.assign(bias)
    give(attention.output_map, tensors, f"{name}.out_proj")


def give_layers(layers, tensors, prefix: str) -> None:
    for number, layer in enumerate(layers):
        name = f"{prefix}.layers.{number}"
        give_attention(layer.to_itself, tensors, f"{name}.self_attn")
        if layer.to_memory is not None:
            give_attention(layer.to_memory, tensors, f"{name}.multihead_attn")
        give(layer.widened, tensors, f"{name}.linear1")
        give(layer.narrowed, tensors, f"{name}.linear2")
        for place, norm in enumerate(layer.norms, 1):
            give_norm(norm, tensors, f"{name}.norm{place}")


# Layer here: name in the thesis's code, name in DeciWatch's.
_PARTS = {
    ("denoise", "embedding"): ("denoise_net.linear_de", "transformer.encoder_embed"),
    ("denoise", "output_map"): (
        "denoise_net.linear_dd",
        "transformer.encoder_joints_embed",
    ),
    ("denoise", "layers"): ("denoise_net.encoder", "transformer.encoder"),
    ("recover", "embedding"): ("recover_net.conv", "transformer.decoder_embed"),
    ("recover", "output_map"): (
        "recover_net.linear_rd",
        "transformer.decoder_joints_embed",
    ),
    ("recover", "layers"): ("recover_net.decoder", "transformer.decoder"),
}


def give_deciwatch(model, tensors) -> None:
    for (part, attribute), names in _PARTS.items():
        net, name = getattr(model, part), names[model.config.official]
        if attribute == "layers":
            give_layers(net.layers, tensors, name)
            if net.norm is not None:
                give_norm(net.norm, tensors, f"{name}.norm")
        else:
            give(getattr(net, attribute), tensors, name)
