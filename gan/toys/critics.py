"""Critics of the studies on motions whose distance is known; nothing is generated.

A motion is one number x, or two, x and x + v; x is normal with a spread of 1, v of 0.5.
False motion is drawn likewise, and its last number is moved by a distance. That is the
earth mover's distance (W1) of the two, by the Euclidean norm: nothing need be carried
further, and the last number itself, a function of slope 1, holds them as far apart.

m rows of a batch, T frames of one feature, J values of a critic.
"""

import dataclasses

import keras
import numpy as np
import tensorflow as tf

from gan.critics import PerceptronCritic
from gan.step import AdversarialStep
from gan.studies import STUDIES, Config

JOINTS, WIDTHS, ROWS = 24, (16, 32), 256
_SCORED_ROWS, _SCORED_SEED = 4000, 1_000_000  # none taught with that seed


@dataclasses.dataclass(frozen=True)
class Found:
    """What a critic says after its steps, of motions that it was not taught.

    Args:
        gap: mean value of true motions less that of false ones.
        slope: of the mean of its values, by the motion; mean of its norm half way
            between true and false.
        true_mean, false_mean: of its values.
        saturated: share of values beyond 0.01 or 0.99.
        dead: share within 0.01 of one half.
    """

    gap: float
    slope: float
    true_mean: float
    false_mean: float
    saturated: float
    dead: float


class _Judge(keras.Model):
    """What `AdversarialStep` asks of a model; the generator has no weights."""

    def __init__(self, config: Config):
        super().__init__()
        self.config, self.quality = config, None
        self.generator = keras.layers.Identity()
        self.critic = PerceptronCritic(config, 1, JOINTS, WIDTHS)
        self.noise = keras.random.SeedGenerator()

    def seed(self, past, real, training):
        """Nothing: a perceptron reads none."""

    def criticise(self, past, candidate, real, training=False, read=None):
        return self.critic(past, candidate, None, training=training)


class ToyCritic:
    """A small perceptron that learns as the critic of a study.

    Args:
        study: key of `STUDIES`.
        frames: T, 1 or 2.
        steps: of the critic.
        changes: to the study's settings.
    """

    def __init__(self, study: str, frames: int, steps: int, **changes):
        alone = {"critic_architecture": "perceptron", "critic_input": "target"}
        self.config = dataclasses.replace(STUDIES[study], **alone, **changes)
        self.frames, self.steps = frames, steps
        self.judge = _Judge(self.config)
        self._past = tf.zeros((ROWS, 0, 1))
        self.judge.criticise(self._past, tf.zeros((ROWS, frames, 1)), real=True)
        self._step = AdversarialStep(self.judge)
        self._state = self._step.by_player["critic"].variables
        self._fresh = [variable.numpy() for variable in self._state]
        self._learn = tf.function(self._all_steps, autograph=False)

    def learn(self, distance: float, seed: int) -> Found:
        """A fresh critic is taught true from false motion.

        Args:
            distance: of the two.
            seed: of weights and of motions.
        """
        keras.utils.set_random_seed(seed)
        fresh = _Judge(self.config)
        fresh.criticise(self._past, tf.zeros((ROWS, self.frames, 1)), real=True)
        self.judge.set_weights(fresh.get_weights())
        for variable, value in zip(self._state, self._fresh, strict=True):
            variable.assign(value)
        random = np.random.default_rng(seed)
        true, false = (
            self._draw(random, self.steps * ROWS, moved).reshape(
                self.steps, ROWS, self.frames, 1
            )
            for moved in (0.0, distance)
        )
        self._learn(tf.constant(true), tf.constant(false))
        return self._score(distance)

    def _all_steps(self, true, false):
        """(steps, m, T, 1) each: one step of the critic after the other."""

        def body(number):
            self._step.critic_step(self._past, true[number], false[number])
            return (number + 1,)

        return tf.while_loop(lambda number: number < self.steps, body, (0,))

    def _draw(self, random, rows: int, moved: float) -> np.ndarray:
        spreads = np.array([1.0, 0.5])[: self.frames]
        motions = (random.normal(size=(rows, self.frames)) * spreads).cumsum(axis=1)
        motions[:, -1] += moved
        return motions[..., None].astype(np.float32)

    def _score(self, distance: float) -> Found:
        """On one sample and the same moved, so that chance does not move it more."""
        true = self._draw(np.random.default_rng(_SCORED_SEED), _SCORED_ROWS, 0.0)
        move = np.zeros_like(true)
        move[:, -1] = distance
        half_way = tf.constant(true + move / 2)
        past = tf.zeros((_SCORED_ROWS, 0, 1))
        with tf.GradientTape() as tape:
            tape.watch(half_way)
            values = self.judge.criticise(past, half_way, real=True)
            mean = tf.reduce_mean(values, axis=-1)
        slopes = np.linalg.norm(tape.gradient(mean, half_way), axis=(1, 2))
        p, q = (
            np.asarray(self.judge.criticise(past, each, real=True), np.float64)
            for each in (true, true + move)
        )
        both = np.concatenate([p, q])
        return Found(
            gap=float(p.mean() - q.mean()),
            slope=float(slopes.mean()),
            true_mean=float(p.mean()),
            false_mean=float(q.mean()),
            saturated=float(((both < 0.01) | (both > 0.99)).mean()),
            dead=float((np.abs(both - 0.5) < 0.01).mean()),
        )
