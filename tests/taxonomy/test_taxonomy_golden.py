"""The networks' forecasts and training outputs are those of fairmotion's program.

Its LSTM decoders write float32, and its positions are rounded to it.
"""

import dataclasses

import fairmotion_weights
import numpy as np
import pytest

from taxonomy.model import build
from taxonomy.studies import ALL_STUDIES

ATOL = 1e-6


@pytest.fixture
def make(fairmotion_golden):
    """Studies by their names, at the golden sizes, with the golden weights."""

    def make(study):
        config = ALL_STUDIES[study]
        prefix = next(
            prefix
            for prefix, sizes in fairmotion_weights.SIZES.items()
            if sizes["architecture"] == config.architecture
        )
        config = dataclasses.replace(
            config,
            **fairmotion_weights.SIZES[prefix],
            dropout=0.0,
            past_frames=10,
            future_frames=5,
        )
        model = build(config, features=fairmotion_weights.FEATURES)
        fairmotion_weights.load_weights(model.decoder, fairmotion_golden, prefix)
        return model

    with fairmotion_weights.double_precision():
        yield make


@pytest.fixture
def window(fairmotion_golden):
    return {"past": fairmotion_golden["nn_src"], "future": fairmotion_golden["nn_tgt"]}


@pytest.mark.parametrize(
    ("study", "key"),
    [
        ("transformer", "tm_eval_out_shift_fixed"),
        ("transformer_as_published", "tm_eval_out_as_written"),
        ("transformer_encoder_as_published", "tl_eval_out_as_written"),
        ("seq2seq_as_published", "s2s_eval_out"),
        ("rnn_as_published", "rnn_eval_tf0_as_written"),
    ],
)
def test_forecasts(make, window, fairmotion_golden, study, key):
    found = np.asarray(make(study)(window))[:, -5:]
    np.testing.assert_allclose(found, fairmotion_golden[key], rtol=0, atol=ATOL)


@pytest.mark.parametrize(
    ("study", "key", "coins"),
    [
        ("transformer_as_published", "tm_train_out", False),
        ("seq2seq", "s2s_train_tf1_no_leak", False),
        ("seq2seq_as_published", "s2s_train_tf1_as_written", False),
        ("seq2seq_as_published", "s2s_train_tf1_as_written", True),
        ("rnn", "rnn_train_tf1", True),
        ("rnn_as_published", "rnn_train_tf1", True),
    ],
)
def test_training_from_true_frames(make, window, fairmotion_golden, study, key, coins):
    """Decoded at once, or frame by frame with every coin for the true one."""
    model, inputs = make(study), dict(window)
    if coins:
        inputs["forced"] = np.ones((3, model.coins))
    outputs = model(inputs, training=True)
    np.testing.assert_allclose(outputs, fairmotion_golden[key], rtol=0, atol=ATOL)
