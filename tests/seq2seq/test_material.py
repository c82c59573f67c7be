"""What `prepare` makes of the records, setting by setting."""

import itertools

import numpy as np
import pytest
import tiny

from data_prep.augment import mirrored
from data_prep.normalise import column_statistics
from motion.h36m_angles import clip_to_columns
from reenact.errors import SettingsError
from seq2seq import fit
from seq2seq.data import prepare


def make_material(tiny_records, **changes):
    config = tiny.config("uni_enc_50", **changes)
    return prepare(config, tiny_records, "synthetic", "8")


def test_actions_one_hot(tiny_records):
    everything = make_material(tiny_records)
    columns = len(everything.features.statistics.used)
    assert everything.features.width == columns + 8  # synthetic motion's actions
    assert set(everything.training.actions) == set(tiny.ACTIONS)
    one_hot = everything.training.features[:, columns:]
    assert (one_hot.sum(axis=1) == 1).all()
    assert make_material(tiny_records, one_hot=False).features.width == columns
    one = make_material(tiny_records, actions="waving")
    assert set(one.training.actions) == set(one.test.columns) == {"waving"}
    assert one.features.actions == ("waving",)
    with pytest.raises(SettingsError, match=r"actions .* found 'swimming'"):
        make_material(tiny_records, actions="swimming")


def test_rotation_format(tiny_records):
    material = make_material(tiny_records, rotation_format="quaternion")
    assert len(material.features.statistics.mean) == 3 + 4 * 38
    assert len(material.features.statistics.scale) == 3 + 4 * 38
    clip = material.test.columns["walking"][:1]
    encoded = material.features.encode(clip, ["walking"])
    back = material.features.decode(encoded)
    np.testing.assert_allclose(back[..., 6:], clip[..., 6:], atol=0.02)


def test_drop_calibration_row(tiny_records):
    kept = make_material(tiny_records).training
    dropped = make_material(tiny_records, drop_calibration_row=True).training
    assert (kept.lengths - dropped.lengths == 1).all()
    rows = slice(kept.offsets[1], kept.offsets[1] + kept.lengths[1])
    ours = slice(dropped.offsets[1], dropped.offsets[1] + dropped.lengths[1])
    np.testing.assert_array_equal(kept.features[rows][1:], dropped.features[ours])


def test_mirror(tiny_records):
    plain = make_material(tiny_records)
    both = make_material(tiny_records, mirror=True)
    assert len(both.training.clip_ids) == 2 * len(plain.training.clip_ids)
    half = len(plain.training.features)
    np.testing.assert_array_equal(
        both.training.features[:half], plain.training.features
    )
    clip = mirrored(tiny.synthetic_clips()["train"][0])
    expected = plain.features.statistics.normalise(clip_to_columns(clip)[::2])
    ours = both.training.features[half : half + len(expected), :-8]
    np.testing.assert_allclose(ours, expected, atol=1e-5)
    # Statistics are those of the recordings, as published.
    np.testing.assert_array_equal(
        both.features.statistics.mean, plain.features.statistics.mean
    )


def test_hold_out_validation(tiny_records):
    held, published = (
        make_material(tiny_records, hold_out_validation=flag) for flag in (True, False)
    )
    assert published.validation is None
    windows = itertools.chain(*held.validation.windows.values())
    kept_out = {window.clip_id for window in windows}
    assert kept_out == {f"validation/{a}/{a}_1" for a in tiny.ACTIONS}
    assert not kept_out & set(held.training.clip_ids)
    assert set(published.training.clip_ids) == kept_out | set(held.training.clip_ids)
    clips = tiny.synthetic_clips()
    expected = column_statistics(clips["train"] + clips["validation"])
    for material in (held, published):
        np.testing.assert_array_equal(
            material.features.statistics.scale, expected.scale
        )


def test_batch_size_past_frames_future_frames(tmp_path):
    material, run = tiny.material(), tiny.run(tmp_path)
    changes = {"batch_size": 5, "past_frames": 7, "future_frames": 3}
    for study, frames in (("uni_enc_50", 3), ("lstm_3lr", 6 + 3)):
        config = tiny.config(study, **changes)
        model = fit.compiled(config, material)
        inputs, targets = next(iter(fit.batches(config, material, model, run.seed)(0)))
        assert inputs["past"].shape == (5, 7, 11)
        assert inputs["future"].shape == (5, 3, 11)
        assert targets.shape == (5, frames, 11)
        outputs = model(inputs, training=True)
        assert outputs.shape == targets.shape
        # The output is compared with the frames that follow those read.
        true = np.concatenate([inputs["past"], inputs["future"]], axis=1)
        np.testing.assert_array_equal(targets, true[:, -frames:])


def test_windows_depend_on_the_seed_and_the_step(tmp_path):
    config, material = tiny.config(), tiny.material()
    model = fit.compiled(config, material)

    def first(seed, step):
        run = tiny.run(tmp_path, seed=seed)
        inputs, _ = next(iter(fit.batches(config, material, model, run.seed)(step)))
        return np.asarray(inputs["past"])

    np.testing.assert_array_equal(first(3, 5), first(3, 5))
    for other in ((4, 5), (3, 6)):
        assert (first(*other) != first(3, 5)).any()
