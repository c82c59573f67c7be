"""Motion of any skeleton, whatever file it comes from, in double precision."""

import dataclasses

import numpy as np

from motion.clip import Clip
from motion.kinematics import integrate_root, positions_of
from motion.resample import between_frames, steps
from motion.rotations import matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import Skeleton


@dataclasses.dataclass(frozen=True, eq=False)
class Motion:
    """A motion with the skeleton that it was captured with.

    Unlike a `Clip`, it belongs to no data set: its skeleton may be any.

    Args:
        name: for messages and titles.
        skeleton: joints and bones; which way is up, its rest pose says.
        rate_hz: frames per second.
        rotations: (frames, joints, 3, 3) float64, relative to the parent.
        root_m: (frames, 3) float64, from the skeleton's own place of the root.

    Raises:
        ValueError: no frames, or shapes that disagree.
    """

    name: str
    skeleton: Skeleton
    rate_hz: float
    rotations: np.ndarray
    root_m: np.ndarray

    def __post_init__(self):
        frames = max(len(self.rotations), 1)
        for array, shape in (
            (self.rotations, (frames, self.skeleton.joint_count, 3, 3)),
            (self.root_m, (frames, 3)),
        ):
            if array.shape != shape:
                raise ValueError(
                    f"motion {self.name!r}: expected {shape}, found {array.shape}"
                )

    @classmethod
    def of(cls, clip: Clip) -> "Motion":
        """A clip without its calibration frames, its root as a path."""
        path = integrate_root(clip)
        first = clip.calibration_frames
        return cls(
            name=clip.clip_id,
            skeleton=clip.body,
            rate_hz=clip.rate_hz,
            rotations=rotvec_to_matrix(path.rotations[first:]),
            root_m=path.root_translation[first:].astype(np.float64),
        )

    def __len__(self) -> int:
        return len(self.rotations)

    def positions(self) -> np.ndarray:
        """(frames, joints, 3) in metres."""
        return positions_of(self.rotations, self.skeleton, self.root_m)

    def resampled(self, rate_hz: float, to_the_end: bool = False) -> "Motion":
        """The motion at another rate, as `motion.resample.resampled` does it.

        The first frame stays what it is, or `to_the_end` the last one; at the other
        end less than a frame may be lost.
        """
        way = slice(None, None, -1 if to_the_end else 1)
        rotations, root_m = self.rotations[way], self.root_m[way]
        every, step = steps(self.rate_hz, rate_hz)
        if every:
            rotations, root_m = rotations[::every], root_m[::every]
        else:
            vectors, root_m = between_frames(matrix_to_rotvec(rotations), root_m, step)
            rotations = rotvec_to_matrix(vectors)
        return dataclasses.replace(
            self,
            rate_hz=float(rate_hz),
            rotations=rotations[way],
            root_m=root_m[way],
        )
