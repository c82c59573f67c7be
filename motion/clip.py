"""One recording of one body: the unit that is read, stored, split and cut."""

import dataclasses

import numpy as np

from motion.skeleton import SKELETONS, Skeleton

ROOT_KINDS = ("absolute", "increment")


@dataclasses.dataclass(frozen=True, eq=False)
class Clip:
    """A recorded motion, frames first, float32.

    Args:
        clip_id: unique in its data set: 'train/walking/walking_1', 'S1/walking_1'.
        subject: who moves, '' when unknown.
        action: what is done: 'walking'.
        skeleton: key of `motion.skeleton.SKELETONS`.
        rate_hz: frames per second as captured, whatever a benchmark calls it.
        rotations: (frames, joints, 3) rotation vectors in radians, relative to the
            parent, column-vector convention. Exponential-map text holds their
            negative: see `motion.h36m_angles`.
        root_translation: (frames, 3) in metres.
        root_kind: 'absolute', or 'increment' where root rotation and translation are
            those from the previous frame to this one, as in the Human3.6M text; then
            `motion.kinematics.integrate_root` gives the path.
        calibration_frames: leading frames that were not captured: the T-pose in row 0
            of the CMU text.
        offsets_m: (joints, 3) the bones of this subject, as in
            `motion.skeleton.Skeleton`; None: those of the skeleton.

    Raises:
        ValueError: naming the clip and, where there is one, the frame (from 0).
    """

    clip_id: str
    subject: str
    action: str
    skeleton: str
    rate_hz: float
    rotations: np.ndarray
    root_translation: np.ndarray
    root_kind: str
    calibration_frames: int = 0
    offsets_m: np.ndarray | None = None

    def __post_init__(self):
        if self.skeleton not in SKELETONS:
            self._refuse(f"skeleton must be one of {sorted(SKELETONS)}", self.skeleton)
        if self.root_kind not in ROOT_KINDS:
            self._refuse(f"root_kind must be one of {ROOT_KINDS}", self.root_kind)
        if not (np.isfinite(self.rate_hz) and self.rate_hz > 0):
            self._refuse("rate_hz must be a positive number", self.rate_hz)
        joints = SKELETONS[self.skeleton].joint_count
        frames = len(self.rotations)
        self._check_array("rotations", (max(frames, 1), joints, 3))
        self._check_array("root_translation", (frames, 3))
        if not 0 <= self.calibration_frames <= frames:
            expected = f"calibration_frames must be 0 to {frames}"
            self._refuse(expected, self.calibration_frames)
        if self.offsets_m is not None:
            self._check_array("offsets_m", (joints, 3), row="joint")

    def __len__(self) -> int:
        return len(self.rotations)

    @property
    def body(self) -> Skeleton:
        """The skeleton with this subject's bones."""
        skeleton = SKELETONS[self.skeleton]
        if self.offsets_m is None:
            return skeleton
        return dataclasses.replace(skeleton, offsets_m=self.offsets_m)

    def every(self, n: int) -> "Clip":
        """Keeps frames 0, n, 2n, … and divides the rate.

        Increments of the frames left out are lost, as in the published pipelines;
        integrate the root first where its path matters.
        """
        if n < 1:
            self._refuse("every(n) needs n >= 1", n)
        return dataclasses.replace(
            self,
            rate_hz=self.rate_hz / n,
            rotations=self.rotations[::n],
            root_translation=self.root_translation[::n],
            calibration_frames=-(-self.calibration_frames // n),
        )

    def _check_array(self, name: str, shape: tuple, row: str = "frame") -> None:
        array = getattr(self, name)
        if array.shape != shape or array.dtype != np.float32:
            found = f"{array.shape} {array.dtype}"
            self._refuse(f"{name} must be {shape} float32", found)
        finite = np.isfinite(array).reshape(len(array), -1).all(axis=1)
        if not finite.all():
            index = int(finite.argmin())
            value = array[index][~np.isfinite(array[index])][0]
            self._refuse(f"{name} must be finite at {row} {index}", value)

    def _refuse(self, expected: str, found: object) -> None:
        raise ValueError(f"clip {self.clip_id!r}: {expected}, found {found}")
