"""The gradients of each layer at the best weights (report, Figures 7 and 11).

The report does not say when and on what it took them. Here: 20 training batches after
the last one trained on, dropout on, before clipping; all kernels of a layer, and those
of its attentions and of the rest apart; no biases, no norms.
"""

import keras
import numpy as np
import tensorflow as tf

from data_prep.normalise import Moments
from stt.analysis.charts import BLUE, GREEN, ORANGE, new_chart, tidy, to_png
from stt.analysis.results import WEIGHTS
from stt.fit import batches
from stt.forecaster import Forecaster
from stt.losses import training_loss
from training.gradients import loss_and_gradients
from training.poses.data import PoseRunData

BATCHES = 20
_KERNELS = ("kernel", "maps", "output")  # as the layers of this family name them
_COLOURS = dict(zip(WEIGHTS, (BLUE, ORANGE, GREEN), strict=True))


def measure(
    model: Forecaster, material: PoseRunData, seed: int, first_step: int
) -> dict[str, dict[str, list[float]]]:
    """Mean and standard deviation of the gradients of each layer, by `WEIGHTS`.

    Over all entries of all batches together. Compiles the model anew.

    Args:
        seed: of the run.
        first_step: of the batches.
    """
    config = model.config
    loss = training_loss(config.loss, material.features.per_joint)
    model.compile(keras.optimizers.SGD(), loss)
    step = tf.function(
        lambda *batch: loss_and_gradients(model, *batch, config.micro_batch)[1],
        autograph=False,
    )
    layers = kernels_of_layers(model)
    parts = [{name: [] for name in layer} for layer in layers]
    windows = batches(config, material, seed)(first_step)
    for batch in windows.take(BATCHES):
        gradients = step(*batch)
        for layer, found in zip(layers, parts, strict=True):
            for name, places in layer.items():
                values = [np.ravel(gradients[place]) for place in places]
                found[name].append(Moments.of(np.concatenate(values)[:, None]))
    together = [
        {**each, "all": each["attention"] + each["feed_forward"]} for each in parts
    ]
    return {name: _summary([each[name] for each in together]) for name in WEIGHTS}


def kernels_of_layers(model: Forecaster) -> list[dict[str, list[int]]]:
    """For each layer the places of its kernels among the model's trainable variables.

    By 'attention' and 'feed_forward', which is all the rest: in study 14 also the
    convolutions before it.
    """
    places = {id(each): place for place, each in enumerate(model.trainable_variables)}
    layers = []
    for layer in model.attention_layers:
        inside = {id(v) for each in layer.attentions for v in each.trainable_variables}
        kernels = [id(v) for v in layer.trainable_variables if v.name in _KERNELS]
        layers.append(
            {
                "attention": [places[each] for each in kernels if each in inside],
                "feed_forward": [
                    places[each] for each in kernels if each not in inside
                ],
            }
        )
    return layers


def picture(found: dict[str, dict[str, list[float]]], name: str) -> bytes:
    """PNG: mean and standard deviation by layer."""
    figure = new_chart(10, 3.8, f"Gradients of the training loss, {name}")
    panels = figure.subplots(1, 2)
    titles = {"mean": "Mean", "std": "Standard deviation"}
    for axes, (part, title) in zip(panels, titles.items(), strict=True):
        tidy(axes, title, "layer, counted from the input", "gradient of a kernel")
        for weights, colour in _COLOURS.items():
            values = found[weights][part]
            layers = range(1, len(values) + 1)
            label = weights.replace("_", "-") if weights != "all" else "all kernels"
            axes.plot(layers, values, "o-", color=colour, markersize=4, label=label)
        axes.set_xticks(layers)
    panels[0].ticklabel_format(axis="y", scilimits=(-2, 2))
    panels[0].axhline(0, color="#9ca3af", linewidth=0.8, zorder=1)
    panels[1].set_yscale("log")
    panels[1].legend(fontsize=8, frameon=False)
    return to_png(figure)


def _summary(layers: list[list[Moments]]) -> dict[str, list[float]]:
    mean, std = [], []
    for parts in layers:
        count, average, squares = Moments.combined(parts)
        mean.append(float(average[0]))
        std.append(float(np.sqrt(squares[0] / count)))
    return {"mean": mean, "std": std}
