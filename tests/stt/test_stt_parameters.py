"""Exact numbers of weights, at the published sizes."""

import dataclasses

import numpy as np
import pytest

from stt.model import build
from stt.studies import ALL_STUDIES, STUDIES, TRAINABLE

JOINTS, WIDTH, FEED_FORWARD, LAYERS = 15, 128, 256, 8
MAP = WIDTH * WIDTH + WIDTH
EMBEDDING = JOINTS * (9 * WIDTH + WIDTH)
OUTPUT = JOINTS * (WIDTH * 9 + 9)
TEMPORAL = JOINTS * 4 * MAP
SPATIAL = (JOINTS + 3) * MAP
FORWARD = JOINTS * (2 * WIDTH * FEED_FORWARD + FEED_FORWARD + WIDTH)
NORMS = 3 * 2 * WIDTH

EXPECTED = {
    **dict.fromkeys(("01", "02", "04", "05", "06", "12"), 18_256_647),
    "03": 18_258_567,
    "07": 21_955_335,
    "08": 20_105_991,
    "09": 16_407_303,
    "10": 12_708_615,
    "11": 23_804_679,
    "13": 15_979_143,
    "14": 25_195_928,
    "02_taxonomy": 18_256_647 + 37 * 135 + 18,
}


def parameters(study, **changes):
    """Of the whole network, of which one layer is made: all layers are alike."""
    config = dataclasses.replace(ALL_STUDIES[study], **changes)
    model = build(dataclasses.replace(config, layers=1))
    (layer,) = model.attention_layers
    return model.count_params() + (config.layers - 1) * layer.count_params()


def test_every_study_is_counted():
    assert set(EXPECTED) == {"01", *TRAINABLE} == set(ALL_STUDIES)
    assert len(STUDIES) == 14  # as many as the report's


# Where a study changes no weight, its config differs in a number or a switch alone.
@pytest.mark.parametrize("study", sorted(set(EXPECTED) - {"01", "02", "05", "06"}))
def test_study(study):
    assert parameters(study) == EXPECTED[study]


def test_the_original_in_full_and_its_parts():
    model = build(STUDIES["02"])
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    assert trainable == model.count_params() == EXPECTED["02"]
    assert model.embedding.count_params() == EMBEDDING == 19_200
    assert model.output_map.count_params() == OUTPUT == 17_415
    for layer in model.attention_layers:
        temporal, spatial = layer.attentions
        assert temporal.count_params() == TEMPORAL == 990_720
        assert spatial.count_params() == SPATIAL == 297_216
        forward = layer.widened.count_params() + layer.narrowed.count_params()
        assert forward == FORWARD == 988_800
        assert layer.count_params() == TEMPORAL + SPATIAL + FORWARD + NORMS


def test_noise_and_studies_01_05_and_06_change_no_weight():
    changed = dataclasses.replace(STUDIES["06"], input_noise=0.0)
    assert STUDIES["01"] == STUDIES["02"] == changed
    assert dataclasses.replace(STUDIES["05"], input_noise=0.0) == STUDIES["02"]


def test_the_other_reading_of_study_14():
    assert parameters("14", spatial_maps="time") == 24_213_728


def test_kernels_are_drawn_for_one_map_of_one_joint():
    """Uniform to sqrt(6 / (inputs + outputs)), whatever is stacked in a variable."""
    layer = build(dataclasses.replace(STUDIES["02"], layers=1, window=6))
    temporal, spatial = layer.attention_layers[0].attentions
    wide = layer.attention_layers[0].widened
    for maps, inputs, outputs in (
        (layer.embedding, 9, 128),
        (temporal.projections[0], 128, 128),
        (spatial.projections[1], 128, 128),
        (wide, 128, 256),
        (layer.output_map, 128, 9),
    ):
        limit = (6 / (inputs + outputs)) ** 0.5
        kernel = np.abs(np.asarray(maps.kernel))
        assert 0.99 * limit < kernel.max() <= limit
        assert kernel.mean() == pytest.approx(limit / 2, rel=0.02)
        assert not np.asarray(maps.bias).any()
