"""What forecasts and training outputs may depend on, and how forecasts go on."""

import functools

import numpy as np
import pytest
import taxonomy_tiny
from taxonomy_tiny import FUTURE, PAST

from motion.skeleton import CMU
from taxonomy.model import build, predict, predict_features

lively = functools.cache(taxonomy_tiny.lively)  # for tests that change no weight


def trained(model, batch, forced=None):
    inputs = dict(batch) if forced is None else {**batch, "forced": forced}
    return np.asarray(model(inputs, training=True))


def moves(model, key, forced=None, training=True):
    """How far output frames move when one frame of an input does: (frames, F)."""
    batch = taxonomy_tiny.batch(rows=1)
    frames = np.arange(batch[key].shape[1])
    rows = {name: each.repeat(len(frames) + 1, axis=0) for name, each in batch.items()}
    rows[key][frames + 1, frames] += 1
    if forced is not None:
        forced = np.tile(forced, (len(frames) + 1, 1))
    outputs = trained(model, rows, forced) if training else np.asarray(model(rows))
    moved = np.abs(outputs[1:] - outputs[0]).max(axis=-1)
    return np.where(moved < 1e-5, 0, moved)  # rounding differs from row to row


def coins(model, *heads):
    """Of one row: 1 after the given outputs."""
    forced = np.zeros((1, model.coins), np.float32)
    forced[:, list(heads)] = 1
    return forced


def close_gates(model, value=0.0):
    """Every gate has the value, whatever the code."""
    model.prior.gate.kernel.assign(np.zeros(model.prior.gate.kernel.shape))
    model.prior.gate.bias.assign(np.full(model.prior.gate.bias.shape, value))
    return model


@pytest.mark.parametrize("network", ["transformer", "seq2seq", "rnn"])
class TestEveryNetwork:
    def test_in_training_an_output_sees_earlier_frames_alone(self, network):
        model = lively(network)
        moved = moves(model, "future")
        before = PAST - 1 if network == "rnn" else 0
        assert moved.shape == (FUTURE, before + FUTURE)
        sees = np.arange(before + FUTURE) > before + np.arange(FUTURE)[:, None]
        assert not moved[~sees].any()
        assert moved[sees].min() > 0
        assert moves(model, "past").max(axis=1).min() > 1e-5

    def test_forecasts_see_nothing_of_the_future(self, network):
        assert not moves(lively(network), "future", training=False).any()
        assert moves(lively(network), "past", training=False).max(axis=1).min() > 0

    def test_coins_decide_between_true_and_own_frames(self, network):
        model, batch = lively(network), taxonomy_tiny.batch(rows=1)
        found = trained(model, batch, coins(model))[:, -FUTURE:]
        expected = np.asarray(model(batch))[:, -FUTURE:]
        np.testing.assert_allclose(found, expected, atol=1e-5)
        every = trained(model, batch, coins(model, *range(model.coins)))
        np.testing.assert_allclose(every, trained(model, batch), atol=1e-5)
        # The frame after output 1 is future[:, 1], no other is read.
        moved = moves(model, "future", coins(model, 1))[:, -FUTURE:]
        assert moved[1, 2:].min() > 1e-5
        moved[1, 2:] = 0
        assert not moved.any()

    def test_a_gate_of_one_changes_no_bit(self, network):
        plain, batch = lively(network), taxonomy_tiny.batch()
        model = close_gates(taxonomy_tiny.model(f"{network}_taxonomy"), 1.0)
        model.decoder.set_weights(plain.decoder.get_weights())
        np.testing.assert_array_equal(trained(model, batch), trained(plain, batch))
        np.testing.assert_array_equal(model(batch), plain(batch))


@pytest.mark.parametrize("network", ["tied_seq2seq", "rnn"])
@pytest.mark.parametrize(
    ("token", "applies_to", "tokens_seen", "last_seen"),
    [
        ("raw", "source", True, True),
        ("augmented", "source", True, False),
        ("raw", "source_and_tokens", False, True),
        ("augmented", "source_and_tokens", False, False),
    ],
)
def test_what_the_prior_gates(network, token, applies_to, tokens_seen, last_seen):
    """Closed gates hide what they stand before."""
    changes = {"prior_first_token": token, "prior_applies_to": applies_to}
    model = close_gates(taxonomy_tiny.lively(f"{network}_taxonomy", **changes))
    moved = moves(model, "past").max(axis=1)
    assert not moved[:-1].any()
    assert (moved[-1] > 1e-4) == last_seen
    assert (moves(model, "future").max() > 1e-4) == tokens_seen


@pytest.mark.parametrize("network", ["transformer", "rnn"])
def test_longer_forecasts_go_on_from_their_own_frames(network):
    model, window = lively(network), taxonomy_tiny.batch()["past"]
    past, parts = window, []
    for _ in range(2):
        parts.append(np.asarray(model.continued(past, FUTURE)))
        past = np.concatenate([past, parts[-1]], axis=1)[:, -PAST:]
    expected = np.concatenate(parts, axis=1)
    found = predict_features(model, window, FUTURE + 1)
    np.testing.assert_allclose(found, expected[:, : FUTURE + 1], atol=1e-5)
    shorter = predict_features(model, window, 2, batch_size=3)
    np.testing.assert_allclose(shorter, expected[:, :2], atol=1e-5)


class TestRotations:
    @pytest.fixture
    def model(self):
        return lively("seq2seq_taxonomy")

    def test_they_are_features_forecast_and_decoded(self, model):
        past = taxonomy_tiny.rotations()
        found = predict(model, past, 3)
        numbers = model.continued(model.features.encode(past), FUTURE)
        expected = model.features.decode(numbers)[:, :3]
        assert found.shape == (3, 3, 15, 3, 3) and found.dtype == np.float32
        np.testing.assert_allclose(found, expected, atol=1e-5)

    def test_frames_before_the_past_are_not_read(self, model):
        past = taxonomy_tiny.rotations(frames=PAST + 3)
        longer = predict(model, past, 3)
        np.testing.assert_array_equal(longer, predict(model, past[:, 3:], 3))

    def test_too_few_frames_and_another_skeleton(self, model):
        message = f"expected at least {PAST} past frames, received {PAST - 1}"
        with pytest.raises(ValueError, match=message):
            predict(model, taxonomy_tiny.rotations(frames=PAST - 1), 3)
        with pytest.raises(ValueError, match="expected the skeleton smpl"):
            build(taxonomy_tiny.config(), CMU)

    def test_without_statistics_numbers_are_those_of_24_joints(self):
        assert build(taxonomy_tiny.config()).features.width == 72
        model = build(taxonomy_tiny.config(rotation_format="quaternion"))
        assert predict(model, taxonomy_tiny.rotations(), 2).shape[1:] == (2, 15, 3, 3)


class TestAsPublished:
    def test_one_frame_late(self):
        late = taxonomy_tiny.model("transformer_as_published")
        model, batch = taxonomy_tiny.model(), taxonomy_tiny.batch()
        late.set_weights(model.get_weights())
        found, expected = np.asarray(late(batch)), np.asarray(model(batch))
        np.testing.assert_array_equal(found[:, 1:], expected[:, :-1])
        np.testing.assert_array_equal(found[:, 0], batch["past"][:, -1])
        np.testing.assert_array_equal(trained(late, batch), trained(model, batch))

    @pytest.mark.parametrize("network", ["seq2seq", "transformer_encoder"])
    def test_the_first_token_in_training_is_the_answer(self, network):
        model = lively(network, first_token="true_frame")
        for forced in (None, coins(model)):
            assert moves(model, "future", forced)[0, 0] > 1e-4
        assert not moves(model, "future", training=False).any()
        batch = taxonomy_tiny.batch()
        taught = np.asarray(model.teach(**batch))  # as in validation
        np.testing.assert_array_equal(taught, trained(lively(network), batch))

    def test_attention_over_the_batch(self):
        model = lively("transformer_encoder_as_published")
        window = taxonomy_tiny.batch()["past"]
        whole = predict_features(model, window, FUTURE)
        moved = window.copy()
        moved[0, -1] += 1
        others = np.abs(predict_features(model, moved, FUTURE) - whole)[1:]
        assert others.max() > 1e-5
        moved = window.copy()
        moved[:, :-1] += 1
        np.testing.assert_allclose(
            predict_features(model, moved, FUTURE), whole, atol=1e-6
        )
        alone = predict_features(model, window[:1], FUTURE)
        assert np.abs(alone - whole[:1]).max() > 1e-5

    def test_rnn_forecasts_from_its_first_and_last_frame(self):
        model = lively("rnn_as_published")
        moved = moves(model, "past", training=False)[:, -FUTURE:].max(axis=1) > 0
        assert moved.tolist() == [True] + [False] * (PAST - 2) + [True]

    def test_coins_of_the_rnn_count_in_the_past_too(self):
        model = lively("rnn_as_published")
        assert model.coins == PAST - 1 + FUTURE
        moved = moves(model, "past", coins(model))
        assert not moved[1 : PAST - 1].any()
        assert moves(model, "past", coins(model, 2))[3].max() > 1e-5
        # The last frame of the past is read whatever the coins say.
        assert moved[-1, : PAST - 1].max() == 0 < 1e-4 < moved[-1, PAST - 1]


def test_the_rnn_learns_from_a_past_with_gaps():
    model, whole = lively("rnn", dropout=0.5), lively("rnn")
    batch = taxonomy_tiny.batch()
    assert np.abs(trained(model, batch) - trained(model, batch)).max() > 1e-2
    # Otherwise its output begins with what it makes of the true past.
    found, expected = np.asarray(whole(batch)), trained(whole, batch)
    np.testing.assert_allclose(found[:, :PAST], expected[:, :PAST], atol=1e-5)
    targets = whole.targets(batch)
    np.testing.assert_array_equal(targets[:, : PAST - 1], batch["past"][:, 1:])
    np.testing.assert_array_equal(targets[:, PAST - 1 :], batch["future"])
