"""The table of mends: what is wrong with some dead addresses, and how they are put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.mended import (
    accented_otherwise,
    in_full_size,
    in_path_style,
    respelled,
    with_spaces,
    without_old_port,
    without_session,
)
from imgcrawl.intake.spellings import other_name
from imgcrawl.remedies.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_MENDS = 2
"""Requests that mends may cost one row."""


@dataclass(slots=True)
class Trials:
    """How often something was tried at one host, such as a mend."""

    met: int = 0
    """URLs for which it could have been."""
    vain: int = 0
    won: int = 0

    def is_due(self) -> bool:
        """Say whether one more URL is worth it: each time in vain, twice as many have to be met before the next one."""
        return self.won > 0 or self.met >= 2**self.vain


class Mend(NamedTuple):
    """One kind of mend: its *name* as a remedy, the failures that it fits, and the addresses it makes of one.

    *addresses* yields none for an address that does not show what it mends. *sign*: what in an answer makes any failure
    one that it fits.
    """

    name: str
    slugs: frozenset[ErrorSlug]
    addresses: Callable[[str], Iterable[str]]
    sign: Sign | None = None


_S = ErrorSlug
_NOT_HERE = frozenset({_S.HTTP_404, _S.HTTP_410})
_NOBODY = frozenset({_S.TCP_REFUSED, _S.TCP_UNREACHABLE, _S.TCP_CONNECT_TIMEOUT})


def _under_other_name(url: str) -> tuple[str, ...]:
    other = other_name(url)
    return () if other is None else (other,)


MENDS: tuple[Mend, ...] = (
    Mend("respelled", _NOT_HERE, respelled),
    Mend("respelled", frozenset(), without_session, Sign.SESSION),
    Mend("full_size", _NOT_HERE, in_full_size),
    Mend("spaced", _NOT_HERE, with_spaces),
    Mend("accented", _NOT_HERE, accented_otherwise),
    Mend("bucket", frozenset({_S.TLS_HOSTNAME}), in_path_style),
    Mend("port", _NOBODY, without_old_port),
    Mend("www", _NOBODY | {_S.DNS_NXDOMAIN, _S.DNS_NO_ADDRESS, _S.TLS_HOSTNAME}, _under_other_name),
)
"""All mends, in the order in which they are tried where none has helped at the host yet."""

MEND_NAMES: frozenset[str] = frozenset(mend.name for mend in MENDS)
