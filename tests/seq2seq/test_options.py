"""Every setting does what it says; no setting is without a test."""

import dataclasses
import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf
import tiny
from setting_choices import choices

from networks.attention import SCORES
from reenact.errors import SettingsError
from seq2seq import fit
from seq2seq.family import FAMILY
from seq2seq.losses import FrameAngleLoss
from seq2seq.model import MODELS, build
from seq2seq.studies import Config
from training.loop import Schedule
from training.recipe import train_study
from training.schedules import InputNoise

TESTED_IN = {
    "test_parameters.py": ["architecture", "hidden_units"],
    "test_against_numpy.py": [
        *("layers", "bidirectional", "score", "output_inputs", "residual", "tied")
    ],
    "test_teacher_forcing.py": ["teacher_forcing_ratio", "teacher_forcing_per"],
    "test_material.py": [
        *("actions", "one_hot", "rotation_format", "drop_calibration_row", "mirror"),
        *("hold_out_validation", "past_frames", "future_frames", "batch_size"),
    ],
    "test_options.py": [
        *("dropout", "gradient_through_feedback", "noise_levels", "noise_steps"),
        *("loss", "optimizer", "learning_rate", "learning_rate_decay"),
        *("learning_rate_steps", "clip_norm", "steps", "evaluate_every"),
    ],
    "../training/test_limits.py": ["patience", "max_seconds"],
}


CHOICES = choices(Config)


def test_every_setting_is_listed_with_its_test():
    fields = [field.name for field in dataclasses.fields(Config)]
    assert sorted(itertools.chain(*TESTED_IN.values())) == sorted(fields)


class TestOptimizer:
    def compiled(self, **changes):
        return fit.compiled(tiny.config(**changes), tiny.material())

    def test_optimizer(self):
        kinds = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}
        for name, kind in kinds.items():
            assert type(self.compiled(optimizer=name).optimizer) is kind

    def test_loss(self):
        inputs = tiny.batch()
        zeros = np.zeros_like(inputs["future"])
        model = self.compiled(loss="squared")
        squared = model.compute_loss(inputs, inputs["future"], zeros)
        assert float(squared) == pytest.approx(np.mean(inputs["future"] ** 2))
        model = self.compiled(loss="frame_angle")
        expected = FrameAngleLoss(tiny.features().angle_scale())
        assert float(
            model.compute_loss(inputs, inputs["future"], zeros)
        ) == pytest.approx(float(expected(inputs["future"], zeros)))

    @pytest.mark.parametrize(
        ("learning_rate_steps", "expected"),
        [((10,), [2, 2, 1, 0.5]), ((10, 12), [2, 2, 0.5, 0.5])],
    )
    def test_learning_rate_decay(self, learning_rate_steps, expected):
        optimizer = self.compiled(
            learning_rate=2.0,
            learning_rate_decay=0.5,
            learning_rate_steps=learning_rate_steps,
        ).optimizer
        rates = []
        for step in (0, 9, 13, 20):
            optimizer.iterations.assign(step)
            rates.append(float(optimizer.learning_rate))
        assert rates == pytest.approx(expected)

    def test_steps_evaluate_every_clip_norm(self):
        """They reach the loop, whose own tests show what it makes of them."""
        config = tiny.config(steps=7, evaluate_every=3, clip_norm=0.25)
        schedule = fit.RECIPE.schedule(config, tiny.material())
        assert schedule == Schedule(7, 3, 0.25)


class TestComputation:
    @pytest.mark.parametrize("study", ["martinez_residual_sup", "uni_enc_50"])
    def test_dropout(self, study):
        model = tiny.model(study, dropout=0.5, teacher_forcing_ratio=0.0)
        without = tiny.model(study, teacher_forcing_ratio=0.0)
        without.set_weights(model.get_weights())
        inputs = tiny.batch()
        first, second = (np.array(model(inputs, training=True)) for _ in range(2))
        assert np.abs(first - second).max() > 1e-4
        np.testing.assert_array_equal(model(inputs), without(inputs))

    @pytest.mark.parametrize("study", ["martinez_residual_sup", "uni_enc_50"])
    @pytest.mark.parametrize("ratio", [0.0, 1.0])
    def test_gradient_through_feedback(self, study, ratio):
        outputs, gradients = [], []
        for flow in (True, False):
            model = tiny.model(
                study, gradient_through_feedback=flow, teacher_forcing_ratio=ratio
            )
            with tf.GradientTape() as tape:
                outputs.append(model(tiny.batch(), training=True))
                loss = tf.reduce_sum(outputs[-1] ** 2)
            variables = [v.value for v in model.trainable_variables]
            gradients.append(tape.gradient(loss, variables))
        np.testing.assert_array_equal(*outputs)
        difference = max(
            float(tf.reduce_max(tf.abs(a - b))) for a, b in zip(*gradients, strict=True)
        )
        if ratio == 1.0:  # nothing is fed back
            assert difference < 1e-5
        else:
            assert difference > 1e-3

    def test_noise_levels_noise_steps(self):
        model = tiny.model(
            "lstm_3lr",
            noise_levels=(0.1, 0.5),
            noise_steps=(2, 4),
            teacher_forcing_ratio=0.0,
        )
        callback = InputNoise(model.config.noise_levels, model.config.noise_steps)
        callback.set_model(model)
        inputs, spread = tiny.batch(), []
        still = np.asarray(model(inputs))
        for step in range(6):
            callback.on_train_batch_begin(step)
            spread.append(np.abs(model(inputs, training=True) - still).max())
            np.testing.assert_array_equal(model(inputs), still)
        assert spread[0] == spread[1] == 0
        assert min(spread[2:4]) > 1e-4
        assert min(spread[4:]) > 2 * max(spread[2:4])

    def test_noise_needs_its_setting(self):
        model = tiny.model("lstm_3lr", teacher_forcing_ratio=0.0)
        model.noise_level.assign(1.0)
        np.testing.assert_array_equal(
            model(tiny.batch(), training=True), model(tiny.batch())
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        *(({name: "odd"}, f"{name} of one of .*'odd'") for name in CHOICES),
        ({"hidden_units": 0}, "hidden_units of at least 1, found 0"),
        ({"past_frames": 1}, "past_frames of at least 2, found 1"),
        ({"steps": -1}, "steps of at least 1, found -1"),
        ({"clip_norm": 0.0}, "clip_norm of more than 0, found 0.0"),
        ({"teacher_forcing_ratio": 1.5}, "teacher_forcing_ratio of 0 to 1, found 1.5"),
        ({"dropout": 1.0}, "dropout of 0 to below 1, found 1.0"),
        ({"learning_rate_steps": ()}, r"learning_rate_steps .* found \(\)"),
        ({"learning_rate_steps": (5, 2)}, r"learning_rate_steps .* found \(5, 2\)"),
        ({"noise_levels": (0.1,)}, r"noise_levels of 0 numbers, found \(0.1,\)"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, message, tmp_path):
    config = tiny.config("uni_enc_50", **change)
    with pytest.raises(SettingsError, match=message) as caught:
        build(config, None, tiny.features())
    assert "\n" not in str(caught.value)
    run = tiny.run(tmp_path / "run")
    with pytest.raises(SettingsError, match=message):
        train_study(FAMILY, fit.RECIPE, config, run)
    assert not run.folder.path.exists()


def test_every_architecture_can_be_chosen():
    assert set(CHOICES["architecture"]) == set(MODELS)


def test_every_score_can_be_chosen():
    assert set(CHOICES["score"]) == set(SCORES)
