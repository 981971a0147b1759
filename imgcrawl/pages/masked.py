"""A page that is nothing but a frame around another site's: so domains are forwarded whose names are to stay."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.words import ADVERTS, vocabulary
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.events import Target, feed

if TYPE_CHECKING:
    from collections.abc import Mapping

_FRAME: Final = re.compile(r"<i?frame\b", re.IGNORECASE)
_MOST_FRAMES: Final = 4
"""Of a page that is read: one that shows another site, and a few for nobody's eyes."""
_MOST_TEXT: Final = 200
"""Characters, without space around them, beyond which a page says something itself."""
_UNREAD: Final = vocabulary("title script style noscript noframes iframe template textarea option")
"""Elements whose text is not of the page that is shown."""
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.IGNORECASE
)
_NO_SIZE: Final = frozenset({"0", "1", "0px", "1px", "0%"})
_FULL: Final = re.compile(
    r"(?<![-\w])(?:height\s*:\s*100(?:%|vh|dvh|svh)|(?:inset|bottom)\s*:\s*0(?![.\d]))", re.IGNORECASE
)
"""What a style says of a frame that reaches to the bottom of the window."""
_FULL_SIZES: Final = frozenset({"100%", "100vh"})
_OF_SERVICES: Final = ADVERTS | vocabulary("""
    consent cmp cookie cookies cookiebot privacy gdpr captcha recaptcha hcaptcha challenge challenges login signin auth
    sso oauth accounts player players embed embeds video videos youtube youtu vimeo dailymotion twitch soundcloud
    spotify maps doubleclick googlesyndication googletagmanager chat widget widgets plugins parking sedoparking
    parkingcrew bodis
""")
"""Labels of hosts, or folders, of what pages have in frames that is no page of their own."""


class _Reader(Target):
    """A parser target that notes the frames that a page shows, and how much it says itself."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.text = 0
        self._open: Counter[str] = Counter()
        self._is_styled = False
        self._needs_style = False

    @property
    def shown(self) -> str | None:
        """The only frame, if that fills the window."""
        is_full = self._is_styled or not self._needs_style
        return self.frames[0] if len(self.frames) == 1 and is_full else None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up an opening tag."""
        if tag in {"frame", "iframe"} and not self._open["noscript"] and not _is_hidden(attributes):
            self.frames.append(attributes.get("src", ""))
            self._needs_style |= tag == "iframe" and not _is_full(attributes)
        if tag in _UNREAD:
            self._open[tag] += 1

    def end(self, tag: str) -> None:
        """Take up a closing tag."""
        if tag in _UNREAD:
            self._open[tag] -= 1

    def data(self, text: str) -> None:
        """Take up some text."""
        if self._open["style"]:
            self._is_styled = self._is_styled or _FULL.search(text) is not None
        elif not any(self._open.values()):
            self.text += len(text.strip())


def framed_elsewhere(text: str, *, page_url: str, base: str) -> str | None:
    """Return the page of another site around which the page *text* is nothing but a frame that fills the window.

    None where the page says something itself, and for advertisements, players, questions for consent and the like. The
    home page of a site stands for its other pages in no frame.
    """
    if not 0 < len(_FRAME.findall(text)) <= _MOST_FRAMES:
        return None
    reader = _Reader()
    feed(text, reader)
    url = absolute(reader.shown or "", base)
    if url is None or reader.text > _MOST_TEXT:
        return None
    given, framed = urlsplit(page_url), urlsplit(url)
    is_for_all = framed.path in {"", "/"} and given.path not in {"", "/"}
    is_elsewhere = not same_site(given.hostname or "", framed.hostname or "")
    return url if is_elsewhere and not is_for_all and not _is_of_service(framed.hostname or "", framed.path) else None


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    sizes = {attributes.get(name, "").strip().lower() for name in ("width", "height")}
    return "hidden" in attributes or bool(sizes & _NO_SIZE) or _HIDDEN.search(attributes.get("style", "")) is not None


def _is_full(attributes: Mapping[str, str]) -> bool:
    is_styled = _FULL.search(attributes.get("style", "")) is not None
    return is_styled or attributes.get("height", "").strip().lower() in _FULL_SIZES


def _is_of_service(host: str, path: str) -> bool:
    labels = re.split(r"[.-]", host.lower())
    return not _OF_SERVICES.isdisjoint((*labels, *path.lower().split("/")))
