"""metrics.json, what a finished run achieved and every table is made of.

A run lies in `runs/<profile>/<data>/<package>/<study>/seed<k>/`.
"""

import collections
import dataclasses
import json
import pathlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from data_prep.splits import PUBLISHED_TRAINING
from evaluation.angles.protocols import action_of
from evaluation.result_fields import check_family, parse_fields
from reenact.errors import DataError
from reenact.files import whole_file

METRICS_FILE = "metrics.json"


@dataclasses.dataclass(frozen=True, eq=False)
class RunResult:
    """What one run achieved.

    `errors[key][action]` is (windows, horizons) and `windows[action]` names the same
    windows as (clip id, first observed frame); the key is how the model was evaluated
    or the metric, see `family.Family`. `columns` names the last axis of the errors
    where it is not horizons; there are none then. `reading` is how the model was built
    and trained. `stopped` is what ended training, of `result_fields.ENDINGS`;
    `excluded` are test recordings too short to be scored, clip id to frames. `history`
    is what each evaluation during training found. `path` is not stored.
    """

    family: str
    study: str
    seed: int
    profile: str
    data: dict[str, Any]  # `describe_data`: name and fingerprint at least
    protocol: str
    horizon_frames: tuple[int, ...]
    label_ms: tuple[int, ...]
    rate_hz: float
    errors: dict[str, dict[str, np.ndarray]]
    windows: dict[str, list[tuple[str, int]]]
    steps: int
    seconds: float
    parameters: int
    command: str
    code_version: str
    reading: str
    reduced: str
    stopped: str = "steps"
    excluded: dict[str, int] = dataclasses.field(default_factory=dict)
    columns: tuple[str, ...] = ()
    history: tuple[dict[str, float], ...] = ()
    path: pathlib.Path = pathlib.Path()

    def save(self, path: pathlib.Path) -> None:
        """Writes the result, whole or not at all; a DataError says what is wrong."""
        path = pathlib.Path(path)
        content = {name: getattr(self, name) for name in _FIELDS}
        content["errors"] = {
            key: {
                # Six decimals are far below any difference that means something.
                action: np.asarray(errors, np.float64).round(6).tolist()
                for action, errors in actions.items()
            }
            for key, actions in self.errors.items()
        }
        text = json.dumps(content, indent=1)
        _parse(json.loads(text), path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(text + "\n", encoding="utf-8")


_FIELDS = {
    field.name: field.type
    for field in dataclasses.fields(RunResult)
    if field.name != "path"
}
# What a result that was written before there was such a field is read with.
_DEFAULTS = {"stopped": "steps", "excluded": {}, "columns": [], "history": []}


def describe_data(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The `data` of a result, from the manifest of a built data set.

    Counts the training files per action, validation included, because the published
    training sets have no validation part.
    """
    training_files = collections.Counter(
        action_of(clip_id)
        for split in PUBLISHED_TRAINING
        for shard in manifest["splits"][split]["shards"]
        for clip_id, _ in shard["clips"]
    )
    return {
        "name": manifest["dataset"],
        "fingerprint": manifest["fingerprint"],
        "training_files": dict(sorted(training_files.items())),
    }


def load_result(path: pathlib.Path) -> RunResult:
    """Reads and checks one metrics.json; a one-line DataError names a bad file."""
    try:
        content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # not JSON, or not UTF-8
        raise DataError(f"{path}: expected JSON, found {error}") from error
    return _parse(content, path)


def find_results(
    runs_dir: pathlib.Path,
    profile: str,
    data: str,
    folders: Sequence[str],
    *,
    family: str,
    keys: Collection[str],
) -> list[RunResult]:
    """The results of all finished runs of a family on one data set, by path.

    Args:
      folders: of the family's models and of its baselines.
      family: its name.
      keys: that the errors of its results may have.

    Raises:
      DataError: a result that cannot be read, that is of another family or lies in
        another run's folder, that is a second one of its study and seed, or that was
        made under another setting than its neighbours.
    """
    folder = pathlib.Path(runs_dir) / profile / data
    results = []
    for each in folders:
        for path in sorted((folder / each).glob(f"*/seed*/{METRICS_FILE}")):
            result = load_result(path)
            check_family(family, keys, result.family, result.errors, path)
            _check_place(result, profile, data)
            results.append(result)
    _check_one_a_seed(results)
    _check_same_setting(results)
    return results


def _check_one_a_seed(results: Sequence[RunResult]) -> None:
    """A mean over seeds counts each once."""
    first: dict[tuple[str, int], RunResult] = {}
    for result in results:
        other = first.setdefault((result.study, result.seed), result)
        if other is not result:
            raise DataError(
                f"{result.path}: expected one record of {result.study}, seed "
                f"{result.seed}, found another: {other.path}"
            )


def _check_place(result: RunResult, profile: str, data: str) -> None:
    study, seed = result.path.parts[-3], result.path.parts[-2]
    place = (profile, data, study, seed)
    said = (result.profile, result.data["name"], result.study, f"seed{result.seed}")
    if said != place:
        raise DataError(
            f"{result.path}: expected the run {'/'.join(place)}, "
            f"found a record of {'/'.join(said)}"
        )


def _check_same_setting(results: Sequence[RunResult]) -> None:
    """Numbers of one table need one data set, protocol and set of windows."""
    first_of_study: dict[str, RunResult] = {}
    for result in results:
        first = first_of_study.setdefault(result.study, result)
        for name in ("protocol", "horizon_frames", "label_ms", "columns"):
            _expect_equal(result, name, getattr(result, name), results[0])
        fingerprint = results[0].data["fingerprint"]
        if result.data["fingerprint"] != fingerprint:
            raise DataError(
                f"{result.path}: expected data {fingerprint} as in "
                f"{results[0].path}, found {result.data['fingerprint']}"
            )
        for name in ("rate_hz", "parameters", "reduced", "reading"):
            _expect_equal(result, name, getattr(result, name), first)
        # A run that ended before its last step ends at a step of its own.
        if result.stopped == first.stopped == "steps":
            _expect_equal(result, "steps", result.steps, first)


def _expect_equal(result: RunResult, name: str, value: Any, other: RunResult) -> None:
    expected = getattr(other, name)
    if value != expected:
        raise DataError(
            f"{result.path}: expected {name} {expected!r} as in {other.path}, "
            f"found {value!r}"
        )


def _parse(content: Any, path: pathlib.Path) -> RunResult:
    fields = parse_fields(content, _FIELDS, _DEFAULTS, path)
    return RunResult(**fields, path=pathlib.Path(path))
