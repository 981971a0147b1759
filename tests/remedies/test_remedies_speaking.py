from __future__ import annotations

from itertools import product

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.speaking import Weight, hear, hear_picture, outspeaks, weight
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.table import REMEDIES, Kind

S = ErrorSlug
PAIRS = list(product(ErrorSlug, ErrorSlug))


def may_pass(slug: ErrorSlug) -> bool:
    """Say whether the same request is worth being sent again."""
    return not {Kind.RETRY, Kind.WAIT}.isdisjoint(REMEDIES[slug].kinds)


def heard(*failures: tuple[ErrorSlug, str]) -> FetchState:
    """Return the state of a row after *failures*, each with its way of asking."""
    state = new_state(1, "u", None)
    for number, (slug, variant) in enumerate(failures):
        state["variant"] = variant
        hear(state, Failure(slug, detail=f"{number}", status=200 + number, url=f"u{number}"))
    return state


def test_every_slug_has_a_weight():
    """What may pass weighs nothing, what depends on who asks little, the rest most."""
    for slug in ErrorSlug:
        asks = Kind.ASK_OTHERWISE in REMEDIES[slug].kinds
        expected = Weight.PASSING if may_pass(slug) else Weight.REFUSED if asks else Weight.LASTING
        assert weight(slug) is expected


def test_in_the_same_way_the_last_word_counts_unless_it_may_pass():
    """For every two failures: the later one speaks, but what may pass never displaces what may not."""
    for earlier, later in PAIRS:
        displaced = outspeaks(later, earlier, same_way=True)
        assert displaced == (not may_pass(later) or may_pass(earlier))


def test_another_way_of_asking_displaces_what_may_pass_and_refusals_by_what_is_missing():
    """For every two failures: asked otherwise, what is there displaces what may pass, and what is missing refusals."""
    for earlier, later in PAIRS:
        displaced = outspeaks(later, earlier, same_way=False)
        passes = weight(earlier) is Weight.PASSING and weight(later) is Weight.LASTING
        lets_in = weight(earlier) is Weight.REFUSED and later in (S.HTTP_404, S.HTTP_410)
        assert displaced == (passes or lets_in)


@pytest.mark.parametrize("passing", [S.HTTP_503, S.TCP_RESET, S.DNS_TIMEOUT, S.HTTP_429])
@pytest.mark.parametrize(
    "lasting", [S.CONTENT_NOT_IMAGE, S.CONTENT_UNSUPPORTED_FORMAT, S.HTTP_404, S.CONTENT_HTML, S.HTTP_403]
)
def test_a_passing_fault_never_hides_the_definite_answer(passing, lasting):
    """A fault that passes before the answer, or comes after it, leaves the answer its word, status and address."""
    state = heard((passing, "default"), (lasting, "default"), (passing, "default"))
    assert (state["error"], state["detail"]) == (lasting.value, "1")
    assert (state["status"], state["final_url"]) == (201, "u1")


def test_a_refusal_met_by_another_way_says_nothing_of_the_first():
    """An empty body stays one though our own name was then refused; a refusal does unless another way was let in."""
    assert heard((S.CONTENT_EMPTY, "default"), (S.HTTP_403, "bot_identity"))["error"] == "content_empty"
    assert heard((S.HTTP_403, "default"), (S.CONTENT_CORRUPT, "no_referer"))["error"] == "http_403"
    assert heard((S.HTTP_403, "default"), (S.HTTP_404, "no_referer"))["error"] == "http_404"
    assert heard((S.HTTP_404, "default"), (S.HTTP_403, "no_referer"))["error"] == "http_404"
    assert heard((S.TCP_RESET, "default"), (S.HTTP_404, "other_browser"))["error"] == "http_404"


@pytest.mark.parametrize("remedy", sorted(SIDE_ROADS))
def test_side_roads_do_not_speak(remedy):
    """What another address meets is not the verdict on the one given."""
    state = heard((S.HTTP_503, "default"))
    state["remedy"] = remedy
    hear(state, Failure(S.HTTP_404))
    assert state["error"] == "http_503"


@pytest.mark.parametrize(
    ("slug", "variant", "remedy", "is_over"),
    [
        (S.HTTP_429, "default", "wait", True),
        (S.TCP_RESET, "default", "retry", True),
        (S.HTTP_403, "default", "wait", False),
        (S.HTTP_429, "no_referer", "no_referer", False),
        (S.HTTP_429, "default", "page", False),
    ],
)
def test_a_limit_is_over_once_a_picture_has_come_in_the_same_way(slug, variant, remedy, is_over):
    """What is said of that picture then speaks for the row, be it in another way."""
    state = heard((slug, "default"))
    state["variant"], state["remedy"] = variant, remedy
    hear_picture(state)
    state["variant"], state["remedy"] = "other_browser", "look_again"
    hear(state, Failure(S.CONTENT_PLACEHOLDER))
    assert state["error"] == ("content_placeholder" if is_over else slug.value)
