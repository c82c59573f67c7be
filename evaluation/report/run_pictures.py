"""Pictures of the report: small copies that stand in the page itself."""

import base64
import io
import pathlib
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from evaluation.studies import Studies
from reenact.errors import DataError

_WIDTH, _QUALITY = 1100, 48


class Picture(NamedTuple):
    """A picture as the page holds it.

    Args:
        address: the picture itself, as a data: URL.
        width, height: pixels.
        text: what it shows, for those who do not see it.
    """

    address: str
    width: int
    height: int
    text: str


def picture(content: bytes, text: str, path: pathlib.Path | str) -> Picture:
    """A small WebP copy of an image.

    Raises:
        DataError: naming `path`, if it is no image.
    """
    try:
        image = Image.open(io.BytesIO(content)).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise DataError(
            f"{path}: expected a picture, found {type(error).__name__}"
        ) from error
    if image.width > _WIDTH:
        height = round(image.height * _WIDTH / image.width)
        image = image.resize((_WIDTH, height), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    image.save(small, "webp", quality=_QUALITY, method=6)
    coded = base64.b64encode(small.getvalue()).decode("ascii")
    return Picture(f"data:image/webp;base64,{coded}", *image.size, text)


def pictures_of_runs(studies: Studies) -> dict[str, list[Picture]]:
    """What analyses drew of the first seed of each study, by how a study is shown.

    The strip of a forecast is left out: the motion viewer shows what it shows.
    """
    found = {}
    for study, runs in studies.items():
        folder = runs[0].path.parent
        paths = sorted(folder.glob("*.png"))
        if (folder / "prediction.gif").exists():
            paths = [path for path in paths if path.name != "strip.png"]
        if paths:
            label = studies.label(study)
            found[label] = [_of_run(path, label, runs[0].seed) for path in paths]
    return found


def _of_run(path: pathlib.Path, label: str, seed: int) -> Picture:
    what = path.stem.replace("_", " ").capitalize()
    text = f"{what} of {label}, seed {seed}"
    return picture(path.read_bytes(), text, path)
