"""In which order a row is helped, and that it ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.config import RemedyConfig
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.waits.again import MAX_WAITS
from tests.remedies.planning import (
    BROKEN,
    BROWSERS,
    FOR_ONE_ROW,
    HOST,
    LADDER,
    LAST,
    ONLY_MENDS,
    PAGE,
    URL,
    WRAPPED,
    S,
    begun,
    make,
    until_the_end,
    walk,
)

WALKS: dict[str, tuple[ErrorSlug, list[str]]] = {
    "not-found": (S.HTTP_404, LAST),
    "no-such-name": (S.DNS_NXDOMAIN, ["www", *LAST]),
    "bad-certificate": (S.TLS_UNTRUSTED, LAST),
    "no-url": (S.URL_INVALID, LAST),
    "corrupt": (S.CONTENT_CORRUPT, ["retry", "retry", *LAST]),
    "encoding": (S.CONTENT_ENCODING, ["plain_encoding", "retry", "retry", *LAST]),
    "refused": (S.HTTP_403, ["unwrap", *FOR_ONE_ROW, "https", "page"]),
    "wants-https": (S.HTTP_426, ["https", *LAST]),
    "login": (S.HTTP_401, ["unwrap", *FOR_ONE_ROW, "page"]),
    "page-for-an-image": (S.CONTENT_HTML, ["unwrap", *LADDER[:3], "https", "page"]),
    "placeholder": (
        S.CONTENT_PLACEHOLDER,
        ["unwrap", "same_origin_referer", "other_browser", "page", "https"],
    ),
    "failing-server": (S.HTTP_500, ["retry", "unwrap", "retry", "retry", "page"]),
    "overloaded": (S.HTTP_503, ["retry", "unwrap", "retry", "retry", "page"]),
    "name-server": (S.DNS_SERVFAIL, ["retry", "retry", "retry", *LAST]),
    "stream": (S.HTTP_STREAM, ["retry", "retry", "retry", *LAST]),
    "truncated": (S.CONTENT_TRUNCATED, ["retry", "plain_accept", *LAST]),
    "nobody-listens": (S.TCP_REFUSED, ["retry", "https", "www", *LAST]),
    "no-way-there": (S.TCP_UNREACHABLE, ["retry", "www", *LAST]),
    "certificate-of-another": (S.TLS_HOSTNAME, ["www", *LAST]),
    "silence": (S.TCP_TIMEOUT, ["retry", *LAST]),
    "slow-body": (S.CONTENT_TOO_SLOW, ["retry", *LAST]),
    "hung-up": (S.TCP_RESET, ["retry", *FOR_ONE_ROW, "https", *LAST]),
    "hung-up-early": (S.TLS_RESET, ["retry", *BROWSERS, "https", *LAST]),
    "no-handshake": (S.TLS_HANDSHAKE, [*BROWSERS, *LAST]),
    "empty": (S.CONTENT_EMPTY, ["plain_accept", *LADDER[:2], *LAST]),
    "rate-limit": (S.HTTP_429, ["unwrap", *["wait"] * MAX_WAITS, "page"]),
    "not-ready": (S.HTTP_202, ["wait"] * 4 + LAST),
    "opt-out": (S.POLICY_OPT_OUT, []),
    "too-large": (S.CONTENT_TOO_LARGE, []),
    "disk": (S.STORAGE_FULL, []),
    "malformed": (S.URL_ROW_MALFORMED, []),
    "fault-of-ours": (S.INTERNAL_ERROR, []),
}


@pytest.mark.parametrize(("slug", "remedies"), WALKS.values(), ids=list(WALKS))
def test_what_is_tried_in_which_order(slug, remedies):
    """Each kind of failure has its remedies, in their order, each as often as the table allows, and then no more.

    The page has retries of its own.
    """
    of_page = ["retry"] * REMEDIES[slug].retries if remedies[-1:] == ["page"] else []
    assert [remedy for remedy, _ in until_the_end(make(), slug, url=WRAPPED)] == remedies + of_page


@pytest.mark.parametrize("slug", list(ErrorSlug))
def test_every_row_ends(slug):
    """Whatever fails for ever, its page too, is given up after a bounded number of attempts."""
    steps = [remedy for remedy, _ in until_the_end(make(), slug, url=WRAPPED)]
    rule = REMEDIES[slug]
    retries = rule.retries if Kind.RETRY in rule.kinds else 0
    is_last_another = retries > 0 and bool(
        {"plain_accept", "other_browser", "same_origin_referer"} & {*steps[:retries]}
    )
    assert steps.count("retry") + is_last_another == 2 * retries
    assert len(steps) <= 14


@pytest.mark.parametrize(
    ("off", "slug"),
    [
        ("retry", S.HTTP_500),
        ("wait", S.HTTP_429),
        ("https", S.TCP_REFUSED),
        ("https", S.HTTP_403),
        ("www", S.DNS_NXDOMAIN),
        ("www", S.TLS_HOSTNAME),
        ("unwrap", S.HTTP_404),
        ("page", S.HTTP_404),
    ],
)
def test_a_remedy_can_be_switched_off(off, slug):
    """A remedy that is not listed is not tried."""
    remedies = tuple(name for name in RemedyConfig().remedies if name != off)
    assert off not in [remedy for remedy, _ in until_the_end(make(remedies=remedies), slug, url=WRAPPED)]


@pytest.mark.parametrize("is_on", [True, False])
def test_a_guessed_scheme_is_taken_back(is_on):
    """An address without a scheme for which https was our guess is asked for over http, unless that is switched off."""
    state = new_state(1, "a.test/1.jpg", None)
    state["url"] = "https://a.test/1.jpg"
    names = tuple(name for name in RemedyConfig().remedies if is_on or name != "other_scheme")
    (step,) = walk(make(remedies=names), state, S.TLS_HANDSHAKE)
    assert step is not None
    assert (step.remedy, step.url) == (("other_scheme", "http://a.test/1.jpg") if is_on else ("other_browser", None))


@pytest.mark.parametrize("name", REMEDY_NAMES)
def test_a_remedy_is_switched_on_by_the_name_it_goes_by(name):
    """With one remedy switched on, every attempt after the first bears its name, whatever the failure.

    Addresses that are to be mended each in another way tell mends from one another; from other remedies one will do.
    """
    urls = (WRAPPED, *BROKEN) if name in ONLY_MENDS else (WRAPPED, BROKEN[0])
    tries = [until_the_end(make(remedies=(name,)), slug, url=url) for slug in S for url in urls]
    tries.append(until_the_end(make(remedies=(name,)), S.HTTP_404, url="http://a.test/files/2012/05/1.jpg", page=None))
    signed = begun(1, "https://a.test/1.jpg?x-amz-date=0&x-amz-signature=0", None)
    over = [step for step in walk(make(remedies=(name,)), signed, Failure(S.HTTP_403, sign=Sign.EXPIRED)) if step]
    tries.append([(step.remedy, step.url) for step in over])
    steps = {step for steps in tries for step, _ in steps}
    assert steps <= {name}
    assert steps or name in {
        "cookies",
        "no_language",
        "other_scheme",
        "redirected",
        "same_path",
        "page_cookies",
        "look_again",
        "made_up_name",
        "moved",
        "third_browser",
    }  # of which no failure tells, or not one row's


@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_429, S.HTTP_500, S.TCP_RESET, S.HTTP_404, S.TLS_HANDSHAKE])
def test_without_remedies_nothing_is_tried(slug):
    """A strategy without remedies takes every failure as it comes, an announced wait too."""
    planner = make(remedies=())
    assert until_the_end(planner, slug, url=WRAPPED) == []
    assert walk(planner, begun(1, URL, PAGE), Failure(slug, retry_after_s=1.0)) == [None]
    planner.memory.refused(HOST, "default")
    planner.memory.won(HOST, "no_referer")
    assert planner.first_variant(HOST) == "default"


def test_the_verdict_is_that_of_the_url_as_given():
    """Retries may change the verdict; what side roads meet does not."""
    planner, state = make(), begun(1, URL, PAGE)
    walk(planner, state, S.HTTP_500, S.TCP_TIMEOUT)
    assert state["error"] == "tcp_timeout"
    state = begun(2, URL, PAGE)
    walk(planner, state, Failure(S.HTTP_404, detail="first"), Failure(S.DNS_NXDOMAIN, detail="page"))
    assert (state["error"], state["detail"]) == ("http_404", "first")


def test_what_rescued_a_row_is_not_hidden_by_a_retry_after_it():
    """A retry after another remedy leaves that remedy its credit."""
    planner, state = make(), begun(1, URL, PAGE)
    walk(planner, state, S.HTTP_403, S.HTTP_500)
    assert state["remedy"] == "same_origin_referer"
    assert state["variant"] == "same_origin_referer"


def test_an_unsent_row_has_a_verdict_and_looks_elsewhere():
    """A row of a closed host takes the host's verdict, and has other addresses, its page and nothing else."""
    planner, state = make(), begun(1, WRAPPED, PAGE)
    failure = Failure(S.TCP_REFUSED, detail="down")
    remedies = []
    while (step := planner.step_elsewhere(state, failure, host=HOST, now=0.0)) is not None:
        remedies.append(step.remedy)
    assert remedies == ["https", "www", "unwrap", "page"]
    assert (state["error"], state["detail"], state["retries"]) == ("tcp_refused", "down", 0)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(ErrorSlug)), st.sampled_from([None, None, 0.5, 1000.0]), st.booleans()),
        min_size=60,
        max_size=60,
    )
)
def test_no_sequence_of_failures_goes_on_for_ever(failures):
    """Whatever a URL meets, one thing after another, it is given up after at most forty attempts."""
    planner, state = make(), begun(1, WRAPPED, PAGE)
    for number, (slug, wait_s, cookies) in enumerate(failures):
        step = planner.next_step(state, Failure(slug, wait_s, cookies), host=HOST, now=50.0)
        if step is None:
            assert state["error"]
            return
        assert step.delay_s >= 0
        assert number < 40
