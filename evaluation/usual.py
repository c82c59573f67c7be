"""What most families declare in the same way, for the fields of `family.Family`."""

import functools
import pathlib
from collections.abc import Callable, Mapping

from evaluation.family import Page, StudiesByData
from evaluation.pictures.style import Sheet
from evaluation.reported_number import ReportedNumber
from evaluation.studies import Studies
from evaluation.tables.document import Document

POSE_DATA = ("cmu", "amass", "dip", "synthetic")


def named(
    labels: Mapping[str, str], *others: Mapping[str, str]
) -> Callable[[str], str]:
    """For `Family.names`: what some lists say; a study in none is shown by its key."""
    known = dict(labels)
    for each in others:
        known |= each
    return lambda study: known.get(study, study)


def on_all_data(
    studies: StudiesByData, runs_dir: pathlib.Path, profile: str
) -> StudiesByData:
    """For `ClaimSet.evidence`: the runs on every data set, run or not."""
    return studies


def on_data_that_was_run(
    studies: StudiesByData, runs_dir: pathlib.Path, profile: str
) -> StudiesByData:
    """For `ClaimSet.evidence`: a page has columns only for data with known numbers."""
    run = {data: each for data, each in studies.items() if each.known}
    return run or dict(list(studies.items())[:1])


def same_page(
    family: str,
    build: Callable[[str, str, Studies, str], tuple[Document, list[ReportedNumber]]],
    draw: Callable[[str, Studies, str], list[Sheet]] | None = None,
    *,
    names: Mapping[str, str] | None = None,
) -> Callable[[str], Page]:
    """For `Family.page`: one page for each data set, all built alike.

    Args:
        family: its name; a page is called '<family>_<data>'.
        build: (name, data, studies, profile) -> the page and its numbers.
        draw: (data, studies, profile) -> its pictures.
        names: data set -> a name of its own.
    """

    def page(data: str) -> Page:
        name = (names or {}).get(data, f"{family}_{data}")
        drawn = functools.partial(draw, data) if draw else None
        built = functools.partial(build, name, data)
        return Page(name, data, built, drawn)

    return page
