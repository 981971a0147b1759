"""Waits and retries in the plan of a row: how many, how long, and who bears them."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.state import new_refusals
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, NO_HTTPS, PAGE, URL, S, begun, make, until_the_end, walk


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
    """A host whose every URL fails is asked again six times, and then each time for the next of twice as many URLs.

    The last request of some asks for less, which is another way.
    """
    planner = make()
    spent = [len(until_the_end(planner, S.HTTP_500, page=None)) for _ in range(20)]
    assert [n for n, times in enumerate(spent, 1) for _ in range(times)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 8]


def test_who_has_waited_for_an_outage_is_not_asked_for_plainly_where_that_was_in_vain():
    """Two rows tell."""
    planner, remedies = make(remedies=NO_HTTPS), []
    for row in range(3):
        state = begun(row, URL, None)
        planner.waited_in_vain(state, S.HTTP_500)
        remedies += [step.remedy for step in walk(planner, state, *[S.HTTP_500] * 2) if step]
    assert remedies == ["plain_accept"] * 2


def test_no_more_than_a_dozen_retries_are_for_one_host():
    """A host that is asked too often has its retries by that alone."""
    planner = make()
    spent = [len(until_the_end(planner, S.HTTP_503, page=None)) for _ in range(6)]
    assert spent == [3, 3, 3, 3, 0, 0]


def test_where_a_retry_has_helped_the_others_have_theirs():
    """What passes for one row may pass for the next, if it brought an image and no notice."""
    for is_image in (True, False):
        planner, state = make(), begun(9, URL, None)
        walk(planner, state, S.HTTP_500)
        planner.learning.succeeded(state, host=HOST)
        if not is_image:
            planner.learning.rejected(state, host=HOST)
        spent = [len(until_the_end(planner, S.HTTP_500, page=None)) for _ in range(4)]
        assert spent == ([3, 3, 3, 3] if is_image else [3, 3, 3, 1])


def test_rows_that_have_waited_in_vain_count_as_retried():
    """So do those that their host had to wait: the same request was in vain once more."""
    planner, state = make(), begun(9, URL, None)
    for _ in range(8):
        state["remedy"] = "wait"
        walk(planner, state, S.HTTP_502)
        state["retries"] = 0
    assert until_the_end(planner, S.HTTP_502, page=None) == []


def test_waiting_uses_up_no_retries():
    """Answers that ask to wait leave the retries untouched."""
    state = begun(1, URL, None)
    steps = walk(make(), state, *[S.HTTP_429] * 4, *[S.HTTP_502] * 4)
    assert [step and step.remedy for step in steps] == ["wait"] * 4 + ["retry"] * 3 + ["https"]
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


@pytest.mark.parametrize(("met", "error"), [(S.HTTP_503, "http_503"), (None, "http_429")])
def test_a_row_that_waited_too_long_is_looked_for_nowhere_else(met, error):
    """One whose time was over while it waited ends by what it has met, else by why it was not asked for."""
    planner, state = make(), begun(1, URL, PAGE) | {"started_at": 0.0, "excused_s": 50.0}
    if met:
        planner.next_step(state, Failure(met), host=HOST, now=1.0)
    assert planner.step_elsewhere(state, Failure(S.HTTP_429), host=HOST, now=150.5) is None
    assert state["error"] == error


def test_time_that_does_not_count_is_added():
    """A row that was kept back, or that nobody could ask for, has as much time as others."""
    planner, state = make(), begun(1, URL, PAGE) | {"started_at": 0.0, "excused_s": 50.0}
    assert planner.next_step(state, Failure(S.HTTP_500), host=HOST, now=149.5) is not None


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
    step = make().step_elsewhere(begun(1, LED, None), Failure(S.TCP_REFUSED, chooser=LED), host=HOST, now=0.0)
    assert (step.remedy, step.url) == ("retry", LED)


@pytest.mark.parametrize(
    ("slug", "told", "is_expected"),
    [
        (S.HTTP_502, {}, True),
        (S.HTTP_521, {}, True),
        (S.HTTP_500, {}, True),
        (S.TCP_RESET, {}, True),
        (S.HTTP_503, {}, True),
        (S.HTTP_429, {}, False),
        (S.HTTP_503, {"retry_after_s": 3.0}, False),
        (S.HTTP_408, {}, False),
        (S.HTTP_404, {}, False),
        (S.TCP_TIMEOUT, {}, False),
        (S.TCP_REFUSED, {}, False),
        (S.HTTP_502, {"retry_after_s": 3.0}, False),
        (S.HTTP_502, {"kept_s": 60.0}, False),
        (S.HTTP_502, {"sign": Sign.CLOSED}, False),
        (S.HTTP_502, {"chooser": LED}, False),
        (S.HTTP_502, {"is_negotiated": True}, False),
    ],
)
def test_what_may_be_an_outage(slug, told, is_expected):
    """What a host that is there says to whoever asks, with no reason; what is silent or refused is told otherwise."""
    assert make().may_be_out(begun(1, LED, None), Failure(slug, **told), host=HOST, now=50.0) is is_expected


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({"remedies": ("retry",)}, {}),
        ({"remedies": ("wait",)}, {}),
        ({"max_attempts": 1}, {}),
        ({"retry_statuses": False}, {}),
        ({}, {"remedy": "https"}),
        ({}, {"started_at": -60.0}),
        ({}, {"refusals": new_refusals() | {"own": True}}),
    ],
    ids=["no-wait", "no-retry", "one-request", "no-statuses", "elsewhere", "late", "own"],
)
def test_who_does_not_wait_for_an_outage(options, row):
    """Whoever is asked for no retry, asks elsewhere by now, has no time left, or is refused for itself."""
    state = begun(1, LED, None) | row
    assert not make(**options).may_be_out(state, Failure(S.HTTP_502), host=HOST, now=50.0)


def test_who_asks_beside_one_that_was_hung_up_on():
    """Each browser with another engine, and the honest name, once for all rows; nobody after an error of a gateway."""
    planner, asked = make(), []
    for row in range(1, 5):
        state = begun(row, URL, None)
        assert planner.client_for_check(state, Failure(S.HTTP_502), host=HOST) is None
        other = planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST)
        step = planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST, check_by=other)
        asked.append((step.remedy, step.first))
        assert planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST) is None
    assert asked == [("other_browser", True), ("third_browser", True), ("bot_identity", True), ("wait", False)]


def test_a_row_that_another_client_asked_for_in_vain_waits_as_it_began():
    """With all its tries, and the remedy has not helped there."""
    planner, state = make(), begun(1, URL, None)
    other = planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST)
    planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST, check_by=other)
    assert planner.may_be_out(state, Failure(S.TCP_RESET), host=HOST, now=50.0)
    step = planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST)
    assert (step.remedy, step.variant, state["variant"], state["retries"]) == ("wait", "default", "default", 0)
    assert planner.memory.odds.chance(S.TCP_RESET, "other_browser") < 0.2


def test_a_client_that_is_given_what_another_was_not_asks_first_from_then_on():
    """The host minds who asks."""
    planner, state = make(), begun(1, URL, None)
    other = planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST)
    planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST, check_by=other)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "other_browser"


@pytest.mark.parametrize(
    ("slug", "remedies"), [(S.HTTP_502, [None]), (S.HTTP_500, ["plain_accept", None]), (S.TCP_RESET, ["other_browser"])]
)
def test_who_has_waited_for_an_outage_has_other_tries_left(slug, remedies):
    """Retries alone are used up."""
    planner, state = make(remedies=NO_HTTPS), begun(1, URL, None)
    planner.waited_in_vain(state, slug)
    steps = walk(planner, state, *[Failure(slug)] * len(remedies))
    assert [step and step.remedy for step in steps] == remedies
