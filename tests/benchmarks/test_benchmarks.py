"""The arithmetic by hand, and the table on tiny sizes; no test of any speed."""

import dataclasses

import pytest

from benchmarks.page import document
from benchmarks.seq2seq import arithmetic
from benchmarks.seq2seq.__main__ import PAGE, Sizes, plan
from evaluation.tables.text_forms import to_text
from seq2seq.studies import Config
from tests import tiny

# One step each of D = 2, H = 3: 3 gates of 3 units read 2 + 3 numbers: 45 products.
TINY = Config(hidden_units=3, past_frames=5, future_frames=2, batch_size=10)


def test_a_gru_frame_by_hand():
    assert arithmetic.gru_frame(width=2, units=3) == 2 * 45


def test_martinez_by_hand():
    config = dataclasses.replace(TINY, architecture="martinez")
    # Reads 4 frames, predicts 2, each projected from 3 units to 2 features.
    products = 4 * 45 + 2 * (45 + 3 * 2)
    assert arithmetic.forecast(config, 2) == 2 * products
    assert arithmetic.training_step(config, 2) == 3 * 10 * 2 * products


def test_the_published_sizes_give_the_known_arithmetic():
    # performance.md's figures: 0.16 s and 0.012 s at 148 GFLOP/s, with 69 features.
    for units, seconds in ((1024, 0.16), (256, 0.012)):
        config = Config(architecture="martinez", hidden_units=units)
        operations = arithmetic.training_step(config, 69)
        assert operations / 148e9 == pytest.approx(seconds, rel=0.03)


@pytest.mark.parametrize(
    ("changes", "products"),
    [
        # 4 frames read and projected to keys; 2 frames from 2 + 3 inputs (72 products),
        # 4 scores and a context of 3 units, output from 2 + 3 + 3 numbers.
        ({}, 4 * (45 + 9) + 2 * (72 + 12 + 12 + 16)),
        ({"bidirectional": True}, 4 * (90 + 9) + 2 * (72 + 12 + 12 + 16)),
        ({"output_inputs": "hidden"}, 4 * (45 + 9) + 2 * (72 + 12 + 12 + 6)),
        # A second layer reads 3 numbers: 54 products.
        ({"layers": 2}, 4 * (45 + 54 + 9) + 2 * (72 + 54 + 12 + 12 + 16)),
    ],
)
def test_attention_by_hand(changes, products):
    config = dataclasses.replace(TINY, **changes)
    assert arithmetic.forecast(config, 2) == 2 * products


def test_the_table_has_every_row(tmp_path):
    from benchmarks.jobs import measure
    from seq2seq.data import prepare

    records_dir = tiny.write_records(tmp_path)
    material = prepare(Config(), records_dir, "synthetic", "8")
    sizes = Sizes(
        product=64,
        hidden_units=(4,),
        xla=(False,),
        evaluated_units=4,
        pipeline_batches=2,
        repeats=2,
    )
    jobs = plan(material, tiny.synthetic_clips()["test"], sizes)
    measured = measure(jobs, PAGE.headings, sizes.product)
    assert [len(measured[name]) for name in PAGE.headings] == [2, 1, 1, 1, 1, 2, 4]
    every = [each for group in measured.values() for each in group]
    assert all(each.seconds > 0 and each.product_rate > 0 for each in every)
    environment = {"packages": {}, "gpus": [], "processor": "", "processors": 1}
    page = document(PAGE, measured, environment | {"onednn": "1"}, "synthetic")
    lines = to_text(page).splitlines()
    assert all(sum(each.work in line for line in lines) >= 1 for each in every)
    # GFLOP, seconds and rate make the ratio that is printed.
    step = measured["martinez"][0]
    needed = step.operations / step.product_rate
    assert step.ratio == pytest.approx(step.seconds / needed)
