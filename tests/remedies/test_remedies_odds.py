from __future__ import annotations

import pytest

from imgcrawl.remedies.hosts.odds import Odds

S, W = "http_403", "other_browser"


def tried(times: int, *, failure: str = S, helped: int = 0) -> Odds:
    """Return the odds after so many trials of one way, the last of which helped."""
    odds = Odds()
    for n in range(times):
        odds.note(failure, W, helped=n >= times - helped)
    return odds


def test_what_nobody_has_tried_helps_one_in_five():
    """A way without a history is worth a trial."""
    assert Odds().chance(S, W) == pytest.approx(0.2)
    assert Odds().is_worth_it(S, W)


@pytest.mark.parametrize(("trials", "worth"), [(5, True), (6, False)])
def test_what_never_helps_is_dropped(trials, worth):
    """A way that has helped on none of six hosts is below one in ten."""
    assert tried(trials).is_worth_it(S, W) is worth


def test_what_helps_now_and_then_is_kept():
    """Two hosts in twenty are enough to go on."""
    assert tried(20, helped=2).is_worth_it(S, W)
    assert not tried(40, helped=2).is_worth_it(S, W)


def test_a_way_that_is_dropped_is_probed():
    """One time in fifty it is tried all the same, and can prove itself."""
    odds = tried(40)
    assert sum(odds.is_worth_it(S, W) for _ in range(100)) == 2
    for _ in range(5):
        odds.note(S, W, helped=True)
    assert odds.is_worth_it(S, W)


def test_failures_have_their_own_trials():
    """A way that is no use against one failure has one trial against another, and no credit after it."""
    odds = tried(40)
    assert odds.is_worth_it("content_html", W)
    odds.note("content_html", W, helped=False)
    assert not odds.is_worth_it("content_html", W)


@pytest.mark.parametrize(("against", "has_helped"), [(S, True), ("content_placeholder", False)])
def test_a_picture_in_the_place_of_a_notice_proves_no_way(against, has_helped):
    """It may be the next notice, which is found out when its host has no more to come."""
    assert tried(1, failure=against, helped=1).has_helped(W) is has_helped
    assert not tried(1).has_helped(W)


def test_what_others_met_says_nothing_against_a_way_that_is_refused():
    """However little it did where hosts hang up, it has six trials against 403."""
    odds = tried(40, failure="tcp_reset")
    for _ in range(6):
        assert odds.is_worth_it(S, W)
        odds.note(S, W, helped=False)
    assert not odds.is_worth_it(S, W)


@pytest.mark.parametrize("missing", ["http_404", "http_410"])
def test_nothing_has_credit_against_what_is_missing(missing):
    """A remedy that has helped against other failures, every time, has six trials there as any other has."""
    odds = tried(40, failure="content_empty", helped=40)
    for _ in range(6):
        assert odds.is_worth_it(missing, W)
        odds.note(missing, W, helped=False)
    assert not odds.is_worth_it(missing, W)
    few = tried(40, failure="content_empty")
    assert few.chance(missing, W) == pytest.approx(1 / 45)


@pytest.mark.parametrize("failure", ["content_html", "content_text"])
def test_what_https_does_for_hosts_that_are_down_says_nothing_of_pages(failure):
    """It has helped where http is refused; a page in an image's place is mostly there over https as well."""
    odds = Odds()
    for _ in range(20):
        odds.note("tcp_refused", "https", helped=True)
    assert odds.chance(failure, "https") == pytest.approx(0.08)
    assert odds.chance("http_403", "https") > 0.5


@pytest.mark.parametrize("guess", ["https", "plain_accept", "iiif", "converted", "accented", "small_letters"])
def test_a_guess_at_what_is_missing_is_dropped_sooner(guess):
    """After three hosts in vain; one host that it helped is enough for eight. Elsewhere it is as any other."""
    odds = Odds()
    for _ in range(3):
        assert odds.is_worth_it("http_404", guess)
        odds.note("http_404", guess, helped=False)
    assert not odds.is_worth_it("http_404", guess)
    odds.note("http_404", guess, helped=True)
    for _ in range(5):
        assert odds.is_worth_it("http_404", guess)
        odds.note("http_404", guess, helped=False)
    assert Odds().chance("content_empty", guess) == pytest.approx(0.2)


@pytest.mark.parametrize("failure", ["content_html", "content_text"])
@pytest.mark.parametrize("guess", ["https", "plain_accept"])
def test_what_stands_in_its_place_speaks_for_no_guess(failure, guess):
    """Of the scheme, or of a header, it says as little as that it is missing."""
    assert Odds().chance(failure, guess) == pytest.approx(0.08)


def test_what_helps_against_one_failure_has_credit_against_others():
    """The prior is what a way has done against all other failures."""
    odds = tried(20, failure="http_401", helped=10)
    assert odds.chance(S, W) == pytest.approx(11 / 25)
    for _ in range(30):
        odds.note(S, W, helped=False)
    assert odds.chance(S, W) == pytest.approx((5 * 11 / 25) / 35)


def test_a_success_that_was_none_is_a_trial_in_vain():
    """What is taken back counts as tried."""
    odds, expected = tried(3, helped=2), tried(3, helped=1)
    odds.take_back(S, W)
    for each in (odds, expected):
        for _ in range(5):
            each.note("content_html", W, helped=False)
    for failure in (S, "content_html"):
        assert odds.chance(failure, W) == pytest.approx(expected.chance(failure, W))


@pytest.mark.parametrize(("remedy", "trials"), [("full_size", 10), ("other_size", 10), ("small_letters", 3)])
def test_a_mend_for_which_the_address_speaks_has_ten_hosts(remedy, trials):
    """The first hosts of a list may all have lost their pictures; a guess has three hosts."""
    odds = Odds()
    for _ in range(trials):
        assert odds.is_worth_it("http_404", remedy)
        odds.note("http_404", remedy, helped=False)
    assert not odds.is_worth_it("http_404", remedy)
