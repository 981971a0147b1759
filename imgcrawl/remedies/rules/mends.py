"""The table of mends: what is wrong with some dead addresses, and how they are put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.errors import NOT_THERE, ErrorSlug, Stage
from imgcrawl.intake.code_pages import in_utf_8
from imgcrawl.intake.damage import undamaged
from imgcrawl.intake.forms.gateways import behind_other_gateway
from imgcrawl.intake.forms.hosts import on_other_host
from imgcrawl.intake.forms.iiif import in_other_iiif_version
from imgcrawl.intake.forms.services import in_other_size
from imgcrawl.intake.forms.uploads import as_original, kept_otherwise
from imgcrawl.intake.mended import (
    accented_otherwise,
    in_latin_1,
    in_path_style,
    respelled,
    with_spaces,
    without_old_port,
)
from imgcrawl.intake.small_letters import in_small_letters, with_large_ending, with_small_ending
from imgcrawl.intake.spellings import on_other_machine, other_name, without_slash
from imgcrawl.intake.unsized import wiki_file, without_size, without_sized_folder
from imgcrawl.intake.untracked import without_session, without_signature, without_tracking
from imgcrawl.intake.viewers import in_archive, in_viewer
from imgcrawl.remedies.rules.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_MENDS = 2
"""Requests that mends may cost one row."""

MOST_IF_REFUSED = 1
"""As many where a host that has given no image refuses it: it may refuse all alike."""

WWW: Final = "www"
"""The name of the mend that asks under the other name of a site."""

RESPELLED: Final = "respelled"
"""The name of the mend that undoes damage."""

OTHER_SIZE: Final = "other_size"
"""The name of the mend that asks a known service for an upload in another size."""

IIIF: Final = "iiif"
"""The name of the mend that asks an IIIF service in other words, or what it has."""

OTHER_HOST: Final = "other_host"
"""The name of the mend that asks another host or machine of a known service, or of one that numbers them."""

CONVERTED: Final = "converted"
"""The name of the mend that asks for an upload as it is kept by a site which has made room."""

SMALL_LETTERS: Final = "small_letters"
"""The name of the mend that asks in small letters alone."""

SMALL_ENDING: Final = "small_ending"
"""The name of the mend that asks for the ending alone in small letters."""

LARGE_ENDING: Final = "large_ending"
"""The name of the mend that asks for it in capital ones."""

ACCENTED: Final = "accented"
"""The name of the mend that writes letters beyond ASCII as other systems do."""

_SELDOM = 20
"""Requests in vain for each image, beyond which a mend is taken to help by chance."""


@dataclass(slots=True)
class Trials:
    """How often something was tried at one host, such as a mend."""

    met: int = 0
    """URLs for which it could have been."""
    vain: int = 0
    won: int = 0

    def is_due(self, *, free: int = 0, factor: int = 2) -> bool:
        """Say whether one more URL is worth it: each time in vain, twice as many have to be met before the next one.

        Where it helps, all are, unless that is too seldom. *free*: times in vain that say nothing. *factor*: how much
        each says, if more than that.
        """
        vain = self.vain - free
        return self.won * _SELDOM >= vain or self.met >= factor**vain

    def will_be_due(self) -> bool:
        """Say whether the next URL is worth it, which is not among those that were met yet."""
        return self.met + 1 >= 2**self.vain or self.is_due()


class Mend(NamedTuple):
    """One kind of mend: its *name* as a remedy, the failures that it fits, and the addresses it makes of one.

    *addresses* yields none for an address that does not show what it mends. *sign*: what in an answer makes any failure
    one that it fits. *without_page*: for rows alone that have no page to tell where the image went, until it has helped
    at the host.
    """

    name: str
    slugs: frozenset[ErrorSlug]
    addresses: Callable[[str], Iterable[str]]
    sign: Sign | None = None
    without_page: bool = False


_S = ErrorSlug
_NOT_MADE = NOT_THERE | {_S.HTTP_400, _S.HTTP_403}
"""How services answer for a size, a style or a field that they do not know, or no longer."""
COMPLAINTS: Final = frozenset({_S.HTTP_400, _S.HTTP_414, _S.HTTP_OTHER_4XX, _S.HTTP_501})
"""How services answer for a size or a format that they do not make: the address is at fault, and not who asks."""
MAY_LACK: Final = _NOT_MADE | {_S.HTTP_401, _S.CONTENT_HTML, _S.CONTENT_TEXT, _S.CONTENT_PLACEHOLDER}
"""How hosts answer for what they do not have, whatever they say: with a damaged address nothing else is as likely."""
OVER: Final = frozenset({_S.HTTP_500, _S.HTTP_503})
"""How scripts break that look for a session which is over."""
_NOBODY = frozenset({_S.TCP_REFUSED, _S.TCP_UNREACHABLE, _S.TCP_CONNECT_TIMEOUT})
_NO_HOST = _NOBODY | {_S.DNS_NXDOMAIN, _S.DNS_NO_ADDRESS, _S.TLS_HOSTNAME}
"""How a host fails that has been left, or has never been."""
_NOT_KEPT_UP = frozenset({_S.TLS_EXPIRED, _S.TLS_UNTRUSTED})
"""How one fails that is there still, or is somebody else's now."""
_UNSERVED = frozenset(slug for slug in _S if slug.stage in (Stage.DNS, Stage.TCP)) | {
    *(_S.TLS_HANDSHAKE, _S.TLS_RESET, _S.TLS_TIMEOUT, _S.HTTP_TIMEOUT, _S.HTTP_STREAM, _S.HTTP_402, _S.HTTP_405),
    *(_S.HTTP_408, _S.HTTP_409, _S.HTTP_416, _S.HTTP_421, _S.HTTP_424, _S.HTTP_425, _S.HTTP_429, _S.HTTP_431),
    *(_S.HTTP_500, _S.HTTP_502, _S.HTTP_503, _S.HTTP_504, _S.HTTP_507, _S.HTTP_508, _S.HTTP_509, _S.HTTP_520),
    *(_S.HTTP_521, _S.HTTP_522, _S.HTTP_523, _S.HTTP_524, _S.HTTP_525, _S.HTTP_526, _S.HTTP_530),
    *(_S.HTTP_OTHER_4XX, _S.HTTP_OTHER_5XX, _S.CONTENT_RESET, _S.CONTENT_TIMEOUT, _S.CONTENT_TOO_SLOW),
}
"""How one fails that is out of order, bears too little, or does not find in time what it is asked for."""


def _under_other_name(url: str) -> tuple[str, ...]:
    other = other_name(url)
    return () if other is None else (other,)


MENDS: tuple[Mend, ...] = (
    Mend(RESPELLED, NOT_THERE | OVER, without_session, Sign.SESSION),
    Mend(RESPELLED, MAY_LACK, undamaged),
    Mend(RESPELLED, NOT_THERE | {_S.CONTENT_HTML, _S.CONTENT_TEXT}, without_slash),
    Mend(RESPELLED, NOT_THERE, respelled),
    Mend(OTHER_HOST, MAY_LACK | _NO_HOST | _NOT_KEPT_UP, on_other_host),
    Mend(OTHER_HOST, MAY_LACK | _NO_HOST | _NOT_KEPT_UP | _UNSERVED, behind_other_gateway),
    Mend(OTHER_HOST, _NOBODY | {_S.DNS_NXDOMAIN, _S.DNS_NO_ADDRESS}, on_other_machine),
    Mend("full_size", _NOT_MADE | {_S.HTTP_401}, as_original),
    Mend(IIIF, _NOT_MADE | COMPLAINTS, in_other_iiif_version),
    Mend(OTHER_SIZE, _NOT_MADE | {_S.CONTENT_PLACEHOLDER}, in_other_size, Sign.OTHER_SIZES),
    Mend("untracked", _NOT_MADE, without_tracking),
    Mend("unsigned", frozenset(), without_signature, Sign.EXPIRED, without_page=True),
    Mend("full_size", _NOT_MADE | COMPLAINTS | {_S.HTTP_429}, wiki_file),
    Mend("full_size", _NOT_MADE | COMPLAINTS, without_size),
    Mend("full_size", COMPLAINTS, without_sized_folder),
    Mend("spaced", NOT_THERE, with_spaces),
    Mend(ACCENTED, NOT_THERE, accented_otherwise),
    Mend(ACCENTED, NOT_THERE, in_latin_1),
    Mend(ACCENTED, NOT_THERE | {_S.HTTP_400}, in_utf_8),
    Mend("bucket", frozenset({_S.TLS_HOSTNAME}), in_path_style),
    Mend("port", _NOBODY, without_old_port),
    Mend(WWW, _NO_HOST, _under_other_name),
    Mend("shown", NOT_THERE | {_S.CONTENT_HTML}, in_viewer),
    Mend("shown", frozenset({_S.CONTENT_HTML}), in_archive),
    Mend(CONVERTED, NOT_THERE, kept_otherwise, without_page=True),
    Mend(SMALL_ENDING, frozenset({_S.HTTP_404}), with_small_ending),
    Mend(SMALL_LETTERS, frozenset({_S.HTTP_404}), in_small_letters),
    Mend(LARGE_ENDING, frozenset({_S.HTTP_404}), with_large_ending),
)
"""All mends, in the order in which they are tried where none has helped at the host yet."""

OF_CASE: Final = frozenset({SMALL_ENDING, SMALL_LETTERS, LARGE_ENDING})
"""Mends that write letters small or large."""

OF_SPELLING: Final = OF_CASE | {RESPELLED, "untracked", "spaced", ACCENTED}
"""Mends that write the path or the query otherwise, whatever the host."""

REDIRECTED: Final = "redirected"
"""The mend of the address to which a redirect leads (:mod:`imgcrawl.remedies.places.led_aright`)."""

SAME_PATH: Final = "same_path"
"""The mend of an address that was led to another site's home page, with its path lost: that path is asked for there."""

MEND_NAMES: frozenset[str] = frozenset(mend.name for mend in MENDS) | {REDIRECTED, SAME_PATH}
