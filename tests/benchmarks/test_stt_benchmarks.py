"""The loop over joints is the network that it is compared with; nothing on speed."""

import dataclasses
import os
from functools import partial

import numpy as np
import pytest

from benchmarks import jobs
from benchmarks.machine import Measurement, peak_bytes
from benchmarks.page import aims_table, document
from benchmarks.stt import arithmetic
from benchmarks.stt.__main__ import AIMS, PAGE, Sizes, plan
from evaluation.tables.text_forms import to_text
from reenact.errors import InputError
from stt.studies import STUDIES
from tests import tiny
from tests.stt import stt_tiny

JOINTS = stt_tiny.JOINTS


def test_a_layer_by_hand():
    # 2 joints, 3 frames: 6 tokens of width 4. Four maps of 4 x 4 numbers each; a token
    # is scored with 3 (2) others and mixes as many, 4 numbers each; 4 to 5 and back.
    config = stt_tiny.config(width=4, feed_forward=5, layers=1)
    temporal, spatial, forward = 6 * (64 + 24), 6 * (64 + 16), 6 * 40
    assert arithmetic.attention(config, "temporal", 2, 3) == 2 * temporal
    assert arithmetic.attention(config, "spatial", 2, 3) == 2 * spatial
    assert arithmetic.feed_forward(config, 2, 3) == 2 * forward
    whole = 2 * (temporal + spatial + forward)
    assert arithmetic.layers(config, 2, 3) == whole
    two = dataclasses.replace(config, layers=2, window=3, batch_size=7)
    ends = 2 * 2 * 6 * 9 * 4  # 9 numbers of each token to 4, and back
    assert arithmetic.training_step(two, 2, 9) == 3 * 7 * (2 * whole + ends)


def test_the_published_size_needs_640_gflop():
    operations = arithmetic.training_step(STUDIES["02"], JOINTS, 9)
    assert operations == pytest.approx(640e9, rel=0.005)


def looped_with_weights_of(model):
    """The loop over joints, with the weights of a model of study 02."""
    from benchmarks.stt.joint_loop import JointLoop

    looped = JointLoop(model.config, model.features)
    looped(stt_tiny.windows(rows=1))

    def give(maps, *dense_of):
        """Splits maps of one product over as many lists of layers, or layers."""
        kernels = np.split(maps.kernel.numpy(), len(dense_of), axis=-1)
        biases = np.split(maps.bias.numpy(), len(dense_of), axis=-1)
        for dense, kernel, bias in zip(dense_of, kernels, biases, strict=True):
            if maps.shared:
                dense.set_weights([kernel, bias])
                continue
            for joint, layer in enumerate(dense):
                layer.set_weights([kernel[joint], bias[joint]])

    give(model.embedding, looped.embeddings)
    give(model.output_map, looped.outputs_per_joint)
    for layer, other in zip(model.attention_layers, looped.loop_layers, strict=True):
        temporal, spatial = layer.attentions
        give(temporal.projections[0], *(other.temporal[name] for name in "qkv"))
        give(temporal.output_map, other.temporal["o"])
        give(spatial.projections[0], other.spatial_queries)
        give(spatial.projections[1], other.spatial["k"], other.spatial["v"])
        give(spatial.output_map, other.spatial["o"])
        give(layer.widened, other.widened)
        give(layer.narrowed, other.narrowed)
        norms = (*layer.attention_norms, layer.forward_norm)
        for norm, other_norm in zip(norms, other.norms, strict=True):
            other_norm.set_weights(norm.get_weights())
    return looped


@pytest.fixture(scope="module")
def pair():
    model = stt_tiny.model(dropout=0.5)
    random = np.random.default_rng(0)
    for weight in model.trainable_weights:  # no weight may stay at 0 or 1
        weight.assign(weight + random.normal(0, 0.1, weight.shape))
    return model, looped_with_weights_of(model)


def test_the_loop_over_joints_is_the_same_network(pair):
    model, looped = pair
    x = stt_tiny.windows()
    np.testing.assert_allclose(looped(x), model(x), atol=2e-5)
    assert looped.count_params() == model.count_params()
    # 222 a layer and 60 around them: 1,836 for eight layers, as in the original.
    assert len(looped.trainable_weights) == 2 * 222 + 60


def test_the_loop_has_the_same_gradient_and_dropout(pair):
    import tensorflow as tf

    x = tf.constant(stt_tiny.windows())
    norms = []
    for network in pair:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(network(x)))
        weights = [weight.value for weight in network.trainable_weights]
        gradients = tape.gradient(loss, weights)
        norms.append(float(tf.linalg.global_norm(gradients)))
    assert norms[1] == pytest.approx(norms[0], rel=1e-4)
    for network in pair:
        change = network(x, training=True) - network(x)
        assert float(tf.reduce_mean(tf.abs(change))) > 0.1


def test_the_python_loop_predicts_what_the_rollout_does(pair):
    from benchmarks.stt.rollout import predict_in_a_loop
    from stt.forecaster import Rollout

    model, _ = pair
    window = stt_tiny.windows(rows=1)
    expected = Rollout(model, 3).predict_on_batch(window)
    np.testing.assert_allclose(predict_in_a_loop(model, window, 3), expected, atol=1e-4)


def test_a_stack_is_the_layers(pair):
    from benchmarks.stt.training import Stack

    x = np.random.default_rng(0).normal(size=(2, 5, 6, 16)).astype(np.float32)
    stack = Stack(stt_tiny.config())
    y = x.swapaxes(0, 1)
    stack(x)
    for layer in stack.attention_layers:
        y = layer(y)
    np.testing.assert_allclose(stack(x), np.swapaxes(y, 0, 1), atol=1e-6)


def test_every_group_is_measured_and_every_aim_judged(tmp_path, monkeypatch):
    from benchmarks.stt import training
    from data_prep import records
    from stt.model import SpatioTemporalTransformer

    # The loop over joints takes long to compile.
    monkeypatch.setattr(training, "JointLoop", SpatioTemporalTransformer)
    small = stt_tiny.config(layers=1)
    sizes = Sizes(
        product=64,
        published=small,
        small=small,
        few_layers=1,
        joints=(3, 4),
        frames=(5,),
        rollout=2,
        long_rollout=3,
        steps=1,
        repeats=1,
    )
    clips = tiny.synthetic_clips(320)  # long enough for windows that are scored
    records.write(tmp_path / "synthetic", "synthetic", clips, "tiny", {})
    planned = plan(tmp_path, "synthetic", sizes)
    assert [len(planned[name]) for name in PAGE.headings] == [1, 1, 1, 4, 1, 2, 1, 2, 3]
    # One of each kind is enough, and two rollouts to compare.
    planned = {
        name: group[: 2 if "rollout" in name else 1] for name, group in planned.items()
    }
    measured = jobs.measure(planned, PAGE.headings, sizes.product)
    every = [each for group in measured.values() for each in group]
    assert all(each.seconds > 0 and each.product_rate > 0 for each in every)
    whole, *attentions, forward, _, _ = (each.operations for each in measured["parts"])
    assert whole == sum(attentions) + forward
    environment = {"packages": {}, "gpus": [], "processor": "", "processors": 1}
    aims = aims_table(AIMS, measured)
    page = document(
        PAGE, measured, environment | {"onednn": "1"}, sizes.about("synthetic"), [aims]
    )
    lines = to_text(page).splitlines()
    assert all(sum(each.work in line for line in lines) >= 1 for each in every)
    step = measured["step"][0]
    seconds_at_rate = step.operations / step.product_rate
    assert step.share == pytest.approx(seconds_at_rate / step.seconds)
    assert f"{step.share:.0%}" in next(line for line in lines if step.work in line)


def verdicts(measured):
    return [row.cells[-1].text for row in aims_table(AIMS, measured).blocks[0].rows]


def test_aims_are_judged_by_their_bounds():
    def step(seconds, first, peak):
        return Measurement("", seconds, first, 80, peak_bytes=peak, product_rate=10)

    good = {"step": [step(10, 20, 4e9)], "loop": [step(16, 0, 0)]}
    assert verdicts(good) == ["met"] * 4
    assert verdicts({"step": good["step"]}) == ["met"] * 3
    bad = {"step": [step(15, 20.1, 4.1e9)], "loop": [step(23.9, 0, 0)]}
    assert verdicts(bad) == ["missed"] * 4
    rollout = [Measurement("", 4.9), Measurement("", 1.0)]
    both = {"small_rollout": rollout, "published_rollout": rollout}
    assert verdicts(both) == ["missed", "met"]


def hold_memory(size: int) -> list[Measurement]:
    """A job that holds that many bytes."""
    held = np.ones(size, np.uint8)
    return [Measurement("", float(held[-1]), peak_bytes=peak_bytes())]


def end() -> None:
    """A job that the operating system ends."""
    os._exit(1)


def test_processes_of_their_own_do_not_share_peaks(monkeypatch):
    monkeypatch.setattr(jobs, "import_tensorflow", int)  # not needed here, and slow
    more, less = (
        jobs.in_own_process(partial(hold_memory, size))[0].peak_bytes
        for size in (2_000_000_000, 1)
    )
    assert more > 2_000_000_000 > less
    with pytest.raises(InputError, match="end: expected a result, found that its"):
        jobs.in_own_process(partial(end))
