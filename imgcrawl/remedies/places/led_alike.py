"""Rows whose addresses all lead to one place: their host says of each what it says of the others.

A site that sends a picture's address to its home page, a search or a name's seller, and the row's page to that place as
well, heeds neither what is asked for nor by whom. So it is with the same address over https, or another form of it,
unless both were asked for from another site: that may be what it minds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.remedies.hosts.strangers import comes_from_own_site
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.table import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure

_HERE: Final = frozenset({Kind.ASK_OTHERWISE, Kind.HTTPS, Kind.MEND})
"""Kinds of remedy that ask the row's own host once more."""
_NOTHING: Final = NOT_THERE | {ErrorSlug.CONTENT_HTML}
"""What is at a place to which a host leads what it lacks."""


def note_where_led(state: FetchState, failure: Failure) -> None:
    """Let the row take note of where redirects led its own address, and whether they lead another of its there."""
    if not failure.hops or failure.slug not in _NOTHING:
        return
    place = _place_of(failure.url or "")
    if state["remedy"] not in SIDE_ROADS:
        state["led_to"] = place
    elif place == state["led_to"] and (failure.is_page or comes_from_own_site(state)):
        state["is_led_alike"] = True


def kinds_beside(state: FetchState, kinds: Iterable[Kind]) -> list[Kind]:
    """Return those of *kinds* that are left for a row whose addresses lead to one place: who else may have it."""
    return [kind for kind in kinds if not (state["is_led_alike"] and kind in _HERE)]


def _place_of(url: str) -> str:
    """Return what *url* is known by under either scheme and name of its site, without its query."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"
