"""Reading the model.keras of a run."""

import json
import zipfile
from pathlib import Path

import keras

from reenact.errors import DataError


def load_model(path: Path, kind: type[keras.Model]) -> keras.Model:
    """A model from its file, without running anything that the file contains.

    Without its optimizer and loss.

    Args:
        path: of model.keras.
        kind: the class of models of a family.

    Raises:
        DataError: a file that cannot be read, or that of another model.
    """
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # a damaged file raises almost anything
        found = _registered(path) or type(error).__name__
        raise DataError(
            f"{path}: expected a model.keras of this family, found {found}"
        ) from error
    if not isinstance(model, kind):
        raise DataError(
            f"{path}: expected a model.keras of this family, found {_registered(path)}"
        )
    return model


def _registered(path: Path) -> str:
    """'a <class> of <module>', as the file says, or '' where it is no such file."""
    try:
        with zipfile.ZipFile(path) as file:
            saved = json.loads(file.read("config.json"))
        return f"a {saved['class_name']} of {saved['module']}"
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        return ""
