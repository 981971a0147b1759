"""The row's page, also where it is not at its address, and its image where it is not at the one that the page gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.errors import NOT_THERE, ErrorSlug, RowError, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import named_port, other_name, other_scheme, secured
from imgcrawl.remedies.attempts.speaking import Weight, weight
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.elsewhere import HTTPS
from imgcrawl.remedies.places.outages import may_give_pages, shares_outage
from imgcrawl.remedies.rules.groups import HOST_DOWN, OUTAGES
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

ONWARD: Final = "onward"
"""Stands among what was tried when a document was asked for that the page names in its own place."""
_NOT_GIVEN: Final = NOT_THERE | {ErrorSlug.HTTP_400, ErrorSlug.HTTP_501, ErrorSlug.CONTENT_HASH_MISMATCH}
"""What an image service says to a size that it does not know, any server to what it lacks, and another's hash."""
_NO_ENTRY: Final = frozenset({ErrorSlug.HTTP_401, ErrorSlug.HTTP_403, ErrorSlug.HTTP_410})
_SIGNED: Final = re.compile(
    r"[?&](?:[\w-]*(?:sig|signature|token|expires?|hmac|policy|auth)[\w-]*|exp|e|st?|t|hash|md5|key)=", re.IGNORECASE
)
"""A field that may hold a signature or the time until which it is good."""
_ANEW: Final = "page_signed_anew"
"""Stands among what was tried when the page was fetched once more for a signature."""
_NOBODY: Final = frozenset({ErrorSlug.TCP_REFUSED, ErrorSlug.TCP_UNREACHABLE, ErrorSlug.TCP_CONNECT_TIMEOUT})
_UNNAMED: Final = frozenset({ErrorSlug.DNS_NXDOMAIN, ErrorSlug.DNS_NO_ADDRESS, ErrorSlug.TLS_HOSTNAME})
_OF_SERVER: Final = frozenset(slug for slug in ErrorSlug if slug.stage is Stage.TLS) - {
    *(ErrorSlug.TLS_RESET, ErrorSlug.TLS_TIMEOUT, ErrorSlug.TLS_CLIENT_CERTIFICATE)
}
"""What a server has for whatever is asked for: it is told before that."""


def step_to_page(state: FetchState, failure: Failure, host: str, memory: HostMemory) -> Step | None:
    """Return the request for the row's page, once; not on the *host* that cannot be reached, or gives no pages.

    Nor where a server that was asked for the image had a certificate that is none: it has the same for the page. A page
    on a host that does not exist is asked for under the other name of that at once.
    """
    page_url, slug = state["page_url"], failure.slug
    if not page_url or "page" in state["tried"]:
        return None
    named = _named_otherwise(page_url, memory)
    met = ((slug, failure.url or ""), (state["error"], state["url"]))
    if any(error in _OF_SERVER and _server(url) == _server(named or page_url) for error, url in met):
        return None
    is_unreached = state["remedy"] != HTTPS and (slug.stage is Stage.DNS or slug in HOST_DOWN)
    if is_unreached and host_of(named or page_url) == host:
        return None
    is_out = shares_outage(state, named or page_url, memory)
    is_last_hope = is_out and state["is_given_up"]
    if is_last_hope and not may_give_pages(host_of(named or page_url), memory):
        return None
    state["tried"] += ["page", named] if named else ["page"]
    state["retries"] = state["retries"] if is_out else 0  # those of another host
    try:
        return Step("page", DEFAULT.name, url=named or prepare_url(page_url).url, page=True, first=is_last_hope)
    except RowError:
        return None


def _named_otherwise(page_url: str, memory: HostMemory) -> str | None:
    """Return *page_url* under the other name of its host, if its own is known not to exist, and that is not."""
    if not memory[host_of(page_url)].nameless:
        return None
    try:
        named = other_name(prepare_url(page_url).url)
    except RowError:
        return None
    return None if named is None or memory[host_of(named)].nameless else named


def _server(url: str) -> str:
    """Return who is asked for *url*: its scheme, host and port."""
    return urlsplit(url)._replace(path="", query="", fragment="").geturl().lower()


def step_after_page(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the next attempt for a row whose page cannot be reached, or gave an address without an image."""
    if state["remedy"] != "page":
        return None
    if failure.is_page:
        return _page_otherwise(state, failure, memory)
    return _instead(state, failure) or _page_again(state, failure)


def _page_again(state: FetchState, failure: Failure) -> Step | None:
    """Return the request for the page once more, where what it has signed for a moment is refused; once for a row."""
    is_refused = failure.slug in _NO_ENTRY and _SIGNED.search(failure.url or "") is not None
    page_url = _prepared(state["page_url"] or "")
    if not (is_refused or failure.sign is Sign.EXPIRED) or _ANEW in state["tried"] or page_url is None:
        return None
    state["tried"].append(_ANEW)
    return Step("page", DEFAULT.name, url=page_url, page=True, first=True, fresh=True)


def _instead(state: FetchState, failure: Failure) -> Step | None:
    """Return the request for the next address that the page gives the image, where the last one has nothing.

    Of pictures that only the hash can tell the next one is as good, whatever came of the last; what may have failed for
    the moment alone is asked for once more after the others.
    """
    if not state["instead"] or (failure.slug not in _NOT_GIVEN and not state["by_hash"]):
        return None
    may_come = state["by_hash"] and weight(failure.slug) is Weight.PASSING
    if may_come and failure.url and failure.url not in state["tried"]:
        state["tried"].append(failure.url)
        state["instead"].append(failure.url)
    return Step("page", DEFAULT.name, url=state["instead"].pop(0))


def _page_otherwise(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the request for the page over the other scheme, or under the other name of its host, each once.

    What is behind a redirect, or named by the page, is where it is; a host that is out of order is so for both.
    """
    given, asked = state["page_url"] or "", failure.url or ""
    is_own = asked in (_prepared(given), *state["tried"]) and ONWARD not in state["tried"]
    is_out = failure.slug in OUTAGES and shares_outage(state, asked, memory)
    for url in _other_addresses(given, asked, failure.slug) if is_own and not is_out else ():
        if url not in state["tried"] and not memory[host_of(url)].nameless:
            state["tried"].append(url)
            return Step("page", DEFAULT.name, url=url, page=True)
    return None


def _other_addresses(given: str, url: str, slug: ErrorSlug) -> Iterator[str]:
    """Yield where the page at *url*, of which the source has *given*, may be after a failure to reach it."""
    if slug.stage in (Stage.TCP, Stage.TLS) and (plain := other_scheme(given, url)):
        yield plain
    if slug.stage is Stage.TCP and named_port(url) is None and (secure := secured(url)):
        yield secure
    if (slug in _UNNAMED or slug in _NOBODY) and (named := other_name(url)):
        yield named


def _prepared(given: str) -> str | None:
    try:
        return prepare_url(given).url
    except RowError:
        return None
