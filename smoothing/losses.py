"""Training losses that leave out what nobody knows.

B batch, T frames; targets are heatmaps (B, T, H, W, K) or poses (B, T, N) and hold NaN
where there is nothing to compare with.
"""

import keras
from keras import ops

from smoothing.studies import Config

LOSSES = ("squared", "l1+denoise")


class _MaskedLoss(keras.losses.Loss):
    """The mean error of all elements; where the target is NaN it is 0, as its gradient.

    Args:
        normalise: the sum is divided by the elements that have a target, and not by
            all. Each part of a batch that is computed apart counts its own.
    """

    def __init__(self, normalise: bool = False, name: str | None = None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.normalise = normalise

    def mean(self, error, truth, predicted):
        """(B,), whose mean is that of the errors; Keras divides by B and replicas."""
        known = ops.logical_not(ops.isnan(truth))
        difference = predicted - ops.where(known, truth, 0.0)
        errors = error(ops.where(known, difference, 0.0))
        axes = tuple(range(1, len(truth.shape)))
        if not self.normalise:
            return ops.mean(errors, axis=axes)
        share = ops.mean(ops.cast(known, errors.dtype))
        return ops.mean(errors, axis=axes) / ops.maximum(share, keras.config.epsilon())

    def get_config(self):
        return {**super().get_config(), "normalise": self.normalise}


@keras.saving.register_keras_serializable("reenact")
class MaskedSquaredError(_MaskedLoss):
    """Mean squared error (thesis, section 1.2); (B, T, ...) both."""

    def call(self, truth, predicted):
        return self.mean(ops.square, truth, predicted)


@keras.saving.register_keras_serializable("reenact")
class RecoverAndDenoiseLoss(_MaskedLoss):
    """5 times the mean distance of recovered coordinates, and that of denoised ones.

    Zeng et al. 2022. Targets are (B, T, N), predictions (B, T + S, N): `DeciWatch`.

    Args:
        sample_rate: frames from one of the S sampled frames to the next.
        normalise: as for all losses here.
    """

    def __init__(self, sample_rate: int, normalise=False, name=None, **kwargs):
        super().__init__(normalise, name, **kwargs)
        self.sample_rate = sample_rate

    def call(self, truth, predicted):
        frames = truth.shape[1]
        recovered, denoised = ops.split(predicted, [frames], axis=1)
        sampled = truth[:, :: self.sample_rate]
        return 5 * self.mean(ops.abs, truth, recovered) + self.mean(
            ops.abs, sampled, denoised
        )

    def get_config(self):
        return {**super().get_config(), "sample_rate": self.sample_rate}


def make_loss(config: Config) -> keras.losses.Loss:
    """The loss of a study.

    Raises:
        ValueError: a name that is not in `LOSSES`, or 'l1+denoise' for heatmaps.
    """
    if config.loss == "squared":
        return MaskedSquaredError(config.normalise_loss)
    if config.loss == "l1+denoise" and config.architecture == "deciwatch":
        return RecoverAndDenoiseLoss(config.sample_rate, config.normalise_loss)
    raise ValueError(
        f"expected a loss of {LOSSES} ('l1+denoise' for deciwatch only), received "
        f"{config.loss!r} for {config.architecture}"
    )
