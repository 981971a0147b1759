"""What was learned about hosts, kept from run to run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, text

from imgcrawl.catalogue.database import CHUNK, Database
from imgcrawl.catalogue.schema import hosts
from imgcrawl.frontier.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_STANDING = [hosts.c[name] for name in Standing._fields]
_NOTHING_LEARNT = "{}"


class HostTable(Database):
    """The part of the catalogue that knows hosts."""

    def load_hosts(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return what was saved about those hosts of *names* that are known, as far as it can be read."""
        asked = list(names)
        found: dict[str, dict[str, Any]] = {}
        with self.reading() as connection:
            for start in range(0, len(asked), CHUNK):
                query = select(hosts.c.host, hosts.c.knowledge).where(
                    hosts.c.host.in_(asked[start : start + CHUNK]), hosts.c.knowledge != _NOTHING_LEARNT
                )
                known = {host: _read(knowledge) for host, knowledge in connection.execute(query)}
                found |= {host: knowledge for host, knowledge in known.items() if knowledge}
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

    def tell_hosts(self, standings: Collection[Standing]) -> None:
        """Save how hosts want to be treated, for :meth:`host_news` of any process."""
        updated_at = datetime.now(UTC).isoformat(timespec="seconds")
        with self.writing() as connection:
            if self.dialect.name == "postgresql":
                # News are numbered in the order in which they can be read; SQLite has one writer anyway. The number is
                # arbitrary.
                connection.execute(text("SELECT pg_advisory_xact_lock(4841393)"))
            told = connection.scalar(select(func.coalesce(func.max(hosts.c.told), 0) + 1))
            rows = [
                {**standing._asdict(), "knowledge": _NOTHING_LEARNT, "updated_at": updated_at, "told": told}
                for standing in standings
            ]
            insert = self.insert_into(hosts)
            kept = ("host", "knowledge")
            replaced = {name: insert.excluded[name] for name in rows[0] if name not in kept}
            connection.execute(insert.on_conflict_do_update(index_elements=["host"], set_=replaced), rows)

    def host_news(self, after: int, *, now: float, since: float) -> tuple[int, list[Standing]]:
        """Return what was told of hosts after the number *after*, and the number of the last news there are.

        Left out is what was told before *since* of hosts whose pause is over at *now*; both in epoch seconds.
        """
        with self.reading() as connection:
            last = connection.scalar(select(func.max(hosts.c.told))) or 0
            if last <= after:
                return last, []
            counts = or_(hosts.c.paused_until > now, hosts.c.told_at > since)
            rows = connection.execute(select(*_STANDING).where(hosts.c.told > after, counts))
            told = (Standing(*row) for row in rows)
            return last, [standing for standing in told if standing.is_sound]


def _read(knowledge: object) -> dict[str, Any]:
    """Return what *knowledge* tells, a text of JSON; nothing if it is none: no host's lessons may stop a crawl."""
    try:
        known = json.loads(knowledge) if isinstance(knowledge, str) else None
    except (ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
