"""How keypoint clips are cut into windows, and who trains, validates and tests."""

import dataclasses
from collections.abc import Mapping

import numpy as np

PARTS = ("train", "validation", "test")
CUTS = (0.6, 0.8)  # of all windows
SPLITS = ("clips", "contiguous", "windows")


@dataclasses.dataclass(frozen=True)
class KeypointSettings:
    """How clips become windows; see the settings of the study for each.

    The defaults are those of experiment 1.1.
    """

    window: int = 5
    frame_step: int = 1
    grid: int = 56
    shift_scale: float = 1.0
    blurs: tuple[float, ...] = (1.0, 1.5, 2.0, 2.5, 3.0)
    noise_per: str = "frame"
    keep_invisible: bool = False
    split: str = "clips"
    data_seed: int = 0
    drop_last_window: bool = False
    validation_frames: int = 0
    test_frames: int = 0

    def __post_init__(self):
        for name, known in (("split", SPLITS), ("noise_per", ("frame", "clip"))):
            if getattr(self, name) not in known:
                raise ValueError(
                    f"expected {name} of {', '.join(known)}, found "
                    f"{getattr(self, name)!r}"
                )

    @property
    def span(self) -> int:
        """Frames from a window's first to its last, both counted."""
        return 1 + self.frame_step * (self.window - 1)

    def windows_of(self, frames: int) -> int:
        """How many windows a clip has, one from every frame on."""
        # The code's loop at half the frame rate ends a window early.
        lost = self.drop_last_window and self.frame_step > 1
        return max(frames - self.span + 1 - lost, 0)


def split_starts(
    lengths: Mapping[str, int], settings: KeypointSettings
) -> dict[str, dict[str, np.ndarray]]:
    """First frames of the windows of each part, by recording.

    60 % of all windows train, 20 % validate and 20 % test. 'clips': recordings in
    random order, and no window that straddles a cut; 'contiguous': recordings as
    listed, cut anywhere, as the thesis's code does; 'windows': each window at random,
    as its text says, so that a frame stands in several parts.
    """
    random = np.random.default_rng(settings.data_seed)
    names = list(lengths)
    if settings.split == "clips":
        names = [names[i] for i in random.permutation(len(names))]
    counts = np.array([settings.windows_of(lengths[name]) for name in names])
    total = int(counts.sum())
    cuts = [0, *(round(cut * total) for cut in CUTS), total]
    order = random.permutation(total) if settings.split == "windows" else None
    first = np.cumsum(counts) - counts
    parts = {}
    for part, low, high in zip(PARTS, cuts[:-1], cuts[1:], strict=True):
        chosen = np.arange(low, high) if order is None else np.sort(order[low:high])
        found = {}
        for name, start, count in zip(names, first, counts, strict=True):
            inside = chosen[(chosen >= start) & (chosen < start + count)] - start
            if settings.split == "clips" and low > start:
                # The windows before the cut have these frames too.
                inside = inside[inside >= low - start + settings.span - 1]
            if len(inside):
                found[name] = inside
        parts[part] = found
    return parts
