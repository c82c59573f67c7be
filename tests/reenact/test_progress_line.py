import fcntl
import io
import os
import pty
import re
import struct
import termios
import threading

import pytest

from reenact.progress import progress_bar, reporting
from training.progress import Progress

COLUMNS = 60
LONG = "train/washwindow/" + "x" * 90


@pytest.fixture
def terminal():
    """What a terminal of 60 columns is given: the end to write to, and its states."""
    reading, writing = pty.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    read = bytearray()

    def collect():
        try:
            while part := os.read(reading, 4096):
                read.extend(part)
        except OSError:  # the other end was closed
            pass

    thread = threading.Thread(target=collect)
    thread.start()
    stream = open(writing, "w", encoding="utf-8")  # noqa: SIM115

    def states():
        stream.close()
        thread.join()
        return re.findall(r"[^\r\n]+|\n", read.decode())

    yield stream, states
    stream.close()
    thread.join()
    os.close(reading)


def check_one_line(states):
    """One line, rewritten: it never wraps, and what follows has a line of its own."""
    *shown, end = states
    assert end == "\n" and "\n" not in shown
    assert max(map(len, shown)) < COLUMNS
    return shown


def test_a_terminal_sees_one_line_that_fits(terminal):
    stream, states = terminal
    with reporting("cmu_asfamc: reading", stream) as report:
        for done in (1, 2, 3.5, 4):
            report(done, 4, LONG if done == 2 else "file")
    shown = check_one_line(states())
    places = [re.search(r"(\d)/(\d|\?)", state)[0] for state in shown]
    assert list(dict.fromkeys(places)) == ["0/?", "1/4", "2/4", "3/4", "4/4"]
    assert "file" in shown[1] and "train/wash" in shown[2]


def test_a_message_after_an_error_has_its_own_line(terminal):
    stream, states = terminal
    with pytest.raises(ValueError), reporting("cmu", stream) as report:
        report(1, 8, "a")
        raise ValueError
    assert "1/8" in check_one_line(states())[-1]


def test_a_run_on_a_terminal_shows_a_bar_that_fits(terminal, monkeypatch):
    stream, states = terminal
    monkeypatch.setattr("sys.stdout", stream)
    label = "02,evaluate_every=40,steps=100,learning_rate=0.125"
    with Progress(label, 100, 40) as shown:
        shown.at_step(60, 2.5)
        shown.evaluated(80, {"loss": 2.0, "validation_error": 1.25}, "3 s left")
        shown.evaluated(
            100, {"loss": 1.5, "validation_error": 1.0, "other": 9.0}, "0 s left"
        )
    first, end, *rest = states()
    assert (first, end) == (label, "\n")
    lines = check_one_line(rest)
    assert "40/100" in lines[0]
    assert "60/100" in lines[1] and "loss=2.5" in lines[1]
    assert "80/100" in lines[2] and "loss=2.0" in lines[2]


def test_a_file_has_nothing_of_a_job_and_a_line_for_each_evaluation(capsys):
    stream = io.StringIO()
    with reporting("cmu", stream) as report:
        report(1, 8, "a")
    assert stream.getvalue() == ""
    with Progress("stt/02", 100, 0, ["loss"]) as shown:
        shown.at_step(20, 2.5)
        shown.evaluated(50, {"loss": 2.0, "validation_error": 1.25}, "3 s left")
        shown.evaluated(75, {"loss": 1.0, "validation_error": 1.25}, "stopped")
    assert capsys.readouterr().out.splitlines() == [
        "stt/02: step 50/100, loss 2.0000, 3 s left",
        "stt/02: step 75/100, loss 1.0000, stopped",
    ]


def test_a_bar_tells_how_much_is_left_from_where_it_began(terminal):
    stream, states = terminal
    bar = progress_bar("run", 100, 90, stream)
    bar.start_t -= 10  # seconds, in which the steps from 90 to 95 were done
    bar.update(5)
    bar.close()
    assert "95/100 [00:10<00:10" in check_one_line(states())[-1]
