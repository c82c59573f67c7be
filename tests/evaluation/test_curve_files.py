"""The files of curves: what they hold, and that nothing shipped is lost."""

import json

import pytest
from fake_runs import record, save

from evaluation.run_results import load_result
from evaluation.tables.curve_files import (
    curves_file,
    read_curves,
    read_histories,
    write_curves,
)
from reenact.errors import DataError

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
HEADER = "family,study,seed,step,name,value\n"


def run(history=(), study: str = "erd", seed: int = 0):
    return record(study, {"corrected": REST}, seed, history=tuple(history))


def written(folder, runs, shipped=None) -> list[str]:
    """The lines of the file below its header."""
    assert write_curves(folder, shipped or folder, "t", runs) == ["curves/t.csv"]
    header, *lines = (folder / "curves" / "t.csv").read_text().splitlines()
    assert f"{header}\n" == HEADER
    return lines


def test_a_row_is_one_number_of_one_evaluation(tmp_path):
    runs = [
        run([{"gap": 2.0, "step": 20}], seed=1),
        run([{"step": 10, "loss": 1 / 3}, {"step": 20, "loss": 0.25}]),
        run([{"loss": 5.0}, {"loss": 4.0}], study="bi_enc_50"),  # without steps
    ]
    assert written(tmp_path, runs) == [
        "seq2seq,bi_enc_50,0,1,loss,5",
        "seq2seq,bi_enc_50,0,2,loss,4",
        "seq2seq,erd,0,10,loss,0.333333",
        "seq2seq,erd,0,20,loss,0.25",
        "seq2seq,erd,1,20,gap,2",
    ]


def test_a_history_beside_a_result_without_one_is_read(tmp_path):
    path = save(tmp_path / "runs", run())
    history = path.parent / "history.json"
    history.write_text(json.dumps([{"step": 7, "loss": 1.5}]))
    lines = written(tmp_path, [load_result(path)])
    assert lines == ["seq2seq,erd,0,7,loss,1.5"]
    for odd in ("[", "[3]", '[{"loss": "low"}]', "3"):
        history.write_text(odd)
        with pytest.raises(DataError, match="expected a list of evaluations"):
            write_curves(tmp_path, tmp_path, "t", [load_result(path)])
    assert read_curves(curves_file(tmp_path, "t")) == [tuple(lines[0].split(","))]


def test_shipped_curves_of_other_studies_stay(tmp_path):
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    both = [run([{"loss": 3.0}], seed=seed) for seed in (0, 1)]
    written(shipped, [*both, run([{"loss": 9.0}], study="bi_enc_50")])
    before = (shipped / "curves" / "t.csv").read_bytes()
    # A study that was run anew has no seed of those that were shipped.
    expected = ["seq2seq,bi_enc_50,0,1,loss,9", "seq2seq,erd,0,1,loss,2"]
    assert written(own, [run([{"loss": 2.0}])], shipped) == expected
    assert (shipped / "curves" / "t.csv").read_bytes() == before
    assert written(shipped, [run([{"loss": 2.0}])]) == expected  # in their place
    # A run that recorded nothing takes nothing away.
    assert written(shipped, [run()]) == expected


def test_without_any_curve_there_is_no_file(tmp_path):
    assert write_curves(tmp_path, tmp_path, "t", [run()]) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "t.csv:1: expected family,study,seed,step,name,value, found nothing"),
        ("study,seed\n", "t.csv:1: expected family,study,.* found study,seed"),
        (f"{HEADER}a,b,0,1\n", "t.csv:2: expected .* found a,b,0,1"),
        (f"{HEADER}a,b,0,1,c,2\na,b,0,x,c,2\n", "t.csv:3: expected .* a,b,0,x,c,2"),
        (f"{HEADER}a,b,0,1,c,two\n", "t.csv:2: expected .* a,b,0,1,c,two"),
    ],
)
def test_a_damaged_file_is_named_with_its_line_and_stays(tmp_path, content, message):
    path = curves_file(tmp_path, "t")
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(DataError, match=message):
        write_curves(tmp_path, tmp_path, "t", [run([{"loss": 1.0}])])
    assert path.read_text() == content


def test_histories_are_read_as_they_were_written(tmp_path):
    first = [{"step": 10, "loss": 0.5, "gap": 2.0}, {"step": 20, "loss": 0.25}]
    runs = [run(first), run([{"step": 10, "loss": 3.0}], seed=1)]
    written(tmp_path, [*runs, run(first, study="bi_enc_50")])
    found = read_histories(curves_file(tmp_path, "t"))
    assert found == {"bi_enc_50": [first], "erd": [first, [{"step": 10, "loss": 3.0}]]}
    assert read_histories(curves_file(tmp_path, "other")) == {}
