"""What every epoch finds on held-out windows.

N windows, S past and T future frames, D features, J outputs of a critic.
"""

import functools
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from evaluation.poses.forecast_windows import ForecastWindows
from gan.diagnostics import measures as diagnostics
from gan.step import AdversarialStep
from networks.configured_model import predict_rows
from training.poses.data import PoseRunData
from training.progress import BEST

SAMPLES = 10  # of noise for a window, as in HP-GAN
_MOST_WINDOWS, _MOST_SLOPES = 256, 32  # that a critic is measured on


class Validation:
    """Measures generator and critic, without dropout; see `gan.diagnostics`.

    BEST is the squared error of the numbers that vary.

    Args:
        step: trains the model that is measured.
        material: of the run.
        strategy: that the model was made under.
    """

    def __init__(
        self,
        step: AdversarialStep,
        material: PoseRunData,
        strategy: tf.distribute.Strategy,
    ):
        self.model = step.model
        self.windows = windows = ForecastWindows.of(
            material.features, material.validation
        )
        self.zero_velocity = windows.squared(windows.zero_velocity)
        self.critic = None
        if self.model.critic is not None:
            self.critic = CriticMeasures(step, windows.past, windows.future, strategy)

    def __call__(self) -> dict[str, float]:
        windows = self.windows
        past, future = windows.past, windows.future
        fake = predict_rows(self.model, past)
        mse, mse_active = windows.squared(fake)
        zero_velocity, zero_velocity_active = self.zero_velocity
        varying = (x[..., windows.features.used] for x in (past, future, fake))
        return {
            "g_mse_val": mse,
            "g_mse_active_val": mse_active,
            "zero_velocity_mse_val": zero_velocity,
            "zero_velocity_mse_active_val": zero_velocity_active,
            **windows.angles(fake),
            "baseline_ratio": mse_active / zero_velocity_active,
            **diagnostics.motion_measures(*varying),
            **(self.critic(fake) if self.critic else {}),
            BEST: mse_active,
        }


class CriticMeasures:
    """Measures a critic, and what noise does, on windows spread over all of them.

    Args:
        step: trains the model that is measured.
        past, future: of true windows, (N, S, D) and (N, T, D), normalised.
        strategy: that the model was made under.
    """

    def __init__(
        self,
        step: AdversarialStep,
        past: np.ndarray,
        future: np.ndarray,
        strategy: tf.distribute.Strategy,
    ):
        self.step, self.model, self.config = step, step.model, step.config
        self.rows = _spread(len(past), _MOST_WINDOWS)
        self.past, self.future = past[self.rows], future[self.rows]
        # The same in every epoch: a curve shows the networks alone.
        self.seeds = np.asarray(self.model.seed(self.past, real=False, training=False))
        self.few = _spread(len(self.rows), _MOST_SLOPES)
        random = np.random.default_rng(0)
        self.places = random.uniform(size=(len(self.few), 1, 1)).astype(np.float32)
        self.neighbours = diagnostics.neighbour_distance(past, future)
        self._critics = _compiled(self._criticise, strategy)
        self._slopes = _compiled(self._slope_norms, strategy)
        self._samples = _compiled(self._sample, strategy)

    def __call__(self, fake: np.ndarray) -> dict[str, float]:
        """Measures after the generated futures (N, T, D) of all windows."""
        fake, few, config = fake[self.rows], self.few, self.config
        found = self._critics(self.past, self.future, fake, self.seeds)
        sigmoid = config.critic_activation == "sigmoid"
        measures = diagnostics.critic_measures(found["real"], found["fake"], sigmoid)
        if config.seed == "critic":
            exchanged = found["real_seeded_0"], found["fake_seeded_1"]
            measures["seed_leak"] = diagnostics.seed_leak(*exchanged)
        if self.step.clipped:
            weights = [weight.numpy() for weight in self.step.clipped]
            bound = config.clip_range
            measures["clip_fraction"] = diagnostics.clip_fraction(weights, bound)
        some = (x[few] for x in (self.past, self.future, fake, self.seeds))
        found = self._slopes(*some, self.places)
        measures |= diagnostics.slope_measures(found["norms"])
        measures["g_critic_grad_norm"] = float(found["g_critic_grad_norm"])
        if config.z_units:
            found = self._samples(self.past[few], self.seeds[few])
            samples = found["samples"].reshape(len(few), SAMPLES, *fake.shape[1:])
            measures |= diagnostics.diversity(samples, self.neighbours)
            if "scores" in found:
                measures["quality"] = diagnostics.quality(found["scores"])
        return measures

    def _criticise(self, past, future, fake, seeds) -> dict[str, tf.Tensor]:
        critic = self.model.critic
        found = {"real": critic(past, future, seeds), "fake": critic(past, fake, seeds)}
        if self.config.seed == "critic":
            zeros = tf.zeros_like(seeds)
            found["real_seeded_0"] = critic(past, future, zeros)
            found["fake_seeded_1"] = critic(past, fake, zeros + 1)
        return found

    def _slope_norms(self, past, future, fake, seeds, places) -> dict[str, tf.Tensor]:
        """Slopes at true, generated and mixed motion, and what the generator gets."""
        mixed = places * future + (1 - places) * fake
        candidates = tf.concat([future, fake, mixed], axis=0)
        with tf.GradientTape() as tape:
            tape.watch(candidates)
            thrice = (tf.tile(past, (3, 1, 1)), candidates, tf.tile(seeds, (3, 1)))
            score = self.model.critic(*thrice)
        slopes = tape.gradient(score, candidates)
        norms = tf.sqrt(tf.reduce_sum(tf.square(slopes), axis=(1, 2)))
        with tf.GradientTape() as tape:
            q = self.model.critic(past, self.model.generate(past), seeds)
            loss = self.step.loss_from_critic(q)
        weights = [w.value for w in self.model.generator.trainable_variables]
        unconnected = tf.UnconnectedGradients.ZERO
        gradients = tape.gradient(loss, weights, unconnected_gradients=unconnected)
        return {"norms": norms, "g_critic_grad_norm": tf.linalg.global_norm(gradients)}

    def _sample(self, past, seeds) -> dict[str, tf.Tensor]:
        past, seeds = (tf.repeat(x, SAMPLES, axis=0) for x in (past, seeds))
        samples = self.model.generate(past)
        if self.model.quality is None:
            return {"samples": samples}
        return {
            "samples": samples,
            "scores": self.model.quality(past, samples, seeds),
        }


def _spread(count: int, most: int) -> np.ndarray:
    """Numbers of at most so many of `count`, evenly spaced."""
    return np.linspace(0, count - 1, min(count, most)).astype(int)


def _compiled(
    measure: Callable, strategy: tf.distribute.Strategy
) -> Callable[..., dict[str, np.ndarray]]:
    """(arrays) -> arrays by name; where there are several replicas, of the first."""
    # Not a lambda: each would count as a new version of the same function.
    everywhere = tf.function(functools.partial(strategy.run, measure), autograph=False)

    def first(*rows):
        found = everywhere([tf.constant(each) for each in rows])
        local = strategy.experimental_local_results
        return {name: local(each)[0].numpy() for name, each in found.items()}

    return first
