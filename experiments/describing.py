"""What `experiments.predict` says about what it reads and smooths."""

from collections.abc import Iterator

import numpy as np

from data_prep.motion_files import MotionFile
from data_prep.sources.keypoint_json import MIN_SCORE
from experiments.keypoint_tracks import USUAL_RATE_HZ, SmoothKeypoints, jitter_px
from motion.keypoints import KeypointClip
from motion.motion import Motion
from motion.retarget import BodyMap


def file_line(motion: MotionFile) -> str:
    """The file, what it holds and for how long."""
    capture = motion.motion
    return f"read: {motion.path}, {motion.kind}, {extent(capture)}"


def extent(capture: Motion) -> str:
    """Joints, frames, rate and seconds of a motion."""
    frames, rate_hz = len(capture), capture.rate_hz
    return (
        f"{capture.skeleton.joint_count} joints, {frames} frames at {rate_hz:.6g} "
        f"frames a second ({frames / rate_hz:.2f} s)"
    )


def joint_lines(body_map: BodyMap, shares_skeleton: bool) -> Iterator[str]:
    """Which joints a network sees as which, and which it does not see.

    Args:
        shares_skeleton: it was trained on this very skeleton and sees all joints.
    """
    if shares_skeleton:
        yield "joints: all that the network knows, by their names"
        return
    names = body_map.skeleton.joint_names
    pairs = (f"{body}={names[joint]}" for body, joint in body_map.joints.items())
    yield f"joints: {', '.join(pairs)}"
    if body_map.absent:
        yield f"  not found, taken as unbent: {', '.join(body_map.absent)}"
    root = names[0]  # of which something else is said: it moves as --root says
    if unused := [name for name in body_map.unused if name != root]:
        yield f"  not matched, kept as in the last frame: {', '.join(unused)}"


def resampling_line(from_hz: float, to_hz: float) -> str:
    """That frames were left out or made for a network, and made again for the file."""
    return (
        f"rate: resampled from {from_hz:.6g} to {to_hz:.6g} frames a second for the "
        "network, and back"
    )


def smoothed_lines(
    before: Motion, after: Motion, angles_deg: np.ndarray
) -> Iterator[str]:
    """How far a filter moved a motion.

    Args:
        angles_deg: (frames, joints) by which joints were turned.
    """
    frame, joint = np.unravel_index(angles_deg.argmax(), angles_deg.shape)
    root_m = np.linalg.norm(after.root_m - before.root_m, axis=-1)
    yield (
        f"  joints turned by {angles_deg.mean():.2f} degrees on average, at most "
        f"{angles_deg.max():.2f} ({before.skeleton.joint_names[joint]}, frame {frame})"
    )
    yield (
        f"  the root moved by {100 * root_m.mean():.2f} cm on average, at most "
        f"{100 * root_m.max():.2f} (frame {root_m.argmax()})"
    )


def clip_line(path: str, clip: KeypointClip) -> str:
    """A file of keypoints and what it holds."""
    rate = f"{clip.rate_hz or USUAL_RATE_HZ:g} frames a second"
    if clip.rate_hz is None:
        rate += " (it does not say: assumed)"
    width, height = clip.image_size
    return (
        f"read: {path}, keypoints ({clip.layout}), {len(clip)} frames at {rate}, "
        f"{width} x {height} pixels"
    )


def keypoint_lines(before: KeypointClip, after: SmoothKeypoints) -> Iterator[str]:
    """How far keypoints were moved, and which were not."""
    moved = after.moved
    way = np.linalg.norm(after.clip.positions - before.positions, axis=-1)
    way = np.where(moved, way, 0)
    known = np.isfinite(before.positions).all(axis=-1)
    if moved.any():
        yield (
            f"  {moved.sum()} positions moved by {way[moved].mean():.1f} pixels on "
            f"average, at most {way.max():.1f} (frame {way.max(axis=1).argmax()})"
        )
        yield (
            f"  jitter from frame to frame, estimated: {jitter_px(before):.1f} pixels "
            f"before, {jitter_px(after.clip):.1f} after"
        )
    if after.trained_noise_px is not None:
        across, down = after.trained_noise_px
        yield (
            f"  the network was trained on jitter that would be {across:.1f} pixels "
            f"across and {down:.1f} down here (standard deviation)"
        )
    for why, names in after.left.items():
        yield f"  left as they were, {why}: {', '.join(names)}"
    frames = (before.visible & ~moved).any(axis=1) & ~moved.any(axis=1)
    if frames.any():
        yield (
            f"  left as they were, of which the network says nothing: {frames.sum()} "
            "frames"
        )
    unseen, null = known & ~before.visible, ~known[:, known.any(axis=0)]
    yield (
        f"  left as they were: {unseen.sum()} positions that were not seen (a score "
        f"below {MIN_SCORE:g}, or outside the picture) and {null.sum()} that are null"
    )
