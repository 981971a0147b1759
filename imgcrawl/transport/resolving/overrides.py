"""Addresses that the operator sets for host names, in place of what name servers say."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


class DnsOverrides:
    """Looks names up in *table*: exact names first, then ``*.suffix``, the longest suffix winning.

    :raises ConfigError: if a value is neither an address nor a list of addresses.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = {name.lower().rstrip("."): _addresses(name, value) for name, value in table.items()}

    def get(self, name: str) -> tuple[str, ...] | None:
        """Return the addresses set for *name* (lower case, no trailing dot), or None."""
        if not self._table:
            return None
        found = self._table.get(name)
        rest = name
        while found is None and "." in rest:
            rest = rest.partition(".")[2]
            found = self._table.get(f"*.{rest}")
        return found


def _addresses(name: str, value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    try:
        parsed = tuple(str(ipaddress.ip_address(text)) for text in texts)
    except (TypeError, ValueError):
        parsed = ()
    if not parsed:
        raise ConfigError(f"IMGCRAWL_DNS_OVERRIDES must map {name!r} to an IP address or a list of them, got {value!r}")
    return parsed
