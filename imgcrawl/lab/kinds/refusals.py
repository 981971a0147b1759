"""Hosts that judge the visitor by headers, referrer or cookie, and serve those whom they trust."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab import visitors
from imgcrawl.lab.model import End, Kind, Reply
from imgcrawl.lab.replies import HTML, answer, good, redirect, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imgcrawl.lab.model import Answer, Visit

_AGENT_STATUSES = (403, 403, 406, 403, 418, 403, 503)
_AGENT_SLUGS = (ErrorSlug.HTTP_403, ErrorSlug.HTTP_406, ErrorSlug.HTTP_418, ErrorSlug.HTTP_503)
_CONTACT_POLICY = "Automated clients are welcome if they name themselves and a contact; see our user-agent policy."
_CHALLENGE = (
    b"<!doctype html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to"
    b" continue</noscript><script>document.cookie='proof='+(6*7);location.reload()</script></body></html>"
)


def unless(trusted: Callable[[Mapping[str, str]], bool], refuse: Answer) -> Answer:
    """Return an answer that serves those whose headers are *trusted* and refuses the others."""
    return lambda visit: good(visit) if trusted(visit.headers) else refuse(visit)


def no_library(visit: Visit) -> Reply:
    """Refuse programs, by a status that differs from site to site."""
    if visitors.is_library(visit.headers):
        return refusal(_AGENT_STATUSES[visit.site.number % len(_AGENT_STATUSES)])
    return good(visit)


def own_referer_only(visit: Visit) -> Reply:
    """Serve only requests that come from its own pages."""
    hosts = {visit.site.host, visit.site.alias}
    return good(visit) if visitors.comes_from(visit.headers, hosts) else refusal(403)


def no_foreign_referer(visit: Visit) -> Reply:
    """Refuse requests that come from other sites' pages."""
    return own_referer_only(visit) if "referer" in visit.headers else good(visit)


def cookie_of(visit: Visit) -> str:
    """Return the cookie that the site expects, which no visitor can guess."""
    return hashlib.sha256(visit.site.host.encode()).hexdigest()[:16]


def _knows(visit: Visit) -> bool:
    return visitors.has_cookie(visit.headers, "visitor", cookie_of(visit))


def _set_cookie(visit: Visit) -> tuple[tuple[str, str], ...]:
    return (("Set-Cookie", f"visitor={cookie_of(visit)}; Path=/; HttpOnly"),)


def cookie_with_refusal(visit: Visit) -> Reply:
    """Refuse without its cookie, which comes with the refusal."""
    return good(visit) if _knows(visit) else refusal(403, _set_cookie(visit))


def cookie_with_redirect(visit: Visit) -> Reply:
    """Redirect to the same place until its cookie comes back."""
    return good(visit) if _knows(visit) else redirect(302, visit.path, _set_cookie(visit))


def cookie_from_page(visit: Visit) -> Reply:
    """Refuse without the cookie that only its page gives."""
    return good(visit) if _knows(visit) else refusal(403)


def page_with_cookie(visit: Visit) -> Reply:
    """Send the page that gives the cookie."""
    return answer(200, b"<!doctype html><title>Welcome</title><p>Welcome.</p>", HTML, _set_cookie(visit))


def challenge(visit: Visit) -> Reply:
    """Ask for a script to be run, as a 403 or a 503."""
    return answer(
        (403, 503)[visit.site.number % 2], _CHALLENGE, HTML, (("Server", "shield"), ("Cache-Control", "no-store"))
    )


def _accepts_pictures(headers: Mapping[str, str]) -> bool:
    return "image/" in headers.get("accept", "")


def _no_program(headers: Mapping[str, str]) -> bool:
    return not visitors.is_library(headers)


def _kind(
    name: str, weight: float, answer_: Answer, *errors: ErrorSlug, sizes: tuple[int, ...] = (1, 1, 2), **more: object
) -> Kind:
    fields = {"ok": True, "answers": {"picture": answer_}} | more
    return Kind(name=name, weight=weight, sizes=sizes, errors=errors, **fields)  # type: ignore[arg-type]  # see Kind


KINDS = (
    _kind("no-programs", 8, no_library, *_AGENT_SLUGS, note="Serves whoever names itself as a browser."),
    _kind(
        "no-programs-reset", 1, unless(_no_program, lambda _visit: Reply((End.RESET,), "reset")), ErrorSlug.TCP_RESET,
        ErrorSlug.TCP_CLOSED,
    ),
    _kind("no-programs-html", 2, unless(_no_program, lambda _visit: answer(200, _CHALLENGE)), ErrorSlug.CONTENT_HTML),
    _kind(
        "coherent-browsers", 4, unless(visitors.is_coherent_browser, lambda _visit: refusal(403)), ErrorSlug.HTTP_403,
        scheme="https", note="Client hints, Sec-Fetch and Accept must agree with the User-Agent.",
    ),
    _kind(
        "honest-bots", 4, unless(visitors.is_honest_bot, lambda _visit: refusal(403, (), _CONTACT_POLICY)),
        ErrorSlug.HTTP_403, note="Refuses browsers' names and libraries; serves a bot with a version and a contact.",
    ),
    _kind("accept-pictures", 1, unless(_accepts_pictures, lambda _visit: refusal(406)), ErrorSlug.HTTP_406),
    _kind("own-referer", 5, own_referer_only, ErrorSlug.HTTP_403, with_page=True),
    _kind("no-foreign-referer", 4, no_foreign_referer, ErrorSlug.HTTP_403, baseline=1),
    _kind("cookie-with-refusal", 3, cookie_with_refusal, ErrorSlug.HTTP_403),
    _kind("cookie-with-redirect", 2, cookie_with_redirect, ErrorSlug.HTTP_REDIRECT_LOOP, baseline=1),
    _kind(
        "cookie-from-page", 2, cookie_from_page, ErrorSlug.HTTP_403, page=True,
        answers={"picture": cookie_from_page, "page": page_with_cookie},
    ),
    _kind("script-challenge", 5, challenge, ErrorSlug.HTTP_403, ErrorSlug.HTTP_503, ok=False, note="Wants a browser."),
)  # fmt: skip
