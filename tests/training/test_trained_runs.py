"""Folders that are asked for predictions: only runs of a known family are loaded."""

import json
import pathlib
import shutil

import pytest

from reenact.errors import DataError
from training.trained_runs import load_run

SAVED = pathlib.Path(__file__).parents[1] / "pinned" / "saved_runs" / "stt"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"family": "chess"}, "family to be one of seq2seq, stt, .* found 'chess'"),
        ({"family": "seq2seq"}, "errors by corrected, as_published, found"),
    ],
)
def test_a_record_of_no_family_or_of_another_is_one_line(tmp_path, changes, message):
    folder = shutil.copytree(SAVED, tmp_path / "run")
    path = folder / "metrics.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(DataError, match=message) as caught:
        load_run(folder)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_the_folder_of_a_study_offers_its_seeds(tmp_path):
    for seed in (0, 1):
        (tmp_path / f"seed{seed}").mkdir()
        (tmp_path / f"seed{seed}/metrics.json").touch()
    with pytest.raises(DataError) as caught:
        load_run(tmp_path)
    offered = f"{tmp_path / 'seed0'} or {tmp_path / 'seed1'}"
    assert str(caught.value).endswith(f"no metrics.json; did you mean {offered}?")
