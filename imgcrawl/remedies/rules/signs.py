"""Signs in an answer that tell why it is no image, so that what cannot help is not tried."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from imgcrawl.intake.pointers import read_pointer
from imgcrawl.remedies.rules.challenges import holds_challenge, is_challenge, wants_person

if TYPE_CHECKING:
    from collections.abc import Callable


class Sign(StrEnum):
    """A known reason; the value is its sentence for a person."""

    CHALLENGE = "the host wants a browser that solves its challenge"
    EXPIRED = "the address was signed for a time that is over"
    WANTS_TLS = "the server expects https on this port"
    OTHER_SIZES = "the server makes this picture in other sizes only"
    GONE = "the server itself calls the picture a notice that there is no image"
    COOKIES = "the server does not take its own cookies back"
    LED = "the host leads what it lacks to pictures of other things"
    PHONES = "the host leads phones to a site of their own"
    LINKS = "the host gives its pictures to pages of its own alone, and says so"
    PAGES = "the host gives its picture to who names no page, and a notice to who names one"
    BROWSERS = "the host challenges whoever calls itself a browser"
    STRANGERS = "the host wants to be told who asks, and says so"
    SESSION = "the address carries the number of a session that is over"
    TWO_FACED = "asked in another way, the host gives other pictures than asked so"
    ASTRAY = "other sites give this picture too, one of them for what does not exist"
    HEEDLESS = "the host gives one of many pictures for any name, also for what does not exist"
    NOTHING = "the host gives this picture for what does not exist"
    RIDDLE = "the refusal has a form for people, or wants scripts, as all pages of its site may"
    PIXEL = "the host gives a single pixel in the place of the picture"
    CLOSED = "the host says that it is closed for a while"
    STORE = "the store says the same of what it does not have and of what it gives nobody"
    IN_MAKING = "the host says that the image will be there in a moment"
    POINTER = "the code host gives a pointer of Git LFS in place of the file"
    UNHOSTED = "the service that answers for the host says that it has nothing under this name"


PROMISES: Final = frozenset({Sign.CLOSED, Sign.IN_MAKING})
"""Signs by which the image will be there later, for whoever asks."""

FOR_ALL_CLIENTS: Final = frozenset({Sign.GONE, Sign.NOTHING, Sign.PIXEL})
"""Signs by which no other client is given anything else, but for who comes from other pages than the host wants."""

FOR_PEOPLE: Final = frozenset({Sign.CHALLENGE, Sign.RIDDLE})
"""Signs by which no other client is let in that runs no scripts."""

_HEAD_BYTES: Final = 65_536

_BROWSER_MARKS: Final = re.compile(rb"id=[\"']anubis_(?:version|challenge)[\"']|/\.within\.website/x/cmd/anubis")
"""Anubis, which asks for work of those who name Mozilla, and lets others in."""

_LINK_MARKS: Final = re.compile(rb"hot[-_ ]?link|\bleech(?:ing|ers?)?\b|direct(?:ly)? link(?:ing|ed)?\b", re.IGNORECASE)

_NAME_MARKS: Final = re.compile(
    rb"user[-_ ]?agent\b[^<>.:]{0,80}\b(?:contact|e-?mail|identif|descri)"
    rb"|\b(?:contact|identif\w{1,9}|e-?mail)\b[^<>.:]{0,60}\b(?:in|by|with|through|via)\b[^<>.:]{0,30}user[-_ ]?agent\b"
    rb"|\b(?:set|provide|supply|send) (?:an?|your)\b[^<>.:]{0,40}user[-_ ]?agent\b",
    re.IGNORECASE,
)
"""What a client is to say of itself; pages that only repeat its name, and whom to write to, have a colon or stop."""

_TLS_MARKS: Final = re.compile(
    rb"HTTP request (?:was sent )?to (?:an )?HTTPS (?:port|server)|speaking plain HTTP to an SSL", re.IGNORECASE
)
"""nginx and Go, Apache."""
_TLS_RULE_MARKS: Final = re.compile(
    rb"\b403\.4\b|\b(?:SSL|TLS|HTTPS) (?:is |connection )?required\b|\brequires? (?:an? )?(?:SSL|TLS|HTTPS)\b",
    re.IGNORECASE,
)
"""IIS, and who says it after it: a rule of the site's for addresses that its server takes over http too."""

_OTHER_SIZES_MARK: Final = re.compile(
    rb"Use thumbnail (?:sizes|steps) listed on|^\s*ERROR 94(?:01|02|22):", re.IGNORECASE
)
"""Wikimedia, with 429 or 400; Cloudflare, which names the orders that it does not carry out, or no more this month.

Source: Cloudflare, "Troubleshoot transformations".
"""
_EXPIRED_MARKS: Final = re.compile(
    rb"request has expired|(?:url|link|signature|token) (?:has |is )?expired|signature not valid in the specified time",
    re.IGNORECASE,
)
_STORE_MARKS: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,100}>\s*)?<Error(?:\s[^>]{0,200})?>\s*<Code>AccessDenied</Code>"
    rb"(?!\s*<Message>[^<]{0,300}\brefer+er\b)",
    re.IGNORECASE,
)
_STORE_PAGE_MARK: Final = re.compile(rb"<li>Code: AccessDenied</li>", re.IGNORECASE)
"""S3, and what is like it, of a missing key where the bucket's keys are nobody's business; it knows no browsers.

Its words differ, and one of them may be about the referer. As a site it says so by a page, and in its head.
"""
_UNHOSTED_MARKS: Final = re.compile(
    rb"Fastly error: unknown domain|Origin DNS error|error code: 1016\b|<title>\s*No such app\s*</title>"
    rb"|/no-such-app\.html|There isn.{1,6}t a GitHub Pages site here|<Code>NoSuchBucket</Code>"
    rb"|>\s*Error 403 - This web app is stopped",
    re.IGNORECASE,
)
"""Fastly (500), Cloudflare (530), Azure (403), Heroku, GitHub, S3 and its like (404): nobody is behind the name."""
_STORE_CODE: Final = b"x-amz-error-code"
_FORBIDDEN: Final = frozenset({401, 403})
_DATES: Final = (("se", "%Y-%m-%dT%H:%M:%SZ"), ("se", "%Y-%m-%d"))  # Azure
_SIGNED: Final = (("x-amz-date", "x-amz-expires"), ("x-goog-date", "x-goog-expires"))
_IN_HEX: Final = (("ex", "hm"), ("oe", "oh"))
"""Where Discord and Meta write the end in hexadecimal digits, and their signature beside it.

Sources: Discord, "Reference", Signed Attachment CDN URLs; itsyouonline/identityserver #389.
"""
_HEX_EPOCH: Final = re.compile(r"[4-7][0-9a-f]{7}", re.IGNORECASE)
_EPOCHS: Final = re.compile(r"(1\d{9})(?:\d{3})?")  # seconds, from 2001 to 2033, or milliseconds
_ENDS: Final = re.compile(
    r"(?:[\w-]*[-_])?(?:expir(?:es?|y|ation)|until|valid[-_]?(?:until|to|thru)|exp|deadline)(?:[-_]?(?:at|in|on|time|ts))?"
)
"""Fields that name an end; numbers in others are mostly versions."""
_SIGNATURE: Final = re.compile(r"sig|token|hmac|hash|digest|md5|sha|^(?:st?|h|k|key|auth)$")
_END_IN_TOKEN: Final = re.compile(r"(?:^|[=~&])exp=(1\d{9})~")  # Akamai: one field with several in it


def sign_of(status: int, body: bytes, *, header: Callable[[bytes], bytes | None], url: str, now: float) -> Sign | None:
    """Return what an answer that is no image gives away of its reason; None when that is nothing.

    *header* returns a field's value by name; *now* is in epoch seconds. The address is only looked at where the
    answer is a refusal (4xx).
    """
    head = body[:_HEAD_BYTES]
    if is_challenge(status, header) or holds_challenge(head):
        return Sign.CHALLENGE
    if _BROWSER_MARKS.search(head):
        return Sign.BROWSERS
    if status < 400 and read_pointer(body):
        return Sign.POINTER
    if status >= 400 and _UNHOSTED_MARKS.search(head):
        return Sign.UNHOSTED
    return _sign_of_refusal(status, head, header, is_over=_is_over(url, now)) if 400 <= status < 500 else None


def _sign_of_refusal(
    status: int, head: bytes, header: Callable[[bytes], bytes | None], *, is_over: bool
) -> Sign | None:
    """Return what a refusal gives away; *is_over*: it is that of an address whose time is over."""
    if (status == 400 and _TLS_MARKS.search(head)) or (status == 403 and _TLS_RULE_MARKS.search(head)):
        return Sign.WANTS_TLS
    if _OTHER_SIZES_MARK.search(head):
        return Sign.OTHER_SIZES
    if is_over or _EXPIRED_MARKS.search(head):
        return Sign.EXPIRED
    return _sign_of_guard(status, head, header)


def _sign_of_guard(status: int, head: bytes, header: Callable[[bytes], bytes | None]) -> Sign | None:
    """Return what a refusal says of whom it is for."""
    if status in _FORBIDDEN and _LINK_MARKS.search(head):
        return Sign.LINKS
    if status in _FORBIDDEN and _NAME_MARKS.search(head):
        return Sign.STRANGERS
    if status == 403 and _is_of_store(head, header):
        return Sign.STORE
    sets_cookies = header(b"set-cookie") is not None
    return Sign.RIDDLE if wants_person(status, head, sets_cookies=sets_cookies) else None


def _is_of_store(head: bytes, header: Callable[[bytes], bytes | None]) -> bool:
    """Say whether a store refuses access to what is asked for, or would if it were there."""
    is_page = header(_STORE_CODE) == b"AccessDenied" or _STORE_PAGE_MARK.search(head) is not None
    return is_page or _STORE_MARKS.match(head) is not None


def _is_over(url: str, now: float) -> bool:
    """Say whether the address itself names the time until which it is good, and that is past."""
    fields = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    ends = _end(fields) or _sum(fields) or _date(fields) or _hex_end(fields)
    return ends is not None and ends < now


def _end(fields: dict[str, str]) -> float | None:
    """Return the instant that a field calls the end, or that a short name may mean beside a signature."""
    is_signed = any(map(_SIGNATURE.search, fields))
    named = (value for name, value in fields.items() if _ENDS.fullmatch(name) or (name == "e" and is_signed))
    ends = [*map(_EPOCHS.fullmatch, named), *map(_END_IN_TOKEN.search, fields.values())]
    return next((float(end[1]) for end in ends if end is not None), None)


def _sum(fields: dict[str, str]) -> float | None:
    for date, seconds in _SIGNED:
        if date in fields and fields.get(seconds, "").isdecimal():
            begins = _read(fields[date], "%Y%m%dT%H%M%SZ")
            return None if begins is None else begins + min(int(fields[seconds][:9]), 604_800)  # a week at most
    return None


def _date(fields: dict[str, str]) -> float | None:
    if "sig" not in fields:
        return None
    return next((end for name, form in _DATES if (end := _read(fields.get(name, ""), form))), None)


def _hex_end(fields: dict[str, str]) -> float | None:
    ends = (fields.get(end, "") for end, signature in _IN_HEX if fields.get(signature))
    return next((float(int(end, 16)) for end in ends if _HEX_EPOCH.fullmatch(end)), None)


def _read(text: str, form: str) -> float | None:
    try:
        date = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
    return (date - datetime.fromtimestamp(0, UTC)) / timedelta(seconds=1)
