"""Checks what a metrics.json holds, field by field; see `evaluation.run_results`."""

import pathlib
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from reenact.errors import DataError

# What ended a training run: all steps done, the time given, or no more improvement.
ENDINGS = ("steps", "seconds", "patience")


def parse_fields(
    content: Any,
    fields: Mapping[str, Any],
    defaults: Mapping[str, Any],
    path: pathlib.Path,
) -> dict[str, Any]:
    """The fields of a run's result.

    Args:
      content: what JSON gave.
      fields: name -> type of each field.
      defaults: of the fields that need not be there.
      path: for messages.

    Raises:
      DataError: one line naming file and field.
    """
    if isinstance(content, dict):
        content = {**defaults, **content}
    if not isinstance(content, dict) or set(content) != set(fields):
        wrong = sorted(set(fields) ^ set(content)) if isinstance(content, dict) else ""
        raise _bad(path, "an object of the fields of a run record", wrong or content)
    _check_plain(content, fields, path)
    width = len(content["columns"] or content["horizon_frames"])
    windows = _parse_windows(content["windows"], path)
    shapes = {action: (len(starts), width) for action, starts in windows.items()}
    return {
        **content,
        "errors": _parse_errors(content["errors"], shapes, path),
        "windows": windows,
        "horizon_frames": tuple(content["horizon_frames"]),
        "label_ms": tuple(content["label_ms"]),
        "excluded": dict(content["excluded"]),
        "columns": tuple(content["columns"]),
        "history": tuple(content["history"]),
    }


def check_family(
    family: str, keys: Collection[str], found: str, errors: Collection[str], path
) -> None:
    """Refuses what is not of a family, or has errors that the family does not know.

    Args:
      family, keys: what is expected: a name, and the keys that `errors` may have.
      found, errors: of a run.
      path: for messages.

    Raises:
      DataError: one line naming file and field.
    """
    if found != family:
        raise _bad(path, f"family to be {family}", found)
    if not set(errors) <= set(keys):
        raise _bad(path, f"errors by {', '.join(keys)}", list(errors))


def _check_plain(
    content: Mapping[str, Any], fields: Mapping[str, Any], path: pathlib.Path
) -> None:
    """Everything but errors, windows and what the errors are by."""
    for name, kind in fields.items():
        if kind in (str, int, float):
            kinds = (int, float) if kind is float else (kind,)
            if type(content[name]) not in kinds:
                raise _bad(path, f"{name} of type {kind.__name__}", content[name])
    if content["stopped"] not in ENDINGS:
        raise _bad(
            path, f"stopped to be one of {', '.join(ENDINGS)}", content["stopped"]
        )
    data = content["data"]
    if not isinstance(data, dict) or not {"name", "fingerprint"} <= set(data):
        raise _bad(path, "data with a name and a fingerprint", data)
    excluded = content["excluded"]
    if not isinstance(excluded, dict) or {type(n) for n in excluded.values()} - {int}:
        raise _bad(path, "excluded to be frames by clip", excluded)
    history = content["history"]
    if not isinstance(history, list) or not all(map(_all_numbers, history)):
        raise _bad(path, "history to be a list of named numbers", history)
    _check_columns(content, path)


def _all_numbers(evaluation: Any) -> bool:
    return isinstance(evaluation, dict) and {type(n) for n in evaluation.values()} <= {
        int,
        float,
    }


def _check_columns(content: Mapping[str, Any], path: pathlib.Path) -> None:
    """What the last axis of the errors is: horizons, or columns with names."""
    columns = content["columns"]
    if not isinstance(columns, list) or {type(name) for name in columns} - {str}:
        raise _bad(path, "columns to be a list of names", columns)
    expected = set() if columns else {int}
    for name in ("horizon_frames", "label_ms"):
        numbers = content[name]
        if not isinstance(numbers, list) or {type(n) for n in numbers} != expected:
            kind = "empty beside columns" if columns else "a list of whole numbers"
            raise _bad(path, f"{name} to be {kind}", numbers)
    horizons = len(content["horizon_frames"])
    if len(content["label_ms"]) != horizons:
        raise _bad(path, f"label_ms of {horizons} numbers", content["label_ms"])


def _parse_windows(
    windows: Any, path: pathlib.Path
) -> dict[str, list[tuple[str, int]]]:
    if not isinstance(windows, dict) or not windows:
        raise _bad(path, "windows per action", windows)
    parsed = {}
    for action, starts in windows.items():
        try:
            parsed[action] = [(str(clip_id), int(start)) for clip_id, start in starts]
        except (TypeError, ValueError):
            expected = f"windows/{action} to be pairs of clip and start"
            raise _bad(path, expected, starts) from None
    return parsed


def _parse_errors(
    errors: Any,
    shapes: Mapping[str, tuple[int, int]],
    path: pathlib.Path,
) -> dict[str, dict[str, np.ndarray]]:
    if not isinstance(errors, dict) or not errors:
        raise _bad(path, "errors by metric", errors)
    parsed: dict[str, dict[str, np.ndarray]] = {}
    for key, actions in errors.items():
        if not isinstance(actions, dict) or set(actions) != set(shapes):
            expected = f"errors/{key} of the actions {', '.join(sorted(shapes))}"
            raise _bad(path, expected, actions)
        parsed[key] = {}
        for action, values in actions.items():
            try:
                table = np.array(values, np.float64)
            except (TypeError, ValueError):
                table = np.array(np.nan)
            if table.shape != shapes[action] or not np.isfinite(table).all():
                expected = f"errors/{key}/{action}: finite, shape {shapes[action]}"
                raise _bad(path, expected, values)
            parsed[key][action] = table
    return parsed


def _bad(path: pathlib.Path, expected: str, found: Any) -> DataError:
    return DataError(f"{path}: expected {expected}, found {str(found)[:80]!r}")
