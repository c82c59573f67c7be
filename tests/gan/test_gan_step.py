"""A step does what its reading of Algorithm 1 says: who moves, how far, how often."""

import functools

import gan_tiny
import keras
import numpy as np
import pytest
import tensorflow as tf
from gan_tiny import furthest, values

from gan import step as steps
from gan.optimisation import clipped_weights

# Networks of the least cost: no loop over frames in the critic.
SMALL = {"architecture": "seq2seq", "critic_architecture": "perceptron"}
NORMS = {"architecture": "seq2seq", "critic_architecture": "transformer"}

FOUND = {
    "critic": ("emd_train", "gap_train", "c_grad_norm"),
    "generator": ("g_grad_norm",),
}


def tensors(*arrays):
    return tuple(map(tf.constant, arrays))


def motions(number: int = 0):
    """Past, true and generated future."""
    _, fake = gan_tiny.batch(number + 100)
    return tensors(*gan_tiny.batch(number), fake)


small_step = functools.cache(functools.partial(gan_tiny.step, **SMALL))


@functools.cache
def gradients(study, shift):
    """Of generator and critic, where the critic's weights are changed by so much."""
    step = gan_tiny.step(study, architecture="seq2seq")
    model = step.model
    for weight in model.critic.trainable_variables:
        weight.assign(weight + shift)
    past, future = tensors(*gan_tiny.batch())
    players = [model.generator, model.critic]
    with tf.GradientTape() as tape:
        fake = model.generate(past, future, training=True)
        loss = step.generator_loss(past, future, fake)
    return tape.gradient(
        loss, [[w.value for w in each.trainable_variables] for each in players]
    )


class TestGeneratorLoss:
    def test_line_9_does_not_know_the_critic(self):
        one, other = (gradients("report", shift) for shift in (0.0, 0.3))
        for a, b in zip(one[0], other[0], strict=True):
            np.testing.assert_array_equal(a, b)
        assert max(np.abs(each).max() for each in one[0]) > 1e-4
        assert all(each is None for each in one[1])

    @pytest.mark.parametrize("study", ["report_text", "wgan", "mse_plus_critic"])
    def test_others_do(self, study):
        one, other = (gradients(study, shift) for shift in (0.0, 0.3))
        assert furthest(one[0], other[0]) > 1e-4
        assert any(each is not None and np.abs(each).max() > 0 for each in one[1])

    def test_values(self):
        """By the names of the settings, from the critic's own outputs."""
        past, future, fake = motions()
        square = np.square(future - fake).mean()
        for name in ("mse_truth", "critic_mean", "critic_mse_one", "mse_plus_critic"):
            weights = {"mse_weight": 3.0, "adversarial_weight": 0.5}
            step = gan_tiny.step("wgan", **SMALL, generator_loss=name, **weights)
            q = np.asarray(step.model.criticise(past, fake, real=False))
            expected = {
                "mse_truth": square * 4 / 10,
                "critic_mean": -q.mean(),
                "critic_mse_one": np.square(1 - q).mean(),
                "mse_plus_critic": 3 * square - 0.5 * q.mean(),
            }
            found = float(step.generator_loss(past, future, fake))
            assert found == pytest.approx(expected[name], rel=1e-4), name


class TestClipping:
    def norms(self, critic):
        return [
            weight
            for layer in critic._flatten_layers()
            if isinstance(layer, keras.layers.LayerNormalization)
            for weight in layer.trainable_weights
        ]

    def test_of_all_weights(self):
        step = gan_tiny.step("report_text", **NORMS)
        critic = step.model.critic
        step.critic_step(*motions())
        sizes = [np.abs(weight).max() for weight in critic.trainable_variables]
        assert max(sizes) == np.float32(0.01) and self.norms(critic)
        assert len(step.clipped) == len(critic.trainable_variables)

    def test_of_all_but_norms(self):
        step = gan_tiny.step("wgan", **NORMS)
        critic = step.model.critic
        norms = self.norms(critic)
        ids = {id(weight) for weight in norms}
        others = [w for w in critic.trainable_variables if id(w) not in ids]
        step.critic_step(*motions())
        assert max(np.abs(weight).max() for weight in others) == np.float32(0.01)
        gains = [weight for weight in norms if "gamma" in weight.path]
        assert gains and min(np.min(weight) for weight in gains) > 0.9
        assert clipped_weights(critic, "kernels") == others

    def test_before_the_step(self):
        """The critic enters it clipped, and leaves it moved."""
        changes = {**SMALL, "clip_when": "before", "width": 128}
        one, other = (gan_tiny.step("wgan", **changes) for _ in range(2))
        for weight in other.model.critic.trainable_variables:
            weight.assign(np.clip(weight, -0.01, 0.01))
        for step in (one, other):
            step.critic_step(*motions())
        weights = [
            values(step.model.critic.trainable_variables) for step in (one, other)
        ]
        assert furthest(*weights) == 0
        assert max(np.abs(each).max() for each in weights[0]) > 0.011

    def test_of_the_update(self):
        """No weight moves by more than a hundredth of the learning rate."""
        moved = {}
        for clip in ("update", "none"):
            step = gan_tiny.step("report", **SMALL, clip=clip, learning_rate=0.1)
            weights = step.model.critic.trainable_variables
            before = values(weights)
            step.critic_step(*motions())
            moved[clip] = furthest(before, values(weights))
        assert moved["update"] == pytest.approx(0.1 * 0.01, abs=1e-7)
        assert moved["none"] > 0.1

    def test_line_7_as_it_is_printed(self):
        """Without a learning rate: the clipped gradient itself is added."""
        step = gan_tiny.step("report", **SMALL, optimizer="none", clip_range=1e-3)
        weights = step.model.critic.trainable_variables
        before = values(weights)
        with tf.GradientTape() as tape:
            past, future, fake = motions()
            p = step.model.criticise(past, future, real=True, training=True)
            q = step.model.criticise(past, fake, real=False, training=True)
            emd = steps.distance("cdf_mse", p, q)
        gradients = tape.gradient(emd, [weight.value for weight in weights])
        step.critic_step(*motions())
        for old, new, gradient in zip(before, values(weights), gradients, strict=True):
            expected = old + np.clip(gradient, -1e-3, 1e-3)
            np.testing.assert_allclose(new, expected, atol=1e-6)


class TestSchedule:
    """Which batch and which fake motions each step is given, without taking it."""

    def calls(self, monkeypatch, taken, study, **changes):
        """Rows of each critic step, of each generator step, and quality steps."""
        step = small_step(study, **changes)
        found = {"critic": [], "generator": [], "quality": []}

        def note(who):
            def noted(past, *others):
                found[who].append(
                    tuple(float(each[0, 0, 0]) for each in (past, *others))
                )
                return dict.fromkeys(FOUND.get(who, ()), tf.constant(1.0))

            return noted

        for who in found:
            name = "_quality_step" if who == "quality" else f"{who}_step"
            monkeypatch.setattr(step, name, note(who))
        step.by_player["generator"].iterations.assign(taken)
        rows = 4 * step.batches_a_step
        past, future = gan_tiny.batch(rows=rows)
        past[:, 0, 0] = future[:, 0, 0] = np.arange(rows) // 4
        step(*tensors(past, future))
        return found

    @pytest.mark.parametrize(
        ("study", "critic", "generator", "quality"),
        [
            ("report", 5, 1, 0),
            ("wgan_gp", 5, 1, 0),
            ("hpgan", 9, 2, 1),
            ("mse", 0, 1, 0),
        ],
    )
    def test_numbers_of_steps(self, monkeypatch, study, critic, generator, quality):
        changes = {"critic_steps": gan_tiny.STUDIES[study].critic_steps}
        found = self.calls(monkeypatch, 0, study, **changes)
        counts = {who: len(calls) for who, calls in found.items()}
        expected = {"critic": critic, "generator": generator, "quality": quality}
        assert counts == expected

    def test_fresh_batches(self, monkeypatch):
        """Every critic step has its own rows, and the generator the last ones."""
        found = self.calls(monkeypatch, 0, "wgan", critic_steps=3)
        assert [call[:2] for call in found["critic"]] == [(0, 0), (1, 1), (2, 2)]
        assert len({call[2] for call in found["critic"]}) == 3
        assert found["generator"] == [(3, 3)]

    def test_one_batch_for_all(self, monkeypatch):
        found = self.calls(monkeypatch, 0, "report", critic_steps=3)
        assert len(found["critic"]) == 3 and len(set(found["critic"])) == 1
        assert found["generator"] == [(0, 0)]

    @pytest.mark.parametrize(
        ("taken", "expected"), [(0, 100), (24, 100), (25, 2), (499, 2), (500, 100)]
    )
    def test_warm_up(self, monkeypatch, taken, expected):
        """100 at the first 25 generator steps, then at each 500th, on two batches."""
        found = self.calls(monkeypatch, taken, "wgan", critic_warm_up=True)
        assert len(found["critic"]) == expected
        used = [call[0] for call in found["critic"]]
        assert used == [number % 2 for number in range(expected)]

    def test_iterations_of_optimizers(self):
        step = gan_tiny.step("report", **SMALL, critic_steps=5)
        for number in range(2):
            step(*tensors(*gan_tiny.batch(number)))
        taken = {name: int(each.iterations) for name, each in step.by_player.items()}
        assert taken == {"generator": 2, "critic": 10}


def test_rows_matter_to_their_own_step():
    """The critic does not learn from the generator's own."""
    found = []
    for shift in (0.0, 1.0):
        step = gan_tiny.step("wgan", **SMALL)
        past, future = gan_tiny.batch(rows=12)
        future[8:] += shift  # the generator's
        found.append({k: float(v) for k, v in step(*tensors(past, future)).items()})
    one, other = found
    assert one["gap_train"] == other["gap_train"]
    assert one["g_mse_train"] != other["g_mse_train"]


def test_the_same_seed_gives_the_same_losses():
    """Weights and dropout are drawn from it, and places between motions."""
    changes = {"architecture": "transformer_encoder", "critic_steps": 1}
    changes |= {"dropout": 0.5, "critic_dropout": 0.5}
    found = []
    for number in (0, 0, 1):
        step = gan_tiny.step("wgan_gp", number, **changes)
        losses = step(*tensors(*gan_tiny.batch(rows=8)))
        found.append({name: float(value) for name, value in losses.items()})
    one, same, other = found
    assert one == same
    assert all(one[name] != other[name] for name in one)


def test_each_player_moves_on_its_own_turn():
    step = gan_tiny.step("wgan_gp", **SMALL)
    model = step.model
    players = {"generator": model.generator, "critic": model.critic}

    def moved(take):
        before = {name: values(each.weights) for name, each in players.items()}
        take()
        return {
            name: furthest(before[name], values(each.weights)) > 1e-5
            for name, each in players.items()
        }

    past, future, fake = motions()
    found = moved(lambda: step.critic_step(past, future, fake))
    assert found == {"generator": False, "critic": True}
    found = moved(lambda: step.generator_step(past, future))
    assert found == {"generator": True, "critic": False}
