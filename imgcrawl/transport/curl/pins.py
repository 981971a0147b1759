"""How curl is held to the addresses that were checked.

libcurl resolves a name from a cache that all transfers of one multi handle share, and CURLOPT_RESOLVE writes there.
Each transfer therefore brings two entries: its own name with the checked addresses, which replaces any older one, and a
wildcard that leads every other name nowhere, so that a lost pin fails and is never looked up by curl itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NOWHERE: Final = "255.255.255.255"
"""An address to which no TCP connection can be opened."""

_MAX_UNUSED: Final = 512


class Pins:
    """The names pinned in one multi handle; those no longer in use are removed when they become many.

    Many matter: libcurl keeps a pin until it is told otherwise.
    """

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}
        self._unused = 0

    def acquire(self, host: str, port: int, addresses: Sequence[str]) -> list[str]:
        """Return the CURLOPT_RESOLVE entries that hold *host* and *port* to *addresses*."""
        key = authority(host, port)
        dropped = self._drop_unused() if self._unused > _MAX_UNUSED else []
        uses = self._uses.get(key)
        if uses == 0:
            self._unused -= 1
        self._uses[key] = (uses or 0) + 1
        listed = ",".join(f"[{address}]" if ":" in address else address for address in addresses)
        return [*dropped, f"*:{port}:{NOWHERE}", f"{key}:{listed}"]

    def knows(self, host: str, port: int) -> bool:
        """Say whether there has been a transfer to *host* and *port* lately."""
        return authority(host, port) in self._uses

    def release(self, host: str, port: int) -> None:
        """One transfer to *host* and *port* has ended."""
        key = authority(host, port)
        self._uses[key] -= 1
        if not self._uses[key]:
            self._unused += 1

    def _drop_unused(self) -> list[str]:
        dropped = [key for key, uses in self._uses.items() if not uses]
        for key in dropped:
            del self._uses[key]
        self._unused = 0
        return [f"-{key}" for key in dropped]


def authority(host: str, port: int) -> str:
    """Return *host* and *port* as addresses have them, and curl's options."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
