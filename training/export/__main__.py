"""Exports a finished run to another runtime, verified there on real test windows.

.venv/bin/python -m training.export --run=runs/quick/cmu/<family>/<study>/seed0 \\
    --format=onnx
"""

from pathlib import Path

from absl import flags

from reenact.startup import import_tensorflow, run_script
from training.export.verified import FORMAT_NAMES, export


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)  # before anything else does
    import tensorflow as tf

    # What is exported must run anywhere: some layers are others on a GPU.
    tf.config.set_visible_devices([], "GPU")
    from training.trained_runs import load_run

    run = load_run(values.run)
    folders = Path(values.records_dir), values.data_dir
    for line in export(run, values.format, values.output, *folders):
        print(line, flush=True)


if __name__ == "__main__":
    flags.DEFINE_string("run", None, "Folder of a finished run.", required=True)
    flags.DEFINE_enum("format", None, FORMAT_NAMES, "What to write.", required=True)
    flags.DEFINE_string("output", None, "File or folder to write; default: in --run.")
    flags.DEFINE_string("records_dir", "records", "What data_prep.build wrote.")
    flags.DEFINE_string(
        "data_dir", None, "Folder of the recordings; default $REENACT_DATA or ./data."
    )
    flags.DEFINE_bool("verbose_startup", False, "Shows TensorFlow's start-up messages.")
    run_script(main)
