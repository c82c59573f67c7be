"""Both families are measured in each group; nothing on speed."""

from benchmarks import jobs
from benchmarks.gan import AIMS, PAGE, QUICK, Sizes, plan
from benchmarks.machine import Measurement
from benchmarks.page import aims_table, document
from evaluation.tables.text_forms import to_text


def test_every_group_is_measured(pose_records):
    studies = ("mse", "report")
    sizes = Sizes(
        product=64,
        studies=studies,
        published=studies,
        steps=1,
        changes={"width": 8, "heads": 2, "batch_size": 2},
    )
    planned = plan(pose_records, "synthetic", sizes)
    assert [len(planned[name]) for name in PAGE.headings] == [1, 3, 3, 3, 3]
    assert set(QUICK.published) < set(QUICK.studies)
    # The generator alone and the prior: others and XLA are measured alike.
    planned = {
        "product": planned["product"],
        "standard": [planned["standard"][0], planned["standard"][2]],
    }
    measured = jobs.measure(planned, PAGE.headings, sizes.product)
    every = [each for group in measured.values() for each in group]
    assert all(each.seconds > 0 and each.product_rate > 0 for each in every)
    works = [each.work for each in measured["standard"]]
    assert works == ["mse, H=8, batch 2", "taxonomy, H=8, batch 2"]
    environment = {"packages": {}, "gpus": [], "processor": "", "processors": 1}
    environment["onednn"] = "1"
    page = document(PAGE, measured, environment, sizes.about("synthetic"))
    lines = to_text(page).splitlines()
    assert all(any(each.work in line for line in lines) for each in every)


def test_the_aim_compares_the_report_with_its_generator():
    def verdict(seconds):
        rows = [Measurement("mse, H=128", 1.0), Measurement("report, H=128", seconds)]
        return aims_table(AIMS, {"standard": rows}).blocks[0].rows[0].cells[-1].text

    assert verdict(9.9) == "met" and verdict(10.1) == "missed"
