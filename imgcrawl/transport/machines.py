"""Which of a host's machines is asked: a name may lead to several, of which one is out of order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, Stage
from imgcrawl.recent import Recent
from imgcrawl.transport.rests import BROKEN_OFF

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from imgcrawl.transport.exchange import FetchError, FetchResult

_ILL_S: Final = 120.0
"""How long a machine that failed comes after the others."""

_STAGES: Final = frozenset({Stage.TCP, Stage.TLS, Stage.HTTP})

_ILL: Final = frozenset({500, 502, 504, 507})
"""Answers by which one machine says that it, or what it stands for, is out of order. The other server errors are about
the request, the client or its pace, or name an origin that lies behind all addresses alike (52x)."""


@dataclass(slots=True)
class _Machines:
    """When each address of a host failed, and whether nothing good has come from the host since."""

    failed_at: dict[str, float] = field(default_factory=dict)
    is_news: bool = True


class Machines:
    """Remembers, of the *most* hosts that failed last and have several addresses, which of these failed.

    They come last for two minutes, the one that failed first before the others. Until something good came from the host
    its requests go over connections of their own: one that stands idle may lead to the machine that failed. Times are
    those of one clock.
    """

    def __init__(self, most: int) -> None:
        self._hosts: Recent[Hashable, _Machines] = Recent(most)

    def ordered(self, host: Hashable, addresses: Sequence[str], now: float) -> Sequence[str]:
        """Return the *addresses* of *host* in the order in which to try them."""
        known = self._hosts.get(host)
        if known is None:
            return addresses
        ill = {address: at for address, at in known.failed_at.items() if now - at < _ILL_S}
        return sorted(addresses, key=lambda address: ill.get(address, 0.0))

    def wants_fresh(self, host: Hashable) -> bool:
        """Say whether the next request to *host* is to open a connection."""
        return host in self._hosts and self._hosts[host].is_news

    def answered(self, host: Hashable, addresses: Sequence[str], result: FetchResult, now: float) -> None:
        """Note that one of the *addresses* of *host* has answered; one that asks to wait speaks for all machines."""
        if result.status in _ILL and not result.asks_to_wait:
            self._note(host, addresses, result.address, now)
        elif result.status < FIRST_SERVER_ERROR_STATUS and (known := self._hosts.get(host)) is not None:
            known.is_news = False
            known.failed_at.pop(result.address or "", None)
            if not known.failed_at:
                del self._hosts[host]

    def failed(self, host: Hashable, addresses: Sequence[str], error: FetchError, now: float) -> None:
        """Note that a request to one of the *addresses* of *host* failed with *error*.

        Whose handshake failed libcurl does not tell: the first one's, as far as that can be connected to.
        """
        address = addresses[0] if error.slug.stage is Stage.TLS and addresses else error.address
        if error.slug.stage in _STAGES or error.slug in BROKEN_OFF:
            self._note(host, addresses, address, now)

    def _note(self, host: Hashable, addresses: Sequence[str], address: str | None, now: float) -> None:
        if len(addresses) < 2 or not address:
            return
        known = self._hosts.use(host, _Machines)
        known.failed_at[address] = now
        known.is_news = True
