"""Names of studies and baselines, as tables and claims show them.

Keys are the names of the run folders, `runs/<profile>/<data>/<package>/<study>/`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evaluation.baselines import ONE_STEP

BASELINES = {
    "zero_velocity": "Zero velocity",
    "running_average_2": "Running average 2",
    "running_average_4": "Running average 4",
}
# Of networks whose numbers are normalised: the mean pose is all of them 0.
FORECAST_BASELINES = {
    "zero_velocity": BASELINES["zero_velocity"],
    "mean_pose": "Mean pose",
}
CONTROLS = {ONE_STEP: "Zero velocity, one step ahead (control)"}
THESIS = {
    "uni_enc_50": "Uni-Enc-50",
    "bi_enc_50": "Bi-Enc-50",
    "uni_enc_0": "Uni-Enc-0",
    "uni_enc_100": "Uni-Enc-100",
}
THESIS_VARIANTS = {
    "uni_enc_50_residual": "Uni-Enc-50, residual",
    "uni_enc_50_quaternion": "Uni-Enc-50, quaternions",
}
MARTINEZ = {
    "martinez_residual_sup": "Residual sup. (MA)",
    "martinez_residual_unsup": "Residual unsup. (MA)",
    "martinez_untied": "Residual sup., untied",
    "martinez_no_residual": "No residual (MA)",
    "martinez_teacher_forced": "Residual sup., teacher-forced",
    "martinez_residual_sa": "Residual (SA)",
    "martinez_sampling_sa": "Sampling-based loss (SA)",
}
EARLIER = {"lstm_3lr": "LSTM-3LR", "erd": "ERD"}
# The report's Table 3, word for word.
STT = {
    "01": "Original - Ran by Authors",
    "02": "Original - Ran by Us",
    "03": "Joint Relation Embedding 1",
    "04": "Joint Relation Embedding 2",
    "05": "Gaussian Noise Std = 0.02",
    "06": "Gaussian Noise Std = 0.1",
    "07": "Individual Spatial Keys & Values",
    "08": "Same Temporal & Spatial Architecture",
    "09": "Additional Temp. & Spat. Architecture Exp",
    "10": "No Temporal Attn",
    "11": "No Spatial Attn",
    "12": "No Positional Encoding",
    "13": "7 Attn Layers",
    "14": "simpler ST and Convo",
}
STT_BENCHMARK = "02"
STT_WITH_PRIOR = {"02_taxonomy": f"{STT[STT_BENCHMARK]}, motion taxonomy"}
# The networks of fairmotion; each also stands behind the motion taxonomy prior.
_NETWORKS = {
    "transformer": "Transformer",
    "transformer_encoder": "Transformer encoder, LSTM decoder",
    "seq2seq": "LSTM encoder and decoder",
    "tied_seq2seq": "LSTM encoder and decoder, tied",
    "rnn": "One LSTM",
}
TAXONOMY = {
    f"{study}{ending}": f"{name}{words}"
    for study, name in _NETWORKS.items()
    for ending, words in (("", ""), ("_taxonomy", ", motion taxonomy"))
}
# fairmotion's code as it stands; its tied network cannot run.
TAXONOMY_AS_PUBLISHED = {
    f"{study}_as_published": f"{name}, as published"
    for study, name in TAXONOMY.items()
    if not study.startswith("tied")
}
GAN = {
    "mse": "Generator alone, squared error (control)",
    "report": "The report's Algorithm 1",
    "report_text": "The report's text",
    "mse_plus_critic": "Squared error and critic",
    "wgan": "WGAN, clipped weights",
    "wgan_gp": "WGAN, gradient penalty",
    "hpgan": "HP-GAN",
}
SMOOTHING = {
    "conv3d": "3DConv",
    "deciwatch": "DeciWatch",
    "convlstm_s": "bi-ConvLSTM Model S",
    "convlstm_c": "bi-ConvLSTM Model C",
}
SMOOTHERS = {
    "identity": "Identity function",
    "mean_5": "Mean of 5 frames",
    "median_5": "Median of 5 frames",
    "interpolation": "Line from frame 1 to 5",
    "gaussian_5": "Gaussian of 5 frames",
    "savgol_5_2": "Savitzky-Golay of 5 frames",
    "one_euro": "One-euro",
    "savgol_31_2": "Savitzky-Golay of 31 frames",
    "gaussian_3": "Gaussian of 3 frames, whole clip",
    "linear_5": "Best linear map of 5 frames",
    "linear_2": "Best linear map of frames 1 and 5",
}
MODELS = {**MARTINEZ, **THESIS, **THESIS_VARIANTS, **EARLIER}
_LEARN_NOTHING = {**BASELINES, **FORECAST_BASELINES, **CONTROLS}
_FORECASTERS = {**TAXONOMY, **TAXONOMY_AS_PUBLISHED, **GAN}

# What a study is compared with in the printed tables.
PUBLISHED_ON_CMU = {"martinez_residual_sup": "Residual sup."}
PUBLISHED_BY_THESIS = {
    **THESIS,
    "erd": "ERD",
    "lstm_3lr": "LSTM-3LR",
    "martinez_residual_sup": "Res. sup.",
}


class SmoothingStudy(NamedTuple):
    """The parts of 'convlstm_s_1.1_as_published,filters=32'.

    Args:
        name: key of `SMOOTHING` or `SMOOTHERS`.
        run: '1.1' to '2.3', as the thesis numbers noise and experiment; 0.x: without
            noise.
        change: all that follows, or ''.
    """

    name: str
    run: str
    change: str

    def label(self, with_run: bool = True) -> str:
        """How it is shown, in a table of several runs without its own."""
        name = {**SMOOTHING, **SMOOTHERS}[self.name]
        change = self.change.lstrip("_,").replace(",", ", ").replace("_", " ")
        parts = [f"{name} {self.run}" if with_run else name, change]
        return ", ".join(part for part in parts if part)


def smoothing_study(study: str) -> SmoothingStudy | None:
    """The parts of a study's name; None for one of another family."""
    found = re.fullmatch(r"(\w+)_([012]\.[123])((?:[_,].+)?)", study)
    if found is None or found[1] not in {*SMOOTHING, *SMOOTHERS}:
        return None
    return SmoothingStudy(*found.groups())


def changes(studies: Mapping[str, object], name: str, runs: Sequence[str]) -> list[str]:
    """What was changed in the studies of a model or smoother: '' and what was run."""
    found = [smoothing_study(study) for study in studies]
    others = {
        each.change for each in found if each and each[0] == name and each[1] in runs
    }
    return sorted({"", *others})


def is_baseline(study: str) -> bool:
    """Whether nothing depends on a seed."""
    smoothing = smoothing_study(study)
    if study in {**BASELINES, **FORECAST_BASELINES}:
        return True
    return smoothing is not None and smoothing.name in SMOOTHERS


def label(study: str) -> str:
    """How a study is shown; one that is not known is shown by its key."""
    if name := {**STT, **STT_WITH_PRIOR}.get(study):
        return f"{study}: {name}"
    if smoothing := smoothing_study(study):
        return smoothing.label()
    return {**_LEARN_NOTHING, **MODELS, **_FORECASTERS}.get(study, study)


def models_to_show(
    studies: Mapping[str, object], models: Mapping[str, str] = MODELS
) -> list[str]:
    """The known models of a family, run or not, then any others that were run."""
    known = {**_LEARN_NOTHING, **models}
    return [*models, *(study for study in studies if study not in known)]
