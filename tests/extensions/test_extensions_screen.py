"""Where a crawl is shown, when nobody is there to look."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from imgcrawl.extensions.screen import Screen, live_line
from tests.extensions.terminals import shown_by

PROGRAM = """
import os
from imgcrawl.extensions.screen import Screen
screen = Screen()
for number in range(3):
    screen.print(number, "x" * 10_000)
os.write(1, b"went on")
"""


def test_what_cannot_be_shown_is_lost():
    """A full disk and a reader who has left end nothing, and leave the program's status as it is."""
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=full, check=False)
    assert (found.returncode, found.stdout) == (0, b"went on")
    gone = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    gone.stderr.close()
    assert (gone.stdout.read(), gone.wait()) == (b"went on", 0)
    gone.stdout.close()


def test_what_can_be_shown_is(capsys):
    """On a standard error that can be written everything arrives, without colours where it is no terminal."""
    Screen().print("3 rows", style="bold")
    assert capsys.readouterr().err == "3 rows\n"


def test_a_live_line_is_shown_whole():
    """On a narrow terminal no word of the line is cut off; what is waited for stands at its end."""
    shown = io.StringIO()
    screen = Console(file=shown, width=60, force_terminal=True, color_system=None)
    line = "0 rows, 0 images, 0 rows/s; waiting for heron.museum.test (until 12:00:45, 45 s) and 3 other hosts"
    with live_line(screen) as show:
        show(line)
        screen.print("the live line is drawn anew below this")
    words = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue()).replace("0:00:00", "").split()
    assert " ".join(words).count(line) >= 1


LOGGING = """
import logging
import time
from imgcrawl.extensions.screen import Screen, live_line
from tests.extensions.terminals import shown_by

logging.basicConfig(format="%(message)s")
with live_line(Screen()) as show:
    show("rows " * 20)
    for number in range(3):
        time.sleep(0.15)
        logging.warning("record %d begins [b] %s and ends", number, "word " * 20)
logging.warning("behind it")
"""


def test_what_is_logged_stands_above_the_live_line():
    """A record is shown whole, in lines of its own, however many lines the display takes; nothing stale is left."""
    records = [f"record {number} begins [b] {'word ' * 20} and ends" for number in range(3)]
    lines = [record[at : at + 60].rstrip() for record in [*records, "behind it"] for at in range(0, len(record), 60)]
    assert [line for line in shown_by(LOGGING, width=60) if line] == lines
