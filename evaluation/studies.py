"""Names of the seq2seq family's studies and baselines, as tables and claims show them.

Keys are the names of the run folders, `runs/<profile>/<data>/<package>/<study>/`.
"""

from collections.abc import Mapping

from evaluation.baselines import ONE_STEP

PACKAGES = ("seq2seq", "baselines")

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
    return {**BASELINES, **CONTROLS, **MODELS}.get(study, study)


def models_to_show(studies: Mapping[str, object]) -> list[str]:
    """The known models, run or not, then any others that were run."""
    known = {**BASELINES, **CONTROLS, **MODELS}
    return [*MODELS, *(study for study in studies if study not in known)]
