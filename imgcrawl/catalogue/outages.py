"""Who of those that work on a run waits for the network of its machine, for others to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, inspect, select

from imgcrawl.catalogue.database import Database
from imgcrawl.catalogue.owners import Owner
from imgcrawl.catalogue.schema import outages
from imgcrawl.catalogue.workers import workers_of

if TYPE_CHECKING:
    from imgcrawl.catalogue.runs import Run
    from imgcrawl.transport.pause import Awaited


class Outage(NamedTuple):
    """A *machine* without a network: *sign*, how that shows, and *since* when, in epoch seconds."""

    machine: str
    sign: str
    since: float


class OutageTable(Database):
    """The part of the catalogue that knows which processes wait for the network."""

    def note_outage(self, run: Run, awaited: Awaited | None) -> None:
        """Record what this process waits for in its part of *run*; None: for nothing."""
        owner = Owner.current(run.shard)
        with self.writing() as connection:
            connection.execute(delete(outages).where(outages.c.run_id == run.id, outages.c.shard == owner.shard))
            if awaited is not None:
                values = {"run_id": run.id, **owner._asdict(), "sign": awaited.sign, "since": awaited.since}
                connection.execute(outages.insert().values(values))

    def outages_of(self, run: Run) -> list[Outage]:
        """Return the machines whose processes on *run* wait for the network, each once, the longest wait first.

        What a process left that is gone does not count.
        """
        columns = [outages.c[name] for name in (*Owner._fields, "sign", "since")]
        query = select(*columns).where(outages.c.run_id == run.id).order_by(outages.c.since, outages.c.shard)
        with self.reading() as connection:
            if not inspect(connection).has_table(outages.name):
                return []
            rows = [(Owner(*owner), sign, since) for *owner, sign, since in connection.execute(query)]
            living = {owner for owner, lives in workers_of(connection, run.id) if lives is not False} if rows else set()
        found: dict[str, Outage] = {}
        for owner, sign, since in rows:
            if owner in living:
                found.setdefault(owner.host, Outage(owner.host, sign, since))
        return list(found.values())
