"""Scores the baselines like models: `python -m evaluation.score_baselines --data=cmu`.

Writes runs/<profile>/<data>/baselines/<baseline>/seed0/metrics.json.
"""

import time
from pathlib import Path

import numpy as np
from absl import flags

from data_prep.code_version import code_version
from data_prep.manifest import read_manifest
from data_prep.startup import import_tensorflow, run_script
from evaluation.baselines import baseline_errors
from evaluation.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.protocols import PROTOCOLS
from evaluation.results import METRICS_FILE, RunRecord, describe_data
from evaluation.scoring import DOWNSAMPLE, ScoredWindows


def score(
    data: str, profile: str, protocol: str, records_dir: str, runs_dir: str
) -> list[Path]:
    """Writes the records of all baselines and returns their paths."""
    from data_prep.records import read_clips, read_statistics

    directory = Path(records_dir) / data
    manifest = read_manifest(directory)
    started = time.monotonic()
    windows = ScoredWindows.cut(
        data, read_clips(directory, "test"), read_statistics(directory), protocol
    )
    errors: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for action, euler in windows.euler.items():
        for name, modes in baseline_errors(euler, data).items():
            for mode, each in modes.items():
                by_action = errors.setdefault(name, {}).setdefault(mode, {})
                by_action[action] = each[:, list(HORIZON_FRAMES)]
    paths = []
    for name, modes in errors.items():
        path = Path(runs_dir) / profile / data / "baselines" / name / "seed0"
        RunRecord(
            family="seq2seq",
            study=name,
            seed=0,
            profile=profile,
            data=describe_data(manifest),
            protocol=protocol,
            horizon_frames=HORIZON_FRAMES,
            label_ms=LABEL_MS,
            rate_hz=manifest["rate_hz"] / DOWNSAMPLE,
            errors=modes,
            windows=windows.starts(),
            steps=0,
            seconds=round(time.monotonic() - started, 1),
            parameters=0,
            command=f"python -m evaluation.score_baselines --data={data} "
            f"--profile={profile} --protocol={protocol}",
            code_version=code_version(),
            reading="corrected",
            reduced="",
        ).save(path / METRICS_FILE)
        paths.append(path / METRICS_FILE)
    return paths


def main() -> None:
    values = flags.FLAGS
    import_tensorflow()
    score(
        values.data,
        values.profile,
        values.protocol,
        values.records_dir,
        values.runs_dir,
    )


if __name__ == "__main__":
    flags.DEFINE_string("data", "cmu", "Data set: cmu, h36m or synthetic.")
    flags.DEFINE_string("profile", "quick", "Profile beside whose runs they stand.")
    flags.DEFINE_enum("protocol", "8", PROTOCOLS, "Test windows per action.")
    flags.DEFINE_string("records_dir", "records", "What data_prep.build wrote.")
    flags.DEFINE_string("runs_dir", "runs", "Where run folders go.")
    run_script(main)
