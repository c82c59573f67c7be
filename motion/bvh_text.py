"""The text of a BVH file, with digits enough to read the same motion back."""

from collections.abc import Sequence

from motion.bvh import BvhMotion

_DECIMALS = 8  # of channels: 1e-8 degrees, or the file's unit of length


def bvh_text(motion: BvhMotion) -> str:
    """The hierarchy, then a line for each frame."""
    lines = ["HIERARCHY", *_hierarchy(motion), "MOTION"]
    lines.append(f"Frames: {len(motion.values)}")
    lines.append(f"Frame Time: {float(motion.frame_seconds)!r}")
    row = " ".join([f"%.{_DECIMALS}f"] * motion.values.shape[1])
    lines += [row % tuple(values) for values in motion.values.tolist()]
    return "\n".join([*lines, ""])


def _hierarchy(motion: BvhMotion) -> list[str]:
    lines, open_joints = [], []

    def close(down_to: int) -> None:
        while len(open_joints) > down_to:
            open_joints.pop()
            lines.append("\t" * len(open_joints) + "}")

    for index, joint in enumerate(motion.joints):
        close(open_joints.index(joint.parent) + 1 if index else 0)
        tabs = "\t" * len(open_joints)
        lines += [
            f"{tabs}{'JOINT' if index else 'ROOT'} {joint.name}",
            f"{tabs}{{",
            f"{tabs}\tOFFSET {_numbers(joint.offset)}",
            f"{tabs}\tCHANNELS {' '.join([str(len(joint.channels)), *joint.channels])}",
        ]
        if joint.end_site is not None:
            lines += [f"{tabs}\tEnd Site", f"{tabs}\t{{"]
            lines += [f"{tabs}\t\tOFFSET {_numbers(joint.end_site)}", f"{tabs}\t}}"]
        open_joints.append(index)
    close(0)
    return lines


def _numbers(values: Sequence[float]) -> str:
    return " ".join(repr(float(value)) for value in values)
