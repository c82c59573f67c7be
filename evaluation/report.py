"""Makes the report of all families: one page to look at, the same in short, a ledger.

python -m evaluation.report --profile=standard
"""

import pathlib

from absl import flags

from evaluation.report_content import collect
from evaluation.report_html import write_html
from evaluation.report_text import write_csv, write_markdown
from reenact.files import whole_file
from reenact.startup import run_script


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


def main() -> None:
    values = flags.FLAGS
    print(f"Reading runs of the {values.profile} profile ...", flush=True)
    written = make_report(
        values.profile, pathlib.Path(values.runs_dir), pathlib.Path(values.results_dir)
    )
    for path in written:
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    flags.DEFINE_string("profile", "quick", "Profile whose runs are shown.")
    flags.DEFINE_string("runs_dir", "runs", "Folder of finished runs.")
    flags.DEFINE_string("results_dir", "results", "Folder to write into.")
    run_script(main)
