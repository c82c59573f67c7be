"""Exports: what is written gives what the model gives, or is not written at all."""

import dataclasses
import importlib.util
import json
import os
import runpy
import sys

import exported_runs
import fresh_process
import numpy as np
import pytest
import tensorflow as tf

from reenact.errors import DataError, SettingsError
from training.export import formats as export_formats
from training.export.formats import FORMATS
from training.export.verified import TOLERANCE, export

PACKAGES = {module for kind in FORMATS.values() for module in kind.needs}
installed = pytest.mark.skipif(
    any(importlib.util.find_spec(module) is None for module in PACKAGES),
    reason="the extra 'export' is not installed",
)


@pytest.fixture(scope="module")
def runs(pose_records, tiny_records, tmp_path_factory):
    """Family -> a finished run, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("run")
    makers = {
        **{
            family: lambda family=family: exported_runs.forecaster_of_poses(
                family, pose_records, folder
            )
            for family in ("stt", "taxonomy", "gan")
        },
        "seq2seq": lambda: exported_runs.forecaster_of_columns(
            tiny_records, folder, "bi_enc_50"
        ),
        "smoothing": lambda: exported_runs.smoother("deciwatch", pose_records, folder),
    }
    made = {}

    def run(family):
        if family not in made:
            made[family] = makers[family]()
        records = tiny_records if family == "seq2seq" else pose_records
        return made[family], records

    return run


@pytest.mark.parametrize(
    ("family", "format_name"),
    [
        *(("stt", "onnx"), ("stt", "litert")),
        *(("taxonomy", "savedmodel"), ("taxonomy", "litert")),
        *(("gan", "savedmodel"), ("gan", "onnx")),
        *(("seq2seq", "litert"), ("seq2seq", "onnx")),
        *(("smoothing", "savedmodel"), ("smoothing", "onnx")),
    ],
)
@installed
def test_every_family_can_be_exported(family, format_name, runs, tmp_path):
    run, records = runs(family)
    output = tmp_path / FORMATS[format_name].file
    *_, verified, written = export(run, format_name, output, records)
    assert written.startswith(f"Written: {output} (")
    assert {each.name for each in tmp_path.iterdir()} == {
        *(output.name, f"{output.name}.json")
    }
    facts = json.loads((tmp_path / f"{output.name}.json").read_text())
    measured = facts["verified"]
    assert 0 <= measured["largest_difference"] <= measured["tolerance"] / 5
    assert measured["runtime"] in verified and measured["windows"] > 1
    call = FORMATS[format_name].read(output)
    inputs = run.inference.test_inputs(run, records, None)
    one = {name: np.ascontiguousarray(each[-1:]) for name, each in inputs.items()}
    served = run.inference.export_signature(run)
    for side, arrays in (("inputs", one), ("outputs", call(one))):
        assert set(facts[side]) == set(arrays)
        for name, array in arrays.items():
            rows, *shape = facts[side][name]["shape"]
            assert rows == (1 if format_name == "litert" else "any")
            assert tuple(shape) == array.shape[1:] and array.dtype == np.float32
    for name, values in served.predict(one).items():
        np.testing.assert_allclose(call(one)[name], values, atol=1e-4)
    # Each input matters, noise and actions too.
    for name, array in one.items():
        changed = call({**one, name: np.ascontiguousarray(array[..., ::-1] + 0.1)})
        for key, values in call(one).items():
            assert np.abs(changed[key] - values).max() > 1e-5, name


def test_the_description_says_what_a_user_needs(runs, tmp_path):
    run, records = runs("gan")
    list(export(run, "savedmodel", tmp_path / "model", records))
    facts = json.loads((tmp_path / "model.json").read_text())
    assert facts["run"] == str(run.path) and facts["trained_by"] == "abc"
    assert facts["data"] == run.record.data and facts["rate_hz"] == 60
    assert facts["joints"][:2] == ["l_hip", "r_hip"] and len(facts["parents"]) == 15
    assert facts["inputs"]["past"]["shape"] == ["any", 120, 15, 3, 3]
    assert "uniform from -0.1 to 0.1" in facts["inputs"]["z"]["meaning"]
    assert facts["inside"] == json.loads(json.dumps(run.model.features.to_config()))


def test_heatmaps_become_heatmaps(pose_records, tmp_path):
    run = exported_runs.smoother("convlstm_c", pose_records, tmp_path)
    list(export(run, "savedmodel", None, pose_records))
    facts = json.loads((tmp_path / "saved_model.json").read_text())
    assert facts["inputs"]["heatmaps"]["shape"] == ["any", 5, 8, 8, 25]


class TestRefused:
    @pytest.fixture
    def run(self, runs, tmp_path):
        made, records = runs("smoothing")
        return dataclasses.replace(made, path=tmp_path), records

    def supplying(self, run, **changes):
        """The same run of a family that supplies other functions."""
        made, records = run
        inference = dataclasses.replace(made.inference, **changes)
        return dataclasses.replace(made, inference=inference), records

    @pytest.fixture
    def at_hand(self, run):
        """With test windows that need not be read."""
        positions = np.random.default_rng(0).uniform(0, 7, (2, 5, 25, 2))
        inputs = {"positions": positions.astype(np.float32)}
        return self.supplying(run, test_inputs=lambda *arguments: inputs)

    def refuse(self, run, match, error=DataError, **changes):
        before = sorted(run[0].path.iterdir())
        with pytest.raises(error, match=match) as caught:
            list(export(run[0], "savedmodel", changes.get("output"), run[1]))
        assert "\n" not in str(caught.value)
        assert sorted(run[0].path.iterdir()) == before  # nothing is left behind

    @pytest.mark.parametrize("off", [np.nan, 1e-2])
    def test_a_file_that_gives_other_numbers(self, off, at_hand):
        made, _ = at_hand
        served = made.inference.export_signature(made)

        def wrong(inputs):
            values = served.predict(inputs)["smoothed"]
            values[0, 0] += off
            return {"smoothed": values}

        wrongly = dataclasses.replace(served, predict=wrong)
        run = self.supplying(at_hand, export_signature=lambda run: wrongly)
        found = "nan" if np.isnan(off) else "1.0e-02"
        self.refuse(run, f"found a difference of {found}; nothing was written")

    def test_a_difference_is_relative_to_the_largest_output(self, at_hand):
        made, _ = at_hand
        served = made.inference.export_signature(made)

        def near(inputs):
            return {"smoothed": served.predict(inputs)["smoothed"] + TOLERANCE / 2}

        nearly = dataclasses.replace(served, predict=near)
        made, records = self.supplying(at_hand, export_signature=lambda run: nearly)
        _, verified, _ = export(made, "savedmodel", None, records)
        assert "largest difference 5." in verified

    def test_a_model_that_the_format_cannot_hold(self, at_hand, monkeypatch):
        def fail(function, path):
            path.write_bytes(b"half")
            raise RuntimeError("tf.Strange is no known operation\nmore lines")

        kind = FORMATS["savedmodel"]._replace(write=fail)
        monkeypatch.setitem(export_formats.FORMATS, "savedmodel", kind)
        reason = "cannot be exported as savedmodel: RuntimeError: tf.Strange is no "
        self.refuse(at_hand, reason)

    def test_a_file_that_exists(self, run):
        made, _ = run
        for name in ("saved_model", "saved_model.json"):
            (made.path / name).write_text("")
            self.refuse(run, f"{name}: exists; remove it or choose", SettingsError)
            (made.path / name).unlink()

    def test_a_folder_that_is_none(self, run):
        output = run[0].path / "missing" / "model"
        match = "missing: expected a folder, found none"
        self.refuse(run, match, SettingsError, output=output)

    def test_other_records(self, run):
        made, records = run
        data = {"name": "synthetic", "fingerprint": "other"}
        record = dataclasses.replace(made.record, data=data)
        other = dataclasses.replace(made, record=record)
        self.refuse((other, records), "expected data other as in ")

    def test_a_package_that_is_missing(self, run, monkeypatch):
        monkeypatch.setitem(sys.modules, "tf2onnx", None)
        monkeypatch.setattr(
            importlib.util,
            "find_spec",
            lambda name: None if name == "tf2onnx" else object(),
        )
        with pytest.raises(SettingsError, match=r"tf2onnx to be installed.*\[export\]"):
            next(export(run[0], "onnx", None, run[1]))


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["training.export", *arguments]
    runpy.run_module("training.export", run_name="__main__", alter_sys=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--run=none", "--format=onnx"], "error: none: expected the folder of a fini"),
        (
            ["--run=none", "--format=pt"],
            "expected one of savedmodel, litert, onnx, found",
        ),
    ],
)
def test_the_script_says_what_is_wrong(arguments, said, tmp_path):
    errors = tmp_path / "errors"
    assert fresh_process.run(script, arguments, tmp_path, errors=errors) == 1
    text = errors.read_text()
    assert said in text and "Traceback" not in text
    assert [each.name for each in tmp_path.iterdir()] == ["errors"]


def test_weights_are_constants_and_the_model_is_left_as_it_was(runs):
    run, _ = runs("taxonomy")
    served = run.inference.export_signature(run)
    before = run.model.get_weights()
    function = export_formats.as_function(served, run.model.variables, 2)
    concrete = function.get_concrete_function()
    assert not concrete.variables
    past = tf.eye(3, batch_shape=[2, 10, 15])
    first = concrete(past)["future"]
    for weight in run.model.trainable_weights:
        weight.assign(weight + 1)
    np.testing.assert_array_equal(concrete(past)["future"], first)
    run.model.set_weights(before)
