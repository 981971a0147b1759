"""Redirects that lead to the picture, in every spelling, and redirects that lead nowhere or into a trap."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import Address, Kind
from imgcrawl.lab.replies import answer, good, redirect

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Reply, Visit

_STATUSES = (301, 302, 303, 307, 308)
_ELSEWHERE = (ErrorSlug.URL_REDIRECT, ErrorSlug.POLICY_PRIVATE_ADDRESS)
_BAD = (ErrorSlug.HTTP_BAD_REDIRECT, ErrorSlug.URL_REDIRECT)
_TRAPS = (Address.TRAP, "2135031809", "0x7f420001", "127.66.1", "0177.66.0.1")


def _status(visit: Visit) -> int:
    return _STATUSES[visit.site.number % len(_STATUSES)]


def _hop(visit: Visit) -> int:
    return int(parse_qs(visit.query).get("hop", ["0"])[0])


def moved(visit: Visit) -> Reply:
    """Redirect to another path: in full, from the root, without a scheme, or with characters to be escaped."""
    site, target = visit.site, visit.row.places["target"]
    ways = (
        site.url(target),
        target,
        site.url(target).partition(":")[2],
        f"../../../../..{target}",
        f"{target}?a=ü b|c",
    )
    return redirect(_status(visit), ways[visit.site.number % len(ways)].encode().decode("latin-1"))


def other_host(visit: Visit) -> Reply:
    """Redirect to another host, half of the time with the other scheme."""
    site = visit.site
    scheme = {"http": "https", "https": "http"}[site.scheme] if site.number % 2 else site.scheme
    return redirect(_status(visit), site.url(visit.row.places["target"], alias=True, scheme=scheme))


def chain(visit: Visit) -> Reply:
    """Redirect five times, then send the picture."""
    hop = _hop(visit)
    return good(visit) if hop >= 5 else redirect(302, f"{visit.path}?hop={hop + 1}")


def loop(visit: Visit) -> Reply:
    """Redirect to itself, or to and fro between two queries."""
    return redirect(302, visit.path if visit.site.number % 2 else f"{visit.path}?hop={1 - _hop(visit)}")


def endless(visit: Visit) -> Reply:
    """Redirect to a new URL each time."""
    return redirect(302, f"{visit.path}?hop={_hop(visit) + 1}")


def trapped(visit: Visit) -> Reply:
    """Redirect to a private address, in one of the spellings of an IPv4 address."""
    host = _TRAPS[visit.site.number % len(_TRAPS)]
    return redirect(302, f"http://{host}:{visit.site.ports.http}/latest/meta-data/picture.jpg")


def to(*locations: str) -> Answer:
    """Return an answer that redirects to one of *locations*, whatever they are."""
    return lambda visit: redirect(302, locations[visit.site.number % len(locations)])


def without_location(_visit: Visit) -> Reply:
    """Say 302 and not where to."""
    return answer(302)


def _good(name: str, weight: float, answer_: Answer) -> Kind:
    answers: dict[str, Answer] = {"picture": answer_, "target": good}
    return Kind(name=name, weight=weight, sizes=(1, 1, 3), ok=True, baseline=1, answers=answers)


def _bad(name: str, weight: float, answer_: Answer, *errors: ErrorSlug, note: str = "") -> Kind:
    return Kind(name=name, weight=weight, answers={"picture": answer_}, errors=errors, note=note)


KINDS = (
    _good("moved", 26, moved),
    _good("moved-to-other-host", 18, other_host),
    _good("redirect-chain", 4, chain),
    _bad("redirect-loop", 3, loop, ErrorSlug.HTTP_REDIRECT_LOOP),
    _bad("redirect-endless", 1, endless, ErrorSlug.HTTP_REDIRECT_LOOP),
    _bad("redirect-private", 3, trapped, *_ELSEWHERE, note="A trap at the private address records every visit."),
    _bad("redirect-scheme", 2, to("file:///etc/hostname", "ftp://ftp.lab.test/a.jpg", "javascript:1"), *_BAD),
    _bad("redirect-garbage", 1, to("http://[bad/", "http://", "https://a.lab.test:99999/"), *_BAD),
    _bad("redirect-nowhere", 1, without_location, ErrorSlug.HTTP_BAD_REDIRECT),
    _bad("redirect-home", 4, to("/"), ErrorSlug.CONTENT_HTML),
    _bad("redirect-dead-host", 2, to("http://nx-moved.invalid/a.jpg"), ErrorSlug.DNS_NXDOMAIN),
)
