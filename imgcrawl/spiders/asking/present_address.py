"""Where a row's image is now, as its page says or what came in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.pointers import read_pointer
from imgcrawl.naming.addresses import same_url
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.answers import choose_itself, read_answer
from imgcrawl.validation.formats import Kind, sniff

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from imgcrawl.pages.choosing.choice import Choice
    from imgcrawl.pages.onward import Onward
    from imgcrawl.pages.page import ImagePage
    from imgcrawl.remedies.attempts.state import FetchState


_MISSED = frozenset({ErrorSlug.HTTP_404.value, ErrorSlug.HTTP_410.value})
_BY_NAME = frozenset({Confidence.EXACT, Confidence.SAME_STEM, Confidence.MOVED, Confidence.SHOWN})


def named_by_page(response: Response, page: ImagePage) -> Choice | None:
    """Return the address that a row's page gives the image, unless it is the one that has been refused.

    A page that says of itself that it is not there may be whole all the same; it is believed by the image's name alone.
    """
    state: FetchState = response.meta[keys.FETCH]
    choice = _choice(response, page) if response.meta.get(keys.VERDICT) in {None, *_MISSED} else None
    if keys.VERDICT in response.meta and (choice is None or choice.confidence not in _BY_NAME):
        return None
    if choice is not None and state["detour"] and choice.url == state["url"]:
        return None  # it is current, and has been refused
    return choice


def named_onward(response: Response, page: ImagePage) -> Onward | None:
    """Return the document that a row's page names in its own place, where the page itself says nothing of the image."""
    is_page = keys.VERDICT not in response.meta and sniff(response.body).kind is not Kind.IMAGE
    return page.onward() if is_page and page.choice() is None else None


def named_by_answer(response: Response, *, whole: bool = False) -> str | None:
    """Return the address that a page which came in the image's place gives it, and note by what.

    *whole*: not that of a visibly smaller version.
    """
    state: FetchState = response.meta[keys.FETCH]
    if (pointer := read_pointer(response.body)) is not None:
        state["pointed_hash"] = pointer.sha256
    choice = read_answer(response, wanted_url=_with_fragment(state["url"] or state["given"], state["given"]))
    if choice is None or (whole and choice.smaller):
        return None
    state["trail"][-1]["note"] = choice.evidence
    state["instead"] = list(choice.instead)
    return choice.url


def _with_fragment(url: str, given: str) -> str:
    """Return *url* with what the row has *given* behind the hash, by which a page may call one of its pictures."""
    _, mark, fragment = given.partition("#")
    return f"{url.partition('#')[0]}#{fragment}" if mark and fragment else url


def goes_on(crawler: Crawler, response: Response) -> bool:
    """Tell the remedies that a page names no image; say whether they make another attempt."""
    fault: dict[str, Any] = {"error": ErrorSlug.CONTENT_HTML, "detail": "the page names no other image"}
    return keys.is_taken_up(crawler.signals, keys.image_rejected, response, **fault)


def _choice(response: Response, page: ImagePage) -> Choice | None:
    """Return what a row's page says of the image; a file that came for a page may be the image itself."""
    if sniff(response.body).kind is Kind.IMAGE:
        if keys.VERDICT in response.meta:
            return None
        is_told = keys.PAGE_TOLD in response.meta and same_url(response.url, response.meta[keys.PAGE_ONWARD])
        return choose_itself(response.url, wanted_url=page.wanted_url, is_told=is_told)
    return page.choice()
