"""Small invented files of keypoints, in the layouts in which they are published."""

import json
import pathlib

import numpy as np
import scipy.io


def penn_labels(frames: int = 6, seed: int = 0, action: str = "situp") -> dict:
    """The fields of a label file; joint 12 is never visible and lies in a corner."""
    random = np.random.default_rng(seed)
    visibility = np.ones((frames, 13), np.uint8)
    visibility[:, 12] = 0
    x, y = random.uniform(100, 200, (2, frames, 13))
    x[:, 12] = y[:, 12] = 1.0
    return {
        "x": x,
        "y": y,
        "visibility": visibility,
        "bbox": np.ones((frames, 4)),
        "dimensions": np.array([[270, 480, frames]], np.uint16),
        "nframes": np.array([[frames]], np.uint8),
        "action": np.array([action]),
        "pose": np.array(["left"]),
        "train": np.array([[1]], np.int32),
    }


def write_penn(root: pathlib.Path, labels: dict, name: str = "0001") -> pathlib.Path:
    path = root / "labels" / f"{name}.mat"
    path.parent.mkdir(parents=True, exist_ok=True)
    scipy.io.savemat(path, labels, do_compression=True)
    return path


VIDEO = "-q9_cA-x_0"  # names of videos look like that


def brace_frames(numbers, seed: int = 0) -> dict:
    """The content of a segment's file."""
    random = np.random.default_rng(seed)
    return {
        f"{VIDEO}/img-{number:06d}.png": {
            "box": [100.0, 100.0, 500.0, 500.0, 1],
            "keypoints": [[*random.uniform(100, 600, 2), 1] for _ in range(17)],
        }
        for number in numbers
    }


def write_brace(
    root: pathlib.Path, frames: dict, name: str = "10-20_powermove"
) -> pathlib.Path:
    path = root / "dataset" / "2011" / VIDEO / f"{VIDEO}_{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(frames))
    return path


def write_by_hand(root: pathlib.Path, number: int, joints) -> pathlib.Path:
    folder = root / "manual_keypoints" / "2011" / VIDEO
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / f"img-{number:06d}.npz", coco_joints2d=joints)
    return folder / f"img-{number:06d}.npz"


def write_annotations(root: pathlib.Path, cuts=None, dances=None) -> None:
    folder = root / "annotations"
    folder.mkdir(parents=True, exist_ok=True)
    if cuts is not None:
        (folder / "shot_boundaries.json").write_text(json.dumps({VIDEO: cuts}))
    if dances is not None:
        rows = [f"{VIDEO},{dance},x,{VIDEO}.{uid}" for uid, dance in dances.items()]
        text = "\n".join(["video_id,dance_type,dancer,uid", *rows])
        (folder / "segments.csv").write_text(text + "\n")


def keypoint_document(frames: int = 4, seed: int = 0) -> dict:
    """A user's file: COCO's keypoints with scores."""
    random = np.random.default_rng(seed)
    points = random.uniform(50, 500, (frames, 17, 2)).round(2).tolist()
    return {
        "layout": "coco17",
        "image_size": [640, 520],
        "rate_hz": 25,
        "action": "climbing",
        "frames": [[[*point, 0.9] for point in frame] for frame in points],
    }


def write_keypoints(root: pathlib.Path, document, name: str = "wall/a"):
    path = root / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def detector_arrays(frames: int = 2, seed: int = 0) -> dict:
    """The arrays of a detector's file."""
    random = np.random.default_rng(seed)
    return {
        "heatmaps": random.normal(0, 1, (frames, 25, 56, 56)).astype(np.float32),
        "box": np.tile([100.0, 50.0, 212.0, 274.0], (frames, 1)),
        "keypoints": random.uniform(90, 280, (frames, 25, 2)),
    }


def write_detector(root: pathlib.Path, arrays: dict, name: str = "a") -> pathlib.Path:
    root.mkdir(parents=True, exist_ok=True)
    np.savez(root / f"{name}.npz", **arrays)
    return root / f"{name}.npz"
