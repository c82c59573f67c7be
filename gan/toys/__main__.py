"""What critics make of motions whose distance is known: `.venv/bin/python -m gan.toys`.

Writes <results_dir>/local/<profile>/gan_toys.md, and its rows of results.csv beside it.
"""

from pathlib import Path

from absl import flags

from gan.toys.distances import Sizes, make_page
from reenact.startup import import_tensorflow, run_script


def main() -> None:
    import_tensorflow()
    values = flags.FLAGS
    folder = Path(values.results_dir)
    print(make_page(Sizes(), values.profile, folder, values.publish))


if __name__ == "__main__":
    flags.DEFINE_string("profile", "quick", "Whose results the page stands among.")
    flags.DEFINE_string(
        "results_dir", "results", "Folder of results; pages go to local/ in it."
    )
    flags.DEFINE_bool(
        "publish", False, "Write what comes with the project, not local/ in the folder."
    )
    run_script(main)
