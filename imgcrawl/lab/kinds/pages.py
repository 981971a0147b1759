"""Images whose own URL is dead: their page, or the URL inside theirs, still leads to them. Or seems to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab import markup
from imgcrawl.lab.kinds.statuses import rotating
from imgcrawl.lab.model import Kind
from imgcrawl.lab.replies import answer, good, other_picture, refusal

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Reply, Row, Visit

TOKEN_S = 30
"""A token from a page is good for this long at least, and for twice as long at most."""

_GONE = (ErrorSlug.HTTP_404, ErrorSlug.HTTP_410)
_gone = rotating((404, 410, 404))


def page_of_moved(visit: Visit) -> Reply:
    """Send a page that names the image's new place in one of many ways, among neighbours that look like it."""
    row, site = visit.row, visit.site
    write = markup.WAYS[site.number % len(markup.WAYS)]
    moved = row.places["moved"]
    head, body = write(site.url(moved, alias=True) if site.number % 3 else moved)
    neighbours = markup.decoys(row.places["moved"])
    return markup.page(row, head, neighbours + body + neighbours)


def page_of_decoys(visit: Visit) -> Reply:
    """Send a page on which every picture belongs to something else."""
    row = visit.row
    head, body = markup.og_image(visit.site.url("/static/share.png"))
    return markup.page(row, head, markup.decoys(row.places["picture"]) + body)


def decoy(visit: Visit) -> Reply:
    """Send a neighbour in the same series."""
    return answer(200, other_picture(visit.row, visit.path), "image/jpeg")


def _token(path: str, period: int) -> str:
    return hashlib.sha256(f"{path} {period}".encode()).hexdigest()[:20]


def needs_token(visit: Visit) -> Reply:
    """Serve only with a token of this or the last period."""
    period = int(visit.now // TOKEN_S)
    given = parse_qs(visit.query).get("token", [""])[0]
    valid = {_token(visit.path, period), _token(visit.path, period - 1)}
    return good(visit) if given in valid else refusal(403, (), "The link has expired.")


def page_with_token(visit: Visit) -> Reply:
    """Send a page that carries the image's URL with a fresh token."""
    path = visit.row.places["picture"]
    query = f"?token={_token(path, int(visit.now // TOKEN_S))}&expires={int(visit.wall) + TOKEN_S}"
    write = markup.WAYS[0] if visit.site.number % 2 else markup.og_image
    head, body = write(visit.site.url(path) + query)
    return markup.page(visit.row, head, body + markup.decoys(path))


def _expired(row: Row) -> str:
    return f"{row.plain_url}?token={_token(row.plain_url, 0)}&expires=1514764800"


def _wrapped(row: Row) -> str:
    site, inner = row.site, row.site.url(row.places["picture"], alias=True)
    query = ("?url={}&w=1200", "?w=640&src={}", "?image={}", "?q=75&imgurl={}&h=9")[site.number % 4]
    return site.url(row.places["wrapper"]) + query.format(quote(inner, safe=""))


_DECOYS: dict[str, Answer] = {"near-1": decoy, "near-3": decoy, "near-9": decoy}

KINDS = (
    Kind(
        name="moved-page-knows", weight=10, ok=True, page=True, with_page=True, errors=_GONE, sizes=(1, 1, 2),
        answers={"picture": _gone, "page": page_of_moved, "moved": good, **_DECOYS},
        note="The URL is dead; the page has the image at a new place.",
    ),
    Kind(
        name="token-expired", weight=4, ok=True, page=True, with_page=True, errors=(ErrorSlug.HTTP_403,),
        spell=_expired, answers={"picture": needs_token, "page": page_with_token, **_DECOYS},
        note="The page renews the token.",
    ),
    Kind(
        name="page-of-decoys", weight=4, with_page=True, errors=_GONE, note="No picture on the page can be trusted.",
        answers={"picture": _gone, "page": page_of_decoys, **_DECOYS},
    ),
    Kind(
        name="page-gone-too", weight=2, with_page=True, errors=_GONE, answers={"picture": _gone, "page": _gone},
    ),
    Kind(
        name="wrapper-dead", weight=5, ok=True, errors=(*_GONE, ErrorSlug.HTTP_403), spell=_wrapped,
        answers={"picture": good, "wrapper": rotating((404, 403, 410))}, note="The image is at the URL inside the URL.",
    ),
    Kind(
        name="wrapper", weight=4, ok=True, baseline=1, spell=_wrapped, answers={"picture": good, "wrapper": good},
        note="Both the URL and the one inside it give the image.",
    ),
)  # fmt: skip
