"""The page on which an image was found, as a web-poet page object that names the image's present address."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

import attrs
from tldextract import tldextract
from web_poet import PageParams, WebPage, cached_method

from imgcrawl.identity.origins import SUFFIXES
from imgcrawl.intake.code_pages import as_read
from imgcrawl.naming.addresses import read_address, same_url
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.choosing.choice import Choice, Match, at_address, largest
from imgcrawl.pages.choosing.evidence import choose
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.choosing.likely import find_likely
from imgcrawl.pages.embeds import embedded_photo
from imgcrawl.pages.iiif import choose_from_manifest, is_manifest
from imgcrawl.pages.items import picture_of_item
from imgcrawl.pages.onward import find_onward
from imgcrawl.pages.own_page import own_picture
from imgcrawl.pages.reading.candidates import absolute, collect, decode, encoding_of
from imgcrawl.pages.reading.kinds import IN_HEAD, Candidate
from imgcrawl.pages.reading.trees import read_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pages.onward import Onward

# The matcher of @handle_urls would otherwise fetch a public list from two third parties when a page is first matched,
# and keep it in the home directory, which may not be there.
tldextract.TLD_EXTRACTOR = SUFFIXES

WANTED_URL: Final = "wanted_url"
"""The key of the page parameters that holds the address of the image that is looked for."""
_FOUND: Final = 200
_MOST_PAGES: Final = 8
"""Pages whose candidates are kept for the other rows that were found there; a page is at most 5 MB."""


@lru_cache(maxsize=_MOST_PAGES)
def _candidates(body: bytes, content_type: str | None, url: str) -> tuple[Candidate, ...]:
    return tuple(collect(decode(body, content_type), url))


@attrs.define
class ImagePage(WebPage[Choice]):
    """Any page that shows an image. *page_params* holds the image's address under :data:`WANTED_URL`."""

    page_params: PageParams  # type: ignore[type-arg]

    by_markup: ClassVar[list[tuple[Callable[[str], bool], type[ImagePage]]]] = []

    @property
    def wanted_url(self) -> str:
        """The address of the image that is looked for; empty when it is no http or https address."""
        return absolute(str(self.page_params.get(WANTED_URL, "")), "") or ""

    @cached_method
    def text(self) -> str:
        """Return the page's markup, cut to what is read of a page."""
        return decode(self.response.body, self.response.headers.get("Content-Type"))

    @cached_method
    def candidates(self) -> list[Candidate]:
        """Return everything on the page that may be an image's address."""
        return list(_candidates(self.response.body, self.response.headers.get("Content-Type"), self.url))

    @cached_method
    def readings(self) -> list[str]:
        """Return the wanted address in UTF-8, as this page or its country means it, if it has bytes of a code page."""
        return as_read(self.wanted_url, encoding_of(self.response.body, self.response.headers.get("Content-Type")))

    @cached_method
    def choice(self) -> Choice | None:
        """Return the wanted image's present address, or None when the page does not plainly give one."""
        for recognises, page_class in self.by_markup:
            if type(self) is ImagePage and recognises(self.text()):
                return page_class(response=self.response, page_params=self.page_params).choice()
        return self.choose()

    def choose(self) -> Choice | None:
        """Return the choice by evidence alone; sites that know more override this."""
        if is_manifest(document := read_json(self.text())):
            return choose_from_manifest(document, wanted_url=self.wanted_url)
        choice = choose(self.candidates(), wanted_url=self.wanted_url, page_url=self.url) or self._by_letters()
        where = {"url": self.url, "wanted_url": self.wanted_url}
        choice = choice or embedded_photo(document, **where) or picture_of_item(self.text(), **where)
        return choice or self._of_its_own()

    def onward(self) -> Onward | None:
        """Return the document that the page names in its own place, for a page that does not name the wanted image."""
        is_empty = not any(self._is_content(candidate) for candidate in self.candidates())
        wanted = next(iter(self.readings()), self.wanted_url)
        return find_onward(self.text(), page_url=self.url, wanted_url=wanted, is_empty=is_empty)

    def likely(self) -> list[str]:
        """Return the pictures that the page is likeliest to be about, whatever they are called."""
        return find_likely(self.candidates(), self.wanted_url)

    def is_bare(self) -> bool:
        """Whether the page shows no picture at all, but for what leads elsewhere and what belongs to its site."""
        return all(leads_away(each) or is_furniture(each, self.wanted_url) for each in self.candidates())

    def _by_letters(self) -> Choice | None:
        """Return the choice for an address in the bytes of a code page, which the page writes in letters."""
        for read in self.readings():
            choice = choose(self.candidates(), wanted_url=read, page_url=self.url)
            if choice := choice or at_address(self.candidates(), read):
                return choice
        return None

    def _of_its_own(self) -> Choice | None:
        """Return the picture for which this page is made, if the page is all that is wanted."""
        if self.response.status not in {None, _FOUND} or not self.wanted_url:
            return None
        fragment = str(self.page_params.get(WANTED_URL, "")).partition("#")[2]
        wanted_url = f"{self.wanted_url}#{fragment}"
        return own_picture(self.text(), self.candidates(), url=self.url, wanted_url=wanted_url)

    def _is_content(self, candidate: Candidate) -> bool:
        """Whether *candidate* is shown as a picture of the page: not in its head alone, and not to lead elsewhere."""
        is_aside = candidate.kind.weak or candidate.kind in IN_HEAD or leads_away(candidate)
        return not is_aside and not is_furniture(candidate, self.wanted_url)

    async def to_item(self) -> Choice | None:  # type: ignore[override]
        """Return the choice."""
        return self.choice()


class SitePage(ImagePage):
    """A page of a site whose addresses carry the picture's id.

    A subclass says by :meth:`picture_id` how, and by :meth:`own_picture` which candidates show the page's one picture.
    """

    def picture_id(self, url: str) -> str | None:
        """Return the site's id of the picture that *url*, a page or an image file, is about; None when it has none."""
        raise NotImplementedError

    def own_picture(self) -> list[Candidate]:
        """Return the candidates that show the picture which this page is about."""
        own = self.picture_id(self.url)
        return [c for c in self.candidates() if own is not None and self.picture_id(c.url) == own]

    def choose(self) -> Choice | None:
        """Return the largest file of the wanted id; by general evidence only if the site has no id for the address."""
        wanted = self.picture_id(self.wanted_url)
        if wanted is None:
            return choose(self.candidates(), wanted_url=self.wanted_url, page_url=self.url)
        if wanted == self.picture_id(self.url) or same_url(self.wanted_url, self.url):
            shown = self.own_picture()
        else:
            shown = [c for c in self.candidates() if self.picture_id(c.url) == wanted]
        return largest(self._matches(shown), self.wanted_url)

    def _matches(self, shown: list[Candidate]) -> list[Match]:
        return [
            Match(candidate, address, Confidence.SITE)
            for candidate in shown
            if not is_furniture(candidate, self.wanted_url) and (address := read_address(candidate.url))
        ]


PageT = TypeVar("PageT", bound=type[ImagePage])


def handle_markup(recognises: Callable[[str], bool]) -> Callable[[PageT], PageT]:
    """Make the decorated page object serve, on any host, the pages whose markup *recognises* accepts.

    It is to software what ``@handle_urls`` is to sites.
    """

    def register(page_class: PageT) -> PageT:
        ImagePage.by_markup.append((recognises, page_class))
        return page_class

    return register
