"""Wikimedia Commons and the wikis: a picture is its file title. Source: https://www.mediawiki.org/wiki/Help:Images."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from web_poet import handle_urls

from imgcrawl.pages.page import ImagePage, SitePage

_FILE = re.compile(r"/wikipedia/[a-z-]+/(?:thumb/)?[0-9a-f]/[0-9a-f]{2}/([^/]+)(?:/[^/]+)?$")
_TITLE = re.compile(
    r"(?:/wiki/|[?&]title=)(?:File|Image|Special:FilePath|Special:Redirect/file)[:/]([^&#?]+)", re.IGNORECASE
)
_HOSTS = (".wikimedia.org", ".wikipedia.org")
_PAGE = re.compile(r"/(?:lossy-|lossless-)?page(\d+)-\d+px-[^/]+$")


@handle_urls(["wikimedia.org", "wikipedia.org"], instead_of=ImagePage)
class CommonsFilePage(SitePage):
    """A file page. Earlier versions of a file (``/archive/``) have no id: they may show something else."""

    def picture_id(self, url: str) -> str | None:
        """Return the file's title, such as ``Red fox.jpg``; pages of a document are told apart."""
        parts = urlsplit(url)
        if not f".{parts.hostname}".endswith(_HOSTS):
            return None
        path = unquote(parts.path)
        found = _FILE.search(path) or _TITLE.search(f"{path}?{unquote(parts.query)}")
        if found is None:
            return None
        title = found[1].replace("_", " ").strip()
        page = _PAGE.search(path)
        return title[:1].upper() + title[1:] + (f" page {page[1]}" if page and page[1] != "1" else "")
