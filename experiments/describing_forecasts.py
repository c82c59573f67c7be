"""What `experiments.predict` says about a network and what it predicts."""

import textwrap
from collections.abc import Iterator

import numpy as np

from evaluation import families
from evaluation.outcome import baselines_beside, outcome_table
from experiments.forecasting import Forecast
from experiments.model_motion import scored_frames
from training.trained_runs import TrainedRun

# Below this share of the speed before it, a prediction is said to stand still.
FROZEN = 0.2


def model_lines(run: TrainedRun) -> Iterator[str]:
    """Which model it is, what it learnt from, and how good it was."""
    record = run.record
    recordings = sum(record.data["training_files"].values())
    yield (
        f"model: {record.family} {record.study}, seed {record.seed}, profile "
        f"{record.profile}, trained for {record.steps} steps on {recordings} "
        f"recordings of {record.data['name']}"
    )
    if changes := record.reduced.count(" instead of "):
        yield f"  {changes} settings are not the published ones: {record.path}"
    family = families.load(record.family)
    beside = baselines_beside(family, record, run.path)
    table = outcome_table(family, [record], beside)
    yield textwrap.indent(table, "  ")


def forecast_lines(
    run: TrainedRun, frames: int, blend_frames: int, made: Forecast
) -> Iterator[str]:
    """How many frames, how fast they move and how they join the motion."""
    seen, rate_hz = scored_frames(run), made.network_rate_hz
    yield (
        f"predicted: {frames} frames at {rate_hz:g} a second "
        f"({1000 * frames / rate_hz:.0f} ms)"
    )
    if frames > seen:
        yield (
            f"  from frame {seen + 1} on this is extrapolation: the network was not "
            "scored so far ahead"
        )
    yield f"  {_speed(made.speed)}"
    names = made.future.skeleton.joint_names
    joint = int(made.raw_step_deg.argmax())
    largest = made.largest_step_deg[joint]
    yield (
        f"first frame: {names[joint]} jumps by {made.raw_step_deg[joint]:.2f} degrees "
        f"(from frame to frame it turned by {largest:.2f} at most)"
    )
    if blend_frames:
        now = int(made.step_deg.argmax())
        yield (
            f"  blended over {blend_frames} frames it turns by "
            f"{made.step_deg[joint]:.2f}, and no joint by more than "
            f"{made.step_deg[now]:.2f} ({names[now]})"
        )
    yield (
        f"  the root moves by {made.root_step_m:.4f} m "
        f"(from frame to frame it moved by {made.largest_root_step_m:.4f} at most)"
    )


def _speed(ratio: float) -> str:
    if np.isnan(ratio):
        return "speed: nothing to compare"
    text = f"speed: {ratio:.2f} of that of the last second"
    if ratio < FROZEN:
        text += ". The prediction is nearly frozen"
    return text
