"""The numbers by which a network sees the rotations of the 15 body joints.

P numbers per joint: 9 of a rotation matrix, row by row; 3 of a rotation vector, whose
length is the angle in radians ("axis-angle"); 4 of a unit quaternion, w first.
`.venv/bin/python -m data_prep.poses.formats` prints what each takes on disk.
"""

from typing import Literal

import numpy as np

from motion import rotations as conversions

RotationFormat = Literal["rotation_matrix", "axis_angle", "quaternion"]
WIDTHS = {
    "rotation_matrix": 9,
    "axis_angle": 3,
    "quaternion": 4,
}
# Windows that the fairmotion preprocessing makes of AMASS: training, validation, test.
AMASS_SAMPLES = 60_678 + 3_007 + 3_304


def encode(rotations: np.ndarray, rotation_format: str) -> np.ndarray:
    """Rotation matrices (..., frames, 15, 3, 3) to numbers (..., frames, 15, P).

    float32. Quaternions are continuous in time; those of the first frame have w >= 0.

    Raises:
        ValueError: an unknown format.
    """
    _check(rotation_format)
    rotations = np.asarray(rotations)
    if rotation_format == "rotation_matrix":
        values = rotations.reshape(*rotations.shape[:-2], 9)
    elif rotation_format == "axis_angle":
        values = conversions.matrix_to_rotvec(rotations)
    else:
        quaternions = conversions.matrix_to_quaternion(rotations)
        in_time = np.moveaxis(quaternions, -3, 0)
        values = np.moveaxis(conversions.continuous_quaternions(in_time), 0, -3)
    return values.astype(np.float32)


def decode(values: np.ndarray, rotation_format: str) -> np.ndarray:
    """Numbers (..., 15, P) to matrices (..., 15, 3, 3), float32.

    The nine numbers of a matrix are taken as they are, whether or not they are a
    rotation; rotation vectors and quaternions of any length always give one.

    Raises:
        ValueError: an unknown format, or numbers that are not P per joint.
    """
    _check(rotation_format)
    values = np.asarray(values)
    if values.shape[-1] != WIDTHS[rotation_format]:
        raise ValueError(
            f"expected {WIDTHS[rotation_format]} numbers per joint of "
            f"{rotation_format}, received {values.shape[-1]}"
        )
    if rotation_format == "rotation_matrix":
        matrices = values.reshape(*values.shape[:-1], 3, 3)
    elif rotation_format == "axis_angle":
        matrices = conversions.rotvec_to_matrix(values)
    else:
        unit = conversions.unit_quaternion(values)
        matrices = conversions.quaternion_to_matrix(unit)
    return matrices.astype(np.float32)


def sample_bytes(
    rotation_format: str,
    frames: int = 144,
    joints: int = 24,
    bytes_per_number: int = 8,
) -> int:
    """Bytes of one window; by default as fairmotion stores it, 24 joints in float64."""
    _check(rotation_format)
    return frames * joints * WIDTHS[rotation_format] * bytes_per_number


def size_table(samples: int = AMASS_SAMPLES) -> str:
    """Markdown: what a data set of windows takes in each format, per window and in all.

    With the default number of windows, the column of 24 joints in float64 is Table 1 of
    the report on the spatio-temporal transformer.
    """
    lines = [
        "| format | bytes per sample | GiB: 24 joints, float64 | 15 joints, float32 |",
        "| --- | --- | --- | --- |",
    ]
    for rotation_format in ("axis_angle", "quaternion", "rotation_matrix"):
        stored = sample_bytes(rotation_format)
        needed = sample_bytes(rotation_format, joints=15, bytes_per_number=4)
        name = rotation_format.replace("_", " ")
        lines.append(
            f"| {name} | {stored:,} | {samples * stored / 2**30:.1f} "
            f"| {samples * needed / 2**30:.1f} |"
        )
    return "\n".join(lines) + "\n"


def _check(rotation_format: str) -> None:
    if rotation_format not in WIDTHS:
        known = ", ".join(WIDTHS)
        raise ValueError(f"expected a format of {known}, received {rotation_format!r}")


if __name__ == "__main__":
    print(size_table(), end="")
