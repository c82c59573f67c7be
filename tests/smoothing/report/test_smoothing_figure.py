"""The picture of training, from made-up histories."""

import numpy as np
import pytest
from fake_smoothing_runs import history, smoothing_record

from smoothing.family import FAMILY
from smoothing.report.figure import COLOURS, draw_training, training_picture


def test_the_picture_has_the_curves_and_where_the_learning_rate_fell():
    runs = [
        smoothing_record("identity_2.1", 0.3),
        smoothing_record("deciwatch_1.1", history=history(10, drop_after=6)),
        smoothing_record("deciwatch_2.1", history=history(4, drop_after=9, level=2)),
        smoothing_record("deciwatch_2.1_fine_tuned", history=history(3)),
    ]
    axes = training_picture("cmu", FAMILY.studies(runs), "quick").axes
    lines = {line.get_label(): line for line in axes[4].lines}  # validation loss
    assert set(lines) == {
        *("1.1", "1.1 lowered", "2.1", "2.1 lowered"),
        *("2.1_fine_tuned", "2.1_fine_tuned lowered"),
    }
    curve = [each["validation_loss"] for each in runs[1].history]
    np.testing.assert_array_equal(lines["1.1"].get_xdata(), np.arange(1, 11))
    np.testing.assert_array_equal(lines["1.1"].get_ydata(), curve)
    assert lines["1.1"].get_color() == COLOURS["1.1"]
    # The sixth evaluation is the last before the learning rate was lowered.
    assert lines["1.1 lowered"].get_xdata().tolist() == [6]
    assert lines["1.1 lowered"].get_ydata().tolist() == [curve[5]]
    assert not len(lines["2.1 lowered"].get_xdata())
    assert lines["2.1_fine_tuned"].get_linestyle() != lines["2.1"].get_linestyle()
    share = {line.get_label(): line for line in axes[5].lines}
    assert share["2.1"].get_ydata()[3] == pytest.approx(62.5)  # 0.7 - 0.3 / 4
    assert share["identity_2.1"].get_ydata()[0] == pytest.approx(27.0)  # own torsos
    assert "identity_1.1" not in share
    assert [text.get_text() for text in axes[0].texts] == ["not run"]
    assert draw_training("cmu", FAMILY.studies(runs), "quick").startswith(
        b"\x89PNG\r\n\x1a\n"
    )
