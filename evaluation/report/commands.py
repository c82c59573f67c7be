"""Commands of runs as the page shows them: one for all seeds of a study."""

import re
from collections.abc import Sequence

_SEED = re.compile(r" --seed=\d+\b")


def one_command(commands: Sequence[str], seeds: Sequence[int]) -> str:
    """The command that trains every seed of a study, or a line for each if none does.

    Args:
        commands: one for each seed, as recorded.
        seeds: ascending.
    """
    bare = {_SEED.sub("", command) for command in commands}
    in_a_row = list(seeds) == list(range(seeds[0], seeds[0] + len(seeds)))
    if len(bare) > 1 or not in_a_row:
        return "\n".join(commands)
    if len(seeds) == 1:
        return commands[0]
    first = f" --seed={seeds[0]}" if seeds[0] else ""
    return f"{bare.pop()}{first} --seeds={len(seeds)}"


def shown_command(recorded: str) -> str:
    """Recorded commands, `python -m …` on each line, as a page shows them."""
    return re.sub(r"^python(?= )", ".venv/bin/python", recorded, flags=re.M)
