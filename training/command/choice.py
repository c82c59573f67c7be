"""Which runs the flags ask for, decided before TensorFlow is imported."""

import dataclasses
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from absl import flags

from evaluation.family import Family
from evaluation.run_results import METRICS_FILE, RunResult, load_result
from reenact.errors import SettingsError, did_you_mean
from reenact.recorded import by_present_names
from training.run_folder import runs_inside
from training.settings import changed, check, expect_name, of_same_type, resolve

Profiles = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclasses.dataclass(frozen=True)
class Offer:
    """What a training script can be asked for.

    Args:
        studies, profiles: as for `training.settings.resolve`.
        default: what `--study=all` means.
        fine_tuned: studies that only exist as the continuation of a trained model.
        check_together: raises a SettingsError where settings do not fit each other;
            does without TensorFlow.
        check_flags: likewise, of the family's own flags.
    """

    family: Family
    studies: Mapping[str, Any]
    profiles: Profiles
    default: Sequence[str]
    fine_tuned: Collection[str] = ()
    check_together: Callable[[Any], None] = lambda config: None
    check_flags: Callable[[], None] = lambda: None


@dataclasses.dataclass(frozen=True)
class Choice:
    """What the flags ask for, of one study.

    Args:
        config: the settings of its runs.
        profile: of their folders.
        changes: what beside the study names their folders.
        arguments: flags that repeat `changes`.
        init_from: a model.keras to start from.
    """

    study: str
    config: Any
    profile: str
    changes: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    init_from: Path | None = None


def choices(offer: Offer) -> list[Choice]:
    """What the flags ask for, study by study.

    Raises:
        SettingsError: a flag, name or value that does not fit. DataError: a record that
            cannot be read.
    """
    flag = flags.FLAGS
    offer.check_flags()
    if flag.config:
        found = [_recorded(offer, Path(flag.config))]
    else:
        if not flag.study:
            raise SettingsError("expected --study=<name>, or all; --list shows them")
        names = list(offer.default) if flag.study == ["all"] else flag.study
        known = offer.studies, offer.profiles
        found = [
            Choice(study, resolve(*known, study, flag.profile, flag.set), flag.profile)
            for study in names
        ]
    for choice in found:
        check(choice.config)
        offer.check_together(choice.config)
        if choice.study in offer.fine_tuned and not flag.init_from:
            raise SettingsError(
                f"{choice.study}: expected --init_from=<folder of a finished run, or "
                "model.keras>, which it fine-tunes"
            )
    model = _model_file(flag.init_from, offer) if flag.init_from else None
    return [_starting(choice, model, offer) for choice in found] if model else found


def _starting(choice: Choice, model: Path, offer: Offer) -> Choice:
    """The same, from a model; studies that always do need not say so in their name."""
    name = "/".join(model.absolute().parts[-3:-1])  # <study>/seed<k>
    named = (f"init_from={_in_one(name)}",)
    named = () if choice.study in offer.fine_tuned else named
    return dataclasses.replace(
        choice,
        init_from=model,
        changes=(*choice.changes, *named),
        arguments=(*choice.arguments, f"--init_from={flags.FLAGS.init_from}"),
    )


def _in_one(label: str) -> str:
    """A run's name as a part of another, whose parts are separated by commas."""
    return label.replace(",", "+")


def _model_file(given: str, offer: Offer) -> Path:
    path = Path(given)
    path = path / "model.keras" if path.is_dir() else path
    if not path.is_file():
        raise SettingsError(
            f"--init_from={given}: expected a model.keras or the folder of a finished "
            f"run, found none{runs_inside(given)}"
        )
    if (path.parent / METRICS_FILE).is_file():
        _expect_family(load_result(path.parent / METRICS_FILE), offer, "init_from")
    return path


def _expect_family(record: RunResult, offer: Offer, flag: str) -> None:
    if record.family != offer.family.name:
        raise SettingsError(
            f"--{flag}={getattr(flags.FLAGS, flag)}: expected a run of "
            f"{offer.family.name}, found one of {record.family}"
        )


def _recorded(offer: Offer, given: Path) -> Choice:
    """What a config.json asks for, and `--set` on top of it."""
    flag, path = flags.FLAGS, given / "config.json" if given.is_dir() else given
    place, profile = path.parent, flag.profile
    label = place.name
    if (place / METRICS_FILE).is_file():
        record = load_result(place / METRICS_FILE)
        _expect_family(record, offer, "config")
        label = f"{record.profile}/{record.study}"
        study = record.study.partition(",")[0]
        if flag["profile"].using_default_value:
            profile = record.profile
    elif not flag.study:
        raise SettingsError(
            f"--config={given}: expected --study=<name> too, since no finished run "
            f"lies beside {path.name}"
        )
    if flag.study:
        if len(flag.study) > 1:
            raise SettingsError("--config: expected one --study, found several")
        (study,) = flag.study
    expect_name(study, offer.studies, "a study")
    expect_name(profile, offer.profiles, "a profile")
    config = changed(read_config(path, type(offer.studies[study])), flag.set)
    changes = (f"config={_in_one(label)}",)
    return Choice(study, config, profile, changes, (f"--config={given}",))


def read_config(path: Path, config_class: type) -> Any:
    """The settings of a config.json; what it lacks has its default, and is named.

    Raises:
        SettingsError: one line, naming file and setting.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path}: expected a run's config.json, found none"
        ) from None
    except ValueError as error:
        raise SettingsError(f"{path}: expected JSON, found {error}") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected an object, found {str(content)[:40]!r}")
    recorded, default = by_present_names(config_class, content), config_class()
    names = [field.name for field in dataclasses.fields(config_class)]
    for name in recorded:
        if name not in names:
            raise SettingsError(
                f"{path}: expected settings that --list_settings shows, found {name!r}"
                f"{did_you_mean(name, names)}"
            )
    values = {
        name: of_same_type(value, getattr(default, name), f"{path}: {name}")
        for name, value in recorded.items()
    }
    if missing := [name for name in names if name not in values]:
        said = ", ".join(f"{name} {getattr(default, name)}" for name in missing)
        print(f"{path}: not recorded, so by default: {said}")
    return dataclasses.replace(default, **values)
