"""The project's own commands: one module each, named after the command.

Importing them takes seconds on a busy machine, in which Ctrl-C ends the program with a sentence instead of a traceback.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_tell = sys.excepthook


def _tell_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Interrupted.\n")
    else:
        _tell(kind, error, trace)


sys.excepthook = _tell_quietly
