"""Damage to files, for tests that a reader takes it or names the file in one line."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reenact.errors import DataError

EDIT = st.tuples(
    st.integers(0, 2**20),
    st.sampled_from(["replace", "insert", "delete", "cut", "repeat"]),
    st.one_of(
        st.binary(min_size=1, max_size=4),
        st.sampled_from(
            [b"nan", b"inf", b"1e999", b",", b"\n", b"\r", b"\0", b"[", b"{}", b"null"]
        ),
    ),
)
EDITS = st.lists(EDIT, min_size=1, max_size=4)
FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def mutated(content: bytes, edits) -> bytes:
    for place, kind, extra in edits:
        at = place % (len(content) + 1)
        content = {
            "replace": content[:at] + extra + content[at + len(extra) :],
            "insert": content[:at] + extra + content[at:],
            "delete": content[:at] + content[at + len(extra) :],
            "cut": content[:at],
            "repeat": content + content[at:],
        }[kind]
    return content


def survives(read, path) -> None:
    """Only success and a one-line DataError that names the file will do."""
    try:
        read()
    except DataError as error:
        assert "\n" not in str(error)
        assert path.name in str(error)
