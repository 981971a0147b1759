"""Scrapy's redirects, bounded, with an end that the remedies can see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from w3lib.html import get_meta_refresh

from imgcrawl import clock, keys
from imgcrawl.config import ThrottleConfig
from imgcrawl.errors import GONE_STATUSES, MULTIPLE_CHOICES, REDIRECT_STATUSES, ErrorSlug, RowError
from imgcrawl.identity.origins import fetch_site, site
from imgcrawl.intake.repair import prepare_url
from imgcrawl.naming.neighbours import is_neighbour
from imgcrawl.remedies.answers.forwarding import bucket_elsewhere, encoded_once, framed, only_link, told_by_field
from imgcrawl.retry_after import wait_asked_for
from imgcrawl.validation.formats import Kind, sniff

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_MOST_VISITS = 2
_MOST_VISITS_OF_ITSELF = 1
_MOST_VISITS_WITH_NEWS = 5
_SOON_S = 10.0
_REFRESH = re.compile(rb"\s*(\d+(?:\.\d+)?)\s*;\s*url=['\"]?([^'\"]+)", re.IGNORECASE)
_LOCATION_SAFE = "".join(map(chr, range(0x21, 0x7F)))
_HEAD_BYTES = 65_536
_SHOWS = re.compile(rb"<(?:img|picture|amp-img|video|svg)\b|(?:og|twitter):image", re.IGNORECASE)
_ANSWERS = GONE_STATUSES | {200}


class GuardedRedirectMiddleware(RedirectMiddleware):
    """Follows redirects as Scrapy does, each hop through the scheduler and its host's limits.

    Refreshes count as such, but for those beside a picture, which no browser heeds, and of a page that loads itself
    again, and so do a Location or a Link where there is nothing, a frame around the file that was asked for, S3's word
    for a bucket elsewhere, the only link in the note of a redirect without a Location, and of several choices the one
    of its own site that a server prefers.

    A chain that does not end or leads back to an address for the third time, to itself for the second, for the sixth
    while each answer sets a cookie of a new name, or each time with another query, a target that is no http(s) address,
    or none at all, or the next of a series, is not dropped: the response goes on with the slug of its fault in meta
    ``imgcrawl_verdict``.
    The Referer is the identity's business, not this one's. A redirect that comes with Retry-After is followed when that
    is over (RFC 9110, 10.2.3), or at once if that is more than ``IMGCRAWL_RETRY_AFTER_MAX_SECONDS``, which no redirect
    means.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._longest_wait_s = ThrottleConfig.from_settings(settings).retry_after_max_s

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the request for the redirect's target, or *response* where there is nothing to follow."""
        if request.meta.get("dont_redirect"):
            return response
        if response.status in _ANSWERS and (forwarded := _forwarded(request, response)):
            response = response.replace(status=302, headers={**response.headers, b"Location": forwarded})
        if response.status not in REDIRECT_STATUSES and not _is_preferred(request, response):
            return response
        try:
            target = prepare_url(_location(request, response), page_url=request.url).url
        except RowError as exc:
            foreign = exc.slug is ErrorSlug.URL_SCHEME
            return _marked(response, ErrorSlug.URL_REDIRECT if foreign else ErrorSlug.HTTP_BAD_REDIRECT)
        if fault := _fault_of(request, response, target):
            return _marked(response, fault)
        response.headers[b"Location"] = target
        response = response.replace(status=302) if response.status == MULTIPLE_CHOICES else response
        try:
            followed = super().process_response(request, response)
        except IgnoreRequest:
            return _marked(response, ErrorSlug.HTTP_REDIRECT_LOOP)
        if isinstance(followed, Request):
            self._heed(request, response, followed)
        return followed

    def _heed(self, request: Request, response: Response, followed: Request) -> None:
        """Let the request that *followed* a redirect be sent when that says, and tell what else comes with it."""
        wait_s = wait_asked_for(response.headers, now=clock.now())
        if wait_s is not None and wait_s <= self._longest_wait_s:
            followed.meta[keys.NOT_BEFORE] = clock.now() + wait_s
        is_new_visitor = b"Set-Cookie" in response.headers and b"Cookie" not in request.headers
        followed.meta[keys.LED_ANEW] = is_new_visitor or wait_s is not None
        followed.meta[keys.LED_AT] = request.meta.get(keys.ASKED_AT, 0.0)

    def _engine_started(self) -> None:
        """Look for no referer middleware: there is none, and none is missed."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Leave the Referer alone: the identity middleware writes it anew for the target."""


def _is_preferred(request: Request, response: Response) -> bool:
    """Say whether of several choices the server prefers another one of its site. Source: RFC 9110, 15.4.1."""
    if response.status != MULTIPLE_CHOICES:
        return False
    try:
        target = prepare_url(_text(response.headers.get(b"Location") or b""), page_url=request.url)
    except RowError:
        return False
    return target.url != request.url and site(target.host) == site(prepare_url(request.url).host)


def _location(request: Request, response: Response) -> str:
    """Return where a redirect leads; S3 says it in the body, and so does the note of one that lost its Location."""
    if location := response.headers.get(b"Location"):
        return encoded_once(request.url, _text(location))
    bucket = bucket_elsewhere(request.url, response.body, response.headers.get(b"x-amz-bucket-region"))
    return bucket or only_link(response.body) or ""


def _forwarded(request: Request, response: Response) -> bytes | None:
    """Return where a page served in an image's place sends its reader at once, or the address that it has in a frame.

    The page of a row is left only when it shows nothing, and sends its reader to another on its own site.
    """
    if keys.VERDICT in response.meta:
        return None
    kind = sniff(response.body).kind
    if kind is not Kind.IMAGE and not request.meta.get(keys.PAGE) and (told := _told(request, response, kind)):
        return told.encode()
    if response.status != 200 or kind is Kind.IMAGE:
        return None
    is_html = kind is Kind.HTML
    url = _refreshed(response, is_html=is_html)
    if url is not None and _is_itself(url, request) and not _sets_news(request, response):
        url = None  # there is nothing yet: the remedies ask again when it says
    if not request.meta.get(keys.PAGE):
        inner = framed(request.url, response.body) if is_html and not url else None
        return inner.encode() if inner else url
    if url is None:
        return None
    is_empty = len(response.body) <= _HEAD_BYTES and _SHOWS.search(response.body) is None
    return url if is_empty and _is_on_site(url, response.url) else None


def _told(request: Request, response: Response, kind: Kind) -> str | None:
    """Return where the image is by a field of an answer that is no redirect."""
    location, link = response.headers.get(b"Location"), response.headers.get(b"Link")
    if location is None and link is None:
        return None
    is_empty = kind is Kind.EMPTY and response.status == 200
    return told_by_field(request.url, location=_text(location or b""), links=_text(link or b""), is_empty=is_empty)


def _is_on_site(target: bytes, page: str) -> bool:
    try:
        return fetch_site(prepare_url(_text(target), page_url=page).url, page) in ("same-origin", "same-site")
    except RowError:
        return False


def _is_itself(target: bytes, request: Request) -> bool:
    try:
        return prepare_url(_text(target), page_url=request.url).url == request.url
    except RowError:
        return False


def _refreshed(response: Response, *, is_html: bool) -> bytes | None:
    """Return where an answer sends its reader at once, by header or by markup.

    A short link's page sends readers without scripts to another site.
    """
    field = response.headers.get(b"Refresh") if b"Refresh" in response.headers else None
    header = _REFRESH.match(field or b"")
    if header and float(header[1]) <= _SOON_S:
        return header[2]
    if not is_html or b"refresh" not in response.body[:_HEAD_BYTES].lower():
        return None
    page = response.body[:_HEAD_BYTES].decode("utf-8", "replace")
    try:
        after_s, url = get_meta_refresh(page, response.url)
        if url is None and _SHOWS.search(response.body) is None:
            after_s, url = get_meta_refresh(page, response.url, ignore_tags=("script",))
            if url and _is_on_site(url.encode(), response.url):
                return None  # what its site tells readers without scripts
    except ValueError:  # an address that cannot be joined
        return None
    return url.encode() if url and after_s is not None and after_s <= _SOON_S else None


def _text(location: bytes) -> str:
    """Return a Location as text; bytes that are not UTF-8 are meant as they are."""
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return quote(location, safe=_LOCATION_SAFE)


def _fault_of(request: Request, response: Response, target: str) -> ErrorSlug | None:
    """Return what is wrong with the *target* of a redirect, if anything is."""
    if _turns_in_circles(request, response, target):
        return ErrorSlug.HTTP_REDIRECT_LOOP
    is_other = not request.meta.get(keys.PAGE) and is_neighbour(request.url, target)
    return ErrorSlug.HTTP_BAD_REDIRECT if is_other else None


def _turns_in_circles(request: Request, response: Response, target: str) -> bool:
    """Say whether *target* has been visited to no avail; a new cookie may make one more visit another matter.

    So it is after some visits that each had another query. What leads to itself and changes nothing is asked for once
    more: another machine may answer.
    """
    visited: list[str] = request.meta.get("redirect_urls", [])
    place = target.partition("?")[0]
    if sum(url.partition("?")[0] == place for url in visited) >= _MOST_VISITS_WITH_NEWS:
        return True
    most = _MOST_VISITS_OF_ITSELF if target == request.url else _MOST_VISITS
    if b"Set-Cookie" in response.headers:
        most = _MOST_VISITS_WITH_NEWS if _sets_news(request, response) else _MOST_VISITS
    return visited.count(target) >= most


def _sets_news(request: Request, response: Response) -> bool:
    """Say whether *response* sets a cookie of a name that did not come with *request*."""
    sent = {
        pair.partition(b"=")[0].strip() for field in request.headers.getlist("Cookie") for pair in field.split(b";")
    }
    return any(field.partition(b"=")[0].strip() not in sent for field in response.headers.getlist("Set-Cookie"))


def _marked(response: Response, slug: ErrorSlug) -> Response:
    response.meta[keys.VERDICT] = slug.value
    return response
