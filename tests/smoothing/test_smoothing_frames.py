"""Which frames each network sees, and which way."""

import numpy as np
import pytest
import smoothing_tiny


def changed_frames(model, frame):
    """Output frames that another input frame number `frame` changes."""
    inputs = smoothing_tiny.windows(model.config.architecture)
    other = inputs.copy()
    other[:, frame] += 0.5
    difference = np.asarray(model(inputs)) - np.asarray(model(other))
    return set(np.flatnonzero(np.abs(difference).max(axis=(0, *range(2, other.ndim)))))


def test_conv3d_sees_two_frames_on_either_side():
    model = smoothing_tiny.model("conv3d")
    assert changed_frames(model, 0) == {0, 1, 2}
    assert changed_frames(model, 2) == {0, 1, 2, 3, 4}
    assert changed_frames(model, 3) == {1, 2, 3, 4}


def test_conv3d_is_a_correlation_in_all_three_axes():
    model = smoothing_tiny.model("conv3d")
    kernel = np.zeros((5, 5, 5, 25, 25), np.float32)
    kernel[1, 2, 4, 3, 7] = 2.0  # a frame earlier, the same row, two columns further
    model.convolution.kernel.assign(kernel)
    inputs = np.abs(smoothing_tiny.windows("conv3d"))
    expected = np.zeros_like(inputs)
    expected[:, 1:, :, :-2, 7] = 2 * inputs[:, :-1, :, 2:, 3]
    np.testing.assert_allclose(model(inputs), expected, rtol=1e-6)


@pytest.mark.parametrize("architecture", ["convlstm_s", "convlstm_c"])
def test_each_direction_goes_its_way(architecture):
    model = smoothing_tiny.model(architecture)
    for frame in (0, 2, 4):
        assert changed_frames(model, frame) == set(range(5))
    inputs = smoothing_tiny.windows(architecture)
    other = inputs.copy()
    other[:, 2] += 0.5
    ways = zip(model.recurrent(inputs), model.recurrent(other), strict=True)
    for (one, two), seen in zip(ways, ([2, 3, 4], [0, 1, 2]), strict=True):
        difference = np.abs(np.asarray(one) - np.asarray(two))
        by_frame = difference.reshape(5, -1).max(axis=1)
        assert list(np.flatnonzero(by_frame)) == seen


@pytest.mark.parametrize("architecture", ["convlstm_s", "convlstm_c"])
def test_a_reversed_window_and_exchanged_directions_give_the_reversed(architecture):
    model = smoothing_tiny.model(architecture)
    inputs = smoothing_tiny.windows(architecture)
    expected = np.asarray(model(inputs))
    pairs = [model.recurrent.cells, model.heads.directions]
    weights = [[part.get_weights() for part in pair] for pair in pairs]
    for pair, values in zip(pairs, weights, strict=True):
        for part, other in zip(pair, reversed(values), strict=True):
            part.set_weights(other)
    if model.heads.joins:
        first = model.heads.combiner.convolutions[0]
        forward, backward = np.split(np.asarray(first.kernel), 2, axis=2)
        first.kernel.assign(np.concatenate([backward, forward], axis=2))
    found = model(inputs[:, ::-1])[:, ::-1]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_combiner_of_model_c_is_linear_unless_asked():
    inputs = smoothing_tiny.windows("convlstm_c")
    assert np.min(smoothing_tiny.model("convlstm_c")(inputs)) < 0
    bent = smoothing_tiny.model("convlstm_c", combiner_relu=True)
    assert np.min(bent(inputs)) == 0 < np.max(bent(inputs))


@pytest.mark.parametrize("official", [False, True])
def test_deciwatch_never_sees_the_frames_between(official):
    model = smoothing_tiny.model("deciwatch", official=official)
    for frame in (1, 2, 3):
        assert changed_frames(model, frame) == set()
    for frame in (0, 4):
        assert changed_frames(model, frame) == set(range(5))


@pytest.mark.parametrize("official", [False, True])
def test_a_sampled_frame_attends_to_the_others_only(official):
    model = smoothing_tiny.model("deciwatch", official=official, sample_rate=2)
    attention = model.denoise.layers[0].to_itself
    frames = 5 if official else 3
    x = np.random.default_rng(0).normal(size=(2, frames, 16)).astype(np.float32)
    expected = np.asarray(attention(x, x))
    sampled = range(0, frames, 2) if official else range(frames)
    for frame in range(frames):
        memory = x.copy()
        memory[:, frame] += 1.0
        difference = np.abs(np.asarray(attention(x, memory)) - expected)
        changed = set(np.flatnonzero(difference.max(axis=(0, 2)) > 1e-6))
        # Official: frames that were not sampled look at those that were.
        seen_by = set(range(frames)) - {frame} if frame in sampled else set()
        assert changed == seen_by


def test_poses_between_are_interpolated():
    model = smoothing_tiny.model("deciwatch")
    expected = [[1, 0], [0.75, 0.25], [0.5, 0.5], [0.25, 0.75], [0, 1]]
    np.testing.assert_allclose(model.weights_between, expected)
    # Without the two maps that lead back to poses, only the residuals are left.
    for part in (model.denoise, model.recover):
        part.output_map.kernel.assign(part.output_map.kernel * 0)
    inputs = smoothing_tiny.windows("deciwatch")
    lines = np.einsum("ts,bsn->btn", expected, inputs[:, [0, 4]])
    np.testing.assert_allclose(model(inputs), lines, atol=1e-6)


def test_normalised_coordinates_are_a_matter_inside_the_network():
    model = smoothing_tiny.model("deciwatch", normalise_coordinates=True)
    plain = smoothing_tiny.model("deciwatch")
    plain.set_weights(model.get_weights())
    inputs = smoothing_tiny.windows("deciwatch")
    largest = smoothing_tiny.GRID - 1
    expected = largest * np.asarray(plain(inputs / largest))
    np.testing.assert_allclose(model(inputs), expected, rtol=1e-5, atol=1e-5)
