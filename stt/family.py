"""The spatio-temporal transformer, as tables, claims and the report know it."""

import pathlib
from collections.abc import Mapping

from evaluation.baselines.poses import score_zero_velocity
from evaluation.family import ClaimSet, Family, Headline, Printed, StudiesByData
from evaluation.poses.horizons import POSE_METRICS
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL
from evaluation.usual import POSE_DATA, same_page
from stt.analysis.results import analyses_by_study, find_analyses
from stt.report.claims import ABOUT_CLAIMS, CLAIMS
from stt.report.comparisons import Evidence
from stt.report.figure import draw_studies
from stt.report.page import stt_page
from stt.studies import label


def _label(study: str) -> str:
    return ZERO_VELOCITY_LABEL if study == ZERO_VELOCITY else label(study)


def _variant(reading: str, key: str) -> str:
    """All studies are scored alike, whatever norm they were trained with."""
    return "corrected"


def _with_analyses(
    studies: StudiesByData, runs_dir: pathlib.Path, profile: str
) -> Mapping[str, Evidence]:
    evidence = {}
    for data, each in studies.items():
        fingerprint = each.results[0].data["fingerprint"] if each else None
        analyses = find_analyses(runs_dir, profile, data, fingerprint)
        evidence[data] = Evidence(each, analyses_by_study(analyses))
    return evidence


FAMILY = Family(
    name="stt",
    baseline_folder="stt_baselines",
    title="Spatio-temporal transformer",
    about=(
        "A transformer that attends to earlier frames and, beside that, to the other "
        "joints (Aksan et al. 2021). A student report (Forgach, Chen and Patchin, from "
        "here on 'the report') changes one part of it in each of 14 studies, to find "
        "out which parts matter."
    ),
    reads="poses",
    data_sets=POSE_DATA,
    names=_label,
    is_baseline={ZERO_VELOCITY}.__contains__,
    errors=POSE_METRICS,
    variant=_variant,
    score_baselines=score_zero_velocity,
    page=same_page(
        "stt",
        stt_page,
        draw_studies,
        names={"cmu": "stt_figure6"},
    ),
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, _with_analyses),
    headlines=(
        Headline(
            "stt_figure6",
            "euler_sum",
            "error of Euler angles, summed up to {ms} ms, rad",
            "400",
            on="AMASS",
            printed=Printed(
                "ST Transformer small, rotmat, 1 layer 1 head d16",
                "euler_sum",
                "a student project's",
            ),
            decimals=1,
        ),
    ),
)
