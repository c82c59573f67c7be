"""Rotations in the forms that networks see, on tensors; `motion.rotations` in NumPy.

M rotations: matrices (M, 9), row by row; quaternions (M, 4), w first; rotation vectors
(M, 3) in radians. All are float32, for exported functions, and have no gradients where
a rotation is none.
"""

from keras import ops

_TINY = 1e-6


def matrix_to_quaternion(matrix):
    """(M, 9) -> (M, 4) of length 1, w not negative.

    The largest of the four numbers is found first and the others are divided by it,
    which loses no digits whatever the angle (Shepperd 1978).
    """
    xx, xy, xz, yx, yy, yz, zx, zy, zz = ops.split(matrix, 9, axis=-1)
    rows = [  # 4 w q, 4 x q, 4 y q, 4 z q for the quaternion q
        [1 + xx + yy + zz, zy - yz, xz - zx, yx - xy],
        [zy - yz, 1 + xx - yy - zz, xy + yx, xz + zx],
        [xz - zx, xy + yx, 1 - xx + yy - zz, yz + zy],
        [yx - xy, xz + zx, yz + zy, 1 - xx - yy + zz],
    ]
    found, largest = ops.concatenate(rows[0], axis=-1), rows[0][0]
    # Not argmax(), which Keras makes of bits that some runtimes do not know.
    for number, row in enumerate(rows[1:], start=1):
        larger = row[number] > largest
        found = ops.where(larger, ops.concatenate(row, axis=-1), found)
        largest = ops.maximum(largest, row[number])
    return _upper(found / ops.sqrt(ops.sum(ops.square(found), axis=-1, keepdims=True)))


def unit_quaternion(values):
    """(M, 4) of any length to length 1; no rotation where there is hardly any."""
    length = ops.sqrt(ops.sum(ops.square(values), axis=-1, keepdims=True))
    none = ops.convert_to_tensor([[1.0, 0.0, 0.0, 0.0]])
    return ops.where(length > _TINY, values / ops.maximum(length, _TINY), none)


def quaternion_to_matrix(quaternion):
    """(M, 4) of length 1 -> (M, 9)."""
    w, x, y, z = ops.split(quaternion, 4, axis=-1)
    entries = [
        1 - 2 * (y * y + z * z),
        2 * (x * y - w * z),
        2 * (x * z + w * y),
        2 * (x * y + w * z),
        1 - 2 * (x * x + z * z),
        2 * (y * z - w * x),
        2 * (x * z - w * y),
        2 * (y * z + w * x),
        1 - 2 * (x * x + y * y),
    ]
    return ops.concatenate(entries, axis=-1)


def rotvec_to_quaternion(rotvec):
    """(M, 3) -> (M, 4) of length 1, w not negative."""
    angle = ops.sqrt(ops.sum(ops.square(rotvec), axis=-1, keepdims=True))
    # The sine of a small angle is the angle.
    half = ops.where(angle > _TINY, ops.sin(angle / 2) / ops.maximum(angle, _TINY), 0.5)
    return _upper(ops.concatenate([ops.cos(angle / 2), half * rotvec], axis=-1))


def quaternion_to_rotvec(quaternion):
    """(M, 4) of length 1 -> (M, 3) of length up to pi."""
    upper = _upper(quaternion)
    w, axis = upper[:, :1], upper[:, 1:]
    sine = ops.sqrt(ops.sum(ops.square(axis), axis=-1, keepdims=True))
    angle = 2 * ops.arctan2(sine, w)
    return axis * angle / ops.maximum(sine, 1e-30)


def continuous_quaternions(quaternions):
    """(B, T, J, 4) -> the same rotations, each near that of the frame before.

    q and -q are one rotation; the first frame stays.
    """
    before, after = quaternions[:, :-1], quaternions[:, 1:]
    turned = ops.sum(before * after, axis=-1, keepdims=True) < 0
    times = ops.cumsum(ops.cast(turned, "float32"), axis=1)
    signs = 1 - 2 * ops.mod(times, 2)
    return ops.concatenate([quaternions[:, :1], signs * after], axis=1)


def _upper(quaternion):
    """The one of q and -q whose w is not negative."""
    return ops.where(quaternion[:, :1] < 0, -quaternion, quaternion)
