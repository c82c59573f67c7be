"""Makes the report of all families: a page to look at, the same in short, a ledger."""

import json
import pathlib

from evaluation.report.content import collect
from evaluation.report.html import write_html
from evaluation.report.text import write_csv, write_markdown
from evaluation.shipped import MOTIONS_FILE, Shipped, folder_of
from evaluation.studies import MARK
from reenact.files import one_writer, whole_file


def make_report(
    profile: str,
    runs_dir: pathlib.Path,
    results_dir: pathlib.Path,
    publish: bool = False,
) -> list[pathlib.Path]:
    """Writes index.html, index.md and index.csv into the results of a profile.

    Args:
        publish: whether they become part of what comes with the project, together with
            the motions that the page shows; else they go to `results_dir`/local.

    Raises:
        DataError: nothing to show, or a file that cannot be used; nothing is written
            then.
    """
    folder = folder_of(results_dir, profile, publish)
    shipped = Shipped(pathlib.Path(results_dir) / profile, "" if publish else MARK)
    report = collect(profile, runs_dir, shipped)
    contents = {
        "index.csv": write_csv(report, shipped.comparisons),
        "index.md": write_markdown(report, folder),
        "index.html": write_html(report),
    }
    if publish:
        windows = shipped.windows | {
            family.key: {**shipped.windows.get(family.key, {}), **family.windows}
            for family in report.families
        }
        contents[MOTIONS_FILE] = json.dumps(windows, sort_keys=True) + "\n"
    with one_writer(folder):
        for name, content in contents.items():
            with whole_file(folder / name) as temporary:
                temporary.write_text(content, encoding="utf-8")
    return [folder / name for name in contents]
