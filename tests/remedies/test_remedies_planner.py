from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.config import RemedyConfig
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies import variants
from imgcrawl.remedies.again import MAX_WAITS
from imgcrawl.remedies.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.signs import Sign
from imgcrawl.remedies.state import FetchState, new_state
from imgcrawl.remedies.steps import Failure, Step
from imgcrawl.remedies.table import HOST_DOWN, REMEDIES, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "a.test"
URL = "http://a.test/1.jpg"
SECURE = "https://a.test/1.jpg"
WRAPPED = "http://a.test/proxy?url=http%3A%2F%2Fb.test%2Finner.jpg"
PAGE = "http://pages.test/gallery"
BROKEN = (
    "http://a.test:8080/1.jpg",
    "http://a.test/a+b.jpg",
    "http://a.test/a.jpg%22",
    "http://a.test/caf%C3%A9.jpg",
    "http://a.test/wp-content/uploads/1-300x200.jpg",
    "https://my.bucket.s3.amazonaws.com/1.jpg",
)
NO_HTTPS = tuple(name for name in REMEDY_NAMES if name != "https")
S = ErrorSlug


def make(*, outlook: Callable[[str], int] = lambda _host: 1, **options: Any) -> Planner:
    """Make a planner with a memory of its own."""
    config = RemedyConfig(**({"base_s": 1.0, "cap_s": 60.0} | options))
    return Planner(config, HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1), outlook=outlook)


def begun(key: int, url: str, page: str | None) -> FetchState:
    """Return the state of a URL that needed no repair."""
    state = new_state(key, url, page)
    state["url"] = url
    return state


def walk(planner: Planner, state: FetchState, *failures: Failure | ErrorSlug, host: str = HOST) -> list[Step | None]:
    """Return the steps that follow one failure after the other."""
    return [
        planner.next_step(state, f if isinstance(f, Failure) else Failure(f), host=host, now=50.0) for f in failures
    ]


def until_the_end(
    planner: Planner, slug: ErrorSlug, *, url: str = URL, page: str | None = PAGE
) -> list[tuple[str, str | None]]:
    """Return remedy and new address of every step for a URL that fails with *slug* for ever."""
    state, steps = begun(1, url, page), []
    while (step := planner.next_step(state, Failure(slug), host=host_of(url) or HOST, now=50.0)) is not None:
        steps.append((step.remedy, step.url))
        assert len(steps) < 40
    return steps


LADDER = [variant.name for variant in variants.LADDER]
BROWSERS = ["other_browser", "third_browser", "bot_identity"]
LAST = ["unwrap", "page"]

WALKS: dict[str, tuple[ErrorSlug, list[str]]] = {
    "not-found": (S.HTTP_404, LAST),
    "no-such-name": (S.DNS_NXDOMAIN, ["www", *LAST]),
    "bad-certificate": (S.TLS_UNTRUSTED, LAST),
    "no-url": (S.URL_INVALID, LAST),
    "corrupt": (S.CONTENT_CORRUPT, ["retry", "retry", *LAST]),
    "encoding": (S.CONTENT_ENCODING, ["plain_encoding", "retry", "retry", *LAST]),
    "refused": (S.HTTP_403, ["unwrap", *LADDER, "https", "page"]),
    "wants-https": (S.HTTP_426, ["https", *LAST]),
    "login": (S.HTTP_401, ["unwrap", *LADDER, "page"]),
    "page-for-an-image": (S.CONTENT_HTML, ["unwrap", *LADDER[:3], "https", "page"]),
    "placeholder": (
        S.CONTENT_PLACEHOLDER,
        ["unwrap", "same_origin_referer", "other_browser", "no_referer", "https", "page"],
    ),
    "failing-server": (S.HTTP_500, ["retry", "retry", "plain_accept", *LAST]),
    "overloaded": (S.HTTP_503, ["retry", "retry", "retry", *LAST]),
    "name-server": (S.DNS_SERVFAIL, ["retry", "retry", "retry", *LAST]),
    "stream": (S.HTTP_STREAM, ["retry", "retry", "retry", *LAST]),
    "truncated": (S.CONTENT_TRUNCATED, ["retry", "plain_accept", *LAST]),
    "nobody-listens": (S.TCP_REFUSED, ["retry", "https", "www", *LAST]),
    "no-way-there": (S.TCP_UNREACHABLE, ["retry", "www", *LAST]),
    "certificate-of-another": (S.TLS_HOSTNAME, ["www", *LAST]),
    "silence": (S.TCP_TIMEOUT, ["retry", *LAST]),
    "slow-body": (S.CONTENT_TOO_SLOW, ["retry", *LAST]),
    "hung-up": (S.TCP_RESET, ["retry", "retry", *BROWSERS, "https", *LAST]),
    "hung-up-early": (S.TLS_RESET, ["retry", "retry", *BROWSERS, "https", *LAST]),
    "no-handshake": (S.TLS_HANDSHAKE, [*BROWSERS, *LAST]),
    "empty": (S.CONTENT_EMPTY, ["plain_accept", *LADDER[:2], *LAST]),
    "rate-limit": (S.HTTP_429, ["wait"] * MAX_WAITS + ["page"]),
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
    assert steps.count("retry") + ("plain_accept" in steps[: rule.retries]) == 2 * (
        rule.retries if Kind.RETRY in rule.kinds else 0
    )
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
    """With one remedy switched on, every attempt after the first bears its name, whatever the failure."""
    tries = [until_the_end(make(remedies=(name,)), slug, url=url) for slug in S for url in (WRAPPED, *BROKEN)]
    steps = {step for steps in tries for step, _ in steps}
    assert steps <= {name}
    assert steps or name in {
        "cookies",
        "no_language",
        "other_scheme",
        "page_cookies",
        "look_again",
        "made_up_name",
    }  # of which no failure tells


@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_429, S.HTTP_500, S.TCP_RESET, S.HTTP_404, S.TLS_HANDSHAKE])
def test_without_remedies_nothing_is_tried(slug):
    """A strategy without remedies takes every failure as it comes, an announced wait too."""
    planner = make(remedies=())
    assert until_the_end(planner, slug, url=WRAPPED) == []
    assert walk(planner, begun(1, URL, PAGE), Failure(slug, retry_after_s=1.0)) == [None]
    planner.memory.refused(HOST, "default")
    planner.memory.won(HOST, "no_referer")
    assert planner.first_variant(HOST) == "default"


def test_backoff_doubles_and_time_limits_grow():
    """Retries come after the base, twice and four times that, a fifth more or less, each with longer time limits."""
    state = begun(1, URL, None)
    steps = walk(make(timeout_growth=2.0), state, S.HTTP_500, S.HTTP_500, S.HTTP_500)
    for step, delay_s in zip(steps, (1, 2, 4), strict=True):
        assert delay_s * 0.8 <= step.delay_s <= delay_s * 1.2
    assert [step.timeout_factor for step in steps] == [2.0, 4.0, 8.0]


def test_most_attempts_is_for_all_of_a_url():
    """Fewer attempts than the table's can be asked for, and then bind."""
    assert [r for r, _ in until_the_end(make(max_attempts=2), S.HTTP_503, page=None)] == ["retry"]
    assert until_the_end(make(max_attempts=1), S.HTTP_503, page=None) == []


def test_statuses_may_be_left_out_of_retries():
    """With statuses switched off, broken connections are still retried."""
    planner = make(retry_statuses=False)
    assert until_the_end(planner, S.HTTP_500, page=None) == []
    assert [r for r, _ in until_the_end(planner, S.TCP_TIMEOUT, page=None)] == ["retry"]


def test_a_hosts_retries_run_out():
    """A host whose every URL fails is retried a dozen times in all, and then no more."""
    planner = make()
    spent = [len(until_the_end(planner, S.HTTP_500, page=None)) for _ in range(6)]
    assert spent == [3, 3, 3, 3, 0, 0]


def test_waiting_uses_up_no_retries():
    """Answers that ask to wait leave the retries untouched."""
    state = begun(1, URL, None)
    steps = walk(make(), state, *[S.HTTP_429] * 4, *[S.HTTP_502] * 4)
    assert [step and step.remedy for step in steps] == ["wait"] * 4 + ["retry"] * 3 + [None]
    assert (state["waits"], state["retries"]) == (4, 3)


@pytest.mark.parametrize("slug", [S.HTTP_503, S.HTTP_403, S.HTTP_404])
def test_an_announced_wait_is_kept_whatever_the_status(slug):
    """An error that names a time is waited out and not counted as a retry."""
    [step] = walk(make(), begun(1, URL, PAGE), Failure(slug, retry_after_s=7.0))
    assert (step.remedy, step.delay_s) == ("wait", 7.0)


def test_a_wait_that_is_too_long_is_not_sat_out():
    """Beyond the limit neither waiting nor retrying helps; the page may."""
    planner = make()
    assert walk(planner, begun(1, URL, None), Failure(S.HTTP_429, 301.0)) == [None]
    assert walk(planner, begun(2, URL, None), Failure(S.HTTP_503, 301.0)) == [None]
    [step] = walk(planner, begun(3, URL, PAGE), Failure(S.HTTP_503, 301.0))
    assert step.remedy == "page"
    [step] = walk(planner, begun(4, URL, None), Failure(S.HTTP_429, 300.0))
    assert step.remedy == "wait"


def test_the_deadline_ends_everything():
    """A URL that has taken its time is given up, even where a remedy is left; the verdict stands."""
    planner, state = make(), begun(1, URL, PAGE) | {"started_at": 0.0}
    assert planner.next_step(state, Failure(S.HTTP_500), host=HOST, now=100.0) is not None
    assert planner.next_step(state, Failure(S.HTTP_500), host=HOST, now=100.5) is None
    assert state["error"] == "http_500"


def test_a_refusal_that_sets_a_cookie_is_asked_again_with_it_first():
    """A cookie that came with the refusal is tried before all else, and once."""
    state = begun(1, URL, None)
    steps = walk(make(), state, *[Failure(S.HTTP_403, None, sets_cookies=True)] * 2)
    assert [step.remedy for step in steps] == ["cookies", "same_origin_referer"]


def test_the_rows_own_way_is_not_tried_twice():
    """A URL that began with another way than the default does not come to it again."""
    state = begun(1, URL, PAGE) | {"variant": "no_referer"}
    planner = make()
    steps = walk(planner, state, *[S.HTTP_403] * 3)
    assert [step.remedy for step in steps] == [name for name in LADDER if name != "no_referer"][:3]


def test_a_lost_host_is_not_argued_with():
    """URLs that come one after the other share what their host is worth; then a refusal is taken at once."""
    planner = make()
    spent = [len(until_the_end(planner, S.HTTP_401, page=None)) for _ in range(5)]
    assert spent == [len(LADDER), 2, 1, 2, 0]


def test_budget_of_refusals():
    """No more other ways are tried for one URL than the setting allows; none with 0."""
    assert len(until_the_end(make(refusal_attempts=2), S.HTTP_401, page=None)) == 2
    assert until_the_end(make(refusal_attempts=0), S.HTTP_401, page=None) == []


def test_what_worked_is_begun_with():
    """The next URL of a host is asked for in the way that won there."""
    planner, state = make(), begun(1, URL, PAGE)
    walk(planner, state, S.HTTP_403, S.HTTP_403)
    assert state["variant"] == "no_referer"
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "no_referer"
    assert planner.first_variant("b.test") == "default"


@pytest.mark.parametrize("slug", sorted(HOST_DOWN))
def test_a_dead_host_is_not_asked_for_its_page(slug):
    """A page on the very host that cannot be reached helps nobody; one elsewhere may."""
    planner = make(remedies=("page",))
    assert until_the_end(planner, slug, page="http://A.test:8080/x") == []
    assert until_the_end(planner, slug) == [("page", PAGE)]


@pytest.mark.parametrize("page", ["not a url", "mailto:someone", "http://"])
def test_a_page_that_cannot_be_asked_for_is_no_way_out(page):
    """A page address that is none is left alone, and what else there is gets its turn."""
    assert until_the_end(make(remedies=("page",)), S.HTTP_404, page=page) == []


def test_a_page_address_is_repaired():
    """The page is asked for as its address means."""
    assert until_the_end(make(remedies=("page",)), S.HTTP_404, page="P.test/x y#z") == [
        ("page", "https://p.test/x%20y")
    ]


def test_the_page_speaks_for_itself_only_once():
    """The page is fetched as a page, in the default way, once for a row."""
    state = begun(1, SECURE, PAGE)
    page, end = walk(make(), state, S.HTTP_404, S.HTTP_404)
    assert (page.remedy, page.url, page.page, page.variant) == ("page", PAGE, True, "default")
    assert end is None


def test_unwrapped_addresses_are_asked_each_once():
    """What a URL carries inside is asked for; a failure there leads on, without other ways of asking."""
    state = begun(1, WRAPPED, None)
    inner, end = walk(make(), state, S.HTTP_404, S.HTTP_403)
    assert (inner.remedy, inner.url) == ("unwrap", "http://b.test/inner.jpg")
    assert end is None


def test_an_image_in_the_making_is_waited_for():
    """202 is asked again after the time that it names, else after 1, 2, 4 and 8 s; where nothing ever comes it ends."""
    planner, state = make(), begun(1, URL, None)
    named, *own, end = walk(planner, state, Failure(S.HTTP_202, 2.5), *[S.HTTP_202] * 5)
    assert (named.remedy, named.delay_s) == ("wait", 2.5)
    assert [step.remedy for step in own] == ["wait"] * 4
    assert 0.8 <= own[0].delay_s <= 1.2
    assert end is None
    assert (state["error"], state["retries"]) == ("http_202", 0)
    spent = [len(until_the_end(planner, S.HTTP_202, page=None)) for _ in range(3)]
    assert spent == [4, 0, 0]


def test_retries_that_help_cost_the_host_nothing():
    """A host where every URL fails once and then comes keeps all its retries."""
    planner = make()
    for n in range(40):
        state = begun(n, URL, None)
        assert walk(planner, state, S.HTTP_500)[0] is not None
        planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].retry_tokens == 12


def landing(url: str, slug: ErrorSlug = S.CONTENT_HTML) -> Failure:
    """Return the failure of an attempt that was redirected to *url*."""
    return Failure(slug, url=url, hops=1)


def test_redirects_to_the_same_place_end_the_other_ways():
    """Where another way of asking is led to the same place, whatever its query, no third one is tried."""
    steps = walk(
        make(remedies=NO_HTTPS),
        begun(1, URL, None),
        landing("http://a.test/login?next=1"),
        landing("http://a.test/login?x"),
    )
    assert [step and step.remedy for step in steps] == [LADDER[0], None]
    steps = walk(
        make(remedies=NO_HTTPS), begun(1, URL, None), landing("http://a.test/login"), landing("http://a.test/other")
    )
    assert [step and step.remedy for step in steps] == LADDER[:2]


def asked_of(planner: Planner, rows: int, failure: Failure) -> list[str]:
    """Return the other ways in which *rows* rows were asked for, all of which ended with *failure*."""
    asked = []
    for row in range(rows):
        state = begun(row, f"http://a.test/{row}.jpg", PAGE)
        while (step := walk(planner, state, failure)[0]) is not None:
            asked.append(step.remedy)
    return [name for name in asked if name in LADDER]


@pytest.mark.parametrize(
    ("slug", "images", "is_all"),
    [(S.CONTENT_PLACEHOLDER, 0, True), (S.CONTENT_HTML, 0, False), (S.CONTENT_PLACEHOLDER, 1, False)],
    ids=["notice", "page", "a-host-that-gives-images"],
)
def test_a_notice_to_which_several_rows_are_led_is_met_in_all_ways(slug, images, is_all):
    """Where three rows are led to one notice and none was given an image, each way is tried, by one row or another."""
    planner = make(remedies=NO_HTTPS)
    for _ in range(images):
        planner.memory.won(HOST, "default")
    assert (set(asked_of(planner, 3, landing("http://a.test/n.png", slug))) == set(LADDER)) is is_all


def test_a_notice_to_which_one_row_is_led_ends_its_search():
    """What only one row met may be all that there is: one other way is enough then."""
    planner, notice = make(), landing("https://a.test/n.png", S.CONTENT_PLACEHOLDER)
    steps = walk(planner, begun(1, "https://a.test/1.jpg", None), notice, notice)
    assert [step is not None and step.remedy in LADDER for step in steps] == [True, False]


def test_a_cookie_set_on_the_way_is_no_other_way():
    """The same place after trying the cookie of the refusal does not end it: the way of asking was the same."""
    failure = landing("http://a.test/gate")._replace(sets_cookies=True)
    steps = walk(make(remedies=NO_HTTPS), begun(1, URL, None), *[failure] * 3)
    assert [step and step.remedy for step in steps] == ["cookies", LADDER[0], None]


def test_redirects_count_in_the_budget_of_refusals():
    """A way that costs two requests counts twice."""
    failures = [landing(f"http://a.test/{n}", S.HTTP_401) for n in range(9)]
    assert [s and s.remedy for s in walk(make(refusal_attempts=4), begun(1, URL, None), *failures[:3])] == [
        *LADDER[:2],
        None,
    ]


def test_a_challenge_is_not_argued_with():
    """A host that wants a browser is not asked otherwise, and not waited for; the page may know another address."""
    for slug in (S.HTTP_403, S.HTTP_429, S.HTTP_503, S.CONTENT_HTML):
        planner = make()
        for _ in range(2):
            planner.learning.succeeded(begun(2, URL, None), host=HOST)
        steps = walk(planner, begun(1, URL, PAGE), *[Failure(slug, sign=Sign.CHALLENGE)] * 2)
        assert [step and step.remedy for step in steps] == ["page", None]


def test_an_expired_address_is_looked_up_on_its_page_first():
    """The page comes first, and nothing after it; without a page one other way of asking is tried."""
    failure = Failure(S.HTTP_403, sign=Sign.EXPIRED)
    assert [s and s.remedy for s in walk(make(), begun(1, URL, PAGE), *[failure] * 2)] == ["page", None]
    assert [s and s.remedy for s in walk(make(), begun(1, URL, None), *[failure] * 2)] == [LADDER[0], None]


def test_urls_under_way_together_try_different_ways():
    """What is being tried for one URL, or was refused to it, is tried last for the next ones."""
    planner = make()
    states = [begun(n, URL, None) for n in range(2)]
    firsts = [step.remedy for state in states for step in walk(planner, state, S.HTTP_401) if step]
    assert firsts == LADDER[:2]
    assert [step.remedy for step in walk(planner, states[0], *[S.HTTP_401] * 2) if step] == LADDER[2:4]


def test_a_notice_that_says_that_the_image_is_gone_is_asked_for_otherwise_once():
    """What a host itself calls removed is sought on the page after one other way of asking."""
    failure = Failure(S.CONTENT_PLACEHOLDER, sign=Sign.GONE)
    steps = walk(make(), begun(1, URL, PAGE), *[failure] * 3)
    assert [step and step.remedy for step in steps] == [LADDER[0], "page", None]


def test_a_host_that_does_not_take_its_cookies_back_is_asked_once_more_in_the_same_way():
    """Without them, for they are dropped by then: nothing else was wrong with how it was asked."""
    failure, state = Failure(S.HTTP_400, sign=Sign.COOKIES), begun(1, URL, PAGE)
    steps = walk(make(), state, failure, failure)
    assert [step and (step.remedy, step.variant) for step in steps] == [("retry", "default"), (LADDER[0], LADDER[0])]


def test_who_is_back_from_a_detour_is_asked_at_the_given_address():
    """What a port of its own answers may be meant for https; in vain, and the address itself is asked once more."""
    state = begun(1, "http://a.test:8080/1.jpg", None)
    detour, again, end = walk(make(), state, S.HTTP_PROTOCOL, S.TLS_TIMEOUT, S.HTTP_PROTOCOL)
    assert [detour.url, end] == ["https://a.test:8080/1.jpg", None]
    assert (again.remedy, again.url, again.from_start) == ("retry", None, True)
    assert state["error"] == "http_protocol"


HOME = Failure(S.CONTENT_HTML, url="http://a.test/", hops=1)


def test_what_an_address_carries_comes_before_other_ways_of_asking():
    """The inner address is asked for at once, retries included; when it fails too, the host is asked otherwise."""
    state = begun(1, WRAPPED, None)
    steps = walk(make(), state, S.HTTP_403, S.TCP_TIMEOUT, S.TCP_TIMEOUT, S.HTTP_403)
    assert [step and step.remedy for step in steps] == ["unwrap", "retry", *LADDER[:2]]
    assert [step and step.url for step in steps[2:]] == [None, None]
    assert state["error"] == "http_403"


@pytest.mark.parametrize(("failure", "ways"), [(HOME, 1), (Failure(S.HTTP_403), 2)], ids=["home", "403"])
def test_the_page_comes_first_where_the_address_is_stale(failure, ways):
    """A redirect home, and 403 from a host that gives its images, lead to the page; in vain, and other ways come."""
    planner, state = make(remedies=("same_origin_referer", "no_referer", "page")), begun(1, URL, PAGE)
    for _ in range(2):
        planner.learning.succeeded(begun(9, URL, None), host=HOST)
    steps = walk(planner, state, failure, S.HTTP_404, failure, failure)
    assert [step and step.remedy for step in steps] == ["page", *LADDER[:ways], None, None][:4]
    assert planner.memory[HOST].losses["default"] == 1


@pytest.mark.parametrize(
    ("failure", "page", "won"),
    [
        (Failure(S.HTTP_403), PAGE, None),
        (Failure(S.CONTENT_HTML, url="http://a.test/login", hops=1), PAGE, None),
        (Failure(S.CONTENT_HTML, url="http://a.test/", hops=0), PAGE, None),
        (HOME, None, None),
        (HOME, PAGE, "no_referer"),
    ],
    ids=["a-host-that-gave-nothing", "led-to-the-login", "not-led-there", "no-page", "a-way-is-known"],
)
def test_other_ways_come_before_the_page_where_the_client_may_be_meant(failure, page, won):
    """Without a sign that the address is stale, without a page, or with a way that has won, that way comes first."""
    planner = make(remedies=NO_HTTPS)
    if won:
        planner.memory.won(HOST, won)
    [step] = walk(planner, begun(1, URL, page), failure)
    assert step.remedy == (won or LADDER[0])


def test_a_way_that_has_won_is_tried_whatever_was_spent():
    """A row whose budget is used up is asked for in the way by which its host has given an image meanwhile."""
    planner, state = make(refusal_attempts=1), begun(1, URL, None)
    walk(planner, state, S.HTTP_401)
    planner.memory.won(HOST, "bot_identity")
    assert [s and s.remedy for s in walk(planner, state, S.HTTP_401, S.HTTP_401)] == ["bot_identity", None]


@pytest.mark.parametrize(("attempts", "at"), [(1, HOST), (9, None)])
def test_a_row_remembers_who_refused_it_while_ways_were_left(attempts, at):
    """Where a row was given up before all ways were tried, the host is noted; where all were, nothing is left."""
    state = begun(1, URL, PAGE)
    walk(make(refusal_attempts=attempts), state, *[S.HTTP_401] * 9)
    assert state["refused_at"] == at


def test_every_way_is_tried_at_a_host_before_it_is_given_up():
    """Later rows try what earlier ones had no turn for, one way each, and begin anew when all were tried."""
    planner = make(refusal_attempts=1, remedies=NO_HTTPS)
    spent = [[r for r, _ in until_the_end(planner, S.CONTENT_HTML, page=None)] for _ in range(7)]
    assert spent == [[name] for name in [*LADDER, *LADDER[:-3:-1]]]


def test_rows_leave_one_another_their_share_of_the_search():
    """A row has one request for the search, and more only while there is one left for each row to come."""
    rows = {"to come": 9}
    planner = make(outlook=lambda _host: rows["to come"])
    assert len(until_the_end(planner, S.HTTP_401, page=None)) == 1
    rows["to come"] = 4
    assert len(until_the_end(planner, S.HTTP_401, page=None)) == 3


def test_cookies_leave_a_row_its_share():
    """The cookies that a refusal sets are no part of the search."""
    failure = Failure(S.HTTP_401, sets_cookies=True)
    steps = walk(make(outlook=lambda _host: 99), begun(1, URL, None), *[failure] * 3)
    assert [step and step.remedy for step in steps] == ["cookies", LADDER[0], None]


def test_hosts_that_hang_up_are_searched_no_longer_than_those_that_refuse():
    """Another browser is tried for as many rows of a host that hangs up on all as the search is worth."""
    planner = make(remedies=("other_browser",))
    assert sum(len(until_the_end(planner, S.TCP_RESET)) for _ in range(64)) == 20


def test_who_hangs_up_is_asked_by_whom_it_has_given_its_images():
    """Once another client has won at a host that hangs up, it asks at once; what it meets itself is retried."""
    planner = make()
    planner.memory.won(HOST, "third_browser")
    state = begun(1, URL, None)
    steps = walk(planner, state, S.TCP_RESET, S.TCP_RESET)
    assert [step and step.remedy for step in steps] == ["third_browser", "retry"]


def test_a_trial_of_another_client_is_no_reason_for_retries():
    """Who is cut off like everybody before is not asked to try again."""
    planner = make()
    steps = walk(planner, begun(1, URL, None), S.TLS_HANDSHAKE, S.TCP_RESET)
    assert [step and step.remedy for step in steps] == ["other_browser", "third_browser"]


def test_a_host_that_hangs_up_begins_with_who_is_given_its_images():
    """Resets are refusals: what another client is given makes it the one to begin with."""
    planner = make()
    state = begun(1, URL, None)
    walk(planner, state, S.TLS_HANDSHAKE)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "other_browser"


def test_a_row_refused_in_a_way_that_wins_still_has_its_share():
    """Having been asked for in the way that has won leaves a row its request for the search."""
    planner = make(outlook=lambda _host: 99)
    planner.memory.won(HOST, "no_referer")
    steps = [remedy for remedy, _ in until_the_end(planner, S.HTTP_401, page=None)]
    assert steps == ["no_referer", "same_origin_referer"]


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


def over_https(planner: Planner, number: int, *failures: ErrorSlug) -> FetchState:
    """Return the state of one more URL of the host that met *failures*."""
    state = begun(number, f"http://a.test/{number}.jpg", None)
    walk(planner, state, *failures)
    return state


@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_426, S.TCP_REFUSED, S.TLS_UNTRUSTED])
def test_https_is_tried_until_it_has_failed_twice(slug):
    """A host that does not answer or refuses over https too is found out by two URLs, not by each."""
    planner = make()
    asked = [over_https(planner, number, S.HTTP_426, slug)["remedy"] == "https" for number in range(4)]
    assert asked == [True, True, False, False]


def test_a_missing_image_does_not_speak_against_https():
    """What is not there over https says nothing of the host's other images."""
    planner = make()
    asked = [over_https(planner, number, S.HTTP_426, S.HTTP_404)["remedy"] == "https" for number in range(4)]
    assert asked == [True] * 4


NOT_OVER_HTTP = [S.HTTP_404, S.HTTP_410, S.HTTP_BAD_REDIRECT, S.HTTP_REDIRECT_LOOP, S.CONTENT_HTML, S.CONTENT_TEXT]


@pytest.mark.parametrize("slug", NOT_OVER_HTTP)
def test_what_http_has_not_may_be_there_over_https(slug):
    """The first rows are asked for over https, then each time one after twice as many, and all once it has worked."""
    planner = make()
    asked = []
    for number in range(9):
        state = over_https(planner, number, slug)
        if state["remedy"] == "https":
            asked.append(number)
            walk(planner, state, S.HTTP_404)
    assert asked == [0, 1, 3, 7]
    planner.memory[HOST].https_wins = 1
    assert "https://a.test/9.jpg" in over_https(planner, 9, slug)["tried"]


def test_one_dead_address_is_asked_for_over_https_while_that_helps_elsewhere():
    """Where it has helped on no host of many, it takes a second dead address of a host."""
    planner = make()
    before = planner.memory.odds.chance(S.HTTP_404, "https")
    walk(planner, over_https(planner, 0, S.HTTP_404), S.HTTP_404)
    assert planner.memory.odds.chance(S.HTTP_404, "https") < before
    planner = make()
    for _ in range(20):
        planner.memory.odds.note(S.HTTP_404, "https", helped=False)
    asked = [over_https(planner, number, S.HTTP_404)["remedy"] == "https" for number in range(2)]
    assert asked == [False, True]


@pytest.mark.parametrize("slug", [*NOT_OVER_HTTP, S.CONTENT_PLACEHOLDER, S.TCP_RESET, S.HTTP_PROTOCOL])
def test_a_host_that_gives_images_over_http_has_not_moved(slug):
    """What it lacks is missing; and a host whose https cannot be reached is asked there no more than twice."""
    planner = make()
    planner.memory[HOST].images = 1
    assert "https" not in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]
    planner = make()
    assert "https" in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]
    planner.memory[HOST].https_losses = 2
    assert "https" not in [remedy for remedy, _ in until_the_end(planner, slug, page=None)]


def test_a_page_in_an_images_place_leads_to_https_first_and_once():
    """It costs one request; the other ways of asking are left."""
    steps = [remedy for remedy, _ in until_the_end(make(), S.CONTENT_HTML)]
    assert steps == ["https", *LADDER[:3], "page"]


def test_a_placeholder_over_https_is_no_proof_of_it():
    """An image that came over https and proved to be none says nothing for it."""
    planner = make()
    state = over_https(planner, 0, S.HTTP_404)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].https_works
    planner.learning.rejected(state, host=HOST)
    assert not planner.memory[HOST].https_works


def test_redirects_to_https_are_not_repeated():
    """Where redirects led to the same path over https, that has been asked; where they lost the path it has not."""
    led = Failure(S.HTTP_404, url="https://www.a.test/1.jpg", hops=2)
    assert [step.remedy for step in walk(make(), begun(1, URL, PAGE), led)] == ["page"]
    lost = led._replace(url="https://www.a.test/")
    assert [step.remedy for step in walk(make(), begun(1, URL, PAGE), lost)] == ["https"]


def test_the_page_is_asked_for_though_the_host_has_no_https():
    """A host that refuses connections for https answers over http, and is asked for the page; without a retry."""
    page = "http://a.test/page"
    steps = walk(make(), begun(1, URL, page), S.HTTP_404, S.TCP_REFUSED)
    assert [step.remedy for step in steps] == ["https", "page"]


@pytest.mark.parametrize(
    "failure",
    [Failure(S.HTTP_400, sign=Sign.WANTS_TLS), *map(Failure, (S.TCP_RESET, S.TCP_CLOSED, S.HTTP_PROTOCOL))],
)
def test_a_port_that_seems_to_want_https_is_asked_so_first(failure):
    """A request without TLS on a port of its own that is taken so is sent with TLS, on that port, before all else."""
    planner, url = make(), "http://a.test:8443/1.jpg"
    steps = walk(planner, begun(1, url, PAGE), failure, failure)
    assert (steps[0].remedy, steps[0].url) == ("https", "https://a.test:8443/1.jpg")
    assert steps[1].remedy in ("page", "retry")
    (step,) = walk(make(), begun(1, url, PAGE), S.HTTP_404)
    assert step.remedy == "page"


def test_who_hangs_up_on_another_port_is_not_taken_to_want_https():
    """It may dislike the client."""
    assert {remedy for remedy, _ in until_the_end(make(), S.TCP_RESET, url="http://a.test:8080/1.jpg")} == {
        "retry",
        "page",
        *BROWSERS,
    }


def test_https_comes_first_where_it_has_worked():
    """A host that gave an image over https only is asked over https as soon as it refuses."""
    planner = make()
    state = over_https(planner, 0, S.HTTP_426)
    planner.learning.succeeded(state, host=HOST)
    for number in range(1, 4):
        state = over_https(planner, number, S.HTTP_403, S.HTTP_403)
        assert (state["remedy"], state["tried"]) == ("https", [f"https://a.test/{number}.jpg"])


@pytest.mark.parametrize(("slug", "remedy"), [(S.HTTP_426, "same_origin_referer"), (S.DNS_NXDOMAIN, "https")])
def test_where_a_redirect_led_says_nothing_of_the_address_as_given(slug, remedy):
    """Another name is not tried for the failure of another host, and another scheme only if it leads nowhere."""
    (step,) = walk(make(), begun(1, URL, PAGE), slug, host="b.test")
    assert step.remedy == remedy


def test_a_dead_domain_costs_one_more_name():
    """The other name is tried for the first URL alone once it is known not to exist either."""
    planner = make()
    first = begun(1, URL, PAGE)
    (step,) = walk(planner, first, S.DNS_NXDOMAIN)
    assert step is not None
    assert (step.remedy, step.url) == ("www", "http://www.a.test/1.jpg")
    (step,) = walk(planner, first, S.DNS_NXDOMAIN, host="www.a.test")
    assert (step.remedy, first["error"]) == ("page", "dns_nxdomain")
    for number in range(2, 5):
        (step,) = walk(planner, begun(number, URL, PAGE), S.DNS_NXDOMAIN)
        assert step.remedy == "page"
    (step,) = walk(planner, begun(9, "http://www.a.test/1.jpg", PAGE), S.DNS_NXDOMAIN, host="www.a.test")
    assert step.remedy == "page"


def test_the_other_name_is_asked_in_one_way():
    """What refuses at the other name is not argued with: its refusals say nothing of the name as given."""
    planner, state = make(), begun(1, URL, PAGE)
    steps = walk(planner, state, S.DNS_NXDOMAIN)
    steps += walk(planner, state, S.HTTP_403, host="www.a.test")
    assert [step.remedy for step in steps if step] == ["www", "page"]


def test_a_row_of_a_closed_port_goes_to_https():
    """A row whose port was given up is asked for over https, unsent before."""
    planner, state = make(), begun(1, URL, None)
    step = planner.step_elsewhere(state, Failure(S.TCP_REFUSED), host=HOST)
    assert step is not None
    assert (step.remedy, step.url) == ("https", "https://a.test/1.jpg")


def test_an_unsent_row_has_a_verdict_and_looks_elsewhere():
    """A row of a closed host takes the host's verdict, and has other addresses, its page and nothing else."""
    planner, state = make(), begun(1, WRAPPED, PAGE)
    failure = Failure(S.TCP_REFUSED, detail="down")
    remedies = []
    while (step := planner.step_elsewhere(state, failure, host=HOST)) is not None:
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


def test_a_second_look_comes_late():
    """What may be a notice is asked for again some 16 s later, while the row has time and it is wanted."""
    state = begun(1, URL, None) | {"variant": "no_referer", "started_at": 0.0}
    step = make().second_look(state, host=HOST, now=50.0)
    assert (step.remedy, step.variant, step.url) == ("look_again", "no_referer", None)
    assert 12.8 <= step.delay_s <= 19.2
    assert state["remedy"] is None
    assert make().second_look(state, host=HOST, now=100.1) is None
    assert make(remedies=("retry", "wait")).second_look(state, host=HOST, now=50.0) is None


@pytest.mark.parametrize(
    ("page", "first", "won", "second"),
    [
        (PAGE, "default", "", "same_origin_referer"),
        (PAGE, "default", "bot_identity", "bot_identity"),
        (None, "default", "", "default"),
        (None, "default", "no_referer", "no_referer"),
        (PAGE, "same_origin_referer", "", "same_origin_referer"),
        (PAGE, "no_referer", "no_referer", "same_origin_referer"),
    ],
)
def test_a_second_look_is_taken_in_another_way(page, first, won, second):
    """It comes in the way that has won there, else from the host's own page, unless the first one did."""
    planner, state = make(), begun(1, URL, page) | {"variant": first}
    if won:
        planner.memory.won(HOST, won)
    step = planner.second_look(state, host=HOST, now=50.0)
    assert step.variant == second
    only = make(remedies=("look_again",)).second_look(state, host=HOST, now=50.0)
    assert only.variant == first


@pytest.mark.parametrize(
    ("page", "first", "times", "second"),
    [
        (PAGE, "default", 0, "same_origin_referer"),
        (PAGE, "default", 1, "no_referer"),
        (PAGE, "default", 2, "other_browser"),
        (PAGE, "same_origin_referer", 1, None),
        (f"http://{HOST}/page", "default", 0, "same_origin_referer"),
        (f"http://{HOST}/page", "default", 1, "same_origin_referer"),
        (None, "default", 2, "other_browser"),
    ],
)
def test_ways_are_compared_in_turn(page, first, times, second):
    """What came from the host's own pages is not held against what others are given; only the first look waits."""
    state = begun(1, f"http://{HOST}/1.jpg", page) | {"variant": first, "tried": [first]}
    step = make().second_look(state, host=HOST, now=50.0, times=times)
    assert (step and step.variant) == second
    if step:
        assert (step.delay_s == 0) is bool(times)


def test_the_ways_are_held_against_the_first():
    """A row that was asked for again from the host's own pages, in vain, is asked for in the others too."""
    state = begun(1, URL, PAGE) | {"variant": "same_origin_referer", "tried": ["same_origin_referer"]}
    state["doubted"] = {"way": "default"}
    assert make().second_look(state, host=HOST, now=50.0, times=1).variant == "no_referer"


def test_a_shared_picture_is_looked_at_in_a_way_that_gives_others_their_own():
    """At once, by a way that has given two; one that has given the picture itself, or one other, tells nothing."""
    planner, state = make(), begun(1, URL, PAGE) | {"variant": "no_referer", "tried": ["no_referer"]}
    for way in ("no_referer", "no_referer", "third_browser"):
        planner.memory.won(HOST, way)
    step = planner.second_look(state, host=HOST, now=50.0, times=0)
    assert step.variant == "same_origin_referer"
    assert step.delay_s > 0
    planner.memory.won(HOST, "third_browser")
    assert planner.second_look(state, host=HOST, now=50.0, times=0) == Step("look_again", "third_browser")


@pytest.mark.parametrize("how", [{}, {"times": 0}, {"times": 1}, {"same_way": True}], ids=str)
def test_no_second_look_falls_into_an_announced_wait(how):
    """Whatever is to be seen by it, the host is left alone for as long as what came with the picture asks for."""
    state = begun(1, f"http://{HOST}/1.jpg", PAGE)
    assert make().second_look(state, host=HOST, now=50.0, asked_s=45.0, **how).delay_s == 45.0
    assert make().second_look(state, host=HOST, now=50.0, asked_s=0.0, **how).delay_s < 20.0
    assert make().second_look(state, host=HOST, now=50.0, asked_s=301.0, **how).delay_s < 20.0


def test_a_shared_picture_that_came_with_a_wait_is_looked_at_after_it():
    """Also where it would have been looked at at once, and no later than that."""
    planner, state = make(), begun(1, URL, PAGE)
    for _ in range(2):
        planner.memory.won(HOST, "third_browser")
    step = planner.second_look(state, host=HOST, now=50.0, times=0, asked_s=3.0)
    assert step == Step("look_again", "third_browser", delay_s=3.0)


def test_whether_a_picture_lasts_is_seen_later():
    """The same way is asked once more when a limit that may have brought the picture is forgotten."""
    state = begun(1, URL, PAGE) | {"variant": "no_referer"}
    step = make().second_look(state, host=HOST, now=50.0, same_way=True)
    assert step.variant == "no_referer"
    assert 12.8 <= step.delay_s <= 19.2


def against(planner: Planner, rows: int, *, helps: str = "") -> list[set[str]]:
    """Let one row on each of many hosts be refused until *helps* is tried, or to the end; return what was tried."""
    tried = []
    for n in range(rows):
        host = f"h{n}.test"
        state, tried_here = begun(n, f"http://{host}/1.jpg", PAGE), set()
        while step := planner.next_step(state, Failure(S.HTTP_401), host=host, now=50.0):
            tried_here.add(step.remedy)
            if step.remedy == helps:
                planner.learning.succeeded(state, host=host)
                break
            assert len(tried_here) < 40
        tried.append(tried_here)
    return tried


def test_ways_that_help_nowhere_are_dropped():
    """After many hosts that refuse whoever asks, hardly any is asked in another way; the page is still looked at."""
    tried = against(make(), 60)
    assert tried[0] == {*LADDER, "page"}
    assert tried[-1] == {"page"}
    assert sum(len(ways) for ways in tried[-20:]) < 20 * 2


def test_a_way_that_helps_often_comes_first():
    """After some hosts that wanted the honest name it is the first that is tried."""
    assert against(make(), 10, helps="bot_identity")[-1] == {"bot_identity"}


def test_a_page_that_comes_has_not_helped_yet():
    """The page is no way of asking: what it is worth is not told by its being there."""
    planner, state = make(), begun(1, SECURE, PAGE)
    (step,) = walk(planner, state, S.HTTP_404)
    planner.learning.succeeded(state, host="pages.test")
    assert (step.remedy, planner.memory.odds.chance("http_404", "page")) == ("page", 0.2)


def test_waiting_does_not_settle_what_a_way_is_worth():
    """A way that meets a limit, and helps when it is asked again, has helped."""
    planner, state = make(), begun(1, URL, PAGE)
    (step,) = walk(planner, state, S.HTTP_401)
    walk(planner, state, S.HTTP_429)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory.odds.chance("http_401", step.remedy) > 0.2
    planner.learning.rejected(state, host=HOST)
    assert planner.memory.odds.chance("http_401", step.remedy) < 0.2


@pytest.mark.parametrize(("slug", "remedy"), [(S.DNS_NXDOMAIN, "www"), (S.TLS_HANDSHAKE, "other_browser")])
def test_other_names_and_browsers_have_odds_too(slug, remedy):
    """What helps nobody whose name does not exist, or who hangs up, is not tried for ever."""
    planner, seen = make(), []
    for n in range(25):
        host = f"h{n}.test"
        state = begun(n, f"http://{host}/1.jpg", None)
        steps = walk(planner, state, *[slug] * 5, host=host)
        seen.append(steps[0].remedy if steps[0] else None)
    assert (seen[0], seen[-1]) == (remedy, None)


def test_a_refused_row_backs_off_by_itself():
    """A row that a host refuses for its pace has a due time of its own, longer each time, beside the host's pause."""
    steps = walk(make(), begun(1, URL, None), *[S.HTTP_429] * 3)
    assert [step.remedy for step in steps if step] == ["wait"] * 3
    for step, delay_s in zip(steps, (1, 2, 4), strict=True):
        assert step is not None
        assert delay_s * 0.8 <= step.delay_s <= delay_s * 1.2


def test_a_bad_address_waits_less_often():
    """A row that its host refuses while it gives others is asked for again four times."""
    planner, state = make(), begun(1, URL, None)
    state["refusals"]["own"] = True
    assert [step is not None for step in walk(planner, state, *[S.HTTP_429] * 5)] == [True] * 4 + [False]


def test_a_bad_address_does_not_hold_its_host_up():
    """A row that was refused again at the time that its host named ends there: the others would wait for it too."""
    planner, state = make(), begun(1, URL, None)
    named = Failure(S.HTTP_429, retry_after_s=3.0)
    [first] = walk(planner, state, named)
    state["refusals"]["own"] = True
    [second] = walk(planner, state, named)
    assert (first and first.delay_s, second) == (3.0, None)


def test_what_was_cut_off_in_company_goes_out_again_at_once():
    """A row that failed for the others' sake and was not refused has no due time: its host takes one at a time."""
    (step,) = walk(make(), begun(1, URL, None), Failure(S.TCP_RESET, is_crowded=True))
    assert step is not None
    assert (step.remedy, step.delay_s) == ("wait", 0.0)


def letting_in(planner: Planner, rows: int, *, way: str = "other_browser") -> None:
    """Let *rows* URLs of the host be refused, and be missing once they are asked for in *way*."""
    for row in range(rows):
        state = begun(row, f"http://{HOST}/{row}.jpg", None)
        while (step := planner.next_step(state, Failure(S.HTTP_403), host=HOST, now=50.0)) and step.remedy != way:
            pass
        walk(planner, state, S.HTTP_404)
        assert state["error"] == "http_404"


def test_a_way_that_turns_a_refusal_into_not_found_has_passed_the_gate():
    """What is missing says so to whom it lets in: that way is asked first for the next row, and counts as no search."""
    rows_left = [1]
    planner = make(outlook=lambda _host: rows_left[0])
    letting_in(planner, 1)
    rows_left[0] = 99
    searches = planner.memory[HOST].searches
    (step,) = walk(planner, begun(7, URL, None), S.HTTP_403)
    assert step is not None
    assert step.remedy == "other_browser"
    assert planner.memory[HOST].searches == searches


def test_a_way_in_which_everything_is_missing_is_not_preferred_for_ever():
    """Who is told eight times that there is nothing, and given nothing, may be told so always."""
    planner = make()
    letting_in(planner, 8)
    assert planner.memory[HOST].is_winning("other_browser")
    letting_in(planner, 1)
    assert not planner.memory[HOST].is_winning("other_browser")
    planner.memory.won(HOST, "other_browser")
    assert planner.memory[HOST].is_winning("other_browser")


def test_what_is_missing_in_the_default_way_opens_nothing():
    """A row that nobody refused says nothing of the ways of asking."""
    planner, state = make(), begun(1, URL, None)
    walk(planner, state, S.HTTP_404)
    assert not planner.memory[HOST].opened


def notices(planner: Planner, row: int, count: int = 9, **more: Any) -> list[str | None]:
    """Return the remedies for a row that gets a notice, at the same address, however it is asked for."""
    failure = Failure(S.CONTENT_PLACEHOLDER, url=f"http://{HOST}/static/none.png", hops=1, **more)
    steps = walk(planner, begun(row, f"https://{HOST}/{row}.jpg", PAGE), *[failure] * count)
    return [step and step.remedy for step in steps]


def test_a_notice_asks_for_a_link_from_a_page_of_the_hosts_own_or_the_rows():
    """Both are tried once for the host, though redirects lead to the same notice, and though they help nowhere else."""
    planner = make()
    for n in range(40):
        for way in ("same_origin_referer", "other_browser"):
            planner.memory.tested(f"h{n}", S.CONTENT_PLACEHOLDER, way, row=n, helped=False)
    assert notices(planner, 1)[:3] == ["same_origin_referer", "other_browser", "page"]
    assert notices(planner, 2)[0] not in ("same_origin_referer", "other_browser")


def test_a_notice_that_says_gone_is_asked_for_so_one_way_for_each_row():
    """Even a notice that calls the image gone is asked for from the host's own page first, then from the row's."""
    planner = make()
    assert [notices(planner, row, 2, sign=Sign.GONE) for row in range(2)] == [
        ["same_origin_referer", "page"],
        ["other_browser", "page"],
    ]


def test_a_way_that_wins_needs_no_guesses_at_a_notice():
    """Where another way has won, that one is asked for first."""
    planner = make()
    planner.memory.won(HOST, "bot_identity")
    assert notices(planner, 1)[0] == "bot_identity"


def noticed(planner: Planner, row: int, *, host: str = HOST, began: float = 48.0, **more: Any) -> FetchState:
    """Return the state of a row that gets a notice in every way and has come to its end, or to its later look."""
    state = begun(row, f"https://{host}/{row}.jpg", None) | {"started_at": began}
    failure = Failure(S.CONTENT_PLACEHOLDER, **more)
    while (step := planner.next_step(state, failure, host=host, now=50.0)) is not None and step.remedy != "look_again":
        planner.learning.succeeded(state, host=host)
        planner.learning.rejected(state, host=host)
    if step is not None:
        assert (step.variant, step.url) == ("default", None)
        assert step.delay_s >= 5
    return state


def test_a_notice_in_every_way_is_looked_at_later_once():
    """What is still in the making comes later, in the way in which it was first asked for."""
    planner = make()
    state = noticed(planner, 1)
    assert state["remedy"] == "look_again"
    planner.learning.succeeded(state, host=HOST)
    planner.learning.rejected(state, host=HOST)
    assert walk(planner, state, S.CONTENT_PLACEHOLDER)[0] is None


@pytest.mark.parametrize(
    "case",
    [{"began": 30.0}, {"sign": Sign.GONE}, {"off": True}],
    ids=["a-later-look-was-had", "gone", "switched-off"],
)
def test_no_later_look_is_due(case):
    """Not where waiting has been part of it, nor for what calls itself gone."""
    others = tuple(name for name in REMEDY_NAMES if name != "look_again")
    planner = make(remedies=others) if case.pop("off", False) else make()
    assert noticed(planner, 1, **case)["remedy"] != "look_again"


def test_later_looks_end_where_they_are_in_vain():
    """Two in vain are enough, eight at most are under way, and where one has helped all rows have theirs."""
    planner = make()
    looks = [noticed(planner, row)["remedy"] == "look_again" for row in range(10)]
    assert looks == [True] * 8 + [False] * 2
    planner = make()
    for row in range(2):
        walk(planner, noticed(planner, row), S.CONTENT_PLACEHOLDER)
    assert noticed(planner, 2)["remedy"] != "look_again"
    planner.memory[HOST].later_wins = 1
    assert noticed(planner, 3)["remedy"] == "look_again"


def test_what_a_later_look_brings_counts_once_it_is_an_image():
    """A notice again is no win, an image is."""
    planner = make()
    state = noticed(planner, 1)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].later_wins == 1
    planner.learning.rejected(state, host=HOST)
    assert planner.memory[HOST].later_wins == 0


def test_later_looks_end_where_they_are_in_vain_on_host_after_host():
    """A list of hosts with a row each pays for some of them, and goes on while they help now and then."""
    for helps in (False, True):
        planner, looks = make(), 0
        for n in range(60):
            host = f"host{n}.test"
            state = noticed(planner, n, host=host)
            if state["remedy"] == "look_again":
                looks += 1
                planner.learning.succeeded(state, host=host)
                if not helps or n % 5:
                    planner.learning.rejected(state, host=host)
                    walk(planner, state, S.CONTENT_PLACEHOLDER)
        assert looks == 60 if helps else 3 < looks < 20


LED = "http://start.test/1.jpg"


def test_a_row_that_was_led_to_a_mirror_waits_for_nobody():
    """That the mirror gave images before does not make it worth a wait: where it began another may be chosen."""
    planner, state = make(), begun(1, LED, None)
    for _ in range(2):
        planner.memory.won(HOST, "default")
    assert planner.may_be_turned(state, Failure(S.HTTP_502), host=HOST, now=50.0)
    assert not planner.may_be_turned(state, Failure(S.HTTP_502, chooser=LED), host=HOST, now=50.0)


def test_retries_that_found_a_mirror_cost_the_redirector_nothing():
    """They are given back to who redirects, as to the host that gave the image."""
    planner, state = make(), begun(1, LED, None)
    [step] = walk(planner, state, Failure(S.HTTP_502, chooser=LED))
    assert (step.remedy, step.url, planner.memory["start.test"].retry_tokens) == ("retry", LED, 11.0)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory["start.test"].retry_tokens == 12.0


def test_a_mirror_that_names_a_time_is_waited_for():
    """It will have the image then; any other may be down too."""
    [step] = walk(make(), begun(1, LED, None), Failure(S.HTTP_503, 2.0, chooser=LED))
    assert (step.remedy, step.url, step.delay_s) == ("wait", None, 2.0)


def test_a_mirror_that_is_given_up_is_passed_by():
    """A row that is led there begins anew, unsent."""
    step = make().step_elsewhere(begun(1, LED, None), Failure(S.TCP_REFUSED, chooser=LED), host=HOST)
    assert (step.remedy, step.url) == ("retry", LED)
