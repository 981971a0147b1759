"""What was learned about hosts, kept from run to run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from imgcrawl.catalogue.database import CHUNK, Database
from imgcrawl.catalogue.schema import hosts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class HostTable(Database):
    """The part of the catalogue that knows hosts."""

    def load_hosts(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return what was saved about those hosts of *names* that are known."""
        asked = list(names)
        found: dict[str, dict[str, Any]] = {}
        with self.reading() as connection:
            for start in range(0, len(asked), CHUNK):
                query = select(hosts.c.host, hosts.c.knowledge).where(hosts.c.host.in_(asked[start : start + CHUNK]))
                found |= {host: json.loads(knowledge) for host, knowledge in connection.execute(query)}
        return found

    def save_hosts(self, knowledge: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace what was saved about each host by its *knowledge*, which is JSON-safe."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [{"host": host, "knowledge": json.dumps(known), "updated_at": now} for host, known in knowledge.items()]
        insert = self.insert_into(hosts)
        replaced = {"knowledge": insert.excluded.knowledge, "updated_at": insert.excluded.updated_at}
        if rows:
            with self.writing() as connection:
                connection.execute(insert.on_conflict_do_update(index_elements=["host"], set_=replaced), rows)
