"""Answers that are not what was asked for: a page or a document in an image's place, an image in a page's."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

from web_poet import HttpResponse, HttpResponseHeaders, PageParams, default_registry

from imgcrawl.errors import MULTIPLE_CHOICES
from imgcrawl.intake.pointers import file_of_pointer, read_pointer
from imgcrawl.intake.viewers import shared_file
from imgcrawl.naming.addresses import read_address, same_url
from imgcrawl.naming.neighbours import nearly_named
from imgcrawl.naming.notices import stands_in_for_any
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.alternatives import only_alternative
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.choosing.evidence import choose
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.described import described_object
from imgcrawl.pages.gate import way_back
from imgcrawl.pages.page import WANTED_URL, ImagePage
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.sole import sole_picture
from imgcrawl.pages.viewer import viewed

if TYPE_CHECKING:
    from scrapy.http import Response


def read_answer(response: Response, *, wanted_url: str) -> Choice | None:
    """Return where the image at *wanted_url* is by what came for it, a page or another document.

    A pointer of Git LFS leads to where its host has the file, and nowhere else. What describes the stored object that
    was asked for says where its file is. All else is read by the rules for any
    page of the image's, and then as what stands at its own address: a document that names one picture, a viewer that
    shows the picture of the name, a gate that leads back to it. What names none may be a page about one shared file.
    """
    page_class = cast("type[ImagePage]", default_registry.overrides_for(response.url).get(ImagePage, ImagePage))
    headers = HttpResponseHeaders.from_bytes_dict(dict(response.headers))
    answer = HttpResponse(response.url, body=response.body, status=response.status, headers=headers)
    page = page_class(response=answer, page_params=PageParams({WANTED_URL: wanted_url}))
    where = {"url": response.url, "wanted_url": wanted_url}
    if read_pointer(response.body):
        return _pointed(**where)
    if response.status == MULTIPLE_CHOICES:
        alternates, links = headers.getall("Alternates", ()), headers.getall("Link", ())
        return only_alternative(page.text(), alternates=alternates, links=links, **where)
    choice = described_object(page.text(), **where) or page.choice() or sole_picture(page.text(), **where)
    candidates = page.candidates()
    choice = choice or viewed(candidates, page.text(), **where) or way_back(candidates, **where)
    return choice or _shared(**where)


def _pointed(*, url: str, wanted_url: str) -> Choice | None:
    """Return the file whose pointer came from *url*, by where that is, else by where it was asked for."""
    file = next(chain(file_of_pointer(url), file_of_pointer(wanted_url)), None)
    evidence = "A pointer of Git LFS came in its place, which tells the file's hash."
    return None if file is None else Choice(file, Confidence.TOLD, evidence)


def _shared(*, url: str, wanted_url: str) -> Choice | None:
    """Return the file about which *url* is a page of the service that keeps it, if a short link has led there."""
    file = None if same_url(url, wanted_url) else next(shared_file(url), None)
    evidence = "The wanted address leads to a page of a service about one file, which it keeps there."
    return None if file is None or same_url(file, wanted_url) else Choice(file, Confidence.TOLD, evidence)


def choose_itself(url: str, *, wanted_url: str, is_told: bool = False) -> Choice | None:
    """Return *url*, which gave an image where a page was expected, if it is plainly the wanted file's address.

    What comes for a page's own address, an advertisement it may be, says nothing of the picture, whatever the page is
    called. But the one of which the row's page *is_told* to have said that it is the file, by its name, is.
    """
    wanted, address = read_address(wanted_url), read_address(url)
    if wanted and address and nearly_named(wanted, address):
        return None
    if is_told and not is_furniture(Candidate(url, Kind.LINK, 0), wanted_url):
        told = "The page says of the address that it is the wanted file, and a picture came from there."
        return None if stands_in_for_any(wanted_url, url) else Choice(url, Confidence.TOLD, told)
    if address is None or not address.file:
        return None
    return choose([Candidate(url, Kind.LINK, 0)], wanted_url=wanted_url, page_url=url)
