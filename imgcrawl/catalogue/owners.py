"""Which process works on a run."""

from __future__ import annotations

import os
import socket
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection


class Owner(NamedTuple):
    """A process that works on one *shard* of a run (empty: on all of it); *pid* 0: nobody, the shard is finished.

    *pid_started* tells it from a later process with the same number: the kernel's start time in ticks since boot, empty
    where the system does not tell.
    """

    shard: str
    pid: int
    pid_started: str
    host: str

    @classmethod
    def current(cls, shard: str) -> Owner:
        """Return this process as the owner of *shard*."""
        return cls(shard, os.getpid(), _started(os.getpid()), socket.gethostname())

    @property
    def has_finished(self) -> bool:
        """Whether the shard is finished and nobody works on it any more."""
        return self.pid == 0

    def finished(self) -> Owner:
        """Return what is left of this owner when its shard is finished."""
        return self._replace(pid=0, pid_started="")

    def overlaps(self, other: Owner) -> bool:
        """Tell whether the shards of both have rows in common, as all have but different parts of one division."""
        a, b = self.shard, other.shard
        return not a or not b or a == b or a.partition("/")[2] != b.partition("/")[2]

    def is_process_of(self, other: Owner) -> bool:
        """Tell whether both are one process, whatever of the run it works on."""
        return self._replace(shard="") == other._replace(shard="")

    def lives(self, *, is_held: bool | None) -> bool | None:
        """Tell whether the process still runs; None: that cannot be seen, as of one on another host.

        *is_held*: whether the lock is there that it holds while it lives; None where nobody can see such locks. A
        process of this host may be about to take its lock again.
        """
        if self.has_finished:
            return False
        if is_held or self.host != socket.gethostname():
            return is_held
        return self._is_here()

    def _is_here(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return _started(self.pid) == self.pid_started


def are_whole(finished: Collection[str]) -> bool:
    """Tell whether the shards *finished* make up the whole run: it by itself, or all parts of one division."""
    parts = Counter(shard.partition("/")[2] for shard in finished)
    return "" in finished or any(str(found) == count for count, found in parts.items())


def _started(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # Source: proc(5): the fields after the name in brackets begin with the 3rd (state); the 22nd is the start time.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]
