"""Made-up runs of all families on several data sets, saved as training would."""

import dataclasses
import json
import os
import pathlib
from collections.abc import Sequence

import numpy as np
from fake_gan_runs import gan_record
from fake_motions import forecast, smoothed
from fake_runs import record, save
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import analysis, save_analysis, stt_record
from fake_taxonomy_runs import baseline, history, taxonomy_record
from PIL import Image

from evaluation.pictures.shown_motions import save_motions
from evaluation.run_results import RunResult

ENVIRONMENT = {
    "processor": "Abacus 9",
    "processors": 4,
    "gpus": ["Loom"],
    "precision": "float32",
}
_WRITTEN = 1_700_000_000  # the report tells when runs ended
_REST = np.array([0.4, 0.7, 1.1, 1.3, 1.5, 1.8])


def save_all(
    runs_dir: pathlib.Path, data_sets: Sequence[str] = ("cmu", "h36m", "synthetic")
) -> None:
    """Baselines and studies, some of two seeds, and what the viewer shows of them."""
    for data in data_sets:
        _save_seq2seq(runs_dir, data)
        if data != "h36m":
            _save_stt(runs_dir, data)
            _save_taxonomy(runs_dir, data)
            _save_gan(runs_dir, data)
            _save_smoothing(runs_dir, data)
    for path in runs_dir.rglob("*"):
        os.utime(path, (_WRITTEN, _WRITTEN))


def _save_seq2seq(runs_dir: pathlib.Path, data: str) -> None:
    both = ("corrected", "as_published")
    for study, curves in {
        "zero_velocity": {"corrected": _REST},
        "running_average_2": {"corrected": 1.1 * _REST},
        "running_average_4": {"corrected": 1.2 * _REST},
        "zero_velocity_one_step": {"as_published": 0.3 + 0.01 * _REST},
    }.items():
        _save(runs_dir, record(study, curves, reduced="", steps=0), data, "baselines")
    levels = {
        "martinez_residual_sup": 0.95,
        "martinez_no_residual": 1.3,
        "martinez_teacher_forced": 1.02,
        "uni_enc_50": 0.97,
        "bi_enc_50": 0.98,
        "uni_enc_0": 0.96,
        "uni_enc_100": 1.4,
        "uni_enc_50_residual": 1.1,
        "erd": 1.5,
        "uni_enc_50,hidden_units=64": 1.05,
    }
    for study, level in levels.items():
        for seed in (0, 1):
            shift = 0.01 * seed
            curves = {mode: level * _REST + shift for mode in both}
            path = _save(runs_dir, record(study, curves, seed), data, "seq2seq")
            _leave(path, [forecast(error_m=0.1 * level)])


def _save_stt(runs_dir: pathlib.Path, data: str) -> None:
    _save(runs_dir, stt_record("zero_velocity", 4.0), data, "stt_baselines")
    for number in range(2, 15):
        study = f"{number:02}"
        for seed in (0, 1) if number == 2 else (0,):
            run = stt_record(study, 3 + 0.05 * number + 0.01 * seed, seed)
            path = _save(runs_dir, run, data, "stt")
            _leave(path, [forecast(error_m=0.01 * number)])
        described = {"name": data, "fingerprint": run.data["fingerprint"]}
        save_analysis(runs_dir, analysis(study, data=described))


def _save_taxonomy(runs_dir: pathlib.Path, data: str) -> None:
    for study, level in (("zero_velocity", 30.0), ("mean_pose", 40.0)):
        _save(runs_dir, baseline(study, level), data, "taxonomy_baselines")
    epochs = np.arange(50)
    falling = 0.3 + 0.3 * np.exp(-epochs / 10)
    noisy = falling + 0.02 * np.where(
        (epochs > 24) & (epochs < 45), (-1.0) ** epochs, 0
    )
    for study, level in (
        ("transformer", 20.0),
        ("transformer_taxonomy", 21.0),
        ("rnn", 18.0),
        ("transformer_as_published", 25.0),
    ):
        for seed in (0, 1):
            curves = history(falling + 0.01 * seed, noisy + 0.001 * level, falling)
            run = taxonomy_record(study, level + seed, seed, history=curves)
            _leave(_save(runs_dir, run, data, "taxonomy"), [forecast(error_m=0.2)])


def _save_gan(runs_dir: pathlib.Path, data: str) -> None:
    for study, level in (("zero_velocity", 0.4), ("mean_pose", 0.5)):
        _save(runs_dir, gan_record(study, level), data, "gan_baselines")
    for study, level in (
        ("mse", 0.16),
        ("report", 0.2),
        ("mse_plus_critic", 0.15),
        ("wgan", 0.3),
        ("wgan_gp", 0.35),
    ):
        for seed in (0, 1):
            run = gan_record(study, level + 0.01 * seed, seed)
            _leave(_save(runs_dir, run, data, "gan"), [forecast(error_m=level)])


def _save_smoothing(runs_dir: pathlib.Path, data: str) -> None:
    for run in ("0.1", "1.1", "1.3", "2.1", "2.3"):
        for smoother, pck in (
            ("identity", 0.7),
            ("mean_5", 0.8),
            ("interpolation", 0.72),
            ("savgol_5_2", 0.75),
            ("linear_5", 0.85),
        ):
            name = f"{smoother}_{run}"
            _save(runs_dir, smoothing_record(name, pck), data, "smoothing_baselines")
    for study, pck in (
        ("conv3d_1.1", 0.82),
        ("conv3d_2.1", 0.6),
        ("deciwatch_1.1", 0.78),
        ("deciwatch_1.3", 0.74),
        ("convlstm_s_1.1", 0.86),
        ("convlstm_c_1.1", 0.87),
        ("convlstm_c_1.1_as_published", 0.5),
        ("conv3d_1.1,filters=32", 0.8),
    ):
        for seed in (0, 1) if study == "conv3d_1.1" else (0,):
            run = smoothing_record(study, pck + 0.01 * seed, seed)
            _leave(_save(runs_dir, run, data, "smoothing"), [smoothed()])


def _save(
    runs_dir: pathlib.Path, run: RunResult, data: str, package: str
) -> pathlib.Path:
    """The folder of the run, on a data set of this name."""
    described = {**run.data, "name": data}
    return save(runs_dir, dataclasses.replace(run, data=described), package).parent


def _leave(folder: pathlib.Path, motions: list) -> None:
    """What a run leaves beside its record."""
    save_motions(folder / "motions.npz", motions)
    (folder / "environment.json").write_text(json.dumps(ENVIRONMENT))
    Image.new("RGB", (40, 30), "red").save(folder / "trajectory.png")
