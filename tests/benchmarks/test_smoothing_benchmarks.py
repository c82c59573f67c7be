"""Operations are counted right, every group is measured; nothing on speed."""

import dataclasses

import pytest

from benchmarks import jobs, smoothing_arithmetic
from benchmarks.machine import Measurement
from benchmarks.page import aims_table, document
from benchmarks.smoothing import AIMS, NETWORKS, PAGE, PUBLISHED, Sizes, plan
from benchmarks.smoothing_arithmetic import forward, training_step
from evaluation.tables.text_forms import to_text

SMALL = {"grid": 8, "filters": 3, "width": 8, "heads": 2, "feed_forward": 6}


def small(name, **changes):
    config = dataclasses.replace(PUBLISHED[name], **SMALL, layers=1, batch_size=2)
    return dataclasses.replace(config, **changes)


def test_convolutions_by_hand():
    """A pixel's products are the kernels' sizes; 5 frames of 64 pixels, 2 windows."""
    pixels = 2 * 5 * 64
    assert forward(small("3DConv")) == 2 * pixels * 125 * 25 * 25
    cells = 2 * 8 * 9 * 25 * 25
    heads = 2 * 9 * (25 * 3 + 3 * 3 + 3 * 3)
    sums = 2 * (3 * 3 + 3 * 25)
    assert forward(small("Model S")) == 2 * pixels * (cells + heads + sums)
    combined = 6 * 3 + 3 * 25
    assert forward(small("Model C")) == 2 * pixels * (cells + heads + combined)


def test_deciwatch_by_hand():
    """2 sampled frames and 5; width 8 and 6, 50 coordinates."""
    ends = 50 * 8 * (2 + 2) + 50 * 8 * (5 * 5 + 5)
    encoder = 2 * (4 * 64 + 2 * 48) + 2 * (2 * 2 * 8)
    itself = 5 * 4 * 64 + 2 * (5 * 5 * 8)
    memory = (5 + 2) * 2 * 64 + 2 * (5 * 2 * 8)
    decoder = itself + memory + 5 * 2 * 48
    assert forward(small("DeciWatch")) == 2 * 2 * (ends + encoder + decoder)


def test_products_with_weights_are_the_published_parameters():
    """A weight of a convolution is used once for each pixel."""
    pixels = 5 * 56 * 56
    used = smoothing_arithmetic.conv3d(PUBLISHED["3DConv"]) / (2 * pixels)
    assert used == 78_150 - 25  # all but the biases
    maps = 2 * 7 * 78_400  # the cells' own, for each pixel and channel
    for name, parameters, biases in (
        ("Model S", 1_875_666, 2 * (8 * 25 + 4 * 128 + 25)),
        ("Model C", 1_872_313, 2 * (8 * 25 + 3 * 128) + 128 + 25),
    ):
        used = smoothing_arithmetic.conv_lstm(PUBLISHED[name]) / (2 * pixels)
        assert used == parameters - biases - maps


def test_the_published_sizes_need_as_much_as_is_known():
    """At 148 GFLOP/s: 0.8, 7.9 and 7.9 s."""
    found = {name: training_step(config) for name, config in PUBLISHED.items()}
    assert found["3DConv"] == pytest.approx(0.8 * 148e9, rel=0.01)
    for name in ("Model S", "Model C"):
        assert found[name] == pytest.approx(7.9 * 148e9, rel=0.01)


def test_every_group_is_measured(tiny_records):
    networks = {name: small(name) for name in NETWORKS}
    sizes = Sizes(product=64, networks=networks, steps=1, batches=2, repeats=1)
    planned = plan(tiny_records, "synthetic", sizes)
    assert [len(planned[name]) for name in PAGE.headings] == [1, 4, 4, 2]
    # One network is enough: they are measured alike.
    planned = {
        **planned,
        "step": planned["step"][:1],
        "forward": planned["forward"][:1],
    }
    measured = jobs.measure(planned, PAGE.headings, sizes.product)
    every = [each for group in measured.values() for each in group]
    assert all(each.seconds > 0 and each.product_rate > 0 for each in every)
    measured["step"] *= len(NETWORKS)
    environment = {"packages": {}, "gpus": [], "processor": "", "processors": 1}
    environment["onednn"] = "1"
    aims = aims_table(AIMS, measured)
    page = document(PAGE, measured, environment, sizes.about("synthetic"), [aims])
    lines = to_text(page).splitlines()
    assert all(any(each.work in line for line in lines) for each in every)
    assert all(any(aim.what in line for line in lines) for aim in AIMS)


def verdicts(measured):
    return [row.cells[-1].text for row in aims_table(AIMS, measured).blocks[0].rows]


def test_aims_are_judged_by_their_bounds():
    """Seconds that are aimed at hold where the product reaches 148 GFLOP/s."""

    def steps(*seconds):
        return [
            Measurement(name, each, 0, training_step(config), product_rate=148e9)
            for each, (name, config) in zip(seconds, PUBLISHED.items(), strict=True)
        ]

    def drawn(*seconds):
        return [Measurement("", each, count=10) for each in seconds]

    good = {"step": steps(1.19, 0.05, 11.9, 11.9), "input": drawn(2.3, 0.09)}
    assert verdicts(good) == ["met"] * 5
    assert verdicts({"step": good["step"]}) == ["met"] * 3
    bad = {"step": steps(1.21, 0.05, 12.1, 12.1), "input": drawn(2.5, 0.11)}
    assert verdicts(bad) == ["missed"] * 5
