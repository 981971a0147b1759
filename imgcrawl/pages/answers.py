"""Answers that are not what was asked for: a page in an image's place, an image in a page's."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from web_poet import HttpResponse, HttpResponseHeaders, PageParams, default_registry

from imgcrawl.pages.candidates import Candidate
from imgcrawl.pages.evidence import Choice, choose
from imgcrawl.pages.kinds import Kind
from imgcrawl.pages.page import WANTED_URL, ImagePage

if TYPE_CHECKING:
    from scrapy.http import Response


def read_answer(response: Response, *, wanted_url: str) -> Choice | None:
    """Return where the image at *wanted_url* is by the page that *response* is, by the rules for any of its pages."""
    page_class = cast("type[ImagePage]", default_registry.overrides_for(response.url).get(ImagePage, ImagePage))
    headers = HttpResponseHeaders.from_bytes_dict(dict(response.headers))
    answer = HttpResponse(response.url, body=response.body, status=response.status, headers=headers)
    return page_class(response=answer, page_params=PageParams({WANTED_URL: wanted_url})).choice()


def choose_itself(url: str, *, wanted_url: str) -> Choice | None:
    """Return *url*, which gave an image where a page was expected, if it is plainly the address of the wanted one."""
    return choose([Candidate(url, Kind.LINK, position=0, group=0)], wanted_url=wanted_url, page_url=url)
