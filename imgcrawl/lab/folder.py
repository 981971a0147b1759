"""Who may write a lab's files: nobody but the lab while one is being served into the folder."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from imgcrawl.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAB: Final = "lab.json"


def take_folder(folder: Path) -> int:
    """Keep others out of *folder*, who would put their list and truth in place of ours.

    That is so until the descriptor that is returned is closed, or this process ends.

    :raises ValueError: if a lab is being served into it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder, os.O_RDWR | os.O_CREAT)
    os.truncate(lock, 0)  # what it said was true of a lab that has ended
    return lock


@contextmanager
def unserved(folder: Path) -> Iterator[None]:
    """Keep labs out of *folder*, if one was ever served into it, as long as the context lasts.

    :raises ValueError: if one is being served into it.
    """
    with ExitStack() as stack:
        with suppress(FileNotFoundError):
            stack.callback(os.close, _locked(folder, os.O_RDWR))
        yield


def _locked(folder: Path, flags: int) -> int:
    lock = try_lock(folder / LAB, flags)
    if lock is None:
        raise ValueError(f"{_server_of(folder)} serves a lab into {folder}: end it, or name another folder by --out")
    return lock


def _server_of(folder: Path) -> str:
    """Return which process serves the lab in *folder*, as far as it has said so already."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return f"process {int(json.loads((folder / LAB).read_text(encoding='utf-8'))['pid'])}"
    return "another process"
