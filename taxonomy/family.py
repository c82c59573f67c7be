"""The motion-taxonomy family, as tables, claims and the report know it."""

from evaluation.baselines.forecasts import FORECAST_BASELINES, score_forecasts
from evaluation.family import ClaimSet, Family, Headline
from evaluation.poses.forecast_metrics import FORECAST_METRICS
from evaluation.usual import POSE_DATA, named, on_data_that_was_run, same_page
from taxonomy.report.claims import ABOUT_CLAIMS, CLAIMS
from taxonomy.report.figure import draw_taxonomy
from taxonomy.report.page import taxonomy_page
from taxonomy.studies import AS_PUBLISHED_LABELS, LABELS

FAMILY = Family(
    name="taxonomy",
    baseline_folder="taxonomy_baselines",
    title="Motion taxonomy prior",
    about=(
        "Does it help a network to sum up what kind of movement it sees? The report "
        "(Forgach, Chen and Patchin) puts a small learnt layer before the network: it "
        "turns each frame into 18 numbers, meant as the code of a motion taxonomy, and "
        "multiplies the frame by weights made of them. The networks are five "
        "transformers and LSTMs of fairmotion, a public code base (Gopinath and Won "
        "2020), each with and without that layer."
    ),
    reads="poses",
    data_sets=POSE_DATA,
    names=named(LABELS, AS_PUBLISHED_LABELS, FORECAST_BASELINES),
    is_baseline=FORECAST_BASELINES.__contains__,
    errors=FORECAST_METRICS,
    score_baselines=score_forecasts,
    page=same_page(
        "taxonomy",
        taxonomy_page,
        draw_taxonomy,
        names={"cmu": "taxonomy_figure3"},
    ),
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_data_that_was_run),
    headlines=(
        Headline(
            "taxonomy_figure3",
            "euler_sum",
            "error of Euler angles, summed up to {ms} ms, rad",
            "400",
            decimals=1,
        ),
    ),
)
