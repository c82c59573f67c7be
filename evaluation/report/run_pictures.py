"""Pictures of the report: small copies that stand in the page itself."""

import base64
import io
import pathlib
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from evaluation.studies import Studies
from reenact.errors import DataError

_WIDTH, _WIDTH_OF_RUNS, _QUALITY = 1100, 800, 48


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


def picture(
    content: bytes, text: str, path: pathlib.Path | str, width: int = _WIDTH
) -> Picture:
    """A small WebP copy of an image.

    Args:
        width: at most, in pixels.

    Raises:
        DataError: naming `path`, if it is no image.
    """
    try:
        image = Image.open(io.BytesIO(content)).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise DataError(
            f"{path}: expected a picture, found {type(error).__name__}"
        ) from error
    if image.width > width:
        height = round(image.height * width / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    image.save(small, "webp", quality=_QUALITY, method=6)
    coded = base64.b64encode(small.getvalue()).decode("ascii")
    return Picture(f"data:image/webp;base64,{coded}", *image.size, text)


def pictures_of_runs(
    studies: Studies, ranking: Sequence[str]
) -> dict[str, list[Picture]]:
    """What analyses drew of the first seed of a study, by how the study is shown.

    Of the best named study that has pictures, so that the page stays small. The strip
    of a forecast is left out: the motion viewer shows what it shows.

    Args:
        ranking: keys of studies, the best one first; others come behind them.
    """
    named = [study for study in studies if not studies.is_changed(study)]
    for study in dict.fromkeys((*ranking, *named)):
        for run in studies.runs(study)[:1]:
            folder = run.path.parent
            paths = sorted(folder.glob("*.png"))
            if (folder / "prediction.gif").exists():
                paths = [path for path in paths if path.name != "strip.png"]
            if paths:
                label = studies.label(study)
                return {label: [_of_run(path, label, run.seed) for path in paths]}
    return {}


def _of_run(path: pathlib.Path, label: str, seed: int) -> Picture:
    what = path.stem.replace("_", " ").capitalize()
    text = f"{what} of {label}, seed {seed}"
    return picture(path.read_bytes(), text, path, _WIDTH_OF_RUNS)
