"""What a crawl has done so far: as a line for a person, and as a text for another process."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgcrawl import clock, keys
from imgcrawl.durations import DAY_S, in_words
from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.extensions import crawl_state
from imgcrawl.plain import plain
from imgcrawl.shares import in_percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from scrapy.crawler import Crawler

_NAMED_HOSTS = 2
_LEAST_WAIT_S = 1.0
_OURS = f"{Stage.INTERNAL}/{ErrorSlug.INTERNAL_ERROR}"
_NO_SCOPE_OF_A_SUM = ("", "shard")
"""What one crawl may be about, and several that are added up are not: all shards are the whole."""


@dataclass(slots=True)
class Figures:
    """One crawl's figures, or the sum of several crawls'.

    *errors*: failed rows by ``stage/slug``; *retryable*: those that a later crawl might fetch; *failing*: ``[host,
    rows, failed]``, the worst first, at the end only; *reason*: why the crawl ended, empty while it runs. *scope*: what
    it was about if not the whole run: ``retry``, ``limit`` or ``shard``. *dns_overloads*: times that look-ups were
    slowed down. *list_read*: the part of the list that was read, below 1 until all of it was and None where that cannot
    be told; *read*: the rows of it that were read and are this crawl's; *to_go*: those of them that have no outcome
    yet; *left_out*: those that have none and get none, for only failed ones are asked for again; *renamed*: rows of all
    the list that was read whose id was an earlier row's, and got their number added; *unread_hashes*: those with
    something in the place of a known hash that is none, and *first_unread_hash* the first of them; *not_utf8*: rows of
    it that are not UTF-8 and cannot be read, *escaped*: those of which only columns that are carried along are not;
    *unnamed*: the arguments that would name columns which it lacks, *other_columns*: some that they may name.
    *hashes_known*: images whose hash the list gives, *hashes_matching*: those of them that have it. *run_rows*,
    *run_ok*: what the whole run has, from all its crawls; at the end only. *places*: where its things lie, by name.
    *awaited*: ``[host, seconds]``, those of the *awaited_count* hosts that are waited for longest, and for a second at
    least, once the list has been read or while nothing is under way. *tried_until*: when the rows to go, all of them
    begun, are tried no more, in epoch seconds; 0 if there is none, None where it cannot be told, as of many. *outage*:
    ``[sign, since]``, by what it shows that the network is down, and since when in epoch seconds; empty while it is up.
    *seconds*: how long the crawl took, 0 if that is not known.
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
    retryable: int = 0
    dns_overloads: int = 0
    list_read: float | None = None
    read: int = 0
    to_go: int = 0
    left_out: int = 0
    renamed: int = 0
    repeated: int = 0
    unread_hashes: int = 0
    first_unread_hash: str = ""
    not_utf8: int = 0
    escaped: int = 0
    unnamed: list[str] = field(default_factory=list)
    other_columns: list[str] = field(default_factory=list)
    hashes_known: int = 0
    hashes_matching: int = 0
    run_rows: int = 0
    run_ok: int = 0
    places: dict[str, str] = field(default_factory=dict)
    awaited: list[list[Any]] = field(default_factory=list)
    awaited_count: int = 0
    tried_until: float | None = 0.0
    outage: list[Any] = field(default_factory=list)
    seconds: float = 0.0

    @classmethod
    def of(cls, crawler: Crawler, reason: str = "") -> Self:
        """Return the figures of *crawler* as they stand now."""
        get, engine, prefix = crawler.stats.get_value, crawler.engine, f"{keys.STAT_OUTCOME}/"
        scheduler: Any = engine.scheduler if engine else None
        of_the_list = crawl_state.of_the_list(crawler.spider)
        in_flight = len(engine.downloader.active) if engine else 0
        names_hosts = scheduler is not None and (of_the_list.get("list_read") == 1 or (of_the_list and not in_flight))
        awaited = [host for host in scheduler.awaited() if host[1] >= _LEAST_WAIT_S] if names_hosts else []
        return cls(
            rows=get(keys.STAT_ROWS, 0),
            ok=get(keys.STAT_OK, 0),
            requests=get(keys.STAT_ATTEMPT, 0),
            in_flight=in_flight,
            waiting=len(scheduler) if scheduler is not None else 0,
            errors={
                key.removeprefix(prefix): count
                for key, count in crawler.stats.get_stats().items()
                if key.startswith(prefix) and key != keys.STAT_OK
            },
            failing=get(keys.STAT_FAILING_HOSTS, []),
            reason=crawl_state.true_reason(crawler, reason),
            scope=crawl_state.scope(crawler),
            retryable=get(keys.STAT_RETRYABLE, 0),
            dns_overloads=get(keys.STAT_DNS_OVERLOADS, 0),
            hashes_known=get(keys.STAT_HASHES_KNOWN, 0),
            hashes_matching=get(keys.STAT_HASHES_MATCHING, 0),
            **of_the_list,
            run_rows=get(keys.STAT_RUN_ROWS, 0),
            run_ok=get(keys.STAT_RUN_OK, 0),
            places=crawl_state.places(crawler) if reason else {},
            awaited=[list(host) for host in awaited[:_NAMED_HOSTS]],
            awaited_count=len(awaited),
            tried_until=crawl_state.tried_until(crawler, scheduler) if names_hosts else None,
            outage=crawl_state.outage(crawler) if engine else [],
            seconds=_seconds(get("start_time")),
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
            scope=next((scope for scope in (self.scope, other.scope) if scope not in _NO_SCOPE_OF_A_SUM), ""),
            retryable=self.retryable + other.retryable,
            dns_overloads=self.dns_overloads + other.dns_overloads,
            list_read=_least_read(self.list_read, other.list_read),
            read=self.read + other.read,
            to_go=self.to_go + other.to_go,
            left_out=self.left_out + other.left_out,
            renamed=max(self.renamed, other.renamed),
            repeated=max(self.repeated, other.repeated),
            unread_hashes=max(self.unread_hashes, other.unread_hashes),
            first_unread_hash=self.first_unread_hash or other.first_unread_hash,
            not_utf8=max(self.not_utf8, other.not_utf8),
            escaped=max(self.escaped, other.escaped),
            unnamed=self.unnamed or other.unnamed,
            other_columns=self.other_columns or other.other_columns,
            hashes_known=self.hashes_known + other.hashes_known,
            hashes_matching=self.hashes_matching + other.hashes_matching,
            run_rows=max(self.run_rows, other.run_rows),
            run_ok=max(self.run_ok, other.run_ok),
            places=self.places or other.places,
            awaited=sorted(self.awaited + other.awaited, key=lambda host: -host[1])[:_NAMED_HOSTS],
            awaited_count=self.awaited_count + other.awaited_count,
            tried_until=_latest(self.tried_until, other.tried_until),
            outage=min(filter(None, (self.outage, other.outage)), key=lambda outage: outage[1], default=[]),
            seconds=max(self.seconds, other.seconds),
        )

    @property
    def are_ours(self) -> bool:
        """Whether most rows failed on our side: their outcomes say next to nothing of them."""
        return _are_most(self.errors.get(_OURS, 0), self.rows)

    def line(self, seconds: float) -> str:
        """Return one line on how far the crawl is after *seconds*."""
        done = f"{self.counted()}, {number(round(self.rows / max(0.001, seconds)), 'row')}/s"
        return f"{done}, {self.in_flight:,} in flight, {self.waiting:,} waiting{self._outlook()}{self._waits()}"

    def counted(self) -> str:
        """Return how many rows and images there are, and their share."""
        share = f" ({in_percent(self.ok / self.rows)})" if self.rows else ""
        return f"{number(self.rows, 'row')}, {number(self.ok, 'image')}{share}"

    def _outlook(self) -> str:
        """Return what is known of the rows still to come: how much of the list was read, then how many are left."""
        if self.list_read is None:
            return ""
        if self.list_read == 1:
            return f", {number(self.to_go, 'row')} to go"
        return f", {self.list_read:.0%} of the list read"

    def _waits(self) -> str:
        """Return what the crawl waits for, if that is known: the network, else hosts."""
        if self.outage:
            sign, since = self.outage
            return f"; waiting for the network since {_time(since)} ({in_words(max(0, clock.now() - since))}): {sign}"
        if not self.awaited:
            return ""
        named = [f"{host} ({_until(max(0, seconds))})" for host, seconds in self.awaited]
        others = self.awaited_count - len(named)
        named += [number(others, "other host")] if others else []
        return plain(f"; waiting for {' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))}{self._end()}")

    def _end(self) -> str:
        """Return until when the waiting may last, if that is known, and that nobody has to bear it."""
        if not self.tried_until:
            return ""
        return f"; no row is tried after {_time(self.tried_until)}, and a stop (Ctrl-C) loses none"


def have_most_failed_by_us(stats: Mapping[str, Any]) -> bool:
    """Say whether the *stats* of a crawl tell that most of its rows failed on our side."""
    return _are_most(stats.get(f"{keys.STAT_OUTCOME}/{_OURS}", 0), stats.get(keys.STAT_ROWS, 0))


def _are_most(some: int, rows: int) -> bool:
    return 2 * some > rows


def opening(run: str, source: str, data_dir: str, before: object) -> str:
    """Return what a crawl of *run* is about, in a line; *before*: what is known of its last crawl, if there was one."""
    doing, of = "going on with" if before else "beginning", "standard input" if source == "-" else source
    return plain(f"{doing} run {run} of {of}, data folder {Path(data_dir).absolute()}")


def _seconds(start_time: object) -> float:
    return clock.now() - start_time.timestamp() if isinstance(start_time, datetime) else 0.0


def _until(seconds: float) -> str:
    """Return when *seconds* will have passed, and how long that is."""
    words = in_words(seconds)
    return words if seconds > DAY_S else f"until {_time(clock.now() + seconds)}, {words}"


def _time(instant: float) -> str:
    """Return the time of day of *instant*, in epoch seconds, where the crawl runs, as the log has it."""
    return f"{datetime.fromtimestamp(instant).astimezone():%H:%M:%S}"


def _least_read(one: float | None, other: float | None) -> float | None:
    """Return what both have read of their lists; it cannot be told if it cannot be of one, as before it has begun."""
    return None if one is None or other is None else min(one, other)


def _latest(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def number(count: int, noun: str) -> str:
    """Return *count* with its *noun*, in the plural where it is not one."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
