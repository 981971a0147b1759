"""What remedies have done on other hosts, in the plan of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.odds import Odds
from tests.remedies.planning import HOST, LADDER, ONLY_MENDS, PAGE, SECURE, URL, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.planner import Planner


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
    assert tried[0] == {*LADDER, "page"} - {"third_browser"}
    assert tried[-1] == {"page"}
    assert sum(len(ways) for ways in tried[-20:]) < 20 * 2


def test_a_way_that_helps_often_comes_first():
    """After some hosts that wanted the honest name it is the first that is tried."""
    assert against(make(), 10, helps="bot_identity")[-1] == {"bot_identity"}


def test_a_page_that_comes_has_not_helped_yet():
    """What the page is worth is told by the image that it names, not by its being there."""
    planner, state = make(), begun(1, SECURE, PAGE)
    (step,) = walk(planner, state, S.HTTP_404)
    planner.learning.succeeded(state, host="pages.test", is_page=True)
    assert (step.remedy, planner.memory.odds.chance("http_404", "page")) == ("page", pytest.approx(1 / 6))
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory.odds.chance("http_404", "page") == pytest.approx(2 / 6)
    planner.learning.rejected(state, host=HOST)
    assert planner.memory.odds.chance("http_404", "page") == pytest.approx(1 / 6)


def test_a_page_has_helped_when_its_image_has_come():
    """Pages of its host are asked for again then, until what came proves to be none."""
    planner, state = make(), begun(1, SECURE, PAGE)
    walk(planner, state, S.HTTP_404)
    pages = planner.memory.pages
    pages.answered(PAGE, None)
    for _ in range(6):
        pages.named_nothing(PAGE)
    assert pages.refusal(PAGE) is S.CONTENT_HTML
    planner.learning.succeeded(state, host="pages.test", is_page=True)
    assert pages.refusal(PAGE) is S.CONTENT_HTML
    planner.learning.succeeded(state, host=HOST)
    assert pages.refusal(PAGE) is None
    planner.learning.rejected(state, host=HOST)
    assert pages.refusal(PAGE) is S.CONTENT_HTML


def test_waiting_does_not_settle_what_a_way_is_worth():
    """A way that meets a limit, and helps when it is asked again, has helped."""
    planner, state = make(), begun(1, URL, PAGE)
    (step,) = walk(planner, state, S.HTTP_401)
    walk(planner, state, S.HTTP_429)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory.odds.chance("http_401", step.remedy) > 0.2
    planner.learning.rejected(state, host=HOST)
    assert planner.memory.odds.chance("http_401", step.remedy) < 0.2


@pytest.mark.parametrize(("slug", "remedy"), [(S.TLS_HOSTNAME, "www"), (S.TLS_HANDSHAKE, "other_browser")])
def test_other_names_and_browsers_have_odds_too(slug, remedy):
    """What helps nobody whose certificate is for another name, or who hangs up, is not tried for ever."""
    planner, seen = make(), []
    for n in range(25):
        host = f"h{n}.test"
        state = begun(n, f"http://{host}/1.jpg", None)
        steps = walk(planner, state, *[slug] * 5, host=host)
        seen.append(steps[0].remedy if steps[0] else None)
    assert (seen[0], seen[-1]) == (remedy, None)


@pytest.mark.parametrize(
    "missing",
    [
        Failure(S.CONTENT_HTML, is_said_missing=True),
        Failure(S.CONTENT_HTML, url="http://h.test/", hops=1),
    ],
    ids=["page says so", "led home"],
)
def test_what_is_said_to_be_missing_has_odds_of_its_own(missing):
    """However often a way helps against pages in an image's place, it does not pay against those that say why."""
    planner, asked = make(remedies=("no_referer", "other_browser")), []
    for n in range(100):
        host = f"h{n}.test"
        failure = missing._replace(url=missing.url and f"http://{host}/") if n % 2 else Failure(S.CONTENT_HTML)
        state, ways = begun(n, f"http://{host}/1.jpg", None), 0
        while step := planner.next_step(state, failure, host=host, now=50.0):
            ways += 1
            if not n % 2:
                planner.learning.succeeded(state, host=host)
                break
        assert n % 2 or step
        asked += [ways] if n % 2 else []
    assert all(asked[:5])
    assert sum(asked[-8:]) <= 1


@pytest.mark.parametrize(("slug", "is_dropped"), [(S.CONTENT_HTML, True), (S.CONTENT_TEXT, True), (S.HTTP_401, False)])
def test_hosts_that_give_something_in_the_place_of_all_are_asked_by_the_odds(slug, is_dropped):
    """That mostly stands for what is missing, whoever asks; who refuses all may mean who asks, on each host anew."""
    planner, asked = make(remedies=("other_browser",)), [0] * 40
    for n in range(80):
        state = begun(n, f"https://h{n // 2}.test/{n}.jpg", None)
        while planner.next_step(state, Failure(slug), host=f"h{n // 2}.test", now=50.0):
            asked[n // 2] += 1
    assert asked[0]
    assert (sum(asked[-8:]) <= 2) is is_dropped


GUESSED = {
    "https": "http://{}/1.jpg",
    "plain_accept": "https://{}/1.jpg",
    "small_letters": "https://{}/photos/WinterLake.jpg",
    "small_ending": "https://{}/wp-content/uploads/Lake.JPG",
    "large_ending": "https://{}/photos/DSC_0001.jpg",
    "accented": "https://{}/caf%C3%A9.jpg",
}


@pytest.mark.parametrize(("guess", "url"), GUESSED.items(), ids=list(GUESSED))
def test_guesses_at_what_is_missing_count_before_they_are_answered(guess, url):
    """Many hosts are asked at a time: three of them at first, and the others once it has helped one of these."""
    planner, states = make(remedies=(guess,), outlook=lambda _host: 2), []

    def ask(*hosts: int) -> list[str | None]:
        """Return what is asked for each host's first row, none of which is answered yet."""
        states[:] = [begun(n, url.format(f"h{n}.test"), None) for n in hosts]
        steps = [planner.next_step(s, Failure(S.HTTP_404), host=f"h{s['lane']}.test", now=50.0) for s in states]
        return [step and step.remedy for step in steps]

    assert ask(*range(8)) == [guess] * 3 + [None] * 5
    planner.learning.succeeded(states[0], host="h0.test")
    assert ask(8, 9) == [guess] * 2
    planner.learning.rejected(states[0], host="h8.test")
    planner.memory.seemed_to_help("h0.test", S.HTTP_404, guess, row=0)
    assert ask(10) == [None]


@pytest.mark.parametrize(("rows", "hosts"), [(2, 3), (3, 4), (5, 12), (40, 20)])
def test_the_rows_of_a_host_make_up_for_the_odds_of_a_plainer_header(rows, hosts):
    """Of hosts with two rows the first three are asked, and the more the more rows one request decides on."""
    planner = make(remedies=("plain_accept",), outlook=lambda _host: rows)
    states = [begun(n, f"https://h{n}.test/1.jpg", None) for n in range(20)]
    steps = [planner.next_step(s, Failure(S.HTTP_404), host=f"h{s['lane']}.test", now=50.0) for s in states]
    assert [step is not None for step in steps] == [True] * hosts + [False] * (20 - hosts)


def test_a_mend_with_two_addresses_is_judged_by_both():
    """The second may help where the first is missing, and what it brought is taken back if it proves to be none."""
    planner = make()
    state, odds = begun(1, "http://a.test/wp-content/uploads/2019/05/1-300x200.jpg", None), planner.memory.odds
    assert [step.remedy for step in walk(planner, state, S.HTTP_404, S.HTTP_404)] == ["full_size"] * 2
    before = Odds().chance(S.HTTP_404, "full_size")
    assert odds.chance(S.HTTP_404, "full_size") == before
    planner.learning.succeeded(state, host=HOST)
    assert odds.chance(S.HTTP_404, "full_size") > before
    planner.learning.rejected(state, host=HOST)
    assert 0 < odds.chance(S.HTTP_404, "full_size") < before


def test_what_was_in_vain_is_not_taken_back():
    """Nothing was counted that a row's later picture, which proves to be none, could take away."""
    planner = make()
    planner.memory.tested(HOST, S.HTTP_404, "https", row=1, helped=False)
    before = planner.memory.odds.chance(S.HTTP_404, "https")
    planner.memory.seemed_to_help(HOST, S.HTTP_404, "https", row=1)
    assert planner.memory.odds.chance(S.HTTP_404, "https") == before


@pytest.mark.parametrize(
    ("slug", "is_asked"), [(S.DNS_NXDOMAIN, True), (S.DNS_NO_ADDRESS, True), (S.TCP_REFUSED, False)]
)
def test_another_name_is_looked_up_whatever_the_odds(slug, is_asked):
    """For one that does not exist that costs no request, whatever it has come to on other hosts."""
    planner = make(remedies=ONLY_MENDS)
    for _ in range(200):
        planner.memory.odds.note(slug, "www", helped=False)
    found = walk(planner, begun(1, "http://a.test/photo-1.jpg", None), slug)
    assert [step.url for step in found if step] == ["http://www.a.test/photo-1.jpg"] * is_asked
    planner.memory["www.b.test"].nameless = True
    assert walk(planner, begun(2, "http://b.test/photo-1.jpg", None), slug, host="b.test") == [None]
