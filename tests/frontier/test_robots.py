from __future__ import annotations

import tracemalloc

import pytest

from imgcrawl.frontier.robots import RobotsGate

ORIGIN = "http://a.test"
DAY_S = 86_400.0
FORBIDDEN = ("policy_robots", "")
DOWN = ("policy_robots_unreachable", "http_500")


def gate(**how: int) -> RobotsGate:
    """Make a gate for imgcrawl."""
    return RobotsGate("imgcrawl", **how)


def verdicts(robots: RobotsGate, *paths: str, now: float = 1.0) -> list[tuple[str, str] | None]:
    """Return what becomes of requests for *paths*."""
    rules = robots.enter(ORIGIN, "late", now).rules
    assert rules is not None
    return [rules.verdict(ORIGIN + path, most_delay_s=300.0) for path in paths]


def test_items_wait_for_the_rules():
    """The first item has robots.txt asked for; all wait until it has been answered, and none after that."""
    robots = gate()
    assert [robots.enter(ORIGIN, n, 0.0) for n in (1, 2)] == [(None, True), (None, False)]
    assert robots.enter("https://a.test", 3, 0.0).asks
    assert len(robots) == 3
    assert robots.answered(ORIGIN, 200, b"", 1.0) == [1, 2]
    assert len(robots) == 1
    assert robots.enter(ORIGIN, 4, 1.0).rules is not None


def test_an_item_may_leave_before_the_rules_are_known():
    """The others wait on, and nothing is asked for a second time."""
    robots = gate()
    for item in (1, 2):
        robots.enter(ORIGIN, item, 0.0)
    assert robots.leave(ORIGIN, 1)
    assert not robots.leave(ORIGIN, 1)
    assert not robots.leave("https://a.test", 2)
    assert (len(robots), list(robots.waiting())) == (1, [2])
    assert robots.leave(ORIGIN, 2)
    assert not robots.enter(ORIGIN, 3, 0.0).asks
    assert robots.answered(ORIGIN, 200, b"", 1.0) == [3]


def test_rules_for_us():
    """The group of our name counts, else that of everyone; the longest match decides."""
    robots = gate()
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: ImgCrawl\nDisallow: /private/\nAllow: /private/open\n"
    robots.answered(ORIGIN, 200, text, 0.0)
    assert verdicts(robots, "/1.jpg", "/private/1.jpg", "/private/open/1.jpg") == [None, FORBIDDEN, None]


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410])
def test_without_robots_txt_all_is_allowed(status):
    """Whatever comes with an answer that is not good is no rule."""
    robots = gate()
    robots.answered(ORIGIN, status, b"User-agent: *\nDisallow: /", 0.0)
    assert verdicts(robots, "/1.jpg") == [None]


def test_what_cannot_be_had_forbids_for_a_while():
    """Without an answer nothing is asked for; after five minutes robots.txt is asked for again."""
    robots = gate()
    robots.enter(ORIGIN, 1, 0.0)
    assert robots.failed(ORIGIN, DOWN, 0.0) == [1]
    assert verdicts(robots, "/1.jpg", now=299.0) == [DOWN]
    assert robots.enter(ORIGIN, 2, 300.0) == (None, True)
    robots.answered(ORIGIN, 404, b"", 301.0)
    assert verdicts(robots, "/1.jpg", now=302.0) == [None]


def test_a_copy_holds_for_a_day_and_longer_when_there_is_no_newer_one():
    """Rules are asked for anew after a day; when they cannot be had the old ones stay in force."""
    robots = gate()
    robots.answered(ORIGIN, 200, b"User-agent: *\nDisallow: /private/", 0.0)
    assert verdicts(robots, "/1.jpg", now=DAY_S - 1) == [None]
    assert robots.enter(ORIGIN, 1, DAY_S).asks
    assert robots.failed(ORIGIN, DOWN, DAY_S) == [1]
    assert verdicts(robots, "/1.jpg", "/private/1", now=DAY_S + 299) == [None, FORBIDDEN]
    assert robots.enter(ORIGIN, 2, DAY_S + 300).asks


@pytest.mark.parametrize(("text", "delay_s"), [("2.5", 2.5), ("0", 0.0), ("soon", 0.0), ("-3", 0.0)])
def test_crawl_delay(text, delay_s):
    """A delay that is stated for us is told; what is no delay is none."""
    robots = gate()
    robots.answered(ORIGIN, 200, f"User-agent: *\nCrawl-delay: {text}\nDisallow: /x".encode(), 0.0)
    rules = robots.enter(ORIGIN, 1, 1.0).rules
    assert rules is not None
    assert rules.delay_s == delay_s


@pytest.mark.parametrize(
    ("text", "path", "verdict"),
    [
        ("300", "/1", None),
        ("86400", "/1", ("policy_robots", "its Crawl-delay is 24 h 00 min, beyond what the run waits")),
        ("1e9", "/1", ("policy_robots", "its Crawl-delay is more than a day, beyond what the run waits")),
        ("9" * 30, "/1", ("policy_robots", "its Crawl-delay is more than a day, beyond what the run waits")),
        ("86400", "/x", FORBIDDEN),
    ],
)
def test_a_crawl_delay_that_no_run_can_keep_lets_nothing_be_asked_for(text, path, verdict):
    """It is not shortened, which would be no obedience: the origin's rows fail, and say why."""
    robots = gate()
    robots.answered(ORIGIN, 200, f"User-agent: *\nCrawl-delay: {text}\nDisallow: /x".encode(), 0.0)
    assert verdicts(robots, path) == [verdict]


def test_only_the_beginning_is_read():
    """What stands beyond 500 KiB is no rule."""
    robots = gate()
    robots.answered(ORIGIN, 200, b"User-agent: *\nDisallow: /a\n" + b"#" * 512_000 + b"\nDisallow: /b\n", 0.0)
    assert verdicts(robots, "/a", "/b") == [FORBIDDEN, None]


def test_memory_is_bounded():
    """The origins met longest ago are forgotten, by their number and by the length of what they say."""
    robots, text = gate(capacity=3), b"User-agent: *\nDisallow: /x\n"
    for n in range(5):
        robots.answered(f"http://h{n}.test", 200, text, 0.0)
    robots.enter("http://h2.test", 0, 1.0)
    robots.answered("http://h5.test", 404, b"", 0.0)
    known = [n for n in range(6) if robots.enter(f"http://h{n}.test", n, 1.0).rules]
    assert known == [2, 4, 5]
    robots = gate(most_bytes=2 * len(text))
    for n in range(3):
        robots.answered(f"http://h{n}.test", 200, text, 0.0)
    assert [n for n in range(3) if robots.enter(f"http://h{n}.test", n, 1.0).rules] == [1, 2]
    robots.answered("http://long.test", 200, 3 * text, 0.0)
    assert robots.enter("http://long.test", 0, 1.0).rules
    robots.answered("http://long.test", 404, b"", 0.0)
    assert robots._bytes == 0


def test_what_rules_take_in_memory_is_bounded():
    """Full of the longest texts, of the shortest lines, the rules that are kept take less than 100 MB."""
    robots, each = gate(), 512_000
    lines = b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(each // 12))
    tracemalloc.start()
    try:
        robots.answered(ORIGIN, 200, lines[:each], 0.0)
        verdicts(robots, "/1.jpg")
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken * robots.most_bytes / each < 100e6
