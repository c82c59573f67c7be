"""What a critic is given, what it gives, and how it learns."""

import types

import gan_tiny
import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_tiny import values

from gan.critics import Critic
from gan.losses import distance
from gan.model import Generator
from gan.studies import STUDIES

# D = 72, width 512 and 1024: published counts, less 4 H for each LSTM, for PyTorch's
# have two biases.
PARAMETERS = {
    ("transformer", 512): 4_283_976,
    ("transformer", 1024): 16_956_488,
    ("transformer_encoder", 512): 2_852_424 - 4 * 512,
    ("transformer_encoder", 1024): 10_947_656 - 4 * 1024,
    ("seq2seq", 512): 2_437_192 - 2 * 4 * 512,
    ("seq2seq", 1024): 9_068_616 - 2 * 4 * 1024,
}


@pytest.fixture(scope="module")
def report():
    return gan_tiny.model("report")


@pytest.fixture(scope="module")
def wgan():
    return gan_tiny.model("wgan")


def made(layer, *inputs):
    layer(*inputs)
    return layer.count_params()


@pytest.mark.parametrize(("architecture", "width"), PARAMETERS)
def test_parameters_of_generators(architecture, width):
    config = gan_tiny.config(architecture=architecture, width=width)
    past, tokens = np.zeros((1, 2, 72), np.float32), np.zeros((1, 1, 72), np.float32)
    found = made(Generator(config, 72), past, tokens)
    assert found == PARAMETERS[architecture, width]


def test_parameters_of_the_reports_critic():
    """The generator's, with a map to 24 joints in place of 72 numbers."""
    past, future = np.zeros((1, 2, 72), np.float32), np.zeros((1, 1, 72), np.float32)
    seed = np.zeros((1, 24), np.float32)
    critic = Critic(STUDIES["report"], 72, 24)
    assert made(critic, past, future, seed) == 4_259_352


class TestSeed:
    def test_of_the_critic(self, report):
        past, _ = gan_tiny.batch()
        for real in (True, False):
            seed = report.seed(past, real, training=True)
            np.testing.assert_array_equal(seed, np.full((4, 24), float(real)))
        first, second = (
            np.asarray(report.seed(past, True, training=False)) for _ in range(2)
        )
        assert (first != second).all() and first.min() >= 0 and first.max() < 1
        spread = np.asarray(report.seed(np.zeros((500, 6, 72)), True, False))
        assert spread.mean() == pytest.approx(0.5, abs=0.02)
        assert spread.var() == pytest.approx(1 / 12, abs=0.005)

    @pytest.mark.parametrize("training", [True, False])
    def test_of_critics_that_are_told_nothing(self, wgan, training):
        past, _ = gan_tiny.batch()
        for real in (True, False):
            seed = wgan.seed(past, real, training)
            np.testing.assert_array_equal(seed, np.full((4, 24), 0.5))

    def test_a_teacher_forced_generator_sees_the_frame_before(self):
        """A frame depends on true ones before it, and on its own seed in validation."""
        model = gan_tiny.model(seed="generator")
        past, future = gan_tiny.batch()
        changed = future.copy()
        changed[:, 1] += 1
        one, other = (
            np.asarray(model.generate(past, each, training=True))
            for each in (future, changed)
        )
        moved = np.abs(one - other).max(axis=(0, 2))
        assert (moved[:2] == 0).all() and (moved[2:] > 1e-4).all()
        tf.random.set_seed(0)
        state = model.noise.state.numpy()
        first = np.asarray(model.generate(past, future))
        model.noise.state.assign(state)
        np.testing.assert_array_equal(model.generate(past, changed), first)
        second = np.asarray(model.generate(past, future))
        moved = np.abs(second - first).max(axis=(0, 2))
        assert moved[0] == 0 and (moved[1:] > 1e-4).all()

    @pytest.mark.parametrize("training", [True, False])
    def test_other_generators_do_not_see_the_truth(self, report, training):
        past, future = gan_tiny.batch()
        one, other = (
            report.generate(past, each, training) for each in (future, future + 1)
        )
        np.testing.assert_array_equal(one, other)


class TestInputsAndOutputs:
    @pytest.mark.parametrize("critic_input", ["window", "target", "conditioned"])
    @pytest.mark.parametrize("architecture", ["transformer", "perceptron"])
    def test_what_a_critic_sees(self, critic_input, architecture):
        model = gan_tiny.model(
            architecture="seq2seq",
            critic_input=critic_input,
            critic_architecture=architecture,
        )
        past, future = gan_tiny.batch()
        seed = np.full((4, 24), 0.5, np.float32)

        def change(**changed):
            given = {"past": past, "candidate": future, "seed": seed} | changed
            values = np.asarray(model.critic(**given))
            return np.abs(values - model.critic(past, future, seed)).max()

        assert change(candidate=future + 1) > 1e-4
        assert (change(past=past + 1) > 1e-4) == (critic_input != "target")
        seeded = architecture == "transformer" and critic_input != "conditioned"
        assert (change(seed=seed + 0.5) > 1e-4) == seeded

    @pytest.mark.parametrize(
        ("output", "activation", "count"),
        [("joint", "sigmoid", 24), ("feature", "linear", 72), ("scalar", "linear", 1)],
    )
    def test_what_it_gives(self, output, activation, count):
        model = gan_tiny.model(
            architecture="seq2seq", critic_output=output, critic_activation=activation
        )
        past, future = gan_tiny.batch()
        head = model.critic.head
        head.bias.assign(np.linspace(5, 6, count))
        head.kernel.assign(np.zeros(head.kernel.shape, np.float32))
        found = np.asarray(model.criticise(past, future, real=True))
        expected = np.linspace(5, 6, count)
        if activation == "sigmoid":
            expected = 1 / (1 + np.exp(-expected))
        assert found.shape == (4, count)
        np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), 1e-5)


class TestTruth:
    def test_a_generator_that_emits_it_cannot_be_told_apart(self, wgan):
        past, future = gan_tiny.batch()
        p, q = (wgan.criticise(past, future, real, True) for real in (True, False))
        for name in ("cdf_mse", "gap"):
            assert float(distance(name, p, q)) == 0

    def test_unless_the_critic_is_told(self, report):
        """Seeds alone hold the same motion apart; equal seeds do not."""
        past, future = gan_tiny.batch()
        p, q = (report.criticise(past, future, real, True) for real in (True, False))
        assert float(distance("cdf_mse", p, q)) > 1e-4
        ones = keras.ops.ones((4, 24))
        p, q = (report.critic(past, future, ones, training=True) for _ in range(2))
        assert float(distance("cdf_mse", p, q)) == 0

    def test_a_seeded_critic_follows_its_seed(self):
        """It learns what it is told, and nothing of the motion."""
        step = gan_tiny.step(
            "report", architecture="seq2seq", clip="none", learning_rate=1e-2
        )
        learn = tf.function(step.critic_step, autograph=False)
        for number in range(25):
            past, future = gan_tiny.batch(number)
            _, fake = gan_tiny.batch(100 + number)
            learn(*map(tf.constant, (past, future, fake)))
        past, future = gan_tiny.batch(50)
        _, fake = gan_tiny.batch(150)
        found = np.array(
            [
                [
                    step.model.criticise(past, motion, told, training=True)
                    for told in (False, True)
                ]
                for motion in (fake, future)
            ]
        )
        is_real, was_told = np.indices(found.shape)[:2]
        assert abs(np.corrcoef(was_told.ravel(), found.ravel())[0, 1]) > 0.9
        assert abs(np.corrcoef(is_real.ravel(), found.ravel())[0, 1]) < 0.1


class TestGradientPenalty:
    """A linear critic has the same slope everywhere: its weights."""

    WEIGHTS = np.random.default_rng(0).normal(size=(4, 72)).astype(np.float32)

    @pytest.fixture(scope="class")
    def step(self):
        return gan_tiny.step("wgan_gp", architecture="seq2seq")

    def penalty(self, step, monkeypatch, norm, real, fake):
        """The penalty, and the motions at which it was taken."""
        seen = []

        def critic(past, candidate, seed, training, read):
            seen.append(candidate)
            return tf.reduce_sum(candidate * self.WEIGHTS, axis=(1, 2))[:, None]

        linear = types.SimpleNamespace(
            critic=critic, noise=step.model.noise, seed=step.model.seed
        )
        monkeypatch.setattr(step, "model", linear)
        config = gan_tiny.config("wgan_gp", penalty_norm=norm)
        monkeypatch.setattr(step, "config", config)
        past, _ = gan_tiny.batch()
        found = step._gradient_penalty(past, *map(tf.constant, (real, fake)), None)
        return float(found), np.asarray(seen[0])

    def test_of_a_linear_critic(self, step, monkeypatch):
        (_, real), (_, fake) = gan_tiny.batch(), gan_tiny.batch(1)
        expected = {
            "sample": (np.linalg.norm(self.WEIGHTS) - 1) ** 2,
            "frame": np.square(np.linalg.norm(self.WEIGHTS, axis=1) - 1).mean(),
        }
        for norm, value in expected.items():
            with monkeypatch.context() as patch:
                found, _ = self.penalty(step, patch, norm, real, fake)
            assert found == pytest.approx(value, rel=1e-5)

    @pytest.mark.parametrize(("norm", "places"), [("sample", 4), ("frame", 1)])
    def test_is_taken_between_real_and_generated(self, step, monkeypatch, norm, places):
        """A place of its own for each row; HP-GAN's code has one for all."""
        real, fake = np.ones((4, 4, 72), np.float32), np.zeros((4, 4, 72), np.float32)
        _, between = self.penalty(step, monkeypatch, norm, real, fake)
        assert (between == between[:, :1, :1]).all()
        assert len(np.unique(between)) == places
        assert between.min() >= 0 and between.max() <= 1


def test_parts_of_the_quality_network_are_its_own():
    """It learns by cross-entropy, and trains neither of the others."""
    step = gan_tiny.step("hpgan", learning_rate=0.02)
    past, future = gan_tiny.batch()
    _, fake = gan_tiny.batch(1)
    model = step.model
    others = [*model.generator.weights, *model.critic.weights]
    before, quality = values(others), values(model.quality.weights)
    given = [tf.constant(each) for each in (past, future, fake)]
    losses = [float(step._quality_step(*given)["quality_loss"]) for _ in range(10)]
    assert losses[-1] < 0.5 * losses[0]
    assert losses[0] == pytest.approx(2 * np.log(2), rel=0.8)
    assert gan_tiny.furthest(before, values(others)) == 0
    assert gan_tiny.furthest(quality, values(model.quality.weights)) > 1e-3
    rates = [float(each.learning_rate) for each in step.optimizers]
    assert rates == pytest.approx([0.02, 0.02, 0.01])
