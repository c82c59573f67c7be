import io

import pytest

from reenact.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_one_line_rewritten():
    terminal = Terminal()
    with ProgressLine("cmu", terminal) as progress:
        for done in (1, 2, 3, 4):
            progress.update(done, 4, "file " + "x" * (90 if done == 2 else 3))
    shown = terminal.getvalue()
    assert shown.count("\n") == 1 and shown.endswith("\n")
    states = shown.rstrip("\n").split("\r")[1:]
    assert ["left" in state for state in states] == [True, True, True, False]
    assert all(f"{done}/4" in state for done, state in enumerate(states, start=1))
    # No state is longer than the line, and each covers the one before.
    assert max(map(len, states)) < 80
    assert len(states[2]) == len(states[1])


def test_a_file_sees_the_last_state_even_after_an_error():
    stream = io.StringIO()
    with pytest.raises(ValueError), ProgressLine("cmu", stream) as progress:
        progress.update(1, 8, "a")
        progress.update(2, 8, "b")
        raise ValueError
    (line,) = stream.getvalue().splitlines()
    assert "2/8" in line and line.endswith("b")
