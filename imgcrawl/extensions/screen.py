"""Standard error as the place where a crawl is shown to a person, who may be gone."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from imgcrawl import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

RENEWED_S: Final = 0.5
"""How often a line that is live is to be shown anew, in seconds."""

_FIRST_LINE_S: Final = 1.0


class Screen(Console):
    """Standard error; what cannot be written there is lost, and the crawl goes on.

    That is so when a terminal was closed, the program behind a pipe has ended or a disk is full.
    """

    def __init__(self) -> None:
        super().__init__(stderr=True, highlight=False)

    @property  # type: ignore[misc]  # nobody sets it
    def file(self) -> Any:
        """The stream that Rich writes to."""
        return _Lossy(super().file)

    def print_dated(self, text: str) -> None:
        """Print *text* as a line with its date and time, as the log has them."""
        now = datetime.fromtimestamp(clock.now()).astimezone()
        self.print(f"{now:%Y-%m-%d %H:%M:%S} {text}", markup=False, soft_wrap=True)


@cache
def the_screen() -> Screen:
    """Return this process's screen: what is printed on the one that shows a live line comes out above that line."""
    return Screen()


def line_waits(interval_s: float) -> Iterator[float]:
    """Yield the seconds from line to line where none is live: *interval_s* in the end, less in the first moments.

    Who looks into a log file wants to see at once that a crawl has begun, and how.
    """
    wait_s = _FIRST_LINE_S
    while True:
        yield min(wait_s, interval_s)
        wait_s = min(2 * wait_s, interval_s)


@contextmanager
def live_line(screen: Screen) -> Iterator[Callable[[str], None]]:
    """Yield what shows a text as the last line of *screen*, with the time that has passed, while the context lasts.

    Where the screen is narrower it takes several lines: what a crawl waits for stands at the end. What is logged comes
    out above it: written to the terminal behind its back, it would be wiped out when the line is drawn anew.
    """
    whole = TextColumn("{task.description}", markup=False, table_column=Column(overflow="fold"))
    columns = (SpinnerColumn(), whole, TimeElapsedColumn())
    with _logged_above(screen), Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("")
        yield lambda text: progress.update(task, description=text)


@contextmanager
def _logged_above(screen: Console) -> Iterator[None]:
    """Have what is logged to standard error printed on *screen* while the context lasts."""
    streams = (each for each in logging.root.handlers if isinstance(each, logging.StreamHandler))
    handlers = [each for each in streams if each.stream is sys.stderr]
    for handler in handlers:
        handler.setStream(_Printed(screen))
    stream = sys.stderr
    try:
        yield
    finally:
        for handler in handlers:
            handler.setStream(stream)


class _Printed:
    """A stream of records, each of which is written as a whole."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen

    def write(self, text: str) -> None:
        self._screen.print(text, end="", markup=False, emoji=False, soft_wrap=True)

    def flush(self) -> None:
        self._screen.file.flush()


class _Lossy:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()
