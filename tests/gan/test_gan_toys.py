"""Critics measure a known distance where theory says so, and not where it does not."""

import numpy as np
import pytest

from gan.toys import distances as toys
from gan.toys.distances import Sizes, off_the_line

SIZES = Sizes(distances=(0.4, 1.0), seeds=4, steps_to_measure=400, steps=200)


@pytest.fixture(scope="module")
def measured():
    return toys.measured_gaps(SIZES)


@pytest.fixture(scope="module")
def report():
    return toys.report_gaps(SIZES)


@pytest.mark.parametrize("frames", toys.MOTIONS)
def test_the_gap_of_wgan_gp_is_the_distance(measured, frames):
    gaps = [each.gap for each in measured["wgan_gp", frames]]
    np.testing.assert_allclose(gaps, SIZES.distances, rtol=0.1)


@pytest.mark.parametrize("frames", toys.MOTIONS)
def test_the_gap_of_wgan_grows_with_the_distance(measured, frames):
    found = measured["wgan", frames]
    gaps = [each.gap for each in found]
    assert np.abs(off_the_line(SIZES.distances, gaps)).max() < 0.15
    if frames == 1:
        scaled = [each.gap / each.slope for each in found]
        np.testing.assert_allclose(scaled, SIZES.distances, rtol=0.05)


def test_off_the_line():
    np.testing.assert_allclose(off_the_line([1, 2], [3, 6]), 0, atol=1e-12)
    assert off_the_line([1, 1], [1, 3]) == pytest.approx([-0.5, 0.5])


def test_readings_of_the_report_do_not_measure_it(report):
    """All gaps would be 1; no reading says which motion is true."""
    still, moved, free, clipped = report
    assert all(abs(each.gap) < 0.01 for each in still)
    for found in (moved, free):
        signs = {each.gap > 0 for each in found}
        assert signs == {True, False}
    assert all(each.saturated > 0.9 and abs(each.gap) < 0.5 for each in free)
    assert all(each.dead == 1 and abs(each.gap) < 1e-6 for each in clipped)


def test_the_page_says_what_was_found(measured, report, monkeypatch, tmp_path):
    monkeypatch.setattr(toys, "measured_gaps", lambda sizes: measured)
    monkeypatch.setattr(toys, "report_gaps", lambda sizes: report)
    text = toys.make_page(SIZES, "quick", tmp_path)
    page = (tmp_path / "local/quick/gan_toys.md").read_text()
    rows = (tmp_path / "local/quick/results.csv").read_text().splitlines()
    assert len(rows) == 1 + 2 * 2 * 2 + 4
    gap = measured["wgan_gp", 2][1].gap
    assert f"{gap:.3g}" in page and f"{gap:.3g}" in text
    assert any(f",{gap:.6g}," in row for row in rows)
    assert "python -m gan.toys --profile=quick" in page
