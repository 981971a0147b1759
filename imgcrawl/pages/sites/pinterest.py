"""Pinterest: a picture is the hash in its file name, at any size; a pin's page declares its picture as ``og:image``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from web_poet import handle_urls

from imgcrawl.pages.page import ImagePage, SitePage
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from imgcrawl.pages.reading.kinds import Candidate

_HASH = re.compile(r"https?://i\.pinimg\.com/[^/]+(?:/[0-9a-f]{2}){3}/([0-9a-f]{32})\.[a-z]{3,4}(?:[?#]|$)")
_PIN = re.compile(r"https?://(?:[a-z]+\.)?pinterest\.[a-z.]+/pin/(?:[^/?#]*--)?(\d+)(?:[/?#]|$)")
_COUNTRIES = "com at ca ch cl co.kr co.uk com.au com.mx de dk es fr ie it jp nz ph pt ru se"
_DOMAINS = [f"pinterest.{suffix}" for suffix in _COUNTRIES.split()]


@handle_urls(_DOMAINS, instead_of=ImagePage)
class PinPage(SitePage):
    """A pin's page. The pictures of other pins surround it; only the declared one is the pin's own."""

    def picture_id(self, url: str) -> str | None:
        """Return the file's hash, or ``pin`` and its number for a pin's page."""
        if found := _HASH.match(url):
            return found[1]
        pin = _PIN.match(url)
        return f"pin {pin[1]}" if pin else None

    def own_picture(self) -> list[Candidate]:
        """Return the files of the hash that ``og:image`` declares."""
        declared = {_hash(c.url) for c in self.candidates() if c.kind is Kind.OG} - {None}
        return [c for c in self.candidates() if _hash(c.url) in declared] if len(declared) == 1 else []


def _hash(url: str) -> str | None:
    found = _HASH.match(url)
    return found[1] if found else None
