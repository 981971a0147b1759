"""Valid pictures that are not the one that was asked for."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab import visitors
from imgcrawl.lab.model import Kind
from imgcrawl.lab.pictures import picture
from imgcrawl.lab.replies import answer, good, other_picture, redirect

if TYPE_CHECKING:
    from imgcrawl.lab.model import Reply, Visit

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A GIF of one transparent pixel."""


def same_for_all(visit: Visit) -> Reply:
    """Send the same picture for every URL of the host."""
    return answer(200, other_picture(visit.row, "unavailable"), "image/jpeg")


def to_removed(visit: Visit) -> Reply:
    """Send a redirect to the notice that the picture was removed."""
    return redirect(302, visit.row.places["notice"])


def removed(_visit: Visit) -> Reply:
    """Send the notice, the same on every host."""
    return answer(200, picture("removed", "png"), "image/png")


def hotlink_notice(visit: Visit) -> Reply:
    """Send a notice for those who do not come from the host's own pages."""
    if visitors.comes_from(visit.headers, {visit.site.host, visit.site.alias}):
        return good(visit)
    return answer(200, other_picture(visit.row, "hotlink"), "image/jpeg")


KINDS = (
    Kind(
        name="placeholder", weight=6, sizes=(6,), least=3, answers={"picture": same_for_all},
        errors=(ErrorSlug.CONTENT_PLACEHOLDER,), note="All URLs of the host give the same bytes.",
    ),
    Kind(
        name="placeholder-redirect", weight=4, sizes=(1, 3), answers={"picture": to_removed, "notice": removed},
        errors=(ErrorSlug.CONTENT_PLACEHOLDER,), note="All removed pictures of all hosts give the same bytes.",
    ),
    Kind(
        name="hotlink-notice", weight=5, sizes=(5,), ok=True, with_page=True, answers={"picture": hotlink_notice},
        errors=(ErrorSlug.CONTENT_PLACEHOLDER,), note="The host's own page as Referer gives the image.",
    ),
    Kind(
        name="pixel", weight=2, answers={"picture": lambda _visit: answer(200, PIXEL, "image/gif")},
        errors=(ErrorSlug.CONTENT_PLACEHOLDER, ErrorSlug.CONTENT_TOO_SMALL),
    ),
)  # fmt: skip
