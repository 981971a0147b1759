"""Pages that are refused when they are first asked for, and given the second time: no matter of the host's pace.

A page that is made on demand, or fetched by a cache from behind, may cost its first visitor a 503. To pause the host
for each would make it slower with every page, although it gives whatever is asked for once more.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

MOST_IN_A_ROW: Final = 3
"""Pages of a host that are excused without a good answer in between, as long as nothing is known of it."""

_PROOFS: Final = 2
"""Excused pages that were given the second time, and no refusal then, for all to be excused; doubled each time that
one is refused again."""

_MOST_OUTSTANDING: Final = 1000  # pages of a host, of some 70 bytes each: by their hashes
_MOST_HOSTS: Final = 500


@dataclass(slots=True)
class _Host:
    excused: set[int] = field(default_factory=set)
    in_a_row: int = 0
    proofs: int = 0
    needed: int = _PROOFS


class FirstRefusals:
    """Tells of which refused pages their host is not to be taken for overloaded.

    Of hosts, the 500 that refused a page last are remembered.
    """

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def excuses(self, key: str, url: str) -> bool:
        """Note that the host *key* refused the page *url*; say whether that is about the page alone, as far as known.

        A page that is refused once more is none, and speaks against the others of its host.
        """
        host = self._hosts.setdefault(key, _Host())
        self._hosts.move_to_end(key)
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts.popitem(last=False)
        page = hash(url)
        if page in host.excused:
            host.excused.clear()
            host.proofs, host.in_a_row, host.needed = 0, MOST_IN_A_ROW, 2 * host.needed
            return False
        is_unproven = host.in_a_row >= MOST_IN_A_ROW and host.proofs < host.needed
        if is_unproven or len(host.excused) >= _MOST_OUTSTANDING:
            return False
        host.in_a_row += 1
        host.excused.add(page)
        return True

    def given(self, key: str, url: str) -> None:
        """Note that the host *key* gave *url*."""
        host = self._hosts.get(key)
        if host is not None:
            host.in_a_row = 0
            page = hash(url)
            if page in host.excused:
                host.excused.discard(page)
                host.proofs += 1
