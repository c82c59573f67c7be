"""Names of studies and baselines, as tables and claims show them.

Keys are the names of the run folders, `runs/<profile>/<data>/<package>/<study>/`.
"""

from collections.abc import Mapping

from evaluation.baselines import ONE_STEP

BASELINES = {
    "zero_velocity": "Zero velocity",
    "running_average_2": "Running average 2",
    "running_average_4": "Running average 4",
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
MODELS = {**MARTINEZ, **THESIS, **THESIS_VARIANTS, **EARLIER}

# What a study is compared with in the printed tables.
PUBLISHED_ON_CMU = {"martinez_residual_sup": "Residual sup."}
PUBLISHED_BY_THESIS = {
    **THESIS,
    "erd": "ERD",
    "lstm_3lr": "LSTM-3LR",
    "martinez_residual_sup": "Res. sup.",
}


def label(study: str) -> str:
    """How a study is shown; one that is not known is shown by its key."""
    if study in STT:
        return f"{study}: {STT[study]}"
    return {**BASELINES, **CONTROLS, **MODELS}.get(study, study)


def models_to_show(
    studies: Mapping[str, object], models: Mapping[str, str] = MODELS
) -> list[str]:
    """The known models of a family, run or not, then any others that were run."""
    known = {**BASELINES, **CONTROLS, **models}
    return [*models, *(study for study in studies if study not in known)]
