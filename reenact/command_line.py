"""What the flags of a command say: `--help`, and a line about those that are wrong."""

import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence

from absl import flags

from reenact.errors import did_you_mean

HELP = {"--help", "-help", "-h", "-?", "--helpshort"}
_NAME_COLUMN = 22


def help_text(groups: Mapping[str, Sequence[str]]) -> str:
    """What the command is for, and its flags, group by group.

    Args:
        groups: heading -> names of flags; those in none follow as "further flags".
    """
    known = flags.FLAGS.get_key_flags_for_module(sys.argv[0])
    by_name = {flag.name: flag for flag in known}
    named = {name for names in groups.values() for name in names}
    rest = [name for name in by_name if name not in named]
    parts = [(sys.modules["__main__"].__doc__ or "").strip()]
    for heading, names in {
        **groups,
        "further flags" if groups else "flags": rest,
    }.items():
        entries = [_entry(by_name[name]) for name in names if name in by_name]
        if entries:
            parts.append("\n".join([f"{heading}:", *entries]))
    return "\n\n".join(parts)


def _entry(flag: flags.Flag) -> str:
    """'  --seed=0        First random seed, …', wrapped."""
    name = f"--[no]{flag.name}" if flag.boolean else f"--{flag.name}"
    if not flag.boolean and flag.default not in (None, [], ""):
        name += f"={flag.default_as_str.strip(chr(39))}"
    words = " ".join((flag.help or "").split())
    if choices := getattr(flag.parser, "enum_values", None):
        words = words.removeprefix(f"<{'|'.join(choices)}>: ")
        words = f"{words.rstrip('.')}. One of {', '.join(choices)}."
    width = min(shutil.get_terminal_size((88, 24)).columns, 100)
    start = f"  {name}".ljust(_NAME_COLUMN)
    if len(start) > _NAME_COLUMN:
        start += "\n" + " " * _NAME_COLUMN
    indent = " " * _NAME_COLUMN
    return start + textwrap.fill(words, max(width, 60) - _NAME_COLUMN).replace(
        "\n", f"\n{indent}"
    )


def flag_error(error: flags.Error) -> str:
    """What is wrong with the flags, in one line, and what may have been meant."""
    known = flags.FLAGS.get_key_flags_for_module(sys.argv[0])
    if isinstance(error, flags.UnrecognizedFlagError):
        name = error.flagname
        meant = did_you_mean(name, [flag.name for flag in known], before="--")
        return f"expected a flag that --help lists, found --{name}{meant}"
    line = " ".join(str(error).split())
    if found := re.match(r"flag --(\w+)=", line):
        (name,) = found.groups()
        value = line.removeprefix(found[0]).removesuffix(f": {error.__context__}")
        parser = flags.FLAGS[name].parser
        if choices := getattr(parser, "enum_values", None):
            expected, meant = (
                f"one of {', '.join(choices)}",
                did_you_mean(value, choices),
            )
        else:
            expected, meant = parser.syntactic_help or "true or false", ""
        shown = value if re.fullmatch(r"-?[\d.]+", value) else repr(value)
        return f"--{name}: expected {expected}, found {shown}{meant}"
    return line
