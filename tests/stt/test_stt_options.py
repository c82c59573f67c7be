"""Every setting does what it says; no setting is without a test."""

import dataclasses
import itertools

import keras
import numpy as np
import pytest
import stt_tiny
import tiny
from setting_choices import choices

from data_prep.poses.formats import WIDTHS
from data_prep.poses.pose_set import NORMALISATIONS
from reenact.errors import SettingsError
from stt import fit
from stt.checks import check_together
from stt.data import prepare
from stt.family import FAMILY
from stt.joint_relation import READINGS
from stt.layers import SPATIAL_FORMS, TEMPORAL_FORMS
from stt.losses import LOSSES, JointSumLoss
from stt.studies import ALL_STUDIES, PROFILES, STUDIES, Config
from training.loop import Schedule
from training.recipe import train_study
from training.settings import check, resolve

TESTED_IN = {
    "test_stt_parameters.py": ["width", "feed_forward", "layers"],
    "test_stt_against_numpy.py": [
        *("architecture", "blocks", "temporal", "spatial", "positional_encoding"),
        *("norm_over", "joint_relation", "pelvis_edges", "spatial_maps"),
    ],
    "test_stt_taxonomy.py": ["taxonomy_prior"],
    "test_stt_material.py": [
        *("rotation_format", "normalisation", "protocol", "mirror"),
    ],
    "test_stt_options.py": [
        *("window", "temporal_heads", "spatial_heads", "dropout", "residual"),
        *("input_noise", "noise_units", "noisy_residual", "loss", "batch_size"),
        *("micro_batch", "warmup_steps", "rate_factor", "clip_norm", "steps"),
        "evaluate_every",
    ],
    "../training/test_limits.py": ["patience", "max_seconds"],
}


def one_layer(study="02", **changes):
    return stt_tiny.model(study, layers=1, **changes)


CHOICES = choices(Config)


def test_what_can_be_chosen_is_what_there_is():
    there = {
        "temporal": TEMPORAL_FORMS,
        "spatial": SPATIAL_FORMS,
        "joint_relation": READINGS,
        "rotation_format": WIDTHS,
        "normalisation": NORMALISATIONS,
        "loss": LOSSES,
    }
    for name, values in there.items():
        assert set(CHOICES[name]) == set(values), name


def test_every_setting_is_listed_with_its_test():
    fields = [field.name for field in dataclasses.fields(Config)]
    assert sorted(itertools.chain(*TESTED_IN.values())) == sorted(fields)


class TestTraining:
    @pytest.fixture(scope="class")
    def material(self, pose_records):
        return prepare(stt_tiny.config(), pose_records, "synthetic")

    def test_loss(self, material):
        x, y = stt_tiny.windows(), stt_tiny.windows(1)
        losses = {
            "joint_sum": JointSumLoss(per_joint=9),
            "all_mean": keras.losses.MeanSquaredError(),
        }
        for name, expected in losses.items():
            model = fit.compiled(stt_tiny.config(loss=name), material)
            found = float(model.compute_loss(x, y, x))
            assert found == pytest.approx(float(expected(y, x)))

    def test_warmup_steps_rate_factor(self, material):
        changes = {"warmup_steps": 50, "rate_factor": 3.0}
        optimizer = fit.compiled(stt_tiny.config(**changes), material).optimizer
        peak = 3 * (16 * 50) ** -0.5  # of width 16
        for steps_done, share in ((0, 1 / 50), (24, 1 / 2), (49, 1.0), (199, 1 / 2)):
            optimizer.iterations.assign(steps_done)
            assert float(optimizer.learning_rate) == pytest.approx(share * peak)
        assert optimizer.epsilon == 1e-8
        assert (optimizer.beta_1, optimizer.beta_2) == (0.9, 0.999)

    def test_batch_size_window(self, material):
        config = stt_tiny.config(batch_size=3, window=11)
        x, y = next(iter(fit.batches(config, material, 0)(0)))
        assert x.shape == y.shape == (3, 11, 135)
        frames = material.training.features
        for row, shifted in zip(x, y, strict=True):
            start = np.abs(frames - row[0]).max(axis=1).argmin()
            np.testing.assert_array_equal(row, frames[start : start + 11])
            np.testing.assert_array_equal(shifted, frames[start + 1 : start + 12])

    def test_batches_depend_on_step_and_seed_alone(self, material):
        def first(step, seed):
            draw = fit.batches(stt_tiny.config(), material, seed)
            return np.asarray(next(iter(draw(step)))[0])

        twice = iter(fit.batches(stt_tiny.config(), material, 0)(0))
        second = np.asarray([x for x, _ in itertools.islice(twice, 2)][1])
        np.testing.assert_array_equal(first(1, 0), second)
        assert (first(1, 0) != first(0, 0)).any() and (first(0, 1) != first(0, 0)).any()

    def test_schedule(self, material):
        """These reach the loop, whose own tests show what it makes of them."""
        changes = {
            **{"steps": 7, "evaluate_every": 3, "clip_norm": 0.25},
            "micro_batch": 2,
        }
        config = stt_tiny.config(**changes)
        assert fit.RECIPE.schedule(config, material) == Schedule(**changes)


class TestComputation:
    @pytest.mark.parametrize("name", ["temporal_heads", "spatial_heads"])
    @pytest.mark.parametrize("study", ["02", "08"])
    def test_heads(self, study, name):
        """Slices of the same maps: other outputs, from the same weights."""
        model, one = one_layer(study), one_layer(study, **{name: 1})
        one.set_weights(model.get_weights())
        x = stt_tiny.windows()
        assert np.abs(np.asarray(model(x)) - np.asarray(one(x))).max() > 1e-4

    def test_window(self):
        assert np.shape(one_layer(window=5).positions) == (5, 16)

    @pytest.mark.parametrize("study", ["02", "14"])
    def test_dropout(self, study):
        model = one_layer(study, dropout=0.5)
        without = one_layer(study, dropout=0.0)
        without.set_weights(model.get_weights())
        x = stt_tiny.windows()
        first, second = (np.array(model(x, training=True)) for _ in range(2))
        assert np.abs(first - second).max() > 1e-3
        np.testing.assert_array_equal(model(x), without(x))
        np.testing.assert_array_equal(without(x, training=True), without(x))

    def test_residual(self):
        model, without = one_layer(), one_layer(residual=False)
        x = stt_tiny.windows()
        np.testing.assert_allclose(model(x) - x, without(x), atol=1e-5)

    @pytest.mark.parametrize("study", ["06", "14"])
    def test_input_noise(self, study):
        """In training only, before the embedding: the frame that is added is clean."""
        model = one_layer(study, input_noise=0.1, dropout=0.0)
        x = stt_tiny.windows()
        still = np.array(model(x))
        first, second = (np.array(model(x, training=True)) for _ in range(2))
        assert np.abs(first - still).max() > 1e-3 < np.abs(first - second).max()
        np.testing.assert_array_equal(model(x), still)
        silenced(model)
        np.testing.assert_array_equal(model(x, training=True), x)

    @pytest.mark.parametrize("noise_units", ["normalised", "raw"])
    def test_noise_units_noisy_residual(self, noise_units):
        changes = {"noise_units": noise_units, "noisy_residual": True}
        model = one_layer("06", **changes)
        x = stt_tiny.windows(rows=100)
        noise = np.asarray(silenced(model)(x, training=True)) - x
        scale = model.features.statistics.scale
        expected = 0.1 / scale if noise_units == "raw" else np.full(135, 0.1)
        spread = noise.std(axis=(0, 1))
        np.testing.assert_allclose(spread, expected, rtol=0.2)
        assert np.abs(noise.mean(axis=(0, 1)) / spread).max() < 0.2


def silenced(model):
    """Without a change from frame to frame, so that the residual alone is left."""
    output = model.output_map
    output.kernel.assign(np.zeros(output.kernel.shape, np.float32))
    return model


def test_the_studies_of_noise_have_the_reports_levels():
    assert STUDIES["05"].input_noise == 0.02 and STUDIES["06"].input_noise == 0.1
    for study in ("05", "06"):
        assert STUDIES[study].noise_units == "normalised"
        assert not STUDIES[study].noisy_residual


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_makes_sense_for_every_study(profile):
    assert set(PROFILES[profile]) <= {"*", *STUDIES}
    for study in ALL_STUDIES:
        config = resolve(ALL_STUDIES, PROFILES, study, profile)
        check(config)
        check_together(config)
    if profile == "paper":
        assert resolve(STUDIES, PROFILES, "07", profile) == STUDIES["07"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        *(({name: "odd"}, f"{name} of one of .*'odd'") for name in CHOICES),
        ({"width": 0}, "width of at least 1, found 0"),
        ({"max_seconds": -1.0}, "max_seconds of at least 0, found -1.0"),
        ({"window": 121}, "window of 1 to 120, found 121"),
        ({"blocks": ("temporal",)}, r"blocks of two of .*found \('temporal',\)"),
        ({"blocks": ("temporal", "odd")}, "blocks of two of temporal and spatial"),
        ({"clip_norm": 0.0}, "clip_norm of more than 0, found 0.0"),
        ({"dropout": 1.0}, "dropout of 0 to below 1, found 1.0"),
        ({"temporal_heads": 3}, "temporal_heads of a divisor of the width 16, found 3"),
        ({"spatial_heads": 5}, "spatial_heads of a divisor of the width 16, found 5"),
        ({"micro_batch": -1}, "micro_batch of at least 0, found -1"),
        ({"micro_batch": 3}, "micro_batch of 0 or a divisor of .* 4, found 3"),
        ({"width": 8, "joint_relation": "padded"}, "width of at least 15, found 8"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, message, tmp_path):
    config = stt_tiny.config(**change)
    run = tiny.run(tmp_path / "run")
    with pytest.raises(SettingsError, match=message) as caught:
        train_study(FAMILY, fit.RECIPE, config, run)
    assert "\n" not in str(caught.value)
    assert not run.folder.path.exists()
