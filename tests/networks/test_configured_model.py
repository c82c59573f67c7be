"""Predicting many rows in equal batches."""

import numpy as np
import pytest

from networks.configured_model import predict_rows


class Doubled:
    """Notes the batches that it is given."""

    def __init__(self, devices=1):
        self.devices, self.batches = devices, []

    def predict_on_batch(self, rows):
        self.batches.append(rows)
        return np.concatenate([2 * rows] * self.devices)


@pytest.mark.parametrize(
    ("rows", "batch_size", "size", "batches"),
    [(5, 2, 2, 3), (5, 4, 3, 2), (6, 3, 3, 2), (3, 64, 3, 1), (65, 64, 33, 2)],
)
def test_batches_are_of_one_size_and_none_too_large(rows, batch_size, size, batches):
    values = np.arange(rows * 6.0).reshape(rows, 2, 3)
    model = Doubled()
    np.testing.assert_array_equal(predict_rows(model, values, batch_size), 2 * values)
    assert [len(batch) for batch in model.batches] == [size] * batches


def test_rows_that_fill_up_a_batch_are_rows_of_it():
    model = Doubled()
    predict_rows(model, np.arange(5)[:, None], 3)
    assert model.batches[1].ravel().tolist() == [3, 4, 3]


def test_mirrored_devices_each_predict_all_of_a_batch():
    rows = np.arange(5.0)[:, None]
    np.testing.assert_array_equal(predict_rows(Doubled(devices=2), rows, 2), 2 * rows)
