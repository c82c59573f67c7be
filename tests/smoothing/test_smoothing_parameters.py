"""Exact numbers of weights at the published sizes, and what they start as."""

import dataclasses
import functools

import numpy as np
import pytest
import smoothing_tiny

from smoothing.model import build
from smoothing.studies import AS_PUBLISHED, STUDIES, Config

MAPS, CELL, HEAD = 7 * 56 * 56 * 25, 594_000, 343_833
COUNTS = {
    "conv3d": 78_150,
    "deciwatch": 1_708_388,
    "convlstm_s": 2 * (CELL + HEAD),
    "convlstm_c": 1_872_313,
}


@functools.cache
def published(architecture):
    return build(AS_PUBLISHED[f"{architecture}_1.1_as_published"])


@pytest.mark.parametrize("architecture", COUNTS)
def test_published_sizes(architecture):
    model = published(architecture)
    trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert trained == model.count_params() == COUNTS[architecture]


def test_parts_of_model_s():
    model = published("convlstm_s")
    assert model.count_params() == 1_875_666
    for cell, head in zip(model.recurrent.cells, model.heads.directions, strict=True):
        assert cell.count_params() == 8 * (9 * 25 * 25 + 25) + MAPS == CELL
        assert head.count_params() == HEAD


def test_other_grids_and_filters():
    config = dataclasses.replace(STUDIES["convlstm_s_1.1"], grid=28, filters=32)
    wide = 25 * 32 * 9 + 2 * 32 * 32 * 9 + 32 * 32 + 32 * 25 + 4 * 32 + 25
    cell = 8 * 5_650 + 7 * 28 * 28 * 25
    assert build(config).count_params() == 2 * (cell + wide)


def uniform_limit(values):
    """Checks that values look uniform around zero, and gives their limit."""
    values = np.asarray(values)
    limit = np.abs(values).max()
    assert np.abs(values).mean() == pytest.approx(limit / 2, rel=0.05)
    assert values.mean() == pytest.approx(0, abs=0.05 * float(limit))
    return pytest.approx(limit, rel=0.02)


def test_kernels_of_gates_are_drawn_for_one_gate_and_maps_as_in_pytorch():
    model = published("convlstm_c")
    for cell in model.recurrent.cells:
        assert uniform_limit(cell.kernel) == (6 / (2 * 9 * 25)) ** 0.5
        assert uniform_limit(cell.recurrent_kernel) == (6 / (2 * 9 * 25)) ** 0.5
        assert uniform_limit(cell.peepholes) == 0.0364
        assert uniform_limit(cell.bias_maps) == 0.0364
    first = model.heads.directions[0].convolutions[0]
    assert uniform_limit(first.kernel) == (6 / (9 * (25 + 128))) ** 0.5
    # No two weights start with the same numbers.
    forward, backward = model.recurrent.cells
    assert (np.asarray(forward.kernel) != np.asarray(backward.kernel)).all()
    assert (np.asarray(forward.kernel) != np.asarray(forward.recurrent_kernel)).all()


def test_attention_starts_as_in_pytorch():
    layer = published("deciwatch").recover.layers[0]
    for attention in (layer.to_itself, layer.to_memory):
        for each in (attention.query, attention.key, attention.value):
            assert uniform_limit(each.kernel) == 0.108
            assert not np.any(each.bias)
        assert uniform_limit(attention.output_map.kernel) == 0.153
        assert not np.any(attention.output_map.bias)
    assert np.any(layer.to_itself.query.kernel != layer.to_itself.key.kernel)
    assert pytest.approx(np.abs(layer.narrowed.bias).max(), rel=0.05) == 256**-0.5


def places_of_biases(model):
    """Layers and the numbers that each of their outputs is made of."""
    match model.config.architecture:
        case "conv3d":
            return {model.convolution: 125 * 25}
        case "deciwatch":
            return {model.denoise.embedding: 50, model.recover.embedding: 5 * 50}
    filters = model.config.filters
    return {
        model.recurrent.cells[0]: 9 * 25,
        model.heads.directions[1].convolutions[1]: 9 * filters,
        model.heads.combiner.convolutions[0]: 2 * filters,
    }


@pytest.mark.parametrize("architecture", ["conv3d", "deciwatch", "convlstm_c"])
def test_biases_start_at_zero_or_as_in_pytorch(architecture):
    for layer in places_of_biases(smoothing_tiny.model(architecture)):
        assert not np.any(layer.bias)
    for layer, fan_in in places_of_biases(published(architecture)).items():
        limit = fan_in**-0.5
        assert 0.8 * limit < np.abs(layer.bias).max() <= limit


def test_a_seed_fixes_every_weight():
    weights = [smoothing_tiny.model("convlstm_c", n).get_weights() for n in (1, 1, 2)]
    for one, same, other in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, same)
        assert not one.any() or (one != other).any()


@pytest.mark.parametrize(
    ("architecture", "change", "message"),
    [
        ("conv4d", {}, "architecture of .*'conv3d'.* received 'conv4d'"),
        ("conv3d", {"initial_biases": "ones"}, "zeros or uniform, received 'ones'"),
        ("deciwatch", {"sample_rate": 3}, "divide window - 1 = 4, received 3"),
        ("deciwatch", {"heads": 3}, "width that 3 heads divide, received 16"),
        ("deciwatch", {"decoder_activation": "tanh"}, "received 'tanh'"),
    ],
)
def test_settings_that_do_not_fit_are_refused(architecture, change, message):
    settings = {**smoothing_tiny.SIZES, "architecture": architecture, **change}
    config = Config(**settings)
    with pytest.raises(ValueError, match=message):
        build(config)
