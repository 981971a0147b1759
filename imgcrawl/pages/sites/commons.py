"""Wikimedia Commons and the wikis: a picture is its file title. Source: https://www.mediawiki.org/wiki/Help:Images."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from web_poet import handle_urls

from imgcrawl.naming.words import IMAGE_FILE_END
from imgcrawl.pages.page import ImagePage, SitePage
from imgcrawl.pages.reading.titles import UNTITLED

if TYPE_CHECKING:
    from imgcrawl.pages.reading.kinds import Candidate

_FILE = re.compile(r"/wikipedia/[a-z-]+/(?:thumb/)?[0-9a-f]/[0-9a-f]{2}/([^/]+)(?:/[^/]+)?$")
_TITLE = re.compile(
    r"(?:/wiki/|[?&]title=)(?:File|Image|Special:FilePath|Special:Redirect/file)[:/]([^&#?]+)", re.IGNORECASE
)
_HOSTS = (".wikimedia.org", ".wikipedia.org")
_PAGE = re.compile(r"/(?:lossy-|lossless-)?page(\d+)-\d+px-[^/]+$")


@handle_urls(["wikimedia.org", "wikipedia.org"], instead_of=ImagePage)
class CommonsFilePage(SitePage):
    """A file page. Earlier versions of a file (``/archive/``) have no id: they may show something else."""

    def own_picture(self) -> list[Candidate]:
        """Return the file of the page's title; that of the present one where this is a former title of it."""
        candidates = self.candidates()
        titles = candidates[0].page if candidates else UNTITLED
        present, former = ({_as_title(text) for text in texts if IMAGE_FILE_END.search(text)} for texts in titles)
        if len(present) == 1 and self.picture_id(self.url) in former:
            return [candidate for candidate in candidates if self.picture_id(candidate.url) in present]
        return super().own_picture()

    def picture_id(self, url: str) -> str | None:
        """Return the file's title, such as ``Red fox.jpg``; pages of a document are told apart."""
        parts = urlsplit(url)
        if not f".{parts.hostname}".endswith(_HOSTS):
            return None
        path = unquote(parts.path)
        found = _FILE.search(path) or _TITLE.search(f"{path}?{unquote(parts.query)}")
        if found is None:
            return None
        page = _PAGE.search(path)
        return _as_title(found[1]) + (f" page {page[1]}" if page and page[1] != "1" else "")


def _as_title(text: str) -> str:
    title = text.replace("_", " ").strip()
    return title[:1].upper() + title[1:]
