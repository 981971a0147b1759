"""Which failure of a trail speaks for the URL as given."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.table import CUT_SHORT, REMEDIES, SIGNED, Kind
from imgcrawl.remedies.rules.variants import PLAINER

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.rules.table import Rule


class Weight(IntEnum):
    """How much a failure says of a URL."""

    PASSING = 0
    """Nothing: the same request, sent again, may succeed."""
    REFUSED = 1
    """That it was not given to who asked, in this way."""
    LASTING = 2
    """What is there, or that nothing is."""


def weight(slug: ErrorSlug) -> Weight:
    """Return how much *slug* says of a URL."""
    kinds = REMEDIES[slug].kinds
    if Kind.RETRY in kinds or Kind.WAIT in kinds:
        return Weight.PASSING
    return Weight.REFUSED if Kind.ASK_OTHERWISE in kinds else Weight.LASTING


def rule_of(failure: Failure) -> Rule:
    """Return the rule for a failure: that of its sign where other ways of asking would be tried, else of its slug.

    What is not valid HTTP in the middle of a body has one of its own.
    """
    rule = CUT_SHORT if failure.is_cut and failure.slug is ErrorSlug.HTTP_PROTOCOL else REMEDIES[failure.slug]
    return SIGNED[failure.sign] if failure.sign is not None and rule.kinds else rule


def outspeaks(later: ErrorSlug, earlier: ErrorSlug, *, same_way: bool) -> bool:
    """Say whether *later* takes the place of *earlier*, which has spoken for the URL so far.

    Of failures of the same way of asking the last one speaks, but one that may pass never displaces one that may not.
    What another way of asking meets is no news of the one before, unless that met only what may pass, and this tells
    what is there, or that was refused, and to this the host says that there is nothing.
    """
    if same_way:
        return weight(later) > Weight.PASSING or weight(earlier) is Weight.PASSING
    if weight(earlier) is Weight.PASSING:
        return weight(later) is Weight.LASTING
    return weight(earlier) is Weight.REFUSED and later in NOT_THERE


def opens_gate(state: FetchState, slug: ErrorSlug) -> bool:
    """Say whether the present way of asking was let in where another was refused: the host says what is not there.

    Not where the other was told so as well.
    """
    return slug in NOT_THERE and state["variant"] == state["remedy"] and state["against"] not in NOT_THERE


def hear(state: FetchState, failure: Failure) -> None:
    """Let *failure* speak for the row if it outspeaks what has spoken so far; what side roads meet never does."""
    if state["error"] is not None:
        same_way = state["variant"] == state["speaker"] and state["remedy"] not in PLAINER
        aside = state["remedy"] in SIDE_ROADS
        if aside or not outspeaks(failure.slug, ErrorSlug(state["error"]), same_way=same_way):
            return
    state["error"], state["detail"] = failure.slug.value, failure.detail
    state["status"], state["final_url"] = failure.status, failure.url or state["final_url"]
    state["speaker"] = state["variant"]


def hear_picture(state: FetchState) -> None:
    """Take what may pass for over if a picture, good or not, has come in the way that met it: it speaks no more."""
    is_same_way = state["variant"] == state["speaker"] and state["remedy"] not in SIDE_ROADS
    if state["error"] is not None and is_same_way and weight(ErrorSlug(state["error"])) is Weight.PASSING:
        forget(state)


def forget(state: FetchState) -> None:
    """Let nothing speak for the row any more."""
    state["error"] = state["status"] = state["speaker"] = None
    state["detail"] = ""
