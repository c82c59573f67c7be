"""The generator and its critic, as tables, claims and the report know them."""

import functools

from evaluation.baselines.forecasts import FORECAST_BASELINES, score_forecasts
from evaluation.family import (
    POSE_DATA,
    ClaimSet,
    Family,
    Headline,
    Page,
    Printed,
    named,
    on_data_that_was_run,
    page_name,
)
from evaluation.poses.forecast_metrics import FORECAST_METRICS
from gan.report.claims import ABOUT_CLAIMS, CLAIMS
from gan.report.figure import draw_gan
from gan.report.page import gan_page
from gan.studies import LABELS


def _page(data: str) -> Page:
    name = page_name("gan", data, {"cmu": "gan_figure4"})
    build = functools.partial(gan_page, name, data)
    draw = functools.partial(draw_gan, data)
    return Page(name, data, build, draw, with_curves=True)


FAMILY = Family(
    name="gan",
    baseline_folder="gan_baselines",
    title="Generator and critic",
    about=(
        "The report's Wasserstein GAN in each interpretation of its algorithm, beside "
        "the methods that it builds on and the same generator without a critic."
    ),
    reads="poses",
    data_sets=POSE_DATA,
    label=named(LABELS, FORECAST_BASELINES),
    is_baseline=FORECAST_BASELINES.__contains__,
    errors=FORECAST_METRICS,
    score_baselines=score_forecasts,
    page=_page,
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_data_that_was_run),
    headlines=(
        Headline(
            "gan_figure4",
            "mse_all_until_percent",
            "squared error up to {ms} ms, %",
            "400",
            on="DIP",
            printed=Printed(
                "wasserstein_gan", "g_mse_val_percent_best", "the report's"
            ),
            decimals=1,
        ),
    ),
)
