"""Speed of the seq2seq family on this machine: `python -m benchmarks.seq2seq`."""

from pathlib import Path

from absl import flags

from benchmarks.table import HEADINGS, document
from data_prep.build import find_or_build
from data_prep.datasets import DATASETS
from data_prep.files import whole_file
from data_prep.startup import import_tensorflow, run_script
from evaluation.layout import to_markdown, to_text
from seq2seq.studies import PROFILES, STUDIES


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)
    from benchmarks.jobs import QUICK, Sizes, measure, plan
    from data_prep.records import read_clips
    from seq2seq.material import prepare
    from training.runtime import environment

    groups = values.only or HEADINGS
    sizes = QUICK if values.quick else Sizes()
    data = find_or_build(values.data, values.data_dir, values.records_dir)
    protocol = "all" if "evaluation" in groups else "8"
    material = prepare(STUDIES["uni_enc_50"], values.records_dir, data, protocol)
    clips = read_clips(Path(values.records_dir) / data, "test")
    jobs = plan(material, clips, sizes)
    measured = measure({name: jobs[name] for name in groups}, sizes.product)
    page = document(measured, environment(), data, material.features.width)
    print(to_text(page))
    if values.write:
        path = Path(values.results_dir) / values.write / "benchmarks.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(to_markdown(page), encoding="utf-8")
        print(f"Written: {path}")


def _define_flags() -> None:
    flags.DEFINE_multi_enum(
        "only",
        None,
        list(HEADINGS),
        "Measures this alone. Default: everything.",
    )
    flags.DEFINE_bool("quick", False, "Fewer repeats: about half the time.")
    flags.DEFINE_enum(
        "data",
        "auto",
        ["auto", *DATASETS],
        "Data set; auto: cmu where its recordings are, else synthetic.",
    )
    flags.DEFINE_string(
        "data_dir", None, "Folder of the recordings. Default: $REENACT_DATA, or ./data."
    )
    flags.DEFINE_string("records_dir", "records", "Where data_prep.build writes.")
    flags.DEFINE_enum(
        "write",
        None,
        list(PROFILES),
        "Also writes <results_dir>/<this profile>/benchmarks.md.",
    )
    flags.DEFINE_string("results_dir", "results", "Folder of generated tables.")
    flags.DEFINE_bool("verbose_startup", False, "Shows TensorFlow's start-up messages.")


if __name__ == "__main__":
    _define_flags()
    run_script(main)
