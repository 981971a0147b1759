"""The project's own commands, and what they consist of.

- One module each, named after the command: ``crawl``, ``report``, ``explain``, ``compare``, ``export``, ``verify``,
  ``demo``, ``lab``.
- What several share: ``quiet`` (those that do not crawl), ``numbers`` (on the command line), ``statuses`` (of their
  end), ``serving`` (a report that renews itself), ``contest`` (one list by two strategies). ``row_groups``: an export
  as Parquet.
- A crawl: ``pairs`` (on its command line), ``waiting`` (for whom it does first), ``presses`` (of Ctrl-C); in several
  processes ``sharding``, ``supervisor``, ``shard_process``, and the ``length`` of the list of all of them.

Scrapy imports all of them for each, also for a crawl. So what a command alone needs, and takes long to import, is
imported where it is used.

Importing them takes seconds on a busy machine, in which Ctrl-C ends Scrapy with a sentence instead of a traceback, and
hardly any garbage is made. Other programs that import them keep their own hook for errors, their collector and their
streams.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from imgcrawl.streams import flush, let_go

if TYPE_CHECKING:
    from types import TracebackType

_tell = sys.excepthook
_THRESHOLDS = (50_000, 20, 10)


def collect_less_often() -> None:
    """Look for garbage after 50,000 new objects instead of 700, and seldom among old ones."""
    gc.set_threshold(*_THRESHOLDS)


def mend_streams() -> None:
    """Give the program the standard streams that it was started without, and let its output take every text.

    Where they are closed the first files that are opened get their numbers, and what writes to a number, such as a
    decoder that complains, would write into the catalogue.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # the lowest number that is free is the one that will be given
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the program
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def leave_streams() -> None:
    """Let the program end with its own status where whoever read its output has left, or its terminal is gone.

    What stands on standard error is for a reader alone. Of other faults of standard output the interpreter tells.
    """
    with suppress(OSError, ValueError):  # ValueError: somebody has closed it
        flush(sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        let_go(sys.stdout)
    except (OSError, ValueError):
        pass


def _tell_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Interrupted.\n")
    else:
        _tell(kind, error, trace)


def _is_scrapy(program: Path) -> bool:
    """Say whether *program* is ``scrapy``, or what ``python -m scrapy`` runs."""
    return "scrapy" in (program.stem, program.parent.name if program.name == "__main__.py" else "")


if _is_scrapy(Path(sys.argv[0])):
    sys.excepthook = _tell_quietly
    collect_less_often()
    mend_streams()
    atexit.register(leave_streams)
