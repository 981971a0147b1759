"""The addresses of a host that may be connected to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport.exchange import FetchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.transport.addresses import AddressGuard
    from imgcrawl.transport.resolving.resolver import Resolver

_MOST_LISTED: Final = 4


class PermittedAddresses:
    """Has names resolved by *resolver*, and every address checked by *guard*.

    *is_proxied*: a proxy looks for the host itself; then only what is known without asking anybody is checked.
    """

    def __init__(self, resolver: Resolver, guard: AddressGuard, *, is_proxied: bool) -> None:
        self._resolver = resolver
        self._guard = guard
        self._is_proxied = is_proxied

    async def of(self, host: str) -> Sequence[str]:
        """Return the permitted addresses of *host*; none behind a proxy.

        :raises FetchError: if it has none, or none that is permitted.
        """
        if not self._is_proxied:
            return self._permitted(host, await self._resolver.resolve(host))
        if known := self._resolver.known(host):
            self._permitted(host, known)
        return ()

    def _permitted(self, host: str, addresses: Sequence[str]) -> Sequence[str]:
        permitted = [address for address in addresses if self._guard.permits(address)]
        if not permitted:
            leads = "" if host in addresses else f" leads only to {_listed(addresses)}, which"
            raise FetchError(ErrorSlug.POLICY_PRIVATE_ADDRESS, f"{host}{leads} is not public.")
        return permitted


def _listed(addresses: Sequence[str]) -> str:
    """Return *addresses* for a person to read; an answer has room for thousands."""
    more = len(addresses) - _MOST_LISTED
    return ", ".join(addresses[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
