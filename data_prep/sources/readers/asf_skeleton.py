"""Reader of .asf files: the bones of one subject, for the motion in `asf_amc`.

Format: "Acclaim ASF/AMC" (Acclaim Entertainment; documented by M. Schafer, University
of Wisconsin, 1994). Keywords start with a colon; directions and axes are those of the
rest pose in the frame of the whole body.
"""

import dataclasses
import pathlib
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial.transform import Rotation

from data_prep.sources.readers.lines import Line, read_lines
from motion.skeleton import ASF
from reenact.errors import DataError

INCH_M = 0.0254
ROTATIONS = ("rx", "ry", "rz")
ROOT_CHANNELS = ("tx", "ty", "tz", *ROTATIONS)
_UNUSED = ("id", "limits", "bodymass", "cofmass")


@dataclasses.dataclass(frozen=True)
class Subject:
    """What an .asf file says of one body, joints as in the skeleton 'asf31'.

    Args:
        unit_m: metres per unit of length and of the root's translation.
        degrees: whether angles are in degrees, as for all of CMU; else in radians.
        root_order: the root's six channels: ('tx', …, 'rz').
        channels: for each joint with motion, the rotations that an .amc file gives.
        axes: (joints, 3, 3) C of each joint: the frame in which its angles turn.
        orders: for each joint, in which order its angles are applied: 'xyz' turns
            about the fixed x first.
        offsets_m: (joints, 3), see `motion.clip.Clip`.
    """

    unit_m: float
    degrees: bool
    root_order: tuple[str, ...]
    channels: dict[str, tuple[str, ...]]
    axes: np.ndarray
    orders: tuple[str, ...]
    offsets_m: np.ndarray


@dataclasses.dataclass
class _Bone:
    """A block of :bonedata as it is read."""

    start: Line
    name: str = ""
    direction: tuple[float, ...] | None = None
    length: float | None = None
    axis: tuple[float, ...] = (0.0, 0.0, 0.0)
    order: str = "xyz"
    channels: tuple[str, ...] = ()


def read_asf(path: pathlib.Path) -> Subject:
    """Reads one file.

    Raises:
        DataError: naming file and line of what is missing, unknown or no number; or of
            a hierarchy that is not that of the skeleton 'asf31'.
    """
    sections = _sections(read_lines(path))
    for name in (":units", ":root", ":bonedata", ":hierarchy"):
        if name not in sections:
            raise DataError(f"{path}: expected a section {name!r}, found none")
    unit_m, degrees = _read_units(sections[":units"])
    root_order, root = _read_root(sections[":root"])
    bones = [root, *_read_bones(sections[":bonedata"])]
    by_name = {bone.name: bone for bone in bones}
    names = [bone.name for bone in bones]
    for name in sorted({*names, *ASF.joint_names}):
        expected = int(name in ASF.joint_names)
        if names.count(name) != expected:
            raise DataError(
                f"{path}: expected {expected} bones called {name!r}, "
                f"found {names.count(name)}"
            )
    _check_hierarchy(path, sections[":hierarchy"])
    ordered = [by_name[name] for name in ASF.joint_names]
    return Subject(
        unit_m=unit_m,
        degrees=degrees,
        root_order=root_order,
        channels={bone.name: bone.channels for bone in ordered[1:] if bone.channels},
        axes=np.stack(
            [angles_to_rotation(b.order, b.axis, degrees).as_matrix() for b in ordered]
        ),
        orders=tuple(bone.order for bone in ordered),
        offsets_m=_offsets(ordered) * unit_m,
    )


def angles_to_rotation(
    order: str, angles: np.ndarray | Sequence[float], degrees: bool
) -> Rotation:
    """Angles (..., 3) about x, y, z to rotations, the first letter of `order` first."""
    columns = ["xyz".index(letter) for letter in order]
    return Rotation.from_euler(order, np.asarray(angles)[..., columns], degrees)


def _sections(lines: Sequence[Line]) -> dict[str, list[Line]]:
    sections = {}
    for line in lines:
        if line.words[0].startswith(":"):
            if line.words[0] in sections:
                raise line.fault("a section once", f"a second {line.words[0]!r}")
            content = sections[line.words[0]] = []
        elif not sections:
            raise line.fault("a keyword with a colon before anything else")
        else:
            content.append(line)
    return sections


def _read_units(lines: Sequence[Line]) -> tuple[float, bool]:
    unit_m, degrees = INCH_M, True
    for line in lines:
        match line.words:
            case ["length", *values]:
                (length,) = line.numbers(values, 1)
                if length < 1e-3:
                    raise line.fault("a unit of length above 0.001")
                unit_m = INCH_M / length
            case ["angle", "deg" | "rad" as unit]:
                degrees = unit == "deg"
            case ["angle", *_]:
                raise line.fault("'angle deg' or 'angle rad'")
    return unit_m, degrees


def _read_root(lines: Sequence[Line]) -> tuple[tuple[str, ...], _Bone]:
    """The root's channels in the order of the file, and the root as a bone."""
    channels, root = None, None
    for line in lines:
        key, *values = line.words
        if key == "order":
            channels = tuple(value.lower() for value in values)
            if sorted(channels) != sorted(ROOT_CHANNELS):
                raise line.fault("TX TY TZ RX RY RZ in some order")
        elif key == "axis":
            root = _Bone(line, "root", (0.0, 0.0, 0.0), 0.0, order=_order(line, values))
        elif key not in ("position", "orientation") or any(line.numbers(values, 3)):
            raise line.fault("order, axis, or position and orientation 0 0 0")
    if channels is None or root is None:
        raise DataError(
            f"{lines[0].path if lines else ':root'}: expected order and axis in :root, "
            "found one of them at most"
        )
    return channels, root


def _read_bones(lines: Sequence[Line]) -> Iterator[_Bone]:
    bone = None
    for line in lines:
        key, *values = line.words
        if (key == "begin") == (bone is not None):
            raise line.fault("blocks from 'begin' to 'end', one after the other")
        if key == "begin":
            bone = _Bone(line)
        elif key == "end":
            if not bone.name or bone.direction is None or bone.length is None:
                raise bone.start.fault("a name, direction and length", "a bone without")
            yield bone
            bone = None
        else:
            _read_bone_line(bone, line, key, values)
    if bone is not None:
        raise bone.start.fault("an 'end' to this 'begin'", "none")


def _read_bone_line(bone: _Bone, line: Line, key: str, values: list[str]) -> None:
    if key == "name":
        bone.name = " ".join(values)
    elif key == "direction":
        bone.direction = line.numbers(values, 3)
    elif key == "length":
        (bone.length,) = line.numbers(values, 1)
    elif key == "axis":
        bone.axis = line.numbers(values[:3], 3)
        bone.order = _order(line, values[3:])
    elif key == "dof":
        bone.channels = tuple(value.lower() for value in values)
        if not set(bone.channels) <= set(ROTATIONS) or len(set(values)) < len(values):
            raise line.fault("dof with rx, ry, rz, each at most once")
    elif key not in _UNUSED and not key.startswith("("):  # a further line of limits
        raise line.fault("name, direction, length, axis, dof or limits")


def _order(line: Line, values: list[str]) -> str:
    """'xyz' from ['XYZ']."""
    order = "".join(values).lower()
    if sorted(order) != ["x", "y", "z"]:
        raise line.fault("an order of axes like XYZ")
    return order


def _check_hierarchy(path: pathlib.Path, lines: Sequence[Line]) -> None:
    """Every joint must hang where it does in 'asf31', so there are no cycles."""
    left = {
        name: ASF.joint_names[parent]
        for name, parent in zip(ASF.joint_names[1:], ASF.parents[1:], strict=True)
    }
    for line in lines:
        parent, *children = line.words
        if line.words in (["begin"], ["end"]):
            continue
        for child in children:
            expected = left.pop(child, "no parent, or no second one")
            if expected != parent:
                raise line.fault(f"{expected} above {child!r}", repr(parent))
    if left:
        raise DataError(f"{path}: expected a parent of {min(left)!r}, found none")


def _offsets(bones: Sequence[_Bone]) -> np.ndarray:
    """(joints, 3): where the bone of the parent ends."""
    ends = np.array([np.multiply(bone.direction, bone.length) for bone in bones])
    return np.stack([np.zeros(3), *(ends[parent] for parent in ASF.parents[1:])])
