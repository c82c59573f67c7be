"""What critics make of motions whose distance is known: `.venv/bin/python -m gan.toys`.

Writes <results_dir>/<profile>/gan_toys.md, and its rows of results.csv beside it.
"""

from pathlib import Path

from absl import flags

from gan.toys.distances import Sizes, make_page
from reenact.startup import import_tensorflow, run_script


def main() -> None:
    import_tensorflow()
    print(make_page(Sizes(), flags.FLAGS.profile, Path(flags.FLAGS.results_dir)))


if __name__ == "__main__":
    flags.DEFINE_string("profile", "quick", "Whose results the page stands among.")
    flags.DEFINE_string("results_dir", "results", "Folder to write into.")
    run_script(main)
