"""`data_prep.build` for data that outgrow one machine, with Apache Beam.

    .venv-beam/bin/python -m data_prep.build_with_beam --dataset=cmu \\
        -- --direct_num_workers=2

What follows `--` are Beam's own pipeline options; without `--runner` it runs on this
machine. Shards, statistics, manifest and fingerprint are those of the plain build.
Workers must have this project and see both folders under the same absolute paths.

Apache Beam needs protobuf < 7, so the extra `beam` lives in an environment of its own:

    python3 -m venv .venv-beam
    .venv-beam/bin/pip install -c constraints-beam.txt -e '.[beam]'
"""

import functools
import sys
from collections.abc import Sequence

from absl import flags, logging

from data_prep.beam.build import build_with_beam
from data_prep.build import define_flags
from data_prep.build_records import summary
from data_prep.datasets import DATASETS
from reenact.startup import run_script


def _main(beam_options: Sequence[str]) -> None:
    logging.set_verbosity(logging.WARNING)
    values = flags.FLAGS
    manifest = build_with_beam(
        values.dataset, values.data_dir, values.records_dir, beam_options
    )
    print(summary(manifest))


if __name__ == "__main__":
    define_flags(name for name, each in DATASETS.items() if each.list_recordings)
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options_of_beam = sys.argv[end + 1 :]
    del sys.argv[end:]
    run_script(functools.partial(_main, options_of_beam))
