"""Every setting of the smoothing family: published values, studies and profiles."""

import dataclasses
from collections.abc import Sequence
from typing import Annotated

from evaluation.keypoints.metrics import THRESHOLDS, TORSO_FALLBACKS
from smoothing.study_names import TUNED_ENDING
from training.settings import Allowed, Count, CountOrZero, Limits, Share, reading

TARGET_BLUR = 1.0  # standard deviation of a target heatmap, in cells
_OFFICIAL = "thesis, as DeciWatch's official configuration"
_ARCHITECTURES = ("conv3d", "deciwatch", "convlstm_s", "convlstm_c")


def _of(known: Sequence) -> Allowed:
    return Allowed(", ".join(map(str, known)), lambda value: value in known)


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One run. The defaults are the thesis's (sections 1.2 and 1.3), read cleanly.

    Where the thesis's text, its code and good practice disagree, the default is the
    reading without the flaw; `AS_PUBLISHED` has those of the code.
    """

    # network: 'conv3d', 'deciwatch', 'convlstm_s' (sum), 'convlstm_c' (concatenation)
    architecture: Annotated[str, _of(_ARCHITECTURES)] = "conv3d"
    filters: Count = 128  # of the layers after the recurrent cells
    # convlstm_c: ReLU after its last two layers.
    combiner_relu: bool = reading(False, "thesis, code; its text: True")
    initial_biases: str = "zeros"  # or 'uniform', PyTorch's default
    # deciwatch
    width: Count = reading(128, _OFFICIAL)
    heads: Count = reading(4, _OFFICIAL)  # of attention
    feed_forward: Count = reading(256, _OFFICIAL)  # units between two dense layers
    layers: Count = reading(5, _OFFICIAL)  # of the encoder, and as many of the decoder
    dropout: Share = reading(0.1, _OFFICIAL)  # share that is dropped in training
    # Of 5 frames the first and the last are seen.
    sample_rate: Count = reading(4, "thesis; official DeciWatch: 10")
    decoder_activation: str = "leaky_relu"  # in the code 'relu', by a slip of PyTorch
    # Another network than the thesis's.
    official: bool = reading(False, "thesis: a variant; True: DeciWatch's own network")
    # Norms before attention, not after; also official.
    pre_norm: bool = reading(False, f"{_OFFICIAL}; default of DeciWatch's code: True")
    # Divide by the grid's largest coordinate.
    normalise_coordinates: bool = reading(
        False, "thesis: in pixels; official DeciWatch: by the image's size"
    )
    # What is lowered.
    loss: str = reading("squared", "thesis; official DeciWatch: 'l1+denoise'")

    # data
    window: Count = reading(5, "thesis; official DeciWatch: 11")  # frames
    frame_step: Count = 1  # experiment 3: every second frame
    grid: Count = 56  # heatmaps are grid x grid
    shift_scale: float = 1.0  # k: noise of 2.95 k pixels on a grid of 56
    blurs: tuple[float, ...] = (1.0, 1.5, 2.0, 2.5, 3.0)  # of inputs, one for a frame
    noise_per: str = "frame"  # 'clip': one shift and blur for a whole Penn Action clip
    # As published: the code's misspelt filter leaves out sit-ups.
    penn_actions: Annotated[str, _of(("as_published", "corrected"))] = "corrected"
    keep_invisible: bool = False  # keypoints that nobody saw, inside the box
    split: str = "clips"  # 'contiguous': the code's; 'windows': the text's, which leaks
    # Of split and noise, which are drawn once and for all runs.
    data_seed: int = reading(0, "ours")
    drop_last_window: bool = False  # at half the frame rate, as a loop of the code does
    # That training clips of motion capture are seen by, of at most 4.
    cameras: int = reading(4, "ours; the thesis has films alone")

    # training
    mask_missing: bool = True  # also keypoints that a single frame lacks
    # Divide by what is not masked only.
    normalise_loss: bool = reading(False, "thesis, code; True: ours")
    learning_rate: float = 1e-3  # of Adam, at first
    learning_rate_factor: float = reading(0.1, "thesis")  # multiplies it
    learning_rate_patience: Count = reading(
        6, "thesis: PyTorch's 5, which acts at the sixth epoch without a lower loss"
    )  # epochs without a lower loss until then
    # Epochs in a row without a lower validation loss; 0: no limit.
    patience: CountOrZero = reading(10, "thesis", formerly="stop_patience")
    batch_size: Count = reading(16, "thesis")  # windows a step
    epochs: Count = 50  # of training, at most
    steps_per_epoch: int = 0  # 0: every training window once
    # Threshold of the PCK that chooses the weights.
    select_by: Annotated[float, _of(THRESHOLDS)] = 0.2
    # Rows at a time; 0: all.
    micro_batch: int = reading(0, "ours: changes speed and memory only")
    validation_frames: int = 0  # of each clip, from its middle; 0: all
    test_frames: int = 0  # likewise, of test clips

    # evaluation: what becomes of a frame that lacks a shoulder or hip
    # 'zero': torso to (0, 0), as the code does; 'miss': all of it is wrong.
    torso_fallback: Annotated[str, _of(TORSO_FALLBACKS)] = "skip"
    # For a single keypoint.
    keypoint_torso_fallback: Annotated[str, _of(TORSO_FALLBACKS)] = "skip"


# Section 1.2: 1 varies the blur, 2 does not, 3 is 1 at half the frame rate.
# Blurs are irrelevant to coordinates: 1.1 and 1.2 of deciwatch are the same run twice.
_EXPERIMENTS = {1: {}, 2: {"blurs": (1.0,)}, 3: {"frame_step": 2}}
_change = dataclasses.replace

STUDIES: dict[str, Config] = {
    f"{name}_{shift}.{experiment}": _change(
        Config(), architecture=name, shift_scale=float(shift), **changes
    )
    for name in _ARCHITECTURES
    for shift in (1, 2)
    for experiment, changes in _EXPERIMENTS.items()
}


def _as_published(config: Config) -> Config:
    """The code that made the published numbers."""
    coordinates = config.architecture == "deciwatch"
    return _change(
        config,
        initial_biases="uniform",
        decoder_activation="relu",
        penn_actions="as_published",
        noise_per="clip",
        keep_invisible=True,
        split="contiguous",
        drop_last_window=True,
        mask_missing=False,
        torso_fallback="skip" if coordinates else "zero",
        keypoint_torso_fallback="miss" if coordinates else "zero",
    )


AS_PUBLISHED: dict[str, Config] = {
    f"{name}_as_published": _as_published(config) for name, config in STUDIES.items()
}


def _fine_tuned(config: Config) -> Config:
    """The thesis's second stage, which starts from a trained model."""
    return _change(config, learning_rate=1e-4, select_by=0.05)


FINE_TUNED: dict[str, Config] = {
    name + TUNED_ENDING: _fine_tuned(config) for name, config in STUDIES.items()
}
ALL_STUDIES = {**STUDIES, **AS_PUBLISHED, **FINE_TUNED}
DEFAULT = tuple(STUDIES)  # what --study=all means


def _profile(
    all_studies: dict, fine_tuned: dict, of_architecture: dict[str, dict]
) -> dict[str, dict]:
    """Changes of each study, by its network and by whether it is fine-tuned."""
    return {
        name: {
            **all_studies,
            **(fine_tuned if name in FINE_TUNED else {}),
            **of_architecture.get(config.architecture, {}),
        }
        for name, config in ALL_STUDIES.items()
    }


# A profile changes settings and nothing else. An epoch of the thesis has 12,942 steps.
_QUICK_LSTM = {"grid": 28, "filters": 16, "steps_per_epoch": 16}
_STANDARD_LSTM = {"grid": 28, "filters": 32, "steps_per_epoch": 50}
PROFILES: dict[str, dict[str, dict]] = {
    "quick": _profile(
        {"epochs": 4, "validation_frames": 12, "test_frames": 40},
        {"epochs": 1},
        {
            "conv3d": {"grid": 28, "steps_per_epoch": 15},
            "deciwatch": {"steps_per_epoch": 100},
            "convlstm_s": _QUICK_LSTM,
            "convlstm_c": _QUICK_LSTM,
        },
    ),
    "standard": _profile(
        {"epochs": 20, "validation_frames": 24},
        {"epochs": 4},
        {
            "conv3d": {"steps_per_epoch": 30},
            "deciwatch": {"steps_per_epoch": 600},
            "convlstm_s": _STANDARD_LSTM,
            "convlstm_c": _STANDARD_LSTM,
        },
    ),
    "paper": {},
}
