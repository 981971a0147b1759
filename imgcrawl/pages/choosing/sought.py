"""What is sought on a page: the picture of a row, by its address and by the page's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import read_address

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


class Sought(NamedTuple):
    """The picture at *url*, whose address says *wanted*, and that was found on the page at *page_url*."""

    url: str
    wanted: Address
    page_url: str

    @property
    def page(self) -> Address | None:
        """What the page's address says."""
        return address_of_page(self.page_url)

    @property
    def page_host(self) -> str:
        """The page's host, empty if it is not known."""
        return self.page.host if self.page else ""

    @property
    def page_name(self) -> str:
        """What the last part of the page's address calls it, as names of files are written."""
        return _PAGE_ENDING.sub("", unquote(urlsplit(self.page_url).path).rstrip("/").rpartition("/")[2]).casefold()


def address_of_page(page_url: str) -> Address | None:
    """Return what the address of a page says, be it that of a picture or of an HTML file."""
    place, mark, query = page_url.partition("?")
    return read_address(f"{_PAGE_ENDING.sub('', place)}{mark}{query}")
