"""Rows that were found on another site than that of their images.

Many hosts give their images to their own pages alone, and to those who name no page. Such a row is refused there, by
whatever status, while rows without a page, or with one of the host's own, are given theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.rules.variants import DEFAULT, VARIANTS, comes_from_within, names_other_site

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.lessons import HostLessons

_S: Final = ErrorSlug
_MAY_MIND_LINKS: Final = frozenset(
    {
        _S.HTTP_401,
        _S.HTTP_403,
        _S.HTTP_406,
        _S.HTTP_REDIRECT_LOOP,
        _S.CONTENT_HTML,
        _S.CONTENT_EMPTY,
        _S.CONTENT_PLACEHOLDER,
    }
)
"""What hosts answer to pages of other sites; the notice by which they say so may be refused like all else, for ever."""


def comes_from_own_site(state: FetchState) -> bool:
    """Say whether the row was last asked for as a page of the image's own site does, or the site itself."""
    return comes_from_within(VARIANTS[state["variant"]], url=state["url"], page=state["page_url"])


def comes_from_elsewhere(state: FetchState) -> bool:
    """Say whether the row was last asked for as a page of another site does; who names none does neither."""
    return names_other_site(VARIANTS[state["variant"]], url=state["url"], page=state["page_url"])


def is_stranger(state: FetchState, slug: ErrorSlug, lessons: HostLessons) -> bool:
    """Say whether a row that failed with *slug* may have been refused for the site that it was found on.

    The host has given images in this run, and none to who was asking, like this row, from another site's page.
    """
    has_given = lessons.images > 0 and lessons.wins.get(DEFAULT.name, 0) > 0 and lessons.linked <= 0
    return slug in _MAY_MIND_LINKS and has_given and comes_from_elsewhere(state)


def may_mind_links(slug: ErrorSlug) -> bool:
    """Say whether hosts mean by *slug* the page that was named, now and then."""
    return slug in _MAY_MIND_LINKS
