"""Answers that want a browser which runs a script, or a person who solves a riddle: no header brings either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADERS: Final = {
    b"cf-mitigated": re.compile(rb"challenge"),  # Cloudflare documents it for this purpose
    b"x-amzn-waf-action": re.compile(rb"challenge|captcha"),  # AWS WAF
    b"x-vercel-mitigated": re.compile(rb"challenge"),  # Vercel, whose status is 429
}
_OF_REFUSALS: Final = (b"x-kpsdk-ct", b"x-kpsdk-r")
"""Kasada: fields that come with a refusal, a 429 too, only for its challenge."""

_MARKS: Final = re.compile(
    rb"window\._cf_chl_opt|window\.gokuProps|window\.KPSDK\s*=|//(?:geo|ct)\.captcha-delivery\.com/|id=[\"']px-captcha[\"']"
)
"""Cloudflare, AWS, Kasada, DataDome, PerimeterX: what challenges hold, not the scripts that they add to all pages."""

_REFUSALS: Final = frozenset({401, 403, 405, 406})
"""What speaks of the client and not of its pace; where images are refused so, a page has no form of another kind."""

_RIDDLES: Final = re.compile(
    rb"<[a-z][^<>]{0,300}\b(?:class|id|name|src|href|action|data-\w{1,20})\s*=\s*[\"']?[^\"'<>\s]{0,200}captcha"
    rb"|//challenges\.cloudflare\.com/turnstile/|[\"'\s]cf-turnstile\b",
    re.IGNORECASE,
)
"""A form that tells people from programs, by whichever service; a text alone may be about one."""

_BOT_MANAGERS: Final = re.compile(
    rb"\bvar dd\s*=\s*\{|window\._px(?:AppId|Uuid)\s*=|/_Incapsula_Resource\?|\bIncapsula incident ID\b"
    rb"|sec-if-cpt-container|/_sec/cp_challenge/|[?&]bm-verify=|\bcpr_chlge\b",
    re.IGNORECASE,
)
"""DataDome, PerimeterX, Imperva, Akamai: other pages of their sites may have these too, a plain refusal has none."""

_WANTS_SCRIPTS: Final = re.compile(
    rb"\b(?:enable|turn on|switch on|allow|requires?|supports?) (?:JS|Java ?Script)\b(?! to run this app\b)",
    re.IGNORECASE,
)
"""What a page says to clients without scripts; not one that is an application, which may stand in for any error."""

_LONGEST_BYTES: Final = 16_384
"""A refusal with more is a whole page of the site's, which may say so of anything on it."""


def is_challenge(status: int, header: Callable[[bytes], bytes | None]) -> bool:
    """Say whether the fields of an answer call it a challenge for browsers; *header* returns a field by name."""
    named = any(found.search(header(name) or b"") for name, found in _HEADERS.items())
    return named or (400 <= status < 500 and any(header(name) is not None for name in _OF_REFUSALS))


def holds_challenge(head: bytes) -> bool:
    """Say whether the beginning of a body is that of a challenge, whatever its status."""
    return _MARKS.search(head) is not None


def wants_person(status: int, head: bytes, *, sets_cookies: bool) -> bool:
    """Say whether a refusal comes with a form for people, or with a page for browsers that run its scripts.

    One that *sets_cookies* and asks for scripts in words alone may be content with the cookies.
    """
    if status not in _REFUSALS:
        return False
    if _RIDDLES.search(head) or _BOT_MANAGERS.search(head):
        return True
    return not sets_cookies and len(head) < _LONGEST_BYTES and _WANTS_SCRIPTS.search(head) is not None
