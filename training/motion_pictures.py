"""What a run shows of its predictions: pictures of a test window, motions of a few."""

from pathlib import Path

import numpy as np

from evaluation.angles.protocols import EvaluationWindow
from evaluation.pictures.shown_motions import MOTIONS_FILE, ShownMotion, save_motions
from motion.pictures.viewer import animate, skeleton_strip
from motion.skeleton import Skeleton


class MotionPictures:
    """Shows what a model makes of some test windows; the first is drawn.

    A subclass predicts, in `motions`.

    Args:
        windows: which they are, of `evaluation.pictures.shown_motions.shown_windows`.
        skeleton: of the positions.
        rate_hz: frames per second.
    """

    shows = "past, truth and prediction"

    def __init__(
        self, windows: list[EvaluationWindow], skeleton: Skeleton, rate_hz: float
    ):
        self.windows, self.skeleton, self.rate_hz = windows, skeleton, rate_hz

    def motions(self, rows: slice) -> list[ShownMotion]:
        """Predicts some of the windows, all at once."""
        raise NotImplementedError

    def motion(
        self,
        window: EvaluationWindow,
        past: np.ndarray,
        truth: np.ndarray,
        prediction: np.ndarray,
    ) -> ShownMotion:
        """One window, from joint positions (frames, joints, 3) in metres."""
        bones = self.skeleton.drawn_bones
        parts = {"given": past, "truth": truth, "prediction": prediction}
        parts["baseline"] = np.repeat(past[-1:], len(truth), axis=0)
        return ShownMotion(
            clip_id=window.clip_id,
            action=window.action,
            start=window.start,
            rate_hz=self.rate_hz,
            unit="m",
            bones=bones,
            sides=self.skeleton.sides[bones[:, 1]],
            baseline_name="zero velocity",
            **{name: each.astype(np.float32) for name, each in parts.items()},
        )

    def strip(self) -> bytes:
        """PNG: past, truth and prediction of the first window side by side in time."""
        return skeleton_strip(*self._drawn(self.motions(slice(1))[0]))

    def save(self, folder: Path) -> None:
        """Writes strip.png, prediction.gif and motions.npz into the folder of a run."""
        # The first one by itself, for which a network is compiled already.
        motions = self.motions(slice(1)) + self.motions(slice(1, None))
        drawn = self._drawn(motions[0])
        skeleton_strip(*drawn, folder / "strip.png")
        animate(*drawn, folder / "prediction.gif")
        save_motions(folder / MOTIONS_FILE, motions)

    def _drawn(self, motion: ShownMotion) -> tuple:
        """What `motion.pictures.viewer` wants."""
        predictions = {
            "prediction": motion.prediction,
            motion.baseline_name: motion.baseline,
        }
        parts = (motion.given, motion.truth, predictions)
        return *parts, self.skeleton, self.rate_hz
