"""WordPress attachment pages, on any host: the page of one uploaded file.

Source: ``body_class()`` and ``prepend_attachment()`` of WordPress: ``body.attachment.attachmentid-7`` and
``p.attachment > a[href] > img``; block themes write ``figure.wp-block-image`` or ``div.entry-attachment`` instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_site, same_url
from imgcrawl.pages.page import SitePage, handle_markup
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.events import Target, feed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imgcrawl.pages.reading.kinds import Candidate

_BODY = re.compile(r"<body\s[^>]{0,4000}", re.IGNORECASE)
_ATTACHMENT = re.compile(r"[\s\"']attachmentid-(\d{1,12})[\s\"']")
_BLOCKS = frozenset({"attachment", "entry-attachment", "wp-block-image"})
_BLOCK = re.compile(
    r"<(?:p|div|figure)\s[^<>]{0,500}?class=[\"'](?:[^\"'<>]{0,300}\s)?(?:entry-)?attachment[\s\"']", re.IGNORECASE
)
"""The block of the attachment, in themes that do not say so of the body."""
_UPLOADS = "/wp-content/uploads/"


def attachment_id(text: str) -> str | None:
    """Return the number of the attachment whose page *text* says it is; None for any other page."""
    body = _BODY.search(text)
    found = _ATTACHMENT.search(body[0]) if body else None
    return found[1] if found else None


def is_attachment(text: str) -> bool:
    """Whether the page *text* says of itself that it is an attachment's."""
    return attachment_id(text) is not None or _BLOCK.search(text) is not None


@handle_markup(is_attachment)
class WordPressAttachmentPage(SitePage):
    """An attachment's page: the wanted address is the page itself or its ``?attachment_id=``."""

    def picture_id(self, url: str) -> str | None:
        """Return the attachment's number for this page and its short addresses; files have none."""
        own = attachment_id(self.text())
        if same_url(url, self.url) and own is not None:
            return own
        address, page = read_address(url), read_address(self.url)
        if address is None or page is None or not same_site(address.host, page.host):
            return None
        return dict(address.fields).get("attachment_id")

    def own_picture(self) -> list[Candidate]:
        """Return the versions of the one file that the attachment's block shows."""
        block = _Block()
        feed(self.text(), block)
        stems = {
            (a.stem, a.dirs)
            for url in block.urls
            if (a := read_address(absolute(url, self.url) or "")) and _UPLOADS in a.path
        }
        if len(stems) != 1:
            return []
        return [
            c for c in self.candidates() if (a := read_address(c.url)) and (a.stem, a.dirs) in stems and not c.kind.weak
        ]


class _Block(Target):
    """A parser target that keeps the addresses in the first block that holds the attachment."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self._depth = 0
        self._done = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._done:
            return
        if self._depth or (tag != "body" and not _BLOCKS.isdisjoint(attributes.get("class", "").split())):
            self._depth += 1
            self.urls.extend(attributes[name] for name in ("href", "src") if attributes.get(name))

    def end(self, tag: str) -> None:  # noqa: ARG002
        if self._depth:
            self._depth -= 1
            self._done = self._depth == 0 and bool(self.urls)
