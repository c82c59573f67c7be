"""The networks against values of the original programs, with their weights."""

import dataclasses

import numpy as np
import pytest
from smoothing_weights import (
    give,
    give_cell,
    give_conv_lstm,
    give_deciwatch,
    maps_last,
    original_weights,
)

from smoothing.conv3d import Conv3D
from smoothing.conv_lstm import BidirectionalConvLSTM, PeepholeCell, convolve
from smoothing.deciwatch import DeciWatch, position_code
from smoothing.losses import make_loss
from smoothing.studies import Config

PHASE = 0.1


def assert_close(found, expected):
    np.testing.assert_allclose(
        found, expected, rtol=0, atol=1e-5 * np.abs(expected).max()
    )


def give_conv3d(model, tensors):
    give(model.convolution, tensors, "conv")


@pytest.mark.parametrize(
    ("key", "architecture", "network", "fill"),
    [
        ("m_3dconv", "conv3d", Conv3D, give_conv3d),
        ("m_S", "convlstm_s", BidirectionalConvLSTM, give_conv_lstm),
        ("m_C", "convlstm_c", BidirectionalConvLSTM, give_conv_lstm),
    ],
)
def test_networks_of_heatmaps(smoothing_golden, key, architecture, network, fill):
    golden = smoothing_golden
    inputs = maps_last(golden["m_x"])
    model = network(Config(architecture=architecture))
    model(inputs)
    tensors = original_weights(golden[f"{key}_params"], PHASE)
    fill(model, tensors)
    assert model.count_params() == sum(each.size for each in tensors.values())
    assert_close(model(inputs), maps_last(golden[key]))


def test_a_step_of_the_cell(smoothing_golden):
    golden = smoothing_golden
    state = [maps_last(golden[f"m_cell_{name}"]) for name in ("h0", "c0")]
    inputs = maps_last(golden["m_x"][:, 0])
    cell = PeepholeCell("zeros")
    cell.build(inputs.shape)
    give_cell(cell, original_weights(golden["m_cell_params"], PHASE))
    gates = convolve(inputs, cell.kernel) + cell.all_biases()
    h, c = cell.step(gates, state)
    assert_close(h, maps_last(golden["m_cell_h1"]))
    assert_close(c, maps_last(golden["m_cell_c1"]))


SMALL = {"width": 8, "heads": 2, "feed_forward": 16, "layers": 2, "sample_rate": 4}


def test_deciwatch_of_the_thesis(smoothing_golden):
    golden = smoothing_golden
    model = DeciWatch(
        Config(architecture="deciwatch", decoder_activation="relu", **SMALL)
    )
    model(golden["m_dw_x"])
    tensors = original_weights(golden["m_dw_params"], PHASE)
    give_deciwatch(model, tensors)
    assert model.count_params() == sum(each.size for each in tensors.values())
    found = model(golden["m_dw_x"])
    # Most of the output is the input that is added to it.
    np.testing.assert_allclose(found, golden["m_dw"], rtol=0, atol=1e-4)
    leaky = DeciWatch(
        dataclasses.replace(model.config, decoder_activation="leaky_relu")
    )
    leaky(golden["m_dw_x"])
    leaky.set_weights(model.get_weights())
    assert np.abs(leaky(golden["m_dw_x"]) - golden["m_dw"]).max() > 1e-2


@pytest.mark.parametrize("norms", ["post", "pre"])
def test_deciwatch_of_its_authors(smoothing_golden, norms):
    golden = {
        name.removeprefix(f"odw_{norms}_"): value
        for name, value in smoothing_golden.items()
        if name.startswith(f"odw_{norms}_")
    }
    config = Config(
        architecture="deciwatch",
        official=True,
        pre_norm=norms == "pre",
        window=9,
        loss="l1+denoise",
        **SMALL,
    )
    model = DeciWatch(config)
    model(golden["x"])
    tensors = original_weights(golden["params"], PHASE)
    give_deciwatch(model, tensors)
    assert model.count_params() == sum(each.size for each in tensors.values())
    outputs = np.asarray(model(golden["x"]))
    assert_close(outputs[:, :9], golden["recover"])
    assert_close(outputs[:, 9:], golden["denoise"][:, ::4])
    loss = make_loss(config)(golden["tgt"], outputs)
    np.testing.assert_allclose(loss, golden["loss"], rtol=1e-5)


@pytest.mark.parametrize("frames", [2, 5])
def test_position_code(smoothing_golden, frames):
    expected = smoothing_golden[f"m_dw_pos{frames}"]  # time before batch
    for column in range(expected.shape[1]):
        np.testing.assert_allclose(
            position_code(frames, 8), expected[:, column], atol=1e-6
        )
