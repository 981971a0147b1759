"""A bounded memory of what name servers answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.recent import Recent
from imgcrawl.transport.exchange import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

UNANSWERED: Final = frozenset({ErrorSlug.DNS_TIMEOUT, ErrorSlug.DNS_ERROR, ErrorSlug.DNS_SERVFAIL})
"""What says nothing of a name: SERVFAIL is how a name server near by tells that it reaches none of the others."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Addresses, in the order to try; or the *slug* and *detail* of why there are none. *keep_s*: seconds it holds."""

    addresses: tuple[str, ...] = ()
    slug: ErrorSlug | None = None
    detail: str = ""
    keep_s: float = 0.0

    def unwrap(self) -> tuple[str, ...]:
        """Return the addresses.

        :raises FetchError: with the slug, if there are none.
        """
        if self.slug is not None:
            raise FetchError(self.slug, self.detail)
        return self.addresses


class AnswerCache:
    """Keeps the *max_names* names used last, each for its answer's ``keep_s``."""

    def __init__(self, max_names: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._entries: Recent[str, tuple[float, Answer]] = Recent(max_names)

    def get(self, name: str) -> Answer | None:
        """Return the answer for *name* while it holds."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        expires, answer = entry
        if self._clock() >= expires:
            del self._entries[name]
            return None
        self._entries.move_to_end(name)
        return answer

    def drop(self, name: str) -> None:
        """Forget the answer for *name*."""
        self._entries.pop(name, None)

    def put(self, name: str, answer: Answer) -> None:
        """Remember *answer*; the name that was not used for longest makes room."""
        self._entries.put(name, (self._clock() + answer.keep_s, answer))
