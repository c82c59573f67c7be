"""analysis.json, what was found inside a trained spatio-temporal transformer.

It lies beside the metrics.json of a run, and the claims about embeddings, gradients and
long predictions are made of it.
"""

import dataclasses
import json
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from reenact.errors import DataError

ANALYSIS_FILE = "analysis.json"
PACKAGE = "stt"
WEIGHTS = ("all", "attention", "feed_forward")
BLOCKS = 20  # of a long prediction: 1,000 frames in blocks of 50
BLOCK_FRAMES = 50
TENTHS = 10


class Embedding(NamedTuple):
    """The kernels that embed the joints.

    Args:
        left_right_correlation: of the rows of left and right joints.
        shuffled_correlations: the same for joints put together at random.
        column_mean_abs: (d,) mean size of each column.
    """

    left_right_correlation: float
    shuffled_correlations: np.ndarray
    column_mean_abs: np.ndarray


class Gradients(NamedTuple):
    """Of the kernels of each layer, together: (layers,)."""

    mean: np.ndarray
    std: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class Rollout:
    """A prediction of 1,000 frames; curves of 20, NaN where the true motion ended.

    Args:
        step_angle_deg: mean turn of a joint from one frame to the next, predicted.
        true_step_angle_deg: the same of the true motion.
        non_orthogonality: deviation of the predicted matrices from rotations.
        joint_angle: error, radians.
    """

    clip_id: str
    start: int
    step_angle_deg: np.ndarray
    true_step_angle_deg: np.ndarray
    non_orthogonality: np.ndarray
    joint_angle: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class Analysis:
    """What one run looks like inside.

    Args:
        gradients: by `WEIGHTS`.
        rollouts: by action.
        loss_noise: in each tenth of training, the deviation of a step's loss from its
            neighbours' (standard deviation of successive differences over √2) as a
            share of the mean loss; None where no losses were kept.
    """

    study: str
    seed: int
    embedding: Embedding
    gradients: dict[str, Gradients]
    rollouts: dict[str, Rollout]
    loss_noise: np.ndarray | None
    path: pathlib.Path


def find_analyses(
    runs_dir: pathlib.Path, profile: str, data: str, fingerprint: str | None = None
) -> list[Analysis]:
    """The analyses of all runs on one data set, by path.

    Args:
        fingerprint: of the data that the runs must have used; None: any.

    Raises:
        DataError: a file that cannot be read or lies in another run's folder.
    """
    folder = pathlib.Path(runs_dir) / profile / data / PACKAGE
    return [
        _load(path, (profile, data), fingerprint)
        for path in sorted(folder.glob(f"*/seed*/{ANALYSIS_FILE}"))
    ]


def analyses_by_study(analyses: Iterable[Analysis]) -> dict[str, list[Analysis]]:
    """Groups analyses by study, seeds ascending."""
    studies: dict[str, list[Analysis]] = {}
    for analysis in sorted(analyses, key=lambda analysis: analysis.seed):
        studies.setdefault(analysis.study, []).append(analysis)
    return studies


def _load(
    path: pathlib.Path, place: tuple[str, str], fingerprint: str | None
) -> Analysis:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # not JSON, or not UTF-8
        raise DataError(f"{path}: expected JSON, found {error}") from error
    try:
        analysis = _parse(content, path)
        found = (content["profile"], content["data"]["name"])
        used = content["data"]["fingerprint"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else error
        raise DataError(f"{path}: expected an analysis of a run, found {what}") from (
            error
        )
    said = "/".join([*found, analysis.study, f"seed{analysis.seed}"])
    expected = "/".join([*place, *path.parts[-3:-1]])
    if said != expected:
        raise DataError(
            f"{path}: expected an analysis of {expected}, found one of {said}"
        )
    if fingerprint is not None and used != fingerprint:
        raise DataError(
            f"{path}: expected data {fingerprint} as in the runs, found {used}"
        )
    return analysis


def _parse(content: Mapping[str, Any], path: pathlib.Path) -> Analysis:
    embedding = content["embedding"]
    return Analysis(
        study=str(content["study"]),
        seed=int(content["seed"]),
        embedding=Embedding(
            float(embedding["left_right_correlation"]),
            _numbers(embedding, "shuffled_correlations"),
            _numbers(embedding, "column_mean_abs"),
        ),
        gradients={
            name: Gradients(*(_numbers(each, part) for part in Gradients._fields))
            for name, each in content["gradients"].items()
            if name in WEIGHTS
        },
        rollouts={
            action: _parse_rollout(each) for action, each in content["rollouts"].items()
        },
        loss_noise=(
            None
            if content.get("loss_noise") is None
            else _numbers(content, "loss_noise", TENTHS)
        ),
        path=path,
    )


def _parse_rollout(content: Mapping[str, Any]) -> Rollout:
    curves = {
        "step_angle_deg": False,
        "true_step_angle_deg": True,
        "non_orthogonality": False,
        "joint_angle": True,
    }
    return Rollout(
        clip_id=str(content["clip_id"]),
        start=int(content["start"]),
        **{
            name: _numbers(content, name, BLOCKS, may_end)
            for name, may_end in curves.items()
        },
    )


def _numbers(
    content: Mapping[str, Any], name: str, length: int = 0, may_end: bool = False
) -> np.ndarray:
    """A list of numbers, of any length unless given; null is NaN where it may be."""
    found = content[name]
    values = np.array([np.nan if value is None else value for value in found], float)
    if not values.size or (length and len(values) != length):
        raise ValueError(f"{name} of {len(values)} numbers")
    if not np.isfinite(values[~np.isnan(values)] if may_end else values).all():
        raise ValueError(f"{name} with a number that is not finite")
    return values
