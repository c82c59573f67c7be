"""fairmotion's networks: golden outputs, what sees what, weights and their start."""

import functools

import fairmotion_weights
import keras
import numpy as np
import pytest
from keras import ops

from networks.encoder_decoders import (
    ENCODER_DECODERS,
    encoder_decoder,
)
from networks.sequence_forecaster import SequenceForecaster

WIDTH, FEATURES, SOURCE, FRAMES = 16, 6, 7, 4
FIRST = 2


def frames(seed=0, rows=3, count=SOURCE):
    random = np.random.default_rng(seed)
    return random.normal(size=(rows, count, FEATURES)).astype(np.float32)


def make(architecture, width=WIDTH, features=FEATURES, seed=0, **options):
    """A forecaster that is built."""
    keras.utils.set_random_seed(seed)
    residual = options.pop("residual", False)
    sizes = {"layers": 1, "dropout": 0.0, **options}
    network = encoder_decoder(architecture, width, **sizes)
    model = SequenceForecaster(network, features, residual)
    x = np.zeros((1, 2, features), keras.config.floatx())
    model.known(x, network.encode(x))
    # Far from the start: LSTMs that do something, biases and norms that do.
    for weight in model.trainable_weights:
        scale = 4 if architecture != "transformer" and len(weight.shape) == 2 else 1
        noise = keras.random.normal(weight.shape, stddev=0.1, seed=len(weight.path))
        weight.assign(scale * weight + noise)
    return model


made = functools.cache(make)  # for tests that change no weight


def count(model):
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def free(model, source, frames=FRAMES):
    state = model.network.encode(source)
    return np.asarray(model.free(source[:, -1], state, frames))


class TestGolden:
    """In float64; LSTM decoders and positions there are rounded to float32."""

    @pytest.fixture
    def networks(self, fairmotion_golden):
        def golden(prefix, **options):
            sizes = dict(fairmotion_weights.SIZES[prefix])
            architecture = sizes.pop("architecture").replace("rnn", "tied_seq2seq")
            model = make(architecture, **sizes, **options)
            fairmotion_weights.load_weights(model, fairmotion_golden, prefix)
            return model

        with fairmotion_weights.double_precision():
            yield golden

    @pytest.mark.parametrize(
        ("prefix", "options", "key"),
        [
            ("tm", {}, "tm_eval_out_shift_fixed"),
            ("tl", {}, "tl_eval_out_time_axis_fixed"),
            ("tl", {"over_batch": True}, "tl_eval_out_as_written"),
            ("s2s", {}, "s2s_eval_out"),
        ],
    )
    def test_free(self, networks, fairmotion_golden, prefix, options, key):
        found = free(networks(prefix, **options), fairmotion_golden["nn_src"], 5)
        np.testing.assert_allclose(found, fairmotion_golden[key], rtol=0, atol=1e-6)

    @pytest.mark.parametrize(
        ("prefix", "key"),
        [("tm", "tm_train_out"), ("s2s", "s2s_train_tf1_no_leak")],
    )
    def test_known(self, networks, fairmotion_golden, prefix, key):
        model = networks(prefix)
        source, future = (fairmotion_golden[name] for name in ("nn_src", "nn_tgt"))
        tokens = np.concatenate([source[:, -1:], future[:, :-1]], axis=1)
        found = model.known(tokens, model.network.encode(source))
        np.testing.assert_allclose(found, fairmotion_golden[key], rtol=0, atol=1e-6)

    def test_one_lstm_from_rest(self, networks, fairmotion_golden):
        parts = fairmotion_golden["nn_src"], fairmotion_golden["nn_tgt"][:, :-1]
        found = networks("rnn").known(np.concatenate(parts, axis=1), None)
        expected = fairmotion_golden["rnn_train_tf1"]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("architecture", ENCODER_DECODERS)
class TestEveryNetwork:
    def test_frame_by_frame_is_all_at_once(self, architecture):
        """The state that `step` hands on holds all that `decode` sees."""
        model = made(architecture, layers=2)
        source, tokens = frames(), frames(1, count=FRAMES + 1)
        state = model.network.encode(source)
        found = model.free(
            *(tokens[:, 0], state, FRAMES),
            next_token=lambda number, own: ops.take(tokens, number + 1, axis=1),
        )
        expected = np.asarray(model.known(tokens[:, :-1], state))
        np.testing.assert_allclose(found, expected, atol=1e-5)
        assert np.abs(np.diff(expected, axis=1)).max() > 1e-2

    def test_free_is_known_from_its_own_frames(self, architecture):
        model, source = made(architecture), frames()
        found = free(model, source)
        tokens = np.concatenate([source[:, -1:], found[:, :-1]], axis=1)
        again = model.known(tokens, model.network.encode(source))
        np.testing.assert_allclose(again, found, atol=1e-5)
        np.testing.assert_allclose(free(model, source, 2), found[:, :2], atol=1e-6)

    def test_no_frame_sees_a_later_one(self, architecture):
        model = made(architecture)
        state = model.network.encode(frames())
        tokens = frames(1, count=FRAMES)
        moved = tokens.copy()
        moved[:, FIRST] += 1
        both = [np.asarray(model.known(each, state)) for each in (tokens, moved)]
        change = np.abs(both[1] - both[0]).max(axis=(0, 2))
        assert change[:FIRST].max() < 1e-6
        assert change[FIRST:].min() > 1e-4

    def test_rows_are_independent_and_all_of_the_past_counts(self, architecture):
        model, source = made(architecture), frames()
        before = free(model, source)
        np.testing.assert_allclose(free(model, source[:1]), before[:1], atol=1e-5)
        moved = source.copy()
        moved[1, 0] += 1
        change = np.abs(free(model, moved) - before).max(axis=(1, 2))
        assert change[1] > 1e-5 and max(change[0], change[2]) < 1e-6

    def test_offset(self, architecture):
        """Moves what the encoder hands over."""
        model, source = made(architecture), frames()
        state = model.network.encode(source)

        def after(offset):
            tokens = frames(1, count=FRAMES)
            state = model.network.encode(source, offset=offset)
            return np.asarray(model.known(tokens, state))

        nothing = np.zeros((3, WIDTH), np.float32)
        expected = np.asarray(model.known(frames(1, count=FRAMES), state))
        np.testing.assert_array_equal(after(nothing), expected)
        nothing[1] = 1
        change = np.abs(after(nothing) - expected).max(axis=(1, 2))
        assert change[1] > 1e-3 and max(change[0], change[2]) < 1e-6

    def test_residual_adds_the_frame_before(self, architecture):
        model, plain = made(architecture, residual=True), make(architecture)
        fresh = frames(2)
        state = model.network.encode(fresh)
        plain.set_weights(model.get_weights())
        change = np.asarray(plain.known(fresh, plain.network.encode(fresh)))
        np.testing.assert_allclose(model.known(fresh, state), fresh + change, atol=1e-5)
        first = np.asarray(model.free(fresh[:, -1], state, 1))[:, 0]
        tokens = fresh[:, -1:]
        expected = np.asarray(plain.known(tokens, plain.network.encode(fresh)))[:, 0]
        np.testing.assert_allclose(first, fresh[:, -1] + expected, atol=1e-5)

    def test_gradients_reach_the_past_through_own_frames(self, architecture):
        """They are small differences, at one number of the past."""
        import tensorflow as tf

        with fairmotion_weights.double_precision():
            model, source = make(architecture), frames().astype(np.float64)
            with tf.GradientTape() as tape:
                watched = tf.constant(source)
                tape.watch(watched)
                state = model.network.encode(watched)
                last = model.free(watched[:, -1], state, FRAMES)[:, -1]
            gradient = tape.gradient(last, watched)[0, 2, 1].numpy()
            totals = []
            for step in (1e-6, -1e-6):
                moved = source.copy()
                moved[0, 2, 1] += step
                totals.append(free(model, moved)[:, -1].sum())
        assert gradient == pytest.approx((totals[0] - totals[1]) / 2e-6, rel=1e-3)
        assert abs(gradient) > 1e-4


def test_over_the_batch_only_the_last_frame_of_a_row_counts():
    model, source = made("transformer_encoder", over_batch=True), frames()
    before = free(model, source)
    moved = source.copy()
    moved[:, :-1] += 1
    np.testing.assert_allclose(free(model, moved), before, atol=1e-6)
    moved = source.copy()
    moved[1, -1] += 1
    change = np.abs(free(model, moved) - before).max(axis=(1, 2))
    assert change.min() > 1e-5  # of every row


def test_dropout_is_of_transformers_in_training_alone():
    for architecture in ENCODER_DECODERS:
        model, source = make(architecture, dropout=0.5), frames()
        tokens = frames(1, count=FRAMES)

        def known(training, model=model, tokens=tokens, source=source):
            state = model.network.encode(source, training=training)
            return np.asarray(model.known(tokens, state, training=training))

        np.testing.assert_array_equal(known(False), known(False))
        changed = np.abs(known(True) - known(True)).max()
        assert (changed > 1e-3) == architecture.startswith("transformer")


def formula(architecture, d, h):
    """Parameters as published, less the second bias of each LSTM (4 H), one layer."""
    lstm, output = 4 * (h * (d + h) + h), h * d + d
    if architecture == "tied_seq2seq":
        return lstm + output
    if architecture == "seq2seq":
        return 2 * lstm + output
    embedding, encoder = d * h + h, 6 * h * h + 10 * h
    if architecture == "transformer_encoder":
        return embedding + encoder + lstm + output
    return embedding + encoder + 10 * h * h + 16 * h + 4 * h + output


PUBLISHED = {  # (D, H) -> counts of PyTorch: seq2seq, tied, transformer, its encoder
    (45, 512): (2_312_749, 1_167_917, 4_256_301, 2_769_453),
    (72, 512): (2_437_192, 1_237_064, 4_283_976, 2_852_424),
    (72, 1024): (9_068_616, 4_571_208, 16_956_488, 10_947_656),
    (96, 1024): (9_289_824, 4_694_112, 17_005_664, 11_095_136),
    (135, 1024): (9_649_287, 4_893_831, 17_085_575, 11_334_791),
    (216, 1024): (10_395_864, 5_308_632, 17_251_544, 11_832_536),
}
LSTMS = {"seq2seq": 2, "tied_seq2seq": 1, "transformer": 0, "transformer_encoder": 1}


@pytest.mark.parametrize("sizes", PUBLISHED)
def test_the_formula_gives_the_published_counts(sizes):
    width = sizes[1]
    for (name, lstms), counted in zip(LSTMS.items(), PUBLISHED[sizes], strict=True):
        assert formula(name, *sizes) == counted - lstms * 4 * width, name


@pytest.mark.parametrize("sizes", [(FEATURES, WIDTH), (72, 512)])
@pytest.mark.parametrize("architecture", ENCODER_DECODERS)
def test_parameters(architecture, sizes):
    features, width = sizes
    model = make(architecture, width, features)
    assert count(model) == formula(architecture, features, width)


def test_two_layers_are_two_of_each():
    one, two = (
        formula("transformer", FEATURES, WIDTH),
        count(made("transformer", layers=2)),
    )
    assert two - one == 16 * WIDTH**2 + 26 * WIDTH


class TestFirstWeights:
    def fresh(self, architecture):
        keras.utils.set_random_seed(0)
        network = encoder_decoder(architecture, 128)
        model = SequenceForecaster(network, 72)
        x = np.zeros((1, 2, 72), "float32")
        model.known(x, network.encode(x))
        return model

    def check(self, weight, limit):
        values = np.abs(np.asarray(weight))
        assert 0.9 * limit < values.max() <= limit
        assert values.mean() == pytest.approx(limit / 2, rel=0.1)

    def test_transformer(self):
        """Xavier's, of which queries, keys and values count as one matrix."""
        model = self.fresh("transformer")
        network, xavier = model.network, (6 / 256) ** 0.5
        self.check(network.embedding.map.kernel, (6 / (72 + 128)) ** 0.5)
        self.check(model.output_map.kernel, (6 / (72 + 128)) ** 0.5)
        for layer in (network.encoder[0], network.decoder[0]):
            self.check(layer.widened.kernel, xavier)
            self.check(layer.narrowed.kernel, xavier)
            self.check(layer.to_itself.query.kernel, (6 / 512) ** 0.5)
            self.check(layer.to_itself.output_map.kernel, xavier)
            assert not np.asarray(layer.to_itself.query.bias).any()

    def test_lstms(self):
        for architecture in ("seq2seq", "transformer_encoder"):
            model = self.fresh(architecture)
            for weight in (*model.network.decoder.weights, *model.output_map.weights):
                self.check(weight, 0.08)
        self.check(model.network.embedding.map.kernel, 0.1)
        self.check(model.network.encoder[0].widened.kernel, 128**-0.5)

    def test_changes_start_as_none(self):
        model, source = made("seq2seq", residual=True), frames()
        fresh = SequenceForecaster(model.network, FEATURES, residual=True)
        found = free(fresh, source)
        np.testing.assert_array_equal(found, source[:, -1:].repeat(FRAMES, axis=1))


def test_bad_settings():
    with pytest.raises(ValueError, match=r"expected an architecture of .*'gru'"):
        encoder_decoder("gru", 8)
    with pytest.raises(ValueError, match="a width that 4 heads divide, received 6"):
        encoder_decoder("transformer", 6)
