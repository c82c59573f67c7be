"""How any study is trained: what its family supplies, and the sequence of it all."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import keras
import tensorflow as tf

from evaluation.family import Family
from evaluation.run_results import METRICS_FILE, RunResult, load_result
from training import runtime
from training.loop import Loop, Schedule
from training.run import Run
from training.start import Start, check_same_network, said_of, trained_start
from training.tensorboard import TensorBoardWriter

Step = Callable[..., dict[str, tf.Tensor]]


class Material(Protocol):
    """The data of a run: what trains, and what is scored.

    Args:
        data: what the record of the run says of it, see `evaluation.run_results`.
    """

    data: dict[str, Any]


class Pictures(Protocol):
    """Draws what a model predicts.

    Args:
        shows: what `strip` shows, for TensorBoard.
    """

    shows: str

    def strip(self) -> bytes:
        """A picture as PNG, drawn at every evaluation."""

    def save(self, folder) -> None:
        """Writes pictures and motions into the folder of a run."""


@dataclasses.dataclass(frozen=True, eq=False)
class Training:
    """A run under way: what the functions of a recipe are given.

    Args:
        config: its settings.
        material: its data.
        model: compiled, unless the step has optimizers of its own.
        step: of the recipe; None: that of `training.loop.Loop`.
    """

    config: Any
    run: Run
    material: Any
    model: keras.Model
    step: Step | None


def _none(training: Training) -> Sequence[keras.callbacks.Callback]:
    return ()


@dataclasses.dataclass(frozen=True)
class Recipe:
    """What a family supplies so that its studies can be trained.

    Args:
        prepare: (settings, run) -> `Material`. Raises DataError or SettingsError.
        build: (settings, material) -> a `networks.configured_model.ConfiguredModel`,
            with optimizer and loss unless the step has its own.
        batches: training -> start step -> batches, see `training.loop.Loop`.
        schedule: (settings, material) -> how long to train; patience and the limit of
            time follow from `training.settings.Limits`.
        validation: training -> what each evaluation calls for its scalars.
        pictures: training -> `Pictures`.
        score: training -> the fields of `RunResult` that are the family's own.
        summary: record -> what a line about it says after study and seed.
        step: model -> what a step does; None: it lowers the model's own loss.
        callbacks: training -> further Keras callbacks.
        after_training: what else is drawn or written once the best weights are known.
        start_from: (settings, run) -> what to start from; None: fresh weights, or those
            of `Run.init_from`.
        shown: which scalars a line of progress has; empty: all.
        arguments: further flags that repeat its runs.
    """

    prepare: Callable[[Any, Run], Material]
    build: Callable[[Any, Any], keras.Model]
    batches: Callable[[Training], Callable[[int], tf.data.Dataset]]
    schedule: Callable[[Any, Any], Schedule]
    validation: Callable[[Training], Callable[[], dict[str, float]]]
    pictures: Callable[[Training], Pictures]
    score: Callable[[Training], dict[str, Any]]
    summary: Callable[[RunResult], str]
    step: Callable[[keras.Model], Step] | None = None
    callbacks: Callable[[Training], Sequence[keras.callbacks.Callback]] = _none
    after_training: Callable[[Training], Any] | None = None
    start_from: Callable[[Any, Run], Start] | None = None
    shown: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()


def train_study(
    family: Family, recipe: Recipe, config: Any, run: Run
) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting. KeyboardInterrupt:
            which says what the same command goes on from.
    """
    try:
        return _train(family, recipe, config, run)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"{run.label}: {run.folder.going_on}") from None


def _train(family: Family, recipe: Recipe, config: Any, run: Run) -> RunResult | None:
    start = (recipe.start_from or trained_start(family))(config, run)
    if start:
        config, run = start.config, start.run
    material = recipe.prepare(config, run)
    if start and not start.only_scored:
        check_same_network(start, recipe.build(config, material))
    data = {**material.data, **(start.data if start else {})}
    if not run.begin(config, data):
        return None
    if start and not start.only_scored:
        print(f"{run.label}: {said_of(start)}", flush=True)
    # That of the run, which may have joined the records of several data sets.
    used = f"{data['name']} {data['fingerprint'][:12]}"
    print(f"{run.label}: data {used}; compiling, and the first steps", flush=True)
    training = make_training(recipe, config, run, material, start)
    model = training.model
    if model.features is not None:
        model.features.statistics.save(run.folder.statistics)
    pictures = recipe.pictures(training)
    steps, seconds, ending = 0, 0.0, "steps"
    if not (start and start.only_scored):
        loop = make_loop(recipe, training)
        writer = TensorBoardWriter(
            run.folder.tensorboard, config, pictures.strip, pictures.shows
        )
        callbacks = [writer, *recipe.callbacks(training)]
        loop.run(recipe.validation(training), callbacks, run.label, recipe.shown)
        steps, seconds, ending = int(loop.step), float(loop.seconds), loop.ending
    if recipe.after_training:
        recipe.after_training(training)
    pictures.save(run.folder.path)
    fields = {**recipe.score(training), "family": family.name, "data": data}
    return run.finish(model, steps, seconds, ending, **fields)


def make_training(
    recipe: Recipe, config: Any, run: Run, material: Any, start: Start | None = None
) -> Training:
    """A run with its model, and with the weights of what it starts from."""
    if start and start.only_scored:
        return Training(config, run, material, start.model, None)
    with run.strategy.scope():
        model = recipe.build(config, material)
        if start:
            model.set_weights(start.model.get_weights())
        step = recipe.step(model) if recipe.step else None
    return Training(config, run, material, model, step)


def make_loop(recipe: Recipe, training: Training) -> Loop:
    """The training loop of a run."""
    run, config = training.run, training.config
    schedule = dataclasses.replace(
        recipe.schedule(config, training.material),
        patience=config.patience,
        max_seconds=config.max_seconds,
    )
    return Loop(
        training.model,
        recipe.batches(training),
        schedule,
        run.folder,
        run.strategy,
        xla=runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync),
        step=training.step,
    )


def train_and_say(family: Family, recipe: Recipe, config: Any, run: Run) -> RunResult:
    """Trains unless that was done before, and says the result in one line."""
    record = train_study(family, recipe, config, run)
    if record is None:
        print(f"{run.folder.shared}: finished before", flush=True)
        return load_result(run.folder.shared / METRICS_FILE)
    print(f"{record.study} seed {record.seed}: {recipe.summary(record)}", flush=True)
    return record
