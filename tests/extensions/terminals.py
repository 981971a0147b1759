"""What a person sees of what a program writes to a terminal."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress

_TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|(\r)|(\n)|(.)", re.DOTALL)


class Terminal:
    """A terminal as wide as *width*: it knows the escapes by which a live display moves and erases."""

    def __init__(self, width: int) -> None:
        self.lines: list[str] = [""]
        self._width = width
        self._row = self._column = 0

    def feed(self, text: str) -> None:
        """Show *text*."""
        for argument, command, back, down, char in _TOKEN.findall(text):
            if command == "A":
                self._row = max(0, self._row - int(argument or 1))
            elif command == "K":
                self.lines[self._row] = ""
            elif back:
                self._column = 0
            elif down:
                self._move_down()
            elif char:
                self._put(char)

    def _move_down(self) -> None:
        self._row += 1
        if self._row == len(self.lines):
            self.lines.append("")

    def _put(self, char: str) -> None:
        if self._column == self._width:
            self._column = 0
            self._move_down()
        line = self.lines[self._row].ljust(self._column)
        self.lines[self._row] = line[: self._column] + char + line[self._column + 1 :]
        self._column += 1


def shown_by(program: str, *, width: int) -> list[str]:
    """Return the lines that *program*, in Python, leaves on a real pseudo-terminal of that *width*."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stderr=theirs, env=environment | {"TERM": "xterm"}) as process:
        os.close(theirs)
        written = b""
        with suppress(OSError):  # the end of a terminal whose program is gone
            while data := os.read(ours, 1 << 16):
                written += data
    os.close(ours)
    assert process.returncode == 0
    terminal = Terminal(width)
    terminal.feed(written.decode())
    return [line.rstrip() for line in terminal.lines]
