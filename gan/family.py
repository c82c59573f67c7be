"""The generator and its critic, as tables, claims and the report know them."""

from evaluation.baselines.forecasts import FORECAST_BASELINES, score_forecasts
from evaluation.family import ClaimSet, Family, Headline, Printed
from evaluation.poses.forecast_metrics import FORECAST_METRICS
from evaluation.usual import POSE_DATA, named, on_data_that_was_run, same_page
from gan.report.claims import ABOUT_CLAIMS, CLAIMS
from gan.report.figure import draw_gan
from gan.report.page import gan_page
from gan.studies import LABELS

FAMILY = Family(
    name="gan",
    baseline_folder="gan_baselines",
    title="Generator and critic",
    about=(
        "One network, the generator, predicts motion; a second one, the critic, learns "
        "to tell its predictions from true motion (a Wasserstein GAN). The algorithm "
        "of the report (Forgach, Chen and Patchin) contradicts its text, so each "
        "reading is run, beside the methods that it builds on and the same generator "
        "without a critic."
    ),
    reads="poses",
    data_sets=POSE_DATA,
    names=named(LABELS, FORECAST_BASELINES),
    is_baseline=FORECAST_BASELINES.__contains__,
    errors=FORECAST_METRICS,
    score_baselines=score_forecasts,
    page=same_page(
        "gan",
        gan_page,
        draw_gan,
        names={"cmu": "gan_figure4"},
    ),
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_data_that_was_run),
    headlines=(
        Headline(
            "gan_figure4",
            "mse_all_until_percent",
            "squared error up to {ms} ms, % of each number's variance in training",
            "400",
            on="DIP",
            printed=Printed(
                "wasserstein_gan", "g_mse_val_percent_best", "the report's"
            ),
            decimals=1,
        ),
    ),
)
