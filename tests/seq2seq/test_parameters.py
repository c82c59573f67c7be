"""Exact numbers of weights, at the published sizes."""

import dataclasses

import keras
import numpy as np
import pytest

from data_prep.normalise import Statistics
from networks.attention import MemoryAttention
from networks.recurrent.gru import GRU
from seq2seq.features import Features
from seq2seq.model import build
from seq2seq.studies import STUDIES

USED = 54  # columns of Human3.6M that vary
ACTIONS = tuple(f"action_{k}" for k in range(15))
D, H = USED + len(ACTIONS), 1024

ENCODER, DECODER, GENERAL, OUTPUT = 3_363_840, 6_509_568, 1_049_600, 146_142
THESIS = ENCODER + DECODER + GENERAL + OUTPUT
# One GRU with one bias, 3H(D + H) + 3H, and the projection, HD + D.
MARTINEZ = 3_360_768 + 70_725
MARTINEZ_SINGLE_ACTION = 3_317_760 + 56_375  # D = 55: the one-hot is one column wide

EXPECTED = {
    "martinez_residual_sup": MARTINEZ,
    "martinez_residual_unsup": 3_370_038,
    "martinez_untied": MARTINEZ + 3_360_768,
    "martinez_no_residual": MARTINEZ,
    "martinez_teacher_forced": MARTINEZ,
    "martinez_residual_sa": MARTINEZ_SINGLE_ACTION,
    "martinez_sampling_sa": MARTINEZ_SINGLE_ACTION,
    "uni_enc_50": THESIS,
    "bi_enc_50": THESIS + ENCODER,
    "uni_enc_0": THESIS,
    "uni_enc_100": THESIS,
    "uni_enc_50_residual": THESIS,
    "uni_enc_50_quaternion": THESIS,
    "lstm_3lr": 4_220_000 + 2 * 8_220_000 + 162_054,
    "erd": 278_000 + 6_004_000 + 10_004_000 + 1_056_054,
}


def features(config) -> Features:
    zeros = np.zeros(99, np.float32)
    actions = ACTIONS if config.actions == "all" else ACTIONS[:1]
    statistics = Statistics(zeros, zeros + 1, np.arange(USED))
    return Features(statistics, actions if config.one_hot else ())


def trainable(model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def test_every_study_is_counted():
    assert set(EXPECTED) == set(STUDIES)


@pytest.mark.parametrize("study", EXPECTED)
def test_study(study):
    config = STUDIES[study]
    assert trainable(build(config, None, features(config))) == EXPECTED[study]


def test_parts_of_the_thesis_model():
    model = build(STUDIES["uni_enc_50"], None, features(STUDIES["uni_enc_50"]))
    assert model.forwards[0].count_params() == ENCODER
    assert model.cell.layers[0].count_params() == DECODER
    assert model.cell.attention.count_params() == GENERAL
    assert model.cell.projection.count_params() == OUTPUT


def test_tied_residual_model_in_the_form_of_the_pytorch_port():
    projection = keras.layers.Dense(USED)
    projection.build((None, H))
    gru = GRU(USED, H, "reset_after")
    assert gru.count_params() + projection.count_params() == 3_373_110


def test_scores_differ_in_their_weights():
    counts = {}
    for score in ("general", "dot", "additive", "linear"):
        layer = MemoryAttention(score, 8)
        layer.build((None, 8), (None, 5, 8))
        counts[score] = layer.count_params()
    # W and b; none; W_q, W, b and v; w (two halves) and b.
    assert counts == {"general": 72, "dot": 0, "additive": 144, "linear": 17}


def test_both_directions_and_both_layers_have_weights_of_their_own():
    base = dataclasses.replace(STUDIES["uni_enc_50"], hidden_units=8)
    actions = features(base)

    def count(**changes):
        return trainable(build(dataclasses.replace(base, **changes), None, actions))

    second = 3 * 8 * (8 + 8) + 6 * 8  # a layer that reads H and not D features
    assert count(layers=2) - count() == 2 * second
    assert count(layers=2, bidirectional=True) - count(bidirectional=True) == 3 * second
