"""The pictures of how generator and critic trained.

The first sets the generators of all studies side by side; `training_figure` draws the
others, the report's Figure 4 for every study.
"""

from evaluation.pictures.curve_panels import in_the_middle, study_curve
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import in_colour, known_curves, notes
from evaluation.pictures.style import (
    COLUMN_MM,
    INK,
    TEXT_POINTS,
    Sheet,
    highlighted,
    named,
)
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL, Studies
from gan.report.study_groups import CONTROL, READINGS
from gan.report.training_figure import finish, training_sheet, zero_velocity
from gan.studies import LABELS

_BODY_MM, _SIZE_MM = 62.0, (38.0, 51.0)
_LEFT_MM, _TOP_MM = 11.0, 2.0


def draw_gan(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """All generators side by side, and the training of each study."""
    where = f"on {named(data)}, {profile} profile"
    training = training_sheet(studies, where)
    return [_generators(studies, where), *([training] if training else [])]


def _generators(studies: Studies, where: str) -> Sheet:
    """The validation error of all generators."""
    found = {
        study: 100 * known_curves(studies, study, "g_mse_val")
        for study in studies.models_to_draw(LABELS)
    }
    found = {study: values for study, values in found.items() if values.size}
    with_critic = {
        study: values.mean(axis=0).min()
        for study, values in found.items()
        if study not in (CONTROL, READINGS[0])
    }
    best = min(with_critic, key=with_critic.get, default=None)
    colours = highlighted(
        nothing=ZERO_VELOCITY, simple=CONTROL, benchmark=READINGS[0], best=best
    )
    roles = (
        (CONTROL, "the generator without a critic"),
        (READINGS[0], "the report's algorithm"),
        (best, "the best of the others"),
        (ZERO_VELOCITY, "zero velocity"),
    )
    bands = any(len(found[study]) > 1 for study in colours if study in found)
    drawn = [*found, *([ZERO_VELOCITY] if found else [])]
    logarithmic = bool(found) and all(values.min() > 0 for values in found.values())
    sheet = Sheet(
        f"Generators {where}",
        "Error on validation data (100 x the mean squared error of all normalised "
        "numbers), mean over seeds; tables have test data."
        + in_colour(roles, drawn)
        + (" Bands: from the lowest seed to the highest." if bands else "")
        + (" The axis is logarithmic." if logarithmic else "")
        + notes(studies),
        _BODY_MM,
        COLUMN_MM,
    )
    axes = sheet.axes(_LEFT_MM, _TOP_MM, *_SIZE_MM)
    axes.set_xlabel("epoch", fontsize=TEXT_POINTS, color=INK, labelpad=2)
    axes.set_ylabel("validation error, %", fontsize=TEXT_POINTS, color=INK, labelpad=2)
    for study, values in found.items():
        study_curve(axes, values, study, colours)
    if not found:
        in_the_middle(axes, "not run")
        return sheet
    zero_velocity(axes, studies, next(iter(found)))
    if logarithmic:
        axes.set_yscale("log")
    finish(axes)
    label_ends(axes, {line: _name(studies, line.get_label()) for line in axes.lines})
    return sheet


def _name(studies: Studies, study: str) -> str:
    """In few words: a picture has less room than a table."""
    if study == ZERO_VELOCITY:
        return ZERO_VELOCITY_LABEL
    return "Generator alone" if study == CONTROL else studies.label(study)
