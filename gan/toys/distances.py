"""What critics make of motions whose distance is known: a page and its numbers."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evaluation.reported_number import ReportedNumber
from evaluation.shipped import folder_of
from evaluation.tables.document import (
    Block,
    Cell,
    Document,
    Row,
    Table,
)
from evaluation.tables.results_csv import read_numbers, update_results_csv
from evaluation.tables.text_forms import to_markdown, to_text
from reenact.code_version import code_version
from reenact.commands import shown_command
from reenact.files import one_writer, whole_file
from reenact.numerals import with_minus

TABLE = "gan_toys"
MOTIONS = {1: "one number", 2: "two numbers"}


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is tried.

    Args:
        distances: between true and false motions, for critics that measure them.
        seeds: of the others, whose distance is 1.
        steps_to_measure: of the critics that measure distances.
        steps: of the others.
    """

    distances: Sequence[float] = (0.2, 0.4, 0.6, 0.8, 1.0)
    seeds: int = 6
    steps_to_measure: int = 800
    steps: int = 400


class Reading(NamedTuple):
    """A study and what is changed in it for these motions."""

    study: str
    changes: dict
    remark: str


# A critic of a hundred weights learns in hundreds of steps, not in 5 of each batch.
MEASURING = (
    Reading("wgan_gp", {"learning_rate": 5e-4}, "rate 5e-4"),
    Reading(
        "wgan",
        {"learning_rate": 2e-3, "clip_range": 0.1},
        "rate 2e-3, weights within 0.1",
    ),
)
OF_THE_REPORT = (
    Reading("report", {}, "as it is, update clipped"),
    Reading("report", {"learning_rate": 1e-2}, "rate 1e-2, update clipped"),
    Reading("report", {"learning_rate": 1e-3, "clip": "none"}, "rate 1e-3, no clip"),
    Reading("report_text", {}, "as it is, weights clipped"),
)


def measured_gaps(sizes: Sizes) -> dict:
    """(study, T) -> what its critic found at each distance."""
    from gan.toys.critics import ToyCritic

    found = {}
    for reading in MEASURING:
        for frames in MOTIONS:
            critic = ToyCritic(
                reading.study, frames, sizes.steps_to_measure, **reading.changes
            )
            found[reading.study, frames] = [
                critic.learn(distance, seed=0) for distance in sizes.distances
            ]
    return found


def report_gaps(sizes: Sizes) -> list[list]:
    """What the critic of each reading of the report found, seed by seed."""
    from gan.toys.critics import ToyCritic

    return [
        [critic.learn(1.0, seed) for seed in range(sizes.seeds)]
        for critic in (
            ToyCritic(reading.study, 1, sizes.steps, **reading.changes)
            for reading in OF_THE_REPORT
        )
    ]


def off_the_line(distances: Sequence[float], gaps: Sequence[float]) -> np.ndarray:
    """Each gap, relative to a line through zero that fits all of them, less 1."""
    x, y = np.array(distances), np.array(gaps)
    return y / (x * (x @ y) / (x @ x)) - 1


def document(
    sizes: Sizes, measured: dict, report: list[list], command: str
) -> Document:
    """The page."""
    wgan_gp = max(
        abs(each.gap / distance - 1)
        for frames in MOTIONS
        for each, distance in zip(
            measured["wgan_gp", frames], sizes.distances, strict=True
        )
    )
    line = max(
        np.abs(
            off_the_line(sizes.distances, [f.gap for f in measured["wgan", frames]])
        ).max()
        for frames in MOTIONS
    )
    return Document(
        "Critics on motions whose distance is known",
        [
            f"Made by `{command}`, code version {code_version()}.",
            "True motions are a normal number, or two; false ones the same with the "
            "last number moved by a distance, which is their earth mover's distance. "
            "Nothing is generated. Critics are perceptrons of widths 16 and 32, taught "
            "by the step that trains those of all studies, 256 motions of each kind a "
            "step.",
            f"Steps: {sizes.steps_to_measure}, and {sizes.steps} of readings of the "
            "report. Settings are the studies' own but for what stands beside them.",
            "A gap is the critic's mean of true motions less that of false ones; its "
            "slope, the mean norm of its gradient half way between them.",
        ],
        [_measured_table(sizes, measured), _report_table(report)],
        [
            f"The gap of wgan_gp is within {wgan_gp:.0%} of the distance. Its penalty "
            "holds the slope near 1, not at 1: at best the gap is d (1 + d / 20). That "
            f"of wgan is within {line:.0%} of a line through zero; its scale is that "
            "of the clipped weights. Divided by the slope it is the distance, for one "
            "number; of two, a clip leaves the slope along the first free as well.",
            "Equation 1 read as a squared difference is the same with true and false "
            "exchanged: which of the two is high differs from seed to seed. Clipped "
            "updates hardly move the critic, without clipping it saturates, and "
            "clipped weights leave one half for every motion.",
        ],
    )


def _measured_table(sizes: Sizes, measured: dict) -> Table:
    blocks = []
    for reading in MEASURING:
        rows = []
        for frames, motion in MOTIONS.items():
            found = measured[reading.study, frames]
            rows += [
                _row(f"gap, {motion}", [each.gap for each in found]),
                _row(
                    f"gap / slope, {motion}", [each.gap / each.slope for each in found]
                ),
            ]
        blocks.append(Block(f"{reading.study}: {reading.remark}", rows))
    header = ["distance", *(f"{distance:g}" for distance in sizes.distances)]
    return Table("Critics that measure a distance", header, blocks)


def _report_table(report: list[list]) -> Table:
    rows = []
    for reading, found in zip(OF_THE_REPORT, report, strict=True):
        gaps = [each.gap for each in found]
        true, false = (
            [getattr(f, name) for f in found] for name in ("true_mean", "false_mean")
        )
        cells = [
            f"{sum(gap > 0 for gap in gaps)} of {len(gaps)}",
            *(with_minus(f"{value:.2g}") for value in (min(gaps), max(gaps))),
            *(f"{min(each):.2f} to {max(each):.2f}" for each in (true, false)),
            f"{np.mean([each.saturated for each in found]):.0%}",
            f"{np.mean([each.dead for each in found]):.0%}",
        ]
        label = f"{reading.study}: {reading.remark}"
        rows.append(Row(label, [Cell(text) for text in cells]))
    header = ("reading", "true is high", "least gap", "greatest gap", "true", "false")
    return Table(
        "Readings of the report, distance 1, from seed to seed",
        [*header, "beyond 0.01, 0.99", "within 0.01 of 0.5"],
        [Block("one number, 24 outputs of a sigmoid", rows)],
    )


def _row(label: str, values: Sequence[float]) -> Row:
    return Row(label, [Cell(with_minus(f"{value:.3g}")) for value in values])


def figures(
    sizes: Sizes, measured: dict, report: list[list], profile: str, command: str
) -> list[ReportedNumber]:
    """Rows of results.csv: each gap, with the true distance as its baseline."""

    def figure(study, motion, mode, gaps, distance, steps):
        return ReportedNumber(
            family="gan",
            table=TABLE,
            study=study,
            action=motion,
            metric="critic_gap",
            mode=mode,
            value=float(np.mean(gaps)),
            spread=float(np.std(gaps, ddof=1)) if len(gaps) > 1 else None,
            seeds=len(gaps),
            profile=profile,
            data="toy motions",
            steps=steps,
            baseline=distance,
            command=command,
        )

    remarks = {reading.study: reading.remark for reading in MEASURING}
    rows = []
    for (study, frames), found in measured.items():
        for distance, each in zip(sizes.distances, found, strict=True):
            named = study, MOTIONS[frames], remarks[study]
            rows.append(figure(*named, [each.gap], distance, sizes.steps_to_measure))
    for reading, found in zip(OF_THE_REPORT, report, strict=True):
        named = reading.study, MOTIONS[1], reading.remark
        rows.append(figure(*named, [each.gap for each in found], 1.0, sizes.steps))
    return rows


def make_page(
    sizes: Sizes, profile: str, results_dir: Path, publish: bool = False
) -> str:
    """Teaches all critics, writes both files (see `folder_of`) and returns the text."""
    command = f"python -m gan.toys --profile={profile}"
    measured, report = measured_gaps(sizes), report_gaps(sizes)
    page = document(sizes, measured, report, shown_command(command))
    folder = folder_of(results_dir, profile, publish)
    rows = figures(sizes, measured, report, profile, command)
    shipped = read_numbers(results_dir / profile / "results.csv")
    studies = {row.study for row in rows}
    path = folder / f"{TABLE}.md"
    with one_writer(folder):
        update_results_csv(folder / "results.csv", shipped, rows, studies)
        with whole_file(path) as temporary:
            temporary.write_text(to_markdown(page), encoding="utf-8")
    return f"{to_text(page)}\nWritten: {path}, results.csv"
