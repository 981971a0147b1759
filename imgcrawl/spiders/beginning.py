"""The first step of a row: its request, the image that its ``data:`` URL holds, or its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Response

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.data_urls import decode_data_url, is_data_url
from imgcrawl.remedies.outcomes import FetchedImage
from imgcrawl.spiders.withdrawal import state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request

    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.remedies.state import FetchState
    from imgcrawl.spiders.asking import Asking
    from imgcrawl.spiders.selection import Selected


def begin(
    selected: Selected, asking: Asking, *, repair: bool, outcome: Callable[[ImageTask, FetchState], Outcome]
) -> Request | Outcome | FetchedImage:
    """Return a request for the row, or what it comes to where there is nothing to ask for.

    With *repair* a ``data:`` URL is decoded; *outcome* makes a row's outcome from its state.
    """
    task, state = selected.task, state_of(selected)
    try:
        if task.malformed:
            raise RowError(ErrorSlug.URL_ROW_MALFORMED, task.malformed)  # noqa: TRY301 - one place makes the outcome
        if repair and is_data_url(task.url):
            body = decode_data_url(task.url).body
            return FetchedImage(outcome(task, state), Response("data:,", body=body), state)
        return asking.first(task, state)
    except RowError as exc:
        state["error"], state["detail"] = exc.slug.value, exc.detail
        return asking.page(state, exc.slug, task.url) or outcome(task, state)
