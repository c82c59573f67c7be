"""Every setting does what it says; no setting is without a test."""

import dataclasses
import functools
import itertools
import json

import keras
import numpy as np
import pytest
import taxonomy_tiny
import tiny
from setting_choices import choices

from data_prep.poses.formats import WIDTHS
from networks.encoder_decoders import ENCODER_DECODERS
from networks.taxonomy_prior import ACTIVATIONS
from reenact.errors import SettingsError
from taxonomy import fit
from taxonomy.data import prepare
from taxonomy.family import FAMILY
from taxonomy.optimisation import make_optimizer
from taxonomy.studies import (
    ALL_STUDIES,
    AS_PUBLISHED,
    PROFILES,
    STUDIES,
    Config,
    check_together,
    departures,
)
from training.loop import Schedule
from training.recipe import train_study
from training.settings import check, resolve

# What changes the numbers that a network gives: a study and the change.
COMPUTED = {
    "architecture": ("transformer", "seq2seq"),
    "width": ("seq2seq", 12),
    "layers": ("transformer", 2),
    "heads": ("transformer", 4),
    "dropout": ("transformer", 0.5),
    "residual": ("rnn", True),
    "past_frames": ("seq2seq", 5),
    "future_frames": ("rnn", 3),
    "taxonomy_prior": ("seq2seq", True),
    "code_units": ("seq2seq_taxonomy", 5),
    "prior_applies_to": ("seq2seq_taxonomy", "source_and_tokens"),
    "prior_first_token": ("seq2seq_taxonomy", "augmented"),
    "prior_residual": ("seq2seq_taxonomy", True),
    "gate_activation": ("seq2seq_taxonomy", "sigmoid"),
    "one_frame_late": ("transformer", True),
    "first_token": ("seq2seq", "true_frame"),
    "attend_over": ("transformer_encoder", "batch"),
    "warm_up": ("rnn", "own_output"),
    "rotation_format": ("seq2seq", "quaternion"),
}
TESTED_IN = {
    "test_taxonomy_options.py": [
        *COMPUTED,
        *("optimizer", "learning_rate", "clip_norm", "batch_size", "epochs"),
        "steps_per_epoch",
    ],
    "../training/test_limits.py": ["patience", "max_seconds"],
    "test_taxonomy_material.py": ["protocol", "mirror"],
}


CHOICES = choices(Config)


def test_what_can_be_chosen_is_what_there_is():
    assert set(CHOICES["architecture"]) == {*ENCODER_DECODERS, "rnn"}
    assert CHOICES["gate_activation"] == ACTIVATIONS
    assert set(CHOICES["rotation_format"]) == set(WIDTHS)


def test_every_setting_is_listed_with_its_test():
    fields = [field.name for field in dataclasses.fields(Config)]
    assert sorted(itertools.chain(*TESTED_IN.values())) == sorted(fields)


@functools.cache
def computed(study, weights_of=None, **changes):
    """What a network gives in training and in a forecast, from the same start."""
    model = taxonomy_tiny.model(study, **changes)
    if weights_of is not None:
        model.set_weights(taxonomy_tiny.model(weights_of).get_weights())
    batch = taxonomy_tiny.batch(width=model.features.width)
    past = batch["past"][:, -model.config.past_frames :]
    inputs = {"past": past, "future": batch["future"][:, : model.config.future_frames]}
    return [np.asarray(model(inputs, training=training)) for training in (True, False)]


@pytest.mark.parametrize("name", COMPUTED)
def test_a_setting_changes_the_computation(name):
    study, value = COMPUTED[name]
    # A layer that draws numbers moves those that weights are drawn by.
    weights_of = study if name == "dropout" else None
    found = computed(study, weights_of, **{name: value})
    changed = [
        a.shape != b.shape or np.abs(a - b).max() > 1e-4 * np.abs(a).max()
        for a, b in zip(computed(study), found, strict=True)
    ]
    assert any(changed)
    if name == "dropout":
        assert changed == [True, False]


class TestTraining:
    @pytest.mark.parametrize("optimizer", ["adam", "sgd", "noam"])
    def test_optimizer_learning_rate(self, optimizer, fairmotion_golden):
        config = taxonomy_tiny.config(optimizer=optimizer, learning_rate=0.25)
        made = make_optimizer(config)
        if optimizer == "noam":
            for step, rate in zip(
                fairmotion_golden["fm_noam_steps"],
                fairmotion_golden["fm_noam_rate"],
                strict=True,
            ):
                made.iterations.assign(int(step) - 1)
                assert float(made.learning_rate) == pytest.approx(rate, rel=1e-5)
            assert (made.beta_1, made.beta_2, made.epsilon) == (0.9, 0.98, 1e-9)
            return
        assert float(made.learning_rate) == 0.25
        if optimizer == "sgd":
            assert type(made) is keras.optimizers.SGD and made.momentum == 0
        else:
            assert (made.beta_1, made.beta_2, made.epsilon) == (0.9, 0.999, 1e-8)

    def test_schedule(self, pose_records):
        """These reach the loop, whose own tests show what it makes of them."""
        for optimizer in ("adam", "sgd"):
            config = taxonomy_tiny.config(
                **{"optimizer": optimizer, "epochs": 3, "steps_per_epoch": 7},
                clip_norm=0.25,
            )
            material = prepare(config, pose_records, "synthetic")
            assert fit.RECIPE.schedule(config, material) == Schedule(
                **{"steps": 21, "evaluate_every": 7, "clip_norm": 0.25},
                plateau=fit.SGD_PLATEAU if optimizer == "sgd" else None,
            )
            model = fit.RECIPE.build(config, material)
            assert fit.RECIPE.step(model).clip_norm == 0.25
        plateau = fit.SGD_PLATEAU
        assert (plateau.factor, plateau.reduce_after) == (0.5, 6)
        assert not plateau.stops

    def test_loss_is_the_mean_over_all_numbers_and_said_for_a_row_too(self):
        import tensorflow as tf

        config = taxonomy_tiny.config("rnn", learning_rate=1e-12)
        model = taxonomy_tiny.model("rnn", learning_rate=1e-12)
        fit.compile_model(model)
        inputs = taxonomy_tiny.batch()
        targets = model.targets(inputs)
        expected = np.square(model(inputs, training=True) - targets).mean()
        inputs = {name: tf.constant(each) for name, each in inputs.items()}
        found = fit.Step(model, 1.0, 0)(inputs, tf.constant(targets))
        assert float(found["loss"]) == pytest.approx(expected, rel=1e-4)
        row = expected / config.batch_size
        assert float(found["mse_per_sequence"]) == pytest.approx(row, rel=1e-4)


class TestStudies:
    def test_names_are_those_of_the_tables(self):
        from taxonomy.studies import AS_PUBLISHED_LABELS, LABELS

        assert set(STUDIES) == set(LABELS)
        assert set(AS_PUBLISHED) == set(AS_PUBLISHED_LABELS)

    def test_a_study_and_its_twin_differ_in_the_prior_alone(self):
        for name, config in STUDIES.items():
            if not name.endswith("_taxonomy"):
                twin = STUDIES[f"{name}_taxonomy"]
                assert twin == dataclasses.replace(config, taxonomy_prior=True)
                assert config.architecture == name and not config.taxonomy_prior

    def test_as_published_has_departures_and_no_clipping(self):
        for name, config in AS_PUBLISHED.items():
            assert departures(config) and config.clip_norm == 0
            assert not departures(STUDIES[name.removesuffix("_as_published")])

    @pytest.mark.parametrize("profile", PROFILES)
    def test_every_profile_makes_sense_for_every_study(self, profile):
        assert set(PROFILES[profile]) <= {"*", *ALL_STUDIES}
        for study in ALL_STUDIES:
            config = resolve(ALL_STUDIES, PROFILES, study, profile)
            check(config)
            check_together(config)
        if profile == "paper":
            found = resolve(ALL_STUDIES, PROFILES, "rnn_taxonomy", profile)
            assert found == STUDIES["rnn_taxonomy"]

    @pytest.mark.parametrize("study", ["transformer_taxonomy", "rnn"])
    def test_parameters_at_the_published_size(self, study):
        """The counts of the README, from PyTorch's less a bias of each LSTM."""
        from taxonomy.model import build

        expected = {"transformer_taxonomy": 16_956_488 + 2_682, "rnn": 4_567_112}
        assert build(STUDIES[study]).count_params() == expected[study]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        *(({name: "odd"}, f"{name} of one of .*'odd'") for name in CHOICES),
        ({"width": 0}, "width of at least 1, found 0"),
        ({"epochs": 0}, "epochs of at least 1, found 0"),
        ({"clip_norm": -1.0}, "clip_norm of at least 0, found -1.0"),
        ({"max_seconds": -1.0}, "max_seconds of at least 0, found -1.0"),
        ({"past_frames": 121}, "past_frames of 2 to 120, found 121"),
        ({"future_frames": 25}, "future_frames of 1 to 24, found 25"),
        ({"learning_rate": 0.0}, "learning_rate of more than 0, found 0.0"),
        ({"dropout": 1.0}, "dropout of 0 to below 1, found 1.0"),
        ({"heads": 3}, "heads of a divisor of the width 8, found 3"),
        (
            {"architecture": "seq2seq", "one_frame_late": True},
            "architecture of one of transformer for this one_frame_late, found 'seq2se",
        ),
        ({"first_token": "true_frame"}, "for this first_token, found 'transformer'"),
        ({"attend_over": "batch"}, "for this attend_over, found 'transformer'"),
        ({"warm_up": "own_output"}, "for this warm_up, found 'transformer'"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, message, tmp_path):
    run = tiny.run(tmp_path / "run")
    with pytest.raises(SettingsError, match=message) as caught:
        train_study(FAMILY, fit.RECIPE, taxonomy_tiny.config(**change), run)
    assert "\n" not in str(caught.value)
    assert not run.folder.path.exists()


def test_a_model_keeps_its_settings_through_json():
    model = taxonomy_tiny.model("rnn_taxonomy")
    config = json.loads(json.dumps(model.get_config()))
    assert type(model).from_config(config).config == model.config
