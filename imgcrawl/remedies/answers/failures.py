"""What an answer or an exception means: the failure it stands for, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from imgcrawl import clock, keys
from imgcrawl.errors import (
    COOKIES_REFUSED,
    FIRST_ERROR_STATUS,
    FIRST_SERVER_ERROR_STATUS,
    GONE_STATUSES,
    NOT_THERE,
    OVERLOAD_STATUSES,
    ErrorSlug,
    RunStopped,
    slug_for_status,
)
from imgcrawl.intake.untracked import without_session
from imgcrawl.naming.notices import (
    leads_to_notice,
    names_no_image,
    says_closed,
    says_gone,
    says_in_making,
    says_linked,
)
from imgcrawl.remedies.answers.kept import is_copy, kept_for
from imgcrawl.remedies.answers.landing import is_led_as_phone, is_past, is_secured
from imgcrawl.remedies.answers.promises import is_said_missing, promise_of
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.groups import DAMAGED
from imgcrawl.remedies.rules.signs import Sign, sign_of
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.retry_after import reset_in, wait_asked_for
from imgcrawl.validation.formats import sniff
from imgcrawl.validation.placeholders.circumstances import declared_stand_in, served_names

if TYPE_CHECKING:
    from typing import Final

    from scrapy import Request
    from scrapy.http import Response
    from scrapy.http.headers import Headers

_SAID_BY_NAMES = ((says_gone, Sign.GONE), (says_in_making, Sign.IN_MAKING), (says_closed, Sign.CLOSED))
_WHOLE = frozenset({200, 201, 203, 226})
_ENDINGS = frozenset({"jpg", "jpeg", "png", "gif"})
_RANGE = re.compile(rb"bytes[\s=]+0-(\d{1,15})/(\d{1,15}|\*)", re.IGNORECASE)
_NEGOTIATED: Final = {"WEBP": "webp", "AVIF": "avif"}
"""Formats that are given in place of the one that an address names, to who asks for them."""

_PASSWORD: Final = re.compile(rb"<input\b[^<>]{0,300}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_FORM_BYTES: Final = 65_536

_NOT_IMAGES: Final = {
    "html": ErrorSlug.CONTENT_HTML,
    "text": ErrorSlug.CONTENT_TEXT,
    "empty": ErrorSlug.CONTENT_EMPTY,
}
_SAME_EACH_TIME: Final = DAMAGED | {ErrorSlug.CONTENT_TRUNCATED}
"""What is wrong with a body that came to its end, as far as its transfer tells, and is so each time but by chance."""

_PAGES: Final = frozenset({ErrorSlug.CONTENT_HTML, ErrorSlug.CONTENT_TEXT})
_IN_WORDS: Final = _PAGES | {ErrorSlug.HTTP_202}
"""What an image's place holds where a host may say in words that it will be there later."""


def slug_of_answer(status: int, body: bytes, *, content_range: bytes | None, page: bool) -> ErrorSlug | None:
    """Return what is wrong with an answer at first sight; None when its body is worth validating, or parsing (*page*).

    Browsers show what comes with any 2xx; so 201 (made for this request), 203 (changed by a proxy) and 226 count as 200
    does. 202 says that there is nothing yet. 206, for which nobody asked, counts unless its Content-Range says that
    something is missing: whether a picture ends is for its decoder to say.
    """
    if status not in _WHOLE and not (status == 206 and _is_whole(content_range)):
        return slug_for_status(status)
    return None if page else _NOT_IMAGES.get(sniff(body).kind)


def slug_of(request: Request, response: Response) -> ErrorSlug | None:
    """Return what is wrong with *response*: what was found already, else what is seen at first sight."""
    if verdict := response.meta.get(keys.VERDICT):
        return ErrorSlug(verdict)
    content_range = response.headers.get(b"Content-Range")
    is_page = bool(request.meta.get(keys.PAGE))
    return slug_of_answer(response.status, response.body, content_range=content_range, page=is_page)


def failure_of(exception: Exception) -> Failure | None:
    """Return the failure that *exception* stands for; None when the run is ending and the row has no outcome yet."""
    if isinstance(exception, RunStopped):
        return None
    slug = getattr(exception, "slug", None)
    if isinstance(slug, ErrorSlug):
        return Failure(slug, detail=str(getattr(exception, "detail", "")))
    return Failure(ErrorSlug.INTERNAL_ERROR, detail=f"{type(exception).__name__}: {exception}"[:300])


def failure_of_answer(request: Request, response: Response, slug: ErrorSlug, detail: str) -> Failure:
    """Return what is wrong with an answer, and what it gives away."""
    headers, now, has_sent = response.headers, clock.now(), b"Cookie" in request.headers
    sign = sign_of(response.status, response.body, header=headers.get, url=request.url, now=now)
    if sign is None and has_sent and response.status in COOKIES_REFUSED:
        sign = Sign.COOKIES
    reload_s = None
    if sign is None and slug in _IN_WORDS:
        promise, reload_s = promise_of(response.body, header=headers.get, url=request.url)
        sign = promise if slug is not ErrorSlug.HTTP_202 else None  # that is a promise by itself
    if sign is None and _is_refused_for_session(request, slug):
        sign = Sign.SESSION
    if sign is None and slug is ErrorSlug.HTTP_REDIRECT_LOOP and is_called_linked(keys.begun_at(request), request):
        sign = Sign.LINKS
    if sign is None and slug in NOT_THERE and _is_led_as_phone(request):
        sign = Sign.PHONES
    led_by = request.meta.get("redirect_urls", ())[1:]
    return Failure(
        slug,
        wait_asked_for(headers, now=now),
        b"Set-Cookie" in headers and not has_sent,
        detail or (sign.value if sign else ""),
        sign,
        response.status,
        request.url,
        len(request.meta.get("redirect_urls", ())),
        is_phone=bool(request.meta.get(keys.PHONE)),
        is_negotiated=_is_negotiated(request.url, response),
        is_coded="decoded" in response.flags,
        reload_s=reload_s,
        kept_s=kept_for(headers.get) if response.status >= FIRST_SERVER_ERROR_STATUS else None,
        is_copy=_may_be_old(response.status, slug) and is_copy(headers.get),
        mark=f"{len(response.body)} {crc32(response.body):08x}" if slug in _SAME_EACH_TIME else None,
        is_page=bool(request.meta.get(keys.PAGE)),
        wants_login=_wants_login(request, response, slug),
        is_said_missing=slug in _PAGES and is_said_missing(response.body),
        is_secured=any(is_secured(url, keys.begun_at(request)) for url in led_by),
        is_past=any(is_past(url, keys.begun_at(request), request.url) for url in led_by),
        likeness=_likeness(request, response.body) if slug in _PAGES else None,
        guise=b" ".join((headers.get(b"Server") or b"", headers.get(b"Content-Type") or b"")).decode("latin-1"),
    )


def _likeness(request: Request, body: bytes) -> int:
    """Return by what the page *body*, which came for *request*, is known again in this process for another address."""
    for url in dict.fromkeys((request.url, keys.begun_at(request))):
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        for text in (parts.path, parts.path.rpartition("/")[2], f"www.{host}", host):
            body = body.replace(text.encode(), b"") if text.strip("/") else body
    return hash(body)


def _wants_login(request: Request, response: Response, slug: ErrorSlug) -> bool:
    """Say whether an answer names a way to log in: by its field, or as the form to which *request* was led."""
    if slug is ErrorSlug.CONTENT_HTML and request.meta.get("redirect_urls"):
        return _PASSWORD.search(response.body[:_FORM_BYTES]) is not None
    return slug is ErrorSlug.HTTP_401 and b"WWW-Authenticate" in response.headers


def _may_be_old(status: int, slug: ErrorSlug) -> bool:
    """Say whether a copy of an answer may be so much worse than what its host has that it is worth asking for that."""
    return status >= FIRST_SERVER_ERROR_STATUS or slug is ErrorSlug.CONTENT_HTML


def failure_of_picture(
    request: Request, response: Response, slug: ErrorSlug, detail: str, *, sign: Sign | None
) -> Failure:
    """Return what is wrong with a picture that was looked at; *sign*: what tells why, besides how it came."""
    failure = failure_of_answer(request, response, slug, detail)
    asked_url = request.meta[keys.FETCH]["url"]
    if slug is ErrorSlug.CONTENT_PLACEHOLDER:
        sign = _sign_by_name(asked_url, request, response) or sign
        sign = sign or (Sign.PIXEL if _is_pixel(response.body) else None)
    return failure._replace(sign=sign or failure.sign)


def _is_pixel(body: bytes) -> bool:
    """Say whether *body* is a GIF or PNG of one pixel, by its head."""
    is_gif = body[:4] == b"GIF8" and body[6:10] == b"\x01\x00\x01\x00"
    return is_gif or (body[:4] == b"\x89PNG" and body[16:24] == b"\x00\x00\x00\x01" * 2)


def _is_led_as_phone(request: Request) -> bool:
    """Say whether *request* for an image came from a phone, and was led to what its host has for phones."""
    is_phone = bool(request.meta.get(keys.PHONE)) and not request.meta.get(keys.PAGE)
    return is_phone and is_led_as_phone(keys.begun_at(request), request.url)


def _is_refused_for_session(request: Request, slug: ErrorSlug) -> bool:
    """Say whether what was asked for carries the number of a session, and *slug* may be due to who asks."""
    is_refusal = REMEDIES[slug].kinds[:1] == (Kind.ASK_OTHERWISE,)
    return is_refusal and any(without_session(keys.begun_at(request)))


def believed(failure: Failure, *, most_s: float) -> Failure:
    """Return *failure* without a wait of more than *most_s* seconds, if what named it was no error.

    There a time to wait means nothing by the standard, and often no more than that: all of a host's answers have it.
    """
    is_too_long = failure.retry_after_s is not None and failure.retry_after_s > most_s
    is_no_error = failure.status is not None and failure.status < FIRST_ERROR_STATUS
    return failure._replace(retry_after_s=None) if is_too_long and is_no_error else failure


def _sign_by_name(asked_url: str, request: Request, response: Response) -> Sign | None:
    """Return what the server says by a picture in place of the one at *asked_url*: in its headers, or by its name."""
    if declared_stand_in(response.headers) or names_no_image(asked_url):
        return Sign.GONE
    names = (request.url, *served_names(response.headers))
    notices = [name for name in names if leads_to_notice(asked_url, name)]
    for says, sign in _SAID_BY_NAMES:
        if any(map(says, notices)):
            return sign
    return Sign.LINKS if is_called_linked(asked_url, request) else None


def is_called_linked(asked_url: str, request: Request) -> bool:
    """Say whether *asked_url* was led to a notice that is named for pictures which other sites' pages show."""
    return leads_to_notice(asked_url, request.url) and says_linked(request.url)


def _is_negotiated(url: str, response: Response) -> bool:
    """Say whether what came depends on the formats that were asked for, or is of another than *url* names."""
    headers = response.headers
    vary = b",".join(headers.getlist(b"Vary")) if b"Vary" in headers else b""
    if b"accept" in (field.strip().lower() for field in vary.split(b",")):
        return True
    named = (headers.get(b"Content-Type") or b"").partition(b";")[0].strip().lower().decode("latin-1")
    format_ = _NEGOTIATED.get(sniff(response.body).format or "") or named.removeprefix("image/")
    ending = urlsplit(url).path.rpartition(".")[2].lower()
    return format_ in _NEGOTIATED.values() and ending in _ENDINGS


class Slowdown(NamedTuple):
    """A host wants fewer requests, and none for *retry_after_s* seconds if it has said so; *overload*: by a 503.

    *reset_s*: where it has not, in how many seconds it counts requests anew, 0 if that is not known.
    """

    retry_after_s: float | None
    overload: bool
    reset_s: float = 0.0


UNTIMED: Final = Slowdown(None, overload=False)
"""What a 429 asks for that says nothing else."""


def requested_slowdown(status: int, headers: Headers, *, now: float) -> Slowdown | None:
    """Return what an answer asks of all its host's clients: 429, 503, and any error that names a time; else None.

    *now*: by our clock, in epoch seconds.
    """
    wait_s = wait_asked_for(headers, now=now) if status >= FIRST_ERROR_STATUS else None
    if wait_s is None and status not in OVERLOAD_STATUSES:
        return None
    return Slowdown(wait_s, status == 503, reset_in(headers, now=now) if wait_s is None else 0.0)


def is_at_ease(status: int, headers: Headers, *, now: float) -> bool:
    """Say whether its host bears how it is asked: the answer is no error, or 404 or 410 without a time to wait."""
    return status < FIRST_ERROR_STATUS or (
        status in GONE_STATUSES and requested_slowdown(status, headers, now=now) is None
    )


def _is_whole(content_range: bytes | None) -> bool:
    if content_range is None:
        return True
    match = _RANGE.fullmatch(content_range.strip())
    return match is not None and match[2] in {b"*", b"%d" % (int(match[1]) + 1)}
