"""A subject of CMU's 30 bones and its motion, as .asf and .amc texts."""

from collections.abc import Mapping, Sequence

import numpy as np

from motion.skeleton import ASF, CMU_UNIT_M

CHANNELS = {
    "lowerback": "rx ry rz",
    "lclavicle": "ry rz",
    "lhumerus": "rx ry rz",
    "lradius": "rx",
    "lfemur": "rx ry rz",
    "ltibia": "rx",
    "lfoot": "rx rz",
}
AXES = {
    "lhumerus": (180, -30, -90),
    "lradius": (180, -30, -90),
    "lfemur": (0, 0, 20),
    "ltibia": (0, 0, 20),
    "lfoot": (-90, 0, 20),
}


def asf_text(scale: float = 1.0, root_order: str = "TX TY TZ RX RY RZ") -> str:
    """A body `scale` times that of the skeleton 'asf31'."""
    lines = [
        *("# a comment", ":version 1.10", ":name VICON", ":units", "  mass 1.0"),
        *("  length 0.45", "  angle deg", ":documentation", "  made for a test"),
        *(":root", f"   order {root_order}", "   axis XYZ"),
        *("   position 0 0 0", "   orientation 0 0 0", ":bonedata"),
    ]
    for number, name in enumerate(ASF.joint_names[1:], start=1):
        children = [j for j, p in enumerate(ASF.parents) if p == number]
        end = ASF.offsets_m[children[0]] if children else np.array([0, 0.05, 0])
        length = np.linalg.norm(end)
        direction = " ".join(f"{value:.9g}" for value in end / length)
        axis = " ".join(map(str, AXES.get(name, (0, 0, 0))))
        lines += [
            *("  begin", f"     id {number}", f"     name {name}"),
            f"     direction {direction}",
            f"     length {scale * length / CMU_UNIT_M:.9g}",
            f"     axis {axis}  XYZ",
        ]
        if name in CHANNELS:
            lines += [f"    dof {CHANNELS[name]}", "    limits (-160.0 20.0)"]
            lines += ["           (-70 70)"] * CHANNELS[name].count(" ")
        lines.append("  end")
    lines += [":hierarchy", "  begin"]
    for joint, name in enumerate(ASF.joint_names):
        children = [ASF.joint_names[j] for j, p in enumerate(ASF.parents) if p == joint]
        if children:
            lines.append(f"    {name} {' '.join(children)}")
    return "\n".join([*lines, "  end", ""])


def amc_text(
    frames: Sequence[Mapping[str, Sequence[float]]], header: str = ":DEGREES"
) -> str:
    """Frames from 1; bones that a frame does not name are at rest."""
    lines = ["#!OML:ASF somewhere.ASF", ":FULLY-SPECIFIED", header]
    widths = {"root": 6, **{bone: len(v.split()) for bone, v in CHANNELS.items()}}
    for number, values in enumerate(frames, start=1):
        lines.append(str(number))
        for bone, width in widths.items():
            shown = (f"{value:.9g}" for value in values.get(bone, [0.0] * width))
            lines.append(f"{bone} {' '.join(shown)}")
    return "\n".join([*lines, ""])


def moving_frames(count: int, seed: int = 0) -> list[dict[str, list[float]]]:
    """Smooth random angles and a walking root."""
    random = np.random.default_rng(seed)
    widths = {bone: len(v.split()) for bone, v in CHANNELS.items()}
    path = np.cumsum(random.normal(0, 1, (count, 6 + sum(widths.values()))), axis=0)
    ends = np.cumsum([6, *widths.values()])
    return [
        {
            bone: part.tolist()
            for bone, part in zip(
                ("root", *widths), np.split(row, ends[:-1]), strict=True
            )
        }
        for row in path
    ]
