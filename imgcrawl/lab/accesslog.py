"""The access log: one JSON line per request, or per connection where a fault comes before any request."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACCESS = "access.jsonl"


@dataclass(frozen=True, slots=True)
class Access:
    """One visit. *time*: epoch seconds; *label*: a status or a fault; *violation*: the rules it broke, if any."""

    time: float
    connection: int
    secure: bool
    method: str
    host: str
    path: str
    kind: str
    label: str
    agent: str = ""
    referer: str = ""
    violation: str = ""


class AccessLog:
    """Collects visits in memory and appends them to a file when told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: list[Access] = []
        path.write_text("", encoding="utf-8")

    def add(self, entry: Access) -> None:
        """Keep *entry* until the next flush."""
        self._entries.append(entry)

    def add_connection(self, connection: int, address: str, label: str, *, secure: bool) -> None:
        """Keep an entry on a connection that *address* treats in its own manner."""
        self.add(Access(time.time(), connection, secure, "", address, "", "", label))

    def flush(self) -> None:
        """Write what has been collected."""
        entries, self._entries = self._entries, []
        if entries:
            with self.path.open("a", encoding="utf-8") as file:
                file.write("".join(json.dumps(asdict(entry)) + "\n" for entry in entries))


def read_access(folder: Path) -> Iterator[Access]:
    """Yield the visits in *folder*'s access log, in the order in which they came."""
    with (folder / ACCESS).open(encoding="utf-8") as file:
        for line in file:
            yield Access(**json.loads(line))
