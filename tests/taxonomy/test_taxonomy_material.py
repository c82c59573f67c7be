"""What a run trains on: whole bodies, and coins that fall as the epochs go."""

import itertools

import numpy as np
import pytest
import taxonomy_tiny
from taxonomy_tiny import BATCH, FUTURE, PAST

from data_prep.poses.formats import WIDTHS
from taxonomy.data import batches, prepare, teacher_forcing_ratio


@pytest.fixture(scope="module")
def prepared(pose_records):
    def material(**changes):
        return prepare(taxonomy_tiny.config(**changes), pose_records, "synthetic")

    return material


@pytest.fixture(scope="module")
def material(prepared):
    return prepared()


@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_24_joints_of_which_some_vary(prepared, rotation_format):
    material = prepared(rotation_format=rotation_format)
    frames = material.training.features
    assert frames.shape == (4 * 209, 24 * WIDTHS[rotation_format])
    used = material.features.used
    np.testing.assert_allclose(frames[:, used].mean(axis=0), 0, atol=2e-3)
    np.testing.assert_allclose(frames[:, used].std(axis=0), 1, atol=1e-3)
    assert not np.delete(frames, used, axis=1).any()
    assert 0 < len(used) <= 15 * WIDTHS[rotation_format]
    rotations = material.test.past[:2, :9]
    again = material.features.decode(material.features.encode(rotations))
    np.testing.assert_allclose(again, rotations, atol=1e-4)


def test_protocol(prepared):
    """Where each recording trains; synthetic people are scored as CMU's are."""
    lengths = {"by_data": 209, "eth": 209, "fairmotion": 144}
    for protocol, expected in lengths.items():
        material = prepared(protocol=protocol)
        assert material.training.lengths.tolist() == [expected] * 4
        assert material.test.protocol == material.validation.protocol == "cmu"


def test_mirror(prepared, material):
    both = prepared(mirror=True)
    assert len(both.training.lengths) == 2 * len(material.training.lengths)
    assert both.test.starts() == material.test.starts()


def drawn(material, study, count, start=0, seed=0, **changes):
    config = taxonomy_tiny.config(study, **changes)
    model = taxonomy_tiny.model(study, **changes)
    data = batches(config, material, model, seed)(start)
    return [
        ({name: np.asarray(each) for name, each in inputs.items()}, np.asarray(targets))
        for inputs, targets in itertools.islice(iter(data), count)
    ]


def test_batches_are_windows_and_what_follows(material):
    table = material.training.features
    for study in ("transformer", "seq2seq", "rnn"):
        ((inputs, targets),) = drawn(material, study, 1)
        assert inputs["past"].shape == (BATCH, PAST, 72)
        assert inputs["future"].shape == (BATCH, FUTURE, 72)
        for row in range(BATCH):
            first = np.abs(table - inputs["past"][row, 0]).max(axis=1).argmin()
            window = table[first : first + PAST + FUTURE]
            np.testing.assert_array_equal(inputs["past"][row], window[:PAST])
            np.testing.assert_array_equal(inputs["future"][row], window[PAST:])
            start = 1 if study == "rnn" else PAST
            np.testing.assert_array_equal(targets[row], window[start:])


def test_a_batch_depends_on_step_and_seed_alone(material):
    straight = drawn(material, "seq2seq", 6, epochs=4, steps_per_epoch=4)
    again = drawn(material, "seq2seq", 2, start=4, epochs=4, steps_per_epoch=4)
    for (inputs, _), (expected, _) in zip(again, straight[4:], strict=True):
        for name in ("past", "future", "forced"):
            np.testing.assert_array_equal(inputs[name], expected[name])
    other = drawn(material, "seq2seq", 6, seed=1, epochs=4, steps_per_epoch=4)
    for name in ("past", "forced"):
        pairs = zip(straight, other, strict=True)
        assert any((a[0][name] != b[0][name]).any() for a, b in pairs)


class TestTeacherForcing:
    @pytest.mark.parametrize("epochs", [100, 7])
    def test_the_ratio_falls_to_0_in_half_the_epochs(self, fairmotion_golden, epochs):
        config = taxonomy_tiny.config(epochs=epochs, steps_per_epoch=3)
        for within in (0, 2):
            ratios = [
                float(teacher_forcing_ratio(config, 3 * epoch + within))
                for epoch in range(epochs)
            ]
            expected = fairmotion_golden[f"fm_tf_ratio_{epochs}"]
            np.testing.assert_allclose(ratios, expected, atol=1e-12)

    def test_coins_fall_as_the_ratio_says(self, material):
        """One for each frame of the whole batch; epochs with ratios 1, 1/2, 0, 0."""
        changes = {"epochs": 4, "steps_per_epoch": 40, "future_frames": 24}
        found = drawn(material, "seq2seq", 160, batch_size=2, **changes)
        forced = np.stack([inputs["forced"] for inputs, _ in found])
        assert forced.shape == (160, 2, 24)
        np.testing.assert_array_equal(forced[:, 0], forced[:, 1])
        epochs = forced[:, 0].reshape(4, 40, 24)
        assert epochs[0].all() and not epochs[2:].any()
        assert set(np.unique(epochs[1])) == {0, 1}
        assert epochs[1].mean() == pytest.approx(0.5, abs=0.05)
        # Frames and steps are tossed for separately.
        for axis in (0, 1):
            assert epochs[1].mean(axis=axis).std() < 0.15

    @pytest.mark.parametrize(
        ("study", "count"),
        [
            ("transformer", None),
            ("transformer_encoder", FUTURE),
            ("tied_seq2seq", FUTURE),
            ("rnn", FUTURE),
            ("rnn_as_published", PAST - 1 + FUTURE),
        ],
    )
    def test_which_networks_toss_coins(self, material, study, count):
        ((inputs, _),) = drawn(material, study, 1)
        assert ("forced" in inputs) == (count is not None)
        assert count is None or inputs["forced"].shape == (BATCH, count)
