"""Other addresses at which the image may be: another scheme or name, what the URL holds or meant, its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug, RowError, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import other_name, other_scheme, other_spellings, secured
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.remedies.steps import Step
from imgcrawl.remedies.table import HOST_DOWN, SIDE_ROADS
from imgcrawl.remedies.variants import DEFAULT

if TYPE_CHECKING:
    from imgcrawl.remedies.memory import HostLessons, HostMemory
    from imgcrawl.remedies.state import FetchState
    from imgcrawl.remedies.steps import Failure

_NOT_THERE = frozenset({ErrorSlug.HTTP_400, ErrorSlug.HTTP_404, ErrorSlug.HTTP_410})
_ANSWER = "answer"
"""Stands among what was tried when a page that came in an image's place was read."""
_NO_ENTRY = frozenset({ErrorSlug.HTTP_403, ErrorSlug.HTTP_426})


def step_to_other_scheme(state: FetchState, slug: ErrorSlug) -> Step | None:
    """Return the request over http for a URL without scheme for which https was our guess, and failed."""
    if slug.stage not in (Stage.TCP, Stage.TLS) or state["tried"]:
        return None
    url = other_scheme(state["given"], state["url"])
    if url is None:
        return None
    state["tried"].append(url)
    return Step("other_scheme", DEFAULT.name, url=url)


def learn_of_addresses(state: FetchState, slug: ErrorSlug, lessons: HostLessons) -> None:
    """Note what a failure says of its host's names and schemes, so that it is found out once for all its URLs."""
    if slug is ErrorSlug.DNS_NXDOMAIN:
        lessons.nameless = True
    elif state["remedy"] == "https" and (slug.stage in (Stage.TCP, Stage.TLS) or slug in _NO_ENTRY):
        lessons.https_losses += 1


def step_to_https(state: FetchState, host: str, lessons: HostLessons) -> Step | None:
    """Return the request for the same address over https, where *host* is the one that was asked for over http."""
    url = secured(state["url"])
    usable = state["remedy"] not in SIDE_ROADS and host == host_of(state["url"])
    if url is None or not usable or not lessons.may_answer_https():
        return None
    state["tried"].append(url)
    return Step("https", DEFAULT.name, url=url)


def step_to_other_name(state: FetchState, host: str, memory: HostMemory) -> Step | None:
    """Return the request for the same address with ``www.`` or without it, unless that name is known not to exist."""
    if state["remedy"] in SIDE_ROADS or host != host_of(state["url"]):
        return None
    url = other_name(state["url"])
    if url is None or memory[host_of(url)].nameless:
        return None
    state["tried"].append(url)
    return Step("www", DEFAULT.name, url=url)


def step_to_unwrapped(state: FetchState, slug: ErrorSlug) -> Step | None:
    """Return the request for the next address that the URL carries, or that was meant by it."""
    if not state["url"]:
        return None
    meant = other_spellings(state["given"], state["url"]) if slug in _NOT_THERE else ()
    for url in (*meant, *unwrap(state["url"])):
        if url not in state["tried"]:
            state["tried"].append(url)
            return Step("unwrap", DEFAULT.name, url=url)
    return None


def step_to_present_address(state: FetchState, failure: Failure) -> Step | None:
    """Return the request for the address that the page which came in the image's place names for it, once."""
    if failure.present_url is None or _ANSWER in state["tried"]:
        return None
    state["tried"].append(_ANSWER)
    url = failure.present_url()
    return None if url is None else Step("page", DEFAULT.name, url=url)


def step_to_page(state: FetchState, slug: ErrorSlug, host: str) -> Step | None:
    """Return the request for the row's page, once; not where it lies on the *host* that cannot be reached."""
    page_url = state["page_url"]
    if not page_url or "page" in state["tried"]:
        return None
    if (slug.stage is Stage.DNS or slug in HOST_DOWN) and host_of(page_url) == host:
        return None
    state["tried"].append("page")
    try:
        return Step("page", DEFAULT.name, url=prepare_url(page_url).url, page=True)
    except RowError:
        return None
