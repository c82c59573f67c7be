"""Reading the model.keras of a run."""

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
        raise DataError(
            f"{path}: expected a model.keras of this family, found "
            f"{type(error).__name__}"
        ) from error
    if not isinstance(model, kind):
        raise DataError(
            f"{path}: expected a model.keras of this family, found "
            f"{type(model).__name__}"
        )
    return model
