"""Which joints of any skeleton are the 15 of `motion.body_joints`."""

from collections.abc import Mapping, Sequence

from motion.body_joints import BODY_JOINTS
from motion.joint_names import guess_joints
from motion.skeleton import Skeleton

_HANGING = {"knee": "hip", "elbow": "shoulder"}
_SPINE = ("spine1", "spine2", "spine3")


def match_joints(
    skeleton: Skeleton, names: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Index of the joint for each of `BODY_JOINTS` that the skeleton has.

    Limbs and head are known by their names. The spine is what lies between the hips and
    the joint where the arms branch off, the neck is what carries the head, and a collar
    what carries an arm.

    Args:
        skeleton: any.
        names: body joint to joint name where names are given rather than guessed. The
            spine is guessed if none of its three joints is given.

    Raises:
        ValueError: naming what is missing, what was matched and which joints were not
            used; or a name that is not known, or is used in two places.
    """
    given = {body: _given(skeleton, body, name) for body, name in (names or {}).items()}
    found = guess_joints(skeleton.joint_names) | given
    limbs = [
        name for name in BODY_JOINTS if name[2:] in (*_HANGING, *_HANGING.values())
    ]
    missing = [name for name in limbs if name not in found]
    if not missing:
        _add_trunk(skeleton, found, given)
        missing += ["spine1"] * (not any(name in found for name in _SPINE))
    missing += ["head or neck"] * (not {"head", "neck"} & set(found))
    if missing:
        raise ValueError(_what_is_missing(skeleton, found, missing))
    _check(skeleton, found)
    return {name: found[name] for name in BODY_JOINTS if name in found}


def path_to(skeleton: Skeleton, joint: int) -> list[int]:
    """The joints from the root to a joint, both included."""
    path = [joint]
    while path[0]:
        path.insert(0, skeleton.parents[path[0]])
    return path


def branching(skeleton: Skeleton, joints: Sequence[int]) -> int:
    """The last joint from which all of them hang; it may be one of them."""
    paths = [path_to(skeleton, joint) for joint in joints]
    shared = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return shared[-1]


def _given(skeleton: Skeleton, body: str, name: str) -> int:
    if body not in BODY_JOINTS:
        raise ValueError(
            f"expected a body joint of {', '.join(BODY_JOINTS)}, found {body!r}"
        )
    return skeleton.index(name)


def _add_trunk(
    skeleton: Skeleton, found: dict[str, int], given: Mapping[str, int]
) -> None:
    """Adds neck, collars and spine by where they are."""
    chest = branching(skeleton, [found["l_shoulder"], found["r_shoulder"]])
    pelvis = branching(skeleton, [found["l_hip"], found["r_hip"], chest])
    trunk = path_to(skeleton, chest)
    for joint, carried in (
        ("neck", "head"),
        ("l_collar", "l_shoulder"),
        ("r_collar", "r_shoulder"),
    ):
        parent = skeleton.parents[found.get(carried, 0)]
        if joint not in given and parent not in (-1, *trunk):
            found[joint] = parent
    if not set(_SPINE) & set(given):
        spine = [
            joint
            for joint in trunk[trunk.index(pelvis) + 1 :]
            if joint not in found.values()  # a neck from which the arms branch off
        ]
        count = len(spine)
        if count > 2:
            found |= zip(_SPINE, (spine[0], spine[count // 2], spine[-1]), strict=True)
        elif spine:
            found |= {"spine1": spine[0]} | ({"spine3": spine[1]} if count > 1 else {})


def _what_is_missing(
    skeleton: Skeleton, found: Mapping[str, int], missing: Sequence[str]
) -> str:
    names = skeleton.joint_names
    matched = [f"{body}={names[joint]}" for body, joint in found.items()]
    unused = [name for joint, name in enumerate(names) if joint not in found.values()]
    return (
        f"expected a joint for {', '.join(missing)}, found none; "
        f"matched: {', '.join(matched) or 'none'}; not used: {', '.join(unused)}"
    )


def _check(skeleton: Skeleton, found: Mapping[str, int]) -> None:
    names = skeleton.joint_names
    owners = {}
    for body, joint in found.items():
        if joint in owners:
            raise ValueError(
                f"expected one body joint for {names[joint]!r}, "
                f"found {owners[joint]} and {body}"
            )
        owners[joint] = body
    for body, joint in found.items():
        above = body[:2] + _HANGING.get(body[2:], "")
        if above in found and found[above] not in path_to(skeleton, joint):
            raise ValueError(
                f"expected {body} {names[joint]!r} to hang from {above} "
                f"{names[found[above]]!r}, found it elsewhere"
            )
    if branching(skeleton, list(found.values())) in owners:
        joint = branching(skeleton, list(found.values()))
        raise ValueError(
            f"expected a joint from which legs and spine hang, found {names[joint]!r} "
            f"as {owners[joint]}"
        )
