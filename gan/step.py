"""One pass of Algorithm 1: some steps of the critic, then one of the generator.

m rows of a batch, S past and T future frames, D features.
"""

import keras
import tensorflow as tf

from gan.bones import bone_lengths
from gan.losses import bone_change, distance, pose_gradient, window_mse
from gan.model import WassersteinGan
from gan.optimisation import WithinRange, clipped_weights, make_optimizer
from training.gradients import apply_gradients

# WGAN's authors' code: critic steps to each of the first generator steps, and again at
# every so many.
WARM_CRITIC_STEPS, WARM_AT_FIRST, WARM_EVERY = 100, 25, 500


class AdversarialStep:
    """What the loop does in a step; see `training.gradients.SupervisedStep`.

    Make it inside the scope of a distribution strategy.

    Args:
        model: of `gan.model.build`; gets the generator's optimizer.
    """

    def __init__(self, model: WassersteinGan):
        self.model, self.config = model, model.config
        config = self.config
        self.players = {"generator": model.generator}
        self.by_player = {"generator": make_optimizer(config)}
        self.clipped = []
        if model.critic is not None:
            bound = config.clip_range if config.clip == "update" else 0.0
            self.players["critic"] = model.critic
            self.by_player["critic"] = make_optimizer(config, bound)
        if config.clip == "weights":
            self.clipped = clipped_weights(model.critic, config.clip_scope)
        if model.quality is not None:
            self.players["quality"] = model.quality
            self.by_player["quality"] = make_optimizer(config)
            # HP-GAN: half the rate of the others.
            self.by_player["quality"].learning_rate = config.learning_rate / 2
        self.within = WithinRange(config.clip_range)
        for weight in self.clipped if config.clip_when == "after" else ():
            weight.constraint = self.within
        for name, player in self.players.items():
            self.by_player[name].build(player.trainable_variables)
        self.optimizers = list(self.by_player.values())
        model.optimizer = self.by_player["generator"]

    @property
    def batches_a_step(self) -> int:
        """How many batches a step is given, one after the other in its rows."""
        return self.config.critic_steps + 1 if self.config.fresh_batches else 1

    def __call__(self, past, future) -> dict[str, tf.Tensor]:
        """(rows, S, D), (rows, T, D) -> what the step found, see `Loop`."""
        parts = self.batches_a_step
        pasts, futures = (tf.split(each, parts) for each in (past, future))
        found = {}
        if self.model.critic is not None:
            critic_parts = max(parts - 1, 1)
            # The generator stands still meanwhile: one pass for all critic steps.
            rows = past.shape[0] // parts * critic_parts
            fakes = self.model.generate(past[:rows], future[:rows], training=True)
            fakes = tf.split(tf.stop_gradient(fakes), critic_parts)
            batches = list(zip(pasts, futures, fakes, strict=False))
            found |= self._critic_steps(batches)
            if self.model.quality is not None:
                found |= self._quality_step(*batches[0])
        for _ in range(self.config.generator_steps):
            found |= self.generator_step(pasts[-1], futures[-1])
        if self.model.critic is not None:
            norms = found["g_grad_norm"], found["c_grad_norm"]
            found["gradient_ratio"] = tf.math.divide_no_nan(*norms)
        replicas = tf.distribute.get_replica_context().num_replicas_in_sync
        return {name: value / replicas for name, value in found.items()}

    def _critic_steps(self, batches) -> dict[str, tf.Tensor]:
        """Line 3: all critic steps, batch after batch; what the last one found."""
        steps = self.config.critic_steps
        if tf.distribute.get_replica_context().num_replicas_in_sync > 1:
            # Replicas cannot meet inside of a loop of the graph.
            for number in range(steps):
                found = self.critic_step(*batches[number % len(batches)])
            return found
        if self.config.critic_warm_up:
            taken = self.by_player["generator"].iterations
            taken = taken // self.config.generator_steps
            warm = (taken < WARM_AT_FIRST) | (taken % WARM_EVERY == 0)
            steps = tf.where(warm, WARM_CRITIC_STEPS, steps)
        stacked = [tf.stack(each) for each in zip(*batches, strict=True)]

        def body(number, _):
            batch = (each[number % len(batches)] for each in stacked)
            return number + 1, self.critic_step(*batch)

        nothing = dict.fromkeys(("emd_train", "gap_train", "c_grad_norm"), 0.0)
        return tf.while_loop(lambda number, _: number < steps, body, (0, nothing))[1]

    def critic_step(self, past, future, fake) -> dict[str, tf.Tensor]:
        """Lines 4 to 7: the critic learns to tell true from generated motion."""
        config, model = self.config, self.model
        if config.clip == "weights" and config.clip_when == "before":
            for weight in self.clipped:
                weight.assign(self.within(weight))
        with tf.GradientTape() as tape:
            read = model.critic.read(past, training=True)
            p = model.criticise(past, future, True, training=True, read=read)
            q = model.criticise(past, fake, False, training=True, read=read)
            normalise = config.normalise_outputs
            objective = distance(config.critic_objective, p, q, normalise)
            if config.gradient_penalty:
                penalty = self._gradient_penalty(past, future, fake, read)
                objective -= config.gradient_penalty * penalty
            if config.critic_l2:
                kernels = [w for w in model.critic.trainable_variables if w.ndim > 1]
                squares = tf.add_n([tf.nn.l2_loss(w.value) for w in kernels])
                objective -= config.critic_l2 * squares
            loss = -objective
        norm = self._apply("critic", tape, loss)
        return {
            "emd_train": distance("cdf_mse", p, q),
            "gap_train": distance("gap", p, q),
            "c_grad_norm": norm,
        }

    def generator_step(self, past, future) -> dict[str, tf.Tensor]:
        """Lines 8 to 10: the generator learns, from the truth, the critic, or both."""
        config, model = self.config, self.model
        with tf.GradientTape() as tape:
            fake = model.generate(past, future, training=True)
            error = tf.reduce_mean(tf.square(future - fake))
            loss = self.generator_loss(past, future, fake)
        norm = self._apply("generator", tape, loss, config.generator_clip_norm)
        return {
            "loss": loss,
            "g_loss": loss,
            "g_mse_train": error,
            "g_grad_norm": norm,
        }

    def generator_loss(self, past, future, fake):
        """The loss of a batch by `Config.generator_loss`, a scalar."""
        config, model = self.config, self.model
        if config.generator_loss == "mse_truth":
            loss = window_mse(past, future, fake)
        else:
            q = model.criticise(past, fake, real=False, training=True)
            loss = self.loss_from_critic(q)
        if config.generator_loss == "mse_plus_critic":
            error = tf.reduce_mean(tf.square(future - fake))
            loss = config.mse_weight * error + loss
        if config.pose_gradient_weight:
            term = pose_gradient(past[:, -1], fake, config.hp_form)
            loss += config.pose_gradient_weight * term
        if config.bone_weight and config.rotation_format == "rotation_matrix":
            lengths, truth = (bone_lengths(model.features, x) for x in (fake, past))
            term = bone_change(lengths, truth[:, -1:], config.hp_form)
            loss += config.bone_weight * term
        return loss

    def loss_from_critic(self, q):
        """The part of that loss that comes from the critic.

        Args:
            q: (m, J), its values of generated motion.
        """
        form = self.config.generator_loss
        if form == "mse_truth":
            return tf.zeros(())
        if form == "critic_mse_one":
            return tf.reduce_mean(tf.square(1 - q))
        weighted = form == "mse_plus_critic"
        weight = self.config.adversarial_weight if weighted else 1.0
        return -weight * tf.reduce_mean(q)

    def _gradient_penalty(self, past, future, fake, read):
        """WGAN-GP: the critic's slope between true and generated motion is to be 1.

        HP-GAN's code draws one place between them for the whole batch, and takes the
        norm of each frame by itself.
        """
        per_frame = self.config.penalty_norm == "frame"
        rows = 1 if per_frame else future.shape[0]
        place = keras.random.uniform((rows, 1, 1), seed=self.model.noise)
        between = place * future + (1 - place) * fake
        half = self.model.seed(past, real=False, training=False)
        with tf.GradientTape() as tape:
            tape.watch(between)
            score = self.model.critic(past, between, half, training=True, read=read)
        slope = tape.gradient(score, between)
        axes = -1 if per_frame else (1, 2)
        norms = tf.sqrt(tf.reduce_sum(tf.square(slope), axis=axes) + 1e-12)
        return tf.reduce_mean(tf.square(norms - 1))

    def _quality_step(self, past, future, fake) -> dict[str, tf.Tensor]:
        """HP-GAN: a network that says whether a motion is real, by cross-entropy."""
        model = self.model
        half = model.seed(past, real=False, training=False)
        with tf.GradientTape() as tape:
            true = model.quality(past, future, half, training=True)
            false = model.quality(past, fake, half, training=True)
            loss = tf.reduce_mean(
                keras.losses.binary_crossentropy(tf.ones_like(true), true)
                + keras.losses.binary_crossentropy(tf.zeros_like(false), false)
            )
        self._apply("quality", tape, loss)
        return {"quality_loss": loss}

    def _apply(self, player, tape, loss, clip_norm=0.0):
        variables = self.players[player].trainable_variables
        gradients = tape.gradient(
            loss,
            [variable.value for variable in variables],
            unconnected_gradients=tf.UnconnectedGradients.ZERO,
        )
        replicas = tf.distribute.get_replica_context().num_replicas_in_sync
        gradients = [gradient / replicas for gradient in gradients]
        return apply_gradients(self.by_player[player], variables, gradients, clip_norm)
