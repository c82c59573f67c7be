"""Makes the report of all families: a page to look at, the same in short, a ledger."""

import pathlib

from evaluation.report.content import collect
from evaluation.report.html import write_html
from evaluation.report.text import write_csv, write_markdown
from reenact.files import whole_file


def make_report(
    profile: str, runs_dir: pathlib.Path, results_dir: pathlib.Path
) -> list[pathlib.Path]:
    """Writes index.html, index.md and index.csv into the results of a profile.

    Raises:
        DataError: no runs, or a file of theirs that cannot be used; nothing is written
            then.
    """
    report = collect(profile, runs_dir)
    folder = pathlib.Path(results_dir) / profile
    contents = {
        "index.csv": write_csv(report),
        "index.md": write_markdown(report, folder),
        "index.html": write_html(report),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        with whole_file(folder / name) as temporary:
            temporary.write_text(content, encoding="utf-8")
    return [folder / name for name in contents]
