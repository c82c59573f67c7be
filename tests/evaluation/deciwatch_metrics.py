"""Metrics of the official DeciWatch that no page shows.

Its golden numbers hold the metrics of the pages, which these are made of.
F frames, K keypoints, D coordinates.
"""

import numpy as np

from evaluation.keypoints.metrics import correct_keypoints, position_errors


def box_pck(
    truth: np.ndarray,
    predicted: np.ndarray,
    boxes: np.ndarray,
    image_size: tuple[int, int],
    threshold: float,
) -> np.ndarray:
    """PCK of the official DeciWatch for JHMDB: (K,) shares of frames.

    Not the thesis's: correct is what lies within a share of the longer side of the box.

    Args:
        truth, predicted: (F, K, 2) (x, y) as shares of the image's width and height.
        boxes: (F, 4) left, top, right, bottom in pixels.
        image_size: width and height in pixels.
        threshold: share of the longer side.
    """
    boxes = np.asarray(boxes, np.float64)
    reach = threshold * (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    size = np.asarray(image_size, np.float64)
    distances = position_errors(truth * size, predicted * size)
    correct = correct_keypoints(distances, reach, strict=False)
    known = np.isfinite(truth).all(axis=-1).sum(axis=0)
    return np.where(known, correct.sum(axis=0) / np.maximum(known, 1), np.nan)


def aligned_position_errors(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Distances (F, K) after the best similarity of each frame; their mean is PA-MPJPE.

    Translation, rotation and scale, but no reflection; missing keypoints have no say.

    Args:
        truth, predicted: (F, K, D).
    """
    truth = np.asarray(truth, np.float64)
    known = np.isfinite(truth).all(axis=-1)[..., None]
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)

    def centred(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        kept = np.where(known, positions, 0)
        centre = kept.sum(axis=1, keepdims=True) / count
        return np.where(known, kept - centre, 0), centre

    goal, goal_centre = centred(truth)
    start, _ = centred(np.asarray(predicted, np.float64))
    left, singular, right = np.linalg.svd(np.swapaxes(start, 1, 2) @ goal)
    sign = np.sign(np.linalg.det(left @ right))
    left[..., -1] *= sign[:, None]
    singular[..., -1] *= sign
    spread = (start**2).sum(axis=(1, 2))
    scale = np.divide(
        singular.sum(axis=-1), spread, out=np.ones_like(spread), where=spread > 0
    )
    aligned = scale[:, None, None] * start @ (left @ right) + goal_centre
    return position_errors(truth, aligned)
