"""The network against values of the original program, with its weights."""

import numpy as np
import pytest
import tensorflow as tf

from data_prep.poses.features import PoseFeatures
from stt.losses import JointSumLoss
from stt.model import build
from stt.studies import Config


def assign_original(model, golden) -> None:
    """Puts the original program's weights into a model of study 02."""

    def give(layer, *names):
        kernels = [golden[f"{name}_w"] for name in names]
        biases = [golden[f"{name}_b"] for name in names]
        layer.kernel.assign(np.concatenate(kernels, axis=-1))
        layer.bias.assign(np.concatenate(biases, axis=-1))

    give(model.embedding, "emb")
    give(model.output_map, "out")
    for number, layer in enumerate(model.attention_layers):
        temporal, spatial = layer.attentions
        t, s = f"L{number}_t", f"L{number}_s"
        give(temporal.projections[0], f"{t}_q", f"{t}_k", f"{t}_v")
        give(temporal.output_map, f"{t}_o")
        give(spatial.projections[0], f"{s}_q")
        give(spatial.projections[1], f"{s}_k", f"{s}_v")
        give(spatial.output_map, f"{s}_o")
        give(layer.widened, f"L{number}_f1")
        give(layer.narrowed, f"L{number}_f2")
        norms = (*layer.attention_norms, layer.forward_norm)
        for norm, letter in zip(norms, "tsf", strict=True):
            norm.gamma.assign(golden[f"L{number}_ln_{letter}_g"])
            norm.beta.assign(golden[f"L{number}_ln_{letter}_b"])


@pytest.fixture(scope="module")
def original(stt_forward_golden):
    golden = stt_forward_golden
    config = Config(
        window=int(golden["cfg_window"]),
        width=int(golden["cfg_d_model"]),
        feed_forward=int(golden["cfg_dff"]),
        layers=int(golden["cfg_layers"]),
        temporal_heads=int(golden["cfg_heads_temporal"]),
        spatial_heads=int(golden["cfg_heads_spatial"]),
    )
    model = build(config, features=PoseFeatures.plain())
    assign_original(model, golden)
    return model


def test_outputs_equal_the_originals(original, stt_forward_golden):
    window = original.config.window
    outputs = original(stt_forward_golden["x"][:, :window], training=False)
    np.testing.assert_allclose(outputs, stt_forward_golden["y"], atol=2e-5)
    assert original.count_params() == stt_forward_golden["n_params"]


def test_loss_and_gradients_equal_the_originals(original, stt_forward_golden):
    x = tf.constant(stt_forward_golden["x"])
    with tf.GradientTape() as tape:
        loss = JointSumLoss(per_joint=9)(x[:, 1:], original(x[:, :-1]))
    variables = [weight.value for weight in original.trainable_weights]
    gradients = tape.gradient(loss, variables)
    np.testing.assert_allclose(loss, stt_forward_golden["loss"], rtol=1e-6)
    norm = tf.linalg.global_norm(gradients)
    np.testing.assert_allclose(norm, stt_forward_golden["grad_global_norm"], rtol=1e-5)
    embedding = original.embedding.kernel.value
    which = next(i for i, each in enumerate(variables) if each is embedding)
    np.testing.assert_allclose(
        gradients[which], stt_forward_golden["grad_emb_w"], atol=1e-5
    )


def test_rollout_equals_the_originals(original, stt_forward_golden):
    from stt.forecaster import Rollout

    expected = stt_forward_golden["rollout"]
    rollout = Rollout(original, expected.shape[1])
    found = rollout.predict_on_batch(stt_forward_golden["rollout_seed"])
    np.testing.assert_allclose(found, expected, atol=5e-5)


def test_norm_of_features_alone_is_another_network(original, stt_forward_golden):
    """The reason for a layer of our own: this is what Keras' would give."""
    config = {**original.get_config()["config"], "norm_over": "feature"}
    model = build(Config(**config), features=PoseFeatures.plain())
    model.set_weights(original.get_weights())
    outputs = model(stt_forward_golden["x"][:, :-1], training=False)
    assert np.abs(outputs - stt_forward_golden["y"]).max() > 1
