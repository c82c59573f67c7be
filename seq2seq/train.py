"""Trains studies: `python -m seq2seq.train --study=uni_enc_50 --profile=quick`."""

import dataclasses

from absl import flags

from data_prep.startup import import_tensorflow, run_script
from evaluation.protocols import PROTOCOLS
from seq2seq.studies import PROFILES, STUDIES
from training.flags import define
from training.run_folder import RunFolder, command_line, run_path
from training.settings import differences, resolve


def main() -> None:
    flag = flags.FLAGS
    import_tensorflow(flag.verbose_startup)
    from seq2seq import fit  # Keras and TensorFlow: not before they can be quiet

    studies = list(STUDIES) if flag.study == ["all"] else flag.study
    for study in studies:
        config = resolve(STUDIES, PROFILES, study, flag.profile, flag.set)
        names = [each.name for each in dataclasses.fields(config)]
        names.remove("evaluate_every")
        for seed in range(flag.seed, flag.seed + flag.seeds):
            place = (flag.runs_dir, flag.profile, flag.data, "seq2seq", study)
            folder = RunFolder(run_path(*place, flag.set, seed))
            changed = [f"--set={change}" for change in flag.set]
            record = fit.train(
                config,
                fit.Run(
                    study=study,
                    label=folder.path.parent.name,
                    profile=flag.profile,
                    seed=seed,
                    data=flag.data,
                    protocol=flag.protocol,
                    reduced=differences(config, STUDIES[study], names),
                    command=command_line(
                        "seq2seq.train",
                        [
                            f"--study={study}",
                            f"--profile={flag.profile}",
                            f"--data={flag.data}",
                            f"--seed={seed}",
                            *changed,
                        ],
                    ),
                    records_dir=flag.records_dir,
                    folder=folder,
                    strategy=flag.strategy,
                    xla=flag.xla,
                    precision=flag.precision,
                    deterministic=flag.deterministic,
                ),
            )
            print(fit.summary(record) if record else f"{folder.path}: finished before")


if __name__ == "__main__":
    define(list(STUDIES), list(PROFILES))
    flags.DEFINE_enum("protocol", "8", PROTOCOLS, "Test windows per action.")
    run_script(main)
