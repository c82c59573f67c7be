"""Predicts how a recorded motion continues, or smooths it.

.venv/bin/python -m experiments.predict --model=runs/standard/cmu/stt/02/seed0 \\
    --input=walk.bvh --output=future.bvh --gif=future.gif

Needs --input, --output, and either --model or --smooth. Reads BVH, AMC with ASF, AMASS
npz and exponential-map text; --smooth=<filter> smooths such a file, or keypoints in a
video (.json). With keypoints, --model may be a smoothing run. Prints what it did.
"""

import dataclasses
import pathlib
from collections.abc import Iterator

from absl import flags

from data_prep.motion_files import MotionFile, map_body, read_motion, write_motion
from data_prep.sources import keypoint_json
from data_prep.sources.readers.recordings import Recording, as_it_lies
from experiments import describing
from experiments.blending import ROOT_RULES, joined
from experiments.filters import FILTERS, smoothed
from experiments.keypoint_tracks import filtered
from experiments.options import Options, check
from motion.motion import Motion
from motion.pictures.viewer import animate
from motion.retarget import BodyMap
from motion.skeleton import Skeleton
from reenact.errors import SettingsError
from reenact.startup import import_tensorflow, run_script

_SHOWN_SECONDS = 2.0  # of the motion, before what was predicted


def predict(options: Options) -> Iterator[str]:
    """Does what the flags say, and says what it did, line by line.

    Raises:
        SettingsError: flags that do not fit each other or the model.
        DataError: files that cannot be used. Nothing is written then.
    """
    if options.input:
        there = as_it_lies(pathlib.Path(options.input))
        options = dataclasses.replace(options, input=str(there))
    check(options)
    if options.has_keypoints:
        yield from _smooth_keypoints(options)
    elif options.smooth:
        yield from _smooth_motion(options)
    else:
        yield from _continue_motion(options)


def _continue_motion(options: Options) -> Iterator[str]:
    motion = read_motion(options.input, options.asf)
    yield describing.file_line(motion)
    body_map = map_body(motion, options.mapping)
    run = _load(options, ("poses", "angles"), "a motion")
    from experiments.describing_forecasts import forecast_lines, model_lines
    from experiments.forecasting import ForecastSettings, forecast
    from experiments.model_motion import shares_skeleton

    yield from describing.joint_lines(body_map, shares_skeleton(run, body_map))
    yield from model_lines(run)
    names = [field.name for field in dataclasses.fields(ForecastSettings)]
    settings = ForecastSettings(**{name: getattr(options, name) for name in names})
    made = forecast(run, motion.motion, body_map, settings)
    if made.network_rate_hz != motion.motion.rate_hz:
        rates = motion.motion.rate_hz, made.network_rate_hz
        yield describing.resampling_line(*rates)
    yield from forecast_lines(run, options.frames, options.blend_frames, made)
    written = made.future
    if options.with_past:
        written = joined(motion.motion, made.future)
    yield _write(options.output, written, motion)
    if options.gif:
        _draw(options.gif, motion.motion, made.future, body_map)
        yield f"wrote: {options.gif}"


def _smooth_motion(options: Options) -> Iterator[str]:
    motion = read_motion(options.input, options.asf)
    yield describing.file_line(motion)
    after, angles_deg = smoothed(motion.motion, options.smooth)
    yield f"smoothed: by {options.smooth}"
    yield from describing.smoothed_lines(motion.motion, after, angles_deg)
    yield _write(options.output, after, motion)


def _smooth_keypoints(options: Options) -> Iterator[str]:
    path = pathlib.Path(options.input)
    (clip,) = keypoint_json.read_clips(Recording(path, path.name))
    yield describing.clip_line(options.input, clip)
    if options.smooth:
        after, by = filtered(clip, options.smooth), options.smooth
    else:
        run, by = _load(options, ("keypoints",), "keypoints"), "the network"
        from experiments.describing_forecasts import model_lines
        from experiments.keypoint_network import smoothed_by

        yield from model_lines(run)
        after = smoothed_by(run, clip)
    yield f"smoothed: by {by}"
    yield from describing.keypoint_lines(clip, after)
    output = pathlib.Path(options.output)
    keypoint_json.write_moved(output, path, after.clip, after.moved)
    yield f"wrote: {output}"


def _load(options: Options, reads: tuple[str, ...], what: str):
    """The run, if it can do anything with such an input."""
    import_tensorflow(options.verbose_startup)  # before anything else does
    from training.trained_runs import load_run

    run = load_run(options.model)
    if run.reads not in reads:
        found = "keypoints (.json)" if run.reads == "keypoints" else "motions"
        raise SettingsError(
            f"expected a model for {options.input}, which is {what}, found that of "
            f"{options.model}, which reads {found}"
        )
    return run


def _write(path: str, capture: Motion, like: MotionFile) -> str:
    write_motion(path, capture, like)
    return f"wrote: {path}, {describing.extent(capture)}"


def _draw(path: str, motion: Motion, future: Motion, body_map: BodyMap) -> None:
    shown = round(_SHOWN_SECONDS * motion.rate_hz)
    whole = joined(motion, future).positions() @ body_map.room.T
    now = len(motion)
    past = whole[max(now - shown, 0) : now]
    predictions = {"prediction": whole[now:]}
    animate(past, None, predictions, _drawn(body_map), motion.rate_hz, path)


def _drawn(body_map: BodyMap) -> Skeleton:
    """The skeleton by whose names a picture tells the head, and left from right."""
    skeleton, joints = body_map.skeleton, body_map.joints
    names = list(skeleton.joint_names)
    if "head" in joints:
        names[joints["head"]] = "head"
    pairs = skeleton.mirror_pairs or tuple(
        (joint, joints[f"r{name[1:]}"])
        for name, joint in joints.items()
        if name.startswith("l_") and f"r{name[1:]}" in joints
    )
    return dataclasses.replace(skeleton, joint_names=tuple(names), mirror_pairs=pairs)


def main() -> None:
    names = [field.name for field in dataclasses.fields(Options)]
    for line in predict(Options(**{name: flags.FLAGS[name].value for name in names})):
        print(line, flush=True)


if __name__ == "__main__":
    flags.DEFINE_string("model", None, "Folder of a finished run, runs/…/seed<k>.")
    flags.DEFINE_string(
        "smooth", None, f"Filter, window in frames: {', '.join(FILTERS)}."
    )
    flags.DEFINE_string("input", None, "Motion file, or keypoints (.json).")
    flags.DEFINE_string(
        "output", None, "File to write: .bvh or .npz; .json for keypoints."
    )
    flags.DEFINE_string("asf", None, "Skeleton of an .amc that is not beside it.")
    flags.DEFINE_string(
        "mapping",
        None,
        "Text file of lines '<joint of the body>: <joint of the input>'.",
    )
    flags.DEFINE_string(
        "action", None, "Action label, such as walking, for models that are given one."
    )
    flags.DEFINE_integer(
        "frames", Options.frames, "Frames to predict, at the model's rate."
    )
    flags.DEFINE_integer(
        "blend_frames",
        Options.blend_frames,
        "Frames over which to blend out the jump at the first predicted one; 0: off.",
    )
    flags.DEFINE_enum(
        "root",
        Options.root,
        ROOT_RULES,
        "The root goes on at its last velocity, or stays.",
    )
    flags.DEFINE_bool("with_past", False, "Write the input before the prediction.")
    flags.DEFINE_string(
        "gif", None, "Animation to write: the end of the input and what follows."
    )
    flags.DEFINE_bool("verbose_startup", False, "Show TensorFlow's messages.")
    run_script(main)
