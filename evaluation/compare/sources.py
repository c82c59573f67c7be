"""Where tables of results come from: a profile, a results.csv or a revision."""

import csv
import io
import math
import pathlib
import subprocess

from evaluation import families
from evaluation.compare.differences import PLACE, Value
from evaluation.compare.results import Results, Row, numbered
from evaluation.tables.results_csv import RESULTS_FILE, result_row
from reenact.errors import DataError, SettingsError

_NEEDED = ("family", "table", "study", "action", "metric", "value")


def read_results(
    word: str, runs_dir: pathlib.Path, results_dir: pathlib.Path
) -> Results:
    """What a word of the command line names.

    Args:
        word: a profile, whose runs at hand go before what came with the project; a
            file like results.csv; or '<revision>:<profile>'.

    Raises:
        SettingsError: no such thing. DataError: a file that cannot be used.
    """
    shipped = results_dir / word / RESULTS_FILE
    profile = "/" not in word and (shipped.is_file() or (runs_dir / word).is_dir())
    if word and profile:
        return _of_profile(word, shipped, runs_dir)
    if word.endswith(".csv"):
        return _of_file(pathlib.Path(word))
    revision, colon, of_profile = word.rpartition(":")
    if colon:
        return _of_revision(revision, of_profile, results_dir)
    folders = [*results_dir.glob(f"*/{RESULTS_FILE}"), *runs_dir.glob("*/*")]
    known = sorted({each.parent.name for each in folders})
    raise SettingsError(
        f"{word}: no runs at hand and no results that came with the project; expected "
        f"a profile that has some ({', '.join(known) or 'none here'}), a results.csv, "
        "<revision>:<profile> or the folder of a finished run or study"
    )


def _of_profile(profile: str, shipped: pathlib.Path, runs_dir: pathlib.Path) -> Results:
    """Rows of runs at hand take the places of those that came with the project."""
    there = _of_file(shipped) if shipped.is_file() else Results(PLACE, [])
    at_hand = [_row(each, profile) for each in _numbers_at_hand(profile, runs_dir)]
    rows = numbered(there.rows, PLACE) | numbered(at_hand, PLACE)
    if not rows:
        raise DataError(
            f"{profile}: expected finished runs in {runs_dir / profile} or results in "
            f"{shipped}, found none"
        )
    return Results(there.columns, list(rows.values()))


def _numbers_at_hand(profile: str, runs_dir: pathlib.Path) -> list[dict[str, str]]:
    """The measured numbers of every page of finished runs, as results.csv has them."""
    numbers = []
    for family in families.load_all():
        studies = family.find_studies(runs_dir, profile)
        for page in family.pages(family.data_with_runs(runs_dir, profile)).values():
            if studies[page.data]:
                numbers += page.build(studies[page.data], profile)[1]
    return [result_row(each) for each in numbers if each.value is not None]


def _of_file(path: pathlib.Path) -> Results:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise DataError(f"{path}: expected a results.csv, found {reason}") from error
    return _parsed(content, str(path))


def _of_revision(revision: str, profile: str, results_dir: pathlib.Path) -> Results:
    path = f"{results_dir / profile / RESULTS_FILE}"
    if not results_dir.is_dir() or _git(results_dir, "rev-parse", "--git-dir") is None:
        raise SettingsError(
            f"{revision}:{profile}: expected a git checkout with {results_dir}, "
            "found none"
        )
    commit = f"{revision}^{{commit}}"
    if _git(results_dir, "rev-parse", "--verify", "--quiet", commit) is None:
        raise SettingsError(f"{revision}: expected a git revision, found none like it")
    content = _git(results_dir, "show", f"{revision}:./{profile}/{RESULTS_FILE}")
    if content is None:
        raise DataError(f"{path}: expected it in the revision {revision}, found none")
    return _parsed(content, f"{revision}:{path}")


def _git(folder: pathlib.Path, *arguments: str) -> str | None:
    """What git prints; None where it refuses."""
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.stdout if done.returncode == 0 else None


def _parsed(content: str, name: str) -> Results:
    reader = csv.DictReader(io.StringIO(content))
    columns = reader.fieldnames or ()
    if not set(_NEEDED) <= set(columns):
        raise DataError(
            f"{name}:1: expected the columns {', '.join(_NEEDED)}, found "
            f"{', '.join(columns)[:80] or 'none'}"
        )
    rows = []
    for row in reader:
        where = f"{name}:{reader.line_num}"
        if None in row or None in row.values():
            raise DataError(f"{where}: expected {len(columns)} columns, found others")
        if row["value"]:  # else it is a printed one
            rows.append(_row(row, where))
    return Results([each for each in PLACE if each in columns], rows)


def _row(row: dict[str, str], where: str) -> Row:
    def number(name, kind):
        text = row.get(name, "")
        try:
            found = kind(text) if text else None
        except ValueError:
            found = math.nan
        if found is not None and not math.isfinite(found):
            raise DataError(f"{where}: expected a number as {name}, found {text!r}")
        return found

    value = Value(number("value", float), number("spread", float), number("seeds", int))
    if value.spread is not None and (value.seeds or 0) < 2:
        raise DataError(
            f"{where}: expected at least 2 seeds with a spread, found {value.seeds}"
        )
    place = {name: row[name] for name in PLACE if name in row}
    when = row.get("horizon_frame", ""), row.get("real_ms", "")
    return Row(place, value, row.get("data", ""), when)
