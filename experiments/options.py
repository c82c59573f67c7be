"""The flags of `experiments.predict`, and what cannot be among them."""

import dataclasses
import pathlib
import tempfile

from experiments.blending import ROOT_RULES
from experiments.filters import FILTERS
from reenact.errors import DataError, SettingsError

_MOTION, _KEYPOINTS = (".bvh", ".npz"), (".json", ".json.gz")


@dataclasses.dataclass(frozen=True)
class Options:
    """The flags; what each is for, the command itself says (--help)."""

    model: str | None = None
    smooth: str | None = None
    input: str | None = None
    output: str | None = None
    asf: str | None = None
    mapping: str | None = None
    action: str | None = None
    frames: int = 24
    blend_frames: int = 12
    root: str = ROOT_RULES[0]
    with_past: bool = False
    gif: str | None = None
    verbose_startup: bool = False

    @property
    def has_keypoints(self) -> bool:
        """Whether the input is a video's keypoints, else it is a motion."""
        return self.input.endswith(_KEYPOINTS)


_OF_FORECASTS = (
    "action",
    "frames",
    "blend_frames",
    "root",
    "mapping",
    "with_past",
    "gif",
)


def check(options: Options) -> None:
    """Refuses what cannot be done, before anything takes time.

    Raises:
        SettingsError: flags that are missing or do not go together, or a name that is
            no name of a file to write. DataError: a folder that cannot be written.
    """
    if not options.input or not options.output:
        raise SettingsError("expected --input=<file> and --output=<file>")
    if bool(options.model) == bool(options.smooth):
        found = "both" if options.model else "neither"
        raise SettingsError(
            f"expected --model=<folder of a run> or --smooth=<{'|'.join(FILTERS)}>, "
            f"found {found}"
        )
    if options.smooth and options.smooth not in FILTERS:
        known = ", ".join(FILTERS)
        raise SettingsError(f"expected --smooth of {known}, found {options.smooth!r}")
    if not pathlib.Path(options.input).is_file():
        raise DataError(f"--input={options.input}: expected a file, found none")
    if options.has_keypoints or options.smooth:
        _check_no_forecast(options)
    _check_place(options, "output", _KEYPOINTS if options.has_keypoints else _MOTION)
    if options.gif:
        _check_place(options, "gif", (".gif",))
    for name, least in (("frames", 1), ("blend_frames", 0)):
        if getattr(options, name) < least:
            raise SettingsError(
                f"expected --{name} of at least {least}, found {getattr(options, name)}"
            )


def _check_no_forecast(options: Options) -> None:
    for name in _OF_FORECASTS:
        if getattr(options, name) != getattr(Options, name):
            raise SettingsError(
                f"expected no --{name} where something is smoothed: it is for models "
                "that predict motion"
            )


def _check_place(options: Options, flag: str, endings: tuple[str, ...]) -> None:
    path = pathlib.Path(getattr(options, flag))
    if not path.name.endswith(endings):
        expected = " or ".join(endings)
        raise SettingsError(f"--{flag}={path}: expected a name in {expected}")
    if path.resolve() == pathlib.Path(options.input).resolve():
        raise SettingsError(f"--{flag}={path}: expected another file than --input")
    if not path.parent.is_dir():
        raise SettingsError(f"--{flag}={path}: expected a folder, found none there")
    if path.is_dir():
        raise SettingsError(f"--{flag}={path}: expected no folder of that name")
    try:
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise DataError(
            f"--{flag}={path}: expected a folder that can be written, found "
            f"{error.strerror}"
        ) from error
