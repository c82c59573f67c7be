"""The formats that a run is exported to: how each is written, and read by its runtime.

A function of tensors is written with all weights as constants: then programs that know
no variables can read it, and a file is all there is to copy.
"""

import importlib.util
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from reenact.commands import python
from reenact.errors import SettingsError
from training.export.signature import Arrays, ExportSignature

Call = Callable[[Arrays], dict[str, np.ndarray]]

OPSET = 17  # of ONNX: since 2022, and all that the networks need
SIGNATURE = "serving_default"


def as_function(
    served: ExportSignature, weights: Iterable[keras.Variable], batch: int | None
):
    """The served function for TensorFlow, its inputs in order, weights as constants.

    Args:
        weights: of the model.
        batch: rows; None: any number.
    """
    values = [(weight, weight.numpy()) for weight in weights]
    signature = [
        tf.TensorSpec((batch, *part.shape), tf.float32, name)
        for name, part in served.inputs.items()
    ]

    def function(*inputs):
        constants = [(weight, tf.constant(value)) for weight, value in values]
        with keras.StatelessScope(state_mapping=constants):
            return served.function(dict(zip(served.inputs, inputs, strict=True)))

    return tf.function(function, input_signature=signature, autograph=False)


def write_saved_model(function, path: Path) -> None:
    module = tf.Module()
    module.function = function
    options = tf.saved_model.SaveOptions(experimental_custom_gradients=False)
    tf.saved_model.save(module, str(path), {SIGNATURE: function}, options)


def read_saved_model(path: Path) -> Call:
    loaded = tf.saved_model.load(str(path))  # held, or its constants are gone

    def call(inputs: Arrays) -> dict[str, np.ndarray]:
        tensors = {name: tf.constant(each) for name, each in inputs.items()}
        found = loaded.signatures[SIGNATURE](**tensors)
        return {name: each.numpy() for name, each in found.items()}

    return call


def write_litert(function, path: Path) -> None:
    between = path.with_name(f"{path.name}.saved_model")
    write_saved_model(function, between)
    converter = tf.lite.TFLiteConverter.from_saved_model(str(between))
    path.write_bytes(converter.convert())


def read_litert(path: Path) -> Call:
    from ai_edge_litert.interpreter import Interpreter

    runner = Interpreter(model_path=str(path)).get_signature_runner(SIGNATURE)
    return lambda inputs: runner(**inputs)


def write_onnx(function, path: Path) -> None:
    import tf2onnx

    tf2onnx.convert.from_function(
        function, function.input_signature, opset=OPSET, output_path=str(path)
    )


def read_onnx(path: Path) -> Call:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path))
    names = [each.name for each in session.get_outputs()]
    return lambda inputs: dict(zip(names, session.run(names, inputs), strict=True))


class Format(NamedTuple):
    """One of `FORMATS`.

    Args:
        name: its key.
        file: the usual name of a file.
        batch: how many rows a call has; None: any number.
        needs: packages to write and read it, by their modules.
        runtime: the package that reads it.
        write: (function of `as_function`, path).
        read: path -> what is called with arrays.
    """

    name: str
    file: str
    batch: int | None
    needs: dict[str, str]
    runtime: str
    write: Callable[..., None]
    read: Callable[[Path], Call]

    def check(self) -> None:
        """Raises a SettingsError that names a package which is not installed."""
        for module, package in self.needs.items():
            if importlib.util.find_spec(module) is None:
                raise SettingsError(
                    f"format {self.name}: expected the package {package} to be "
                    f"installed, found none: {python()} -m pip install -e '.[export]'"
                )

    @property
    def reader(self) -> str:
        """The runtime and its version."""
        return f"{self.runtime} {metadata.version(self.runtime)}"


FORMATS = {
    kind.name: kind
    for kind in (
        Format(
            name="savedmodel",
            file="saved_model",
            batch=None,
            needs={},
            runtime="tensorflow",
            write=write_saved_model,
            read=read_saved_model,
        ),
        Format(
            name="litert",
            file="model.tflite",
            batch=1,  # its loops need to know the number of rows
            needs={"ai_edge_litert": "ai-edge-litert"},
            runtime="ai-edge-litert",
            write=write_litert,
            read=read_litert,
        ),
        Format(
            name="onnx",
            file="model.onnx",
            batch=None,
            needs={name: name for name in ("onnx", "tf2onnx", "onnxruntime")},
            runtime="onnxruntime",
            write=write_onnx,
            read=read_onnx,
        ),
    )
}
