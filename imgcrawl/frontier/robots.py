"""robots.txt: what it allows, what its absence means, and who waits for it (RFC 9309)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from protego import Protego

from imgcrawl.durations import in_words
from imgcrawl.errors import ErrorSlug, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRESH_S: Final = 86_400.0
"""How long a robots.txt is used (RFC 9309, 2.4)."""

_ASKED_AGAIN_S: Final = 300.0
"""How long one that could not be had is not asked for again."""

_READ_BYTES: Final = 512_000
"""How much of it is read: the least that the RFC allows (2.5)."""

_FORBIDDEN: Final = Verdict(ErrorSlug.POLICY_ROBOTS.value)


@dataclass(slots=True)
class Rules:
    """What the robots.txt of one origin says to *agent*; None: nothing is said, so that everything is allowed.

    *refusal*: with what all requests fail while it cannot be had. *expires_at*: when it is asked for again, in epoch
    seconds. *size*: in bytes.
    """

    agent: str
    expires_at: float
    parsed: Protego | None = None
    refusal: Verdict | None = None
    size: int = 0

    @property
    def delay_s(self) -> float:
        """The least time between two requests that is asked for, in seconds."""
        return max(0.0, self.parsed.crawl_delay(self.agent) or 0.0) if self.parsed else 0.0

    def verdict(self, url: str, *, most_delay_s: float) -> Verdict | None:
        """Return with what a request for *url* fails; None if it is allowed.

        None is where the least time between two is more than *most_delay_s*: a list would never come to its end.
        """
        if self.refusal is not None or self.parsed is None:
            return self.refusal
        if not self.parsed.can_fetch(url, self.agent):
            return _FORBIDDEN
        if self.delay_s > most_delay_s:
            return Verdict(_FORBIDDEN.slug, f"its Crawl-delay is {in_words(self.delay_s)}, beyond what the run waits")
        return None


class Entry(NamedTuple):
    """What becomes of an item: it goes by *rules*, or waits for them; *asks*: it is the first that waits."""

    rules: Rules | None
    asks: bool = False


@dataclass(slots=True)
class RobotsGate:
    """The rules of the origins met last, and the items that wait for rules; instants are epoch seconds.

    *agent*: the name by which robots.txt speaks to us. At most *capacity* origins and *most_bytes* of text are kept;
    parsed, short lines take some 20 times their length in memory.
    """

    agent: str
    capacity: int = 10_000
    most_bytes: int = 4_000_000
    _rules: OrderedDict[str, Rules] = field(default_factory=OrderedDict)
    _waiting: dict[str, list[Any]] = field(default_factory=dict)
    _bytes: int = 0
    _parked: int = 0

    def __len__(self) -> int:
        """Return how many items wait."""
        return self._parked

    def enter(self, origin: str, item: Any, now: float) -> Entry:
        """Return the rules for *item*, or keep it until they are known."""
        rules = self._rules.get(origin)
        if rules is not None and now < rules.expires_at:
            self._rules.move_to_end(origin)
            return Entry(rules)
        asks = origin not in self._waiting
        self._waiting.setdefault(origin, []).append(item)
        self._parked += 1
        return Entry(None, asks)

    def waiting(self) -> Iterator[Any]:
        """Yield the items that wait."""
        return chain.from_iterable(self._waiting.values())

    def leave(self, origin: str, item: Any) -> bool:
        """Let *item* wait no more; say whether it did."""
        if item not in self._waiting.get(origin, ()):
            return False
        self._waiting[origin].remove(item)
        self._parked -= 1
        return True

    def is_awaited(self, origin: str) -> bool:
        """Say whether items wait for the rules of *origin*."""
        return origin in self._waiting

    def answered(self, origin: str, status: int, body: bytes, now: float) -> list[Any]:
        """Take the answer to the request for robots.txt; return the items that waited for it.

        Only a good answer has rules. Any other that is no fault of the server's means that there are none.
        """
        text = body[:_READ_BYTES] if 200 <= status < 300 else b""
        parsed = Protego.parse(text.decode("utf-8", "ignore")) if text.strip() else None
        return self._settle(origin, Rules(self.agent, now + _FRESH_S, parsed, size=len(text)))

    def failed(self, origin: str, refusal: Verdict, now: float) -> list[Any]:
        """Note that robots.txt cannot be had: nothing may be asked for, unless an older copy is at hand."""
        rules = self._rules.get(origin)
        if rules is None or rules.refusal is not None:
            rules = Rules(self.agent, 0.0, refusal=refusal)
        rules.expires_at = now + _ASKED_AGAIN_S
        return self._settle(origin, rules)

    def _settle(self, origin: str, rules: Rules) -> list[Any]:
        self._forget(origin)
        self._rules[origin] = rules
        self._bytes += rules.size
        while len(self._rules) > self.capacity or (self._bytes > self.most_bytes and len(self._rules) > 1):
            self._forget(next(iter(self._rules)))
        waited = self._waiting.pop(origin, [])
        self._parked -= len(waited)
        return waited

    def _forget(self, origin: str) -> None:
        rules = self._rules.pop(origin, None)
        self._bytes -= rules.size if rules else 0
