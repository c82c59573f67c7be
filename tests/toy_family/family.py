"""The toy family, as tables, claims and the report know it."""

from evaluation.baselines.poses import score_zero_velocity
from evaluation.family import ClaimSet, Family
from evaluation.poses.horizons import POSE_METRICS
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL
from evaluation.usual import named, on_data_that_was_run, same_page
from toy_family.report.claims import ABOUT_CLAIMS, CLAIMS
from toy_family.report.page import toy_page
from toy_family.studies import LABELS

FAMILY = Family(
    name="toy_family",
    baseline_folder="toy_family_baselines",
    title="Fading movement",
    about="The last movement goes on and fades out.",
    reads="poses",
    data_sets=("synthetic",),
    names=named(LABELS, {ZERO_VELOCITY: ZERO_VELOCITY_LABEL}),
    is_baseline={ZERO_VELOCITY}.__contains__,
    errors=POSE_METRICS,
    score_baselines=score_zero_velocity,
    page=same_page("toy_family", toy_page),
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_data_that_was_run),
)
