"""The project's own commands: one module each, named after the command.

Importing them takes seconds on a busy machine, in which Ctrl-C ends ``scrapy`` with a sentence instead of a traceback,
and hardly any garbage is made. Other programs that import them keep their own hook for errors and their collector.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_tell = sys.excepthook
_THRESHOLDS = (50_000, 20, 50)


def collect_less_often() -> None:
    """Look for garbage after 50,000 new objects instead of 700, and seldom among old ones."""
    gc.set_threshold(*_THRESHOLDS)


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
