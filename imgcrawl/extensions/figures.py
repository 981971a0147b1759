"""What a crawl has done so far: as a line, as a table at the end, and as a text for another process."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from imgcrawl import keys
from imgcrawl.errors import ERRORS, ErrorSlug

if TYPE_CHECKING:
    from typing import Self

    from rich.console import Console
    from scrapy.crawler import Crawler

_SHOWN_HOSTS = 3
_NOTHING_TO_DO = {
    "": "Nothing to do: every row has its outcome. Ask again for failed rows with -a retry=failed.",
    "retry": "Nothing to ask again: no row of this run has such an outcome.",
    "limit": "Nothing to do: these rows have their outcome. Leave -a limit out for the others.",
    "shard": "Nothing to do: every row of this shard has its outcome.",
}
_OVERLOADED = (
    "the name servers did not keep up: look-ups were slowed down {times} times; IMGCRAWL_DNS_SERVERS names others"
)
_ENDS = {
    "shutdown": "was stopped: the same command goes on with it",
    "bad_source": "was stopped for its list",
    "outcomes_dropped": "was stopped for its pipelines",
    "network_down": "was stopped because the network was down: the same command goes on with it",
    "catalogue_failed": "was stopped because its outcomes could not be recorded: the same command goes on with it",
}


@dataclass(slots=True)
class Figures:
    """One crawl's figures, or the sum of several crawls'.

    *errors*: failed rows by ``stage/slug``; *failing*: ``[host, rows, failed]``, the worst first, at the end only;
    *reason*: why the crawl ended, empty while it runs. *scope*: what it was about if not the whole run: ``retry``,
    ``limit`` or ``shard``. *dns_overloads*: times that look-ups were slowed down.
    """

    rows: int = 0
    ok: int = 0
    requests: int = 0
    in_flight: int = 0
    waiting: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    failing: list[list[Any]] = field(default_factory=list)
    reason: str = ""
    scope: str = ""
    dns_overloads: int = 0

    @classmethod
    def of(cls, crawler: Crawler, reason: str = "") -> Self:
        """Return the figures of *crawler* as they stand now."""
        get, engine, prefix = crawler.stats.get_value, crawler.engine, f"{keys.STAT_OUTCOME}/"
        scheduler: Any = engine.scheduler if engine else None
        return cls(
            rows=get(keys.STAT_ROWS, 0),
            ok=get(keys.STAT_OK, 0),
            requests=get(keys.STAT_ATTEMPT, 0),
            in_flight=len(engine.downloader.active) if engine else 0,
            waiting=len(scheduler) if scheduler is not None else 0,
            errors={
                key.removeprefix(prefix): count
                for key, count in crawler.stats.get_stats().items()
                if key.startswith(prefix) and key != keys.STAT_OK
            },
            failing=get(keys.STAT_FAILING_HOSTS, []),
            reason=_true_reason(crawler, reason),
            scope=_scope(crawler),
            dns_overloads=get(keys.STAT_DNS_OVERLOADS, 0),
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what :meth:`to_json` wrote."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """Return the figures as one line of JSON."""
        return json.dumps(asdict(self))

    def __add__(self, other: Figures) -> Figures:
        """Return the sum, without a reason."""
        return Figures(
            self.rows + other.rows,
            self.ok + other.ok,
            self.requests + other.requests,
            self.in_flight + other.in_flight,
            self.waiting + other.waiting,
            dict(Counter(self.errors) + Counter(other.errors)),
            sorted(self.failing + other.failing, key=lambda host: -host[2]),
            scope="retry" if "retry" in (self.scope, other.scope) else "",
            dns_overloads=self.dns_overloads + other.dns_overloads,
        )

    def line(self, seconds: float) -> str:
        """Return one line on how far the crawl is after *seconds*."""
        share = f" ({self.ok / self.rows:.1%})" if self.rows else ""
        done = f"{self._counted()}{share}, {_number(round(self.rows / max(0.001, seconds)), 'row')}/s"
        return f"{done}, {self.in_flight:,} in flight, {self.waiting:,} waiting"

    def print_summary(self, screen: Console) -> None:
        """Print what became of the rows, what to do about failures, and how the run ended."""
        if not self.rows and self.reason == "finished":
            screen.print(_NOTHING_TO_DO[self.scope])
            return
        if self.rows:
            screen.print(self._table())
        hosts = [
            f"{escape(host)} {failed} of {count}" for host, count, failed in self.failing[:_SHOWN_HOSTS] if failed > 1
        ]
        if hosts:
            screen.print(f"most failed rows by host: {', '.join(hosts)}")
        if self.dns_overloads:
            screen.print(_OVERLOADED.format(times=self.dns_overloads))
        done = f"{self._counted()} ({self.ok / max(1, self.rows):.1%}), {_number(self.requests, 'request')}"
        screen.print(f"{done}; {_ended(self.reason, self.scope)}.")

    def _counted(self) -> str:
        return f"{_number(self.rows, 'row')}, {_number(self.ok, 'image')}"

    def _table(self) -> Table:
        table = Table("stage", "error", "rows", "share", "what to do")
        table.add_row("ok", "", f"{self.ok:,}", f"{self.ok / self.rows:.1%}", "")
        for name, count in Counter(self.errors).most_common():
            stage, slug = name.split("/")
            table.add_row(stage, slug, f"{count:,}", f"{count / self.rows:.1%}", ERRORS[ErrorSlug(slug)].advice)
        return table


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _true_reason(crawler: Crawler, reason: str) -> str:
    """Return why the crawl ended: it may have failed to record its end when Scrapy took it for finished."""
    journal = getattr(crawler.spider, "journal", None)
    return "catalogue_failed" if reason == "finished" and journal is not None and journal.has_failed else reason


def _scope(crawler: Crawler) -> str:
    """Return the spider's argument that keeps the crawl from being about the whole run."""
    options = getattr(crawler.spider, "options", None)
    return next((name for name in ("retry", "limit", "shard") if getattr(options, name, None) is not None), "")


def _ended(reason: str, scope: str) -> str:
    if reason != "finished":
        how = _ENDS.get(reason, f"was stopped ({reason}): the same command goes on with it")
        return f"the run {how}"
    return {
        "limit": "the first rows are done: without -a limit the same command goes on",
        "shard": "this shard is finished",
    }.get(scope, "the run is finished")
