from __future__ import annotations

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.records import Outcome
from imgcrawl.report.advice import advise
from imgcrawl.report.story import _REMEDIES, story

FIRST = {
    "n": 1,
    "remedy": None,
    "status": 403,
    "error": "http_403",
    "ms": 12.4,
    "waited_ms": 0.0,
    "variant": "default",
    "note": None,
}
SECOND = {
    "n": 2,
    "remedy": "no_referer",
    "url": "http://a.test/2",
    "status": 200,
    "error": None,
    "ms": 8.0,
    "waited_ms": 1500.0,
    "variant": "no_referer",
    "note": None,
}


@pytest.mark.parametrize(
    ("url", "final_url", "mended"),
    [
        ("htp:/a.test/7", "http://a.test/7", ["Mended to http://a.test/7"]),
        ("http://a.test/7", "http://a.test/7", []),
        ("http://…@a.test/7", "http://…@a.test/7", []),
        ("htp:/a.test/7", "http://b.test/8", []),
    ],
    ids=["mended", "as-it-stands", "login", "another-row-was-redirected"],
)
def test_an_address_that_was_mended_is_told_where_the_first_request_succeeded(
    url: str, final_url: str, mended: list[str]
) -> None:
    """Without a trail the story still says what was asked for."""
    outcome = Outcome("7", url, ok=True, attempts=1, final_url=final_url, path="x.jpg", run="r", strategy="adaptive")
    assert [line for line in story(outcome) if line.startswith("Mended")] == mended


def test_success() -> None:
    """The story of a stored image names each attempt and what rescued it."""
    outcome = Outcome(
        id="7",
        url="http://a.test/7",
        page_url="http://a.test/",
        ok=True,
        rescued_by="no_referer",
        attempts=2,
        path="full/x.jpg",
        format="JPEG",
        width=3,
        height=4,
        bytes=1234,
        run="r",
        strategy="adaptive",
        trail=[FIRST, SECOND],
    )
    assert story(outcome) == [
        "Row 7 of run r (adaptive): http://a.test/7",
        "Found on http://a.test/",
        "1. asked for it: status 403, http_403 in 12 ms",
        "2. after 1.5 s as if typed by hand, without a referer at http://a.test/2: status 200 in 8 ms",
        "Requests sent, redirects included: 2",
        "Stored, rescued by no_referer (as if typed by hand, without a referer): full/x.jpg (JPEG 3x4, 1,234 bytes)",
    ]


def test_a_page_and_what_it_names() -> None:
    """The page that was asked and the image that it names are told apart."""
    by_page = [
        {"n": 2, "remedy": "page", "url": "http://a.test/page%20", "status": 200, "note": "The page names it by src."},
        {"n": 3, "remedy": "page", "url": "http://a.test/new.jpg", "status": 200},
    ]
    lines = story(
        Outcome(id="7", url="u", page_url="http://a.test/page%20", ok=True, attempts=3, trail=[FIRST, *by_page])
    )
    assert lines[3:5] == [
        "2. the page it was found on at http://a.test/page%20: status 200 [The page names it by src.]",
        "3. what its page names at http://a.test/new.jpg: status 200",
    ]


def test_requests_of_earlier_crawls() -> None:
    """The requests are those of all crawls of the row, the trail that of the last one: the difference is told."""
    lines = story(Outcome(id="7", url="u", ok=True, attempts=5, trail=[FIRST, SECOND]))
    assert (
        "Requests sent, redirects included: 5; 3 of them by earlier crawls, whose attempts are not told here" in lines
    )


def test_failure() -> None:
    """The story of a failure ends with its reason, said once, and what to do."""
    reason = "403: the server refuses. (Forbidden)"
    outcome = Outcome(
        id="7", url="u", stage="http", error="http_403", reason=reason, retryable=True, attempts=1, trail=[FIRST]
    )
    *_, failed, todo = story(outcome)
    assert failed == f"Failed at stage http with http_403: {reason}"
    assert todo == f"What to do: {advise(outcome)}"
    assert "What it means" not in "\n".join(story(outcome))


@pytest.mark.parametrize(
    ("url", "retryable", "is_doubted"),
    [("htp:/a.test/7", False, True), ("htp:/a.test/7", True, False), ("http://a.test/7", False, False)],
    ids=["mended", "may-pass", "as-it-stands"],
)
def test_it_is_the_mended_address_that_is_dead(url, retryable, is_doubted):
    """Where the address of the list was mended the advice says which one failed, and that another may be meant."""
    once = {"n": 1, "status": 404, "error": "http_404"}
    lines = story(Outcome("7", url, stage="http", error="http_404", retryable=retryable, attempts=1, trail=[once]))
    of_the_mended = "What to do: It is http://a.test/7, as the list's address was mended, that failed: if another was"
    assert lines[-1].startswith(of_the_mended) is is_doubted


def test_nothing_sent() -> None:
    """A row that was never asked for says so, and an error of another version is told without a cure."""
    lines = story(Outcome(id="7", url="", ok=False, stage="url", error="url_odd", retryable=False))
    assert "(no URL)" in lines[0]
    assert lines[1:] == [
        "Nothing was sent.",
        "Failed at stage url with url_odd: no reason was recorded.",
        "What to do: Without a change a later run would fail as well.",
    ]


@pytest.mark.parametrize(
    ("fields", "is_twin"),
    [
        ({"url": "http://a.test/1", "ok": True}, True),
        ({"url": "http://a.test/1", "stage": "http", "error": "http_404"}, True),
        ({"url": "http://a.test/1", "stage": "http", "error": "http_429", "trail": []}, False),
        ({"url": "n/a", "stage": "url", "error": "url_missing"}, False),
        ({"url": "data:image/gif,x", "stage": "content", "error": "content_corrupt"}, False),
    ],
    ids=["stored", "failed", "never-sent", "no-url", "data"],
)
def test_twins(fields, is_twin) -> None:
    """A row that shares another one's address, and its outcome, says so; others for which nothing was sent do not."""
    lines = story(Outcome(id="7", **fields))
    assert ("Nothing was sent: another row has the same address" in "\n".join(lines)) is is_twin
    assert any(line.startswith("Nothing was sent") for line in lines)


def test_a_mended_address_is_told() -> None:
    """Where the list's text had to be mended before it could be asked for, the story says what became of it."""
    once = {"n": 1, "error": "http_404", "status": 404}
    for url, told in (
        ("//A.test/1 .jpg", ["Mended to https://a.test/1%20.jpg"]),
        ("http://a.test/1.jpg", []),
        ("x", []),
    ):
        lines = story(Outcome(id="7", url=url, attempts=1, trail=[once]))
        assert [line for line in lines if line.startswith("Mended")] == told
    elsewhere = story(Outcome(id="7", url="//A.test/1 .jpg", attempts=1, trail=[once | {"url": "http://b.test/"}]))
    assert "Mended" not in "".join(elsewhere)


def test_who_was_not_asked_gave_no_answer() -> None:
    """An attempt that ended at the name or the address was not sent; silence is no answer."""
    errors = ("policy_private_address", "dns_nxdomain", "tcp_timeout")
    lines = attempts(*({"n": n, "error": error} for n, error in enumerate(errors)))
    assert [line.partition(": ")[2] for line in lines] == [
        "not sent, policy_private_address",
        "not sent, dns_nxdomain",
        "no answer, tcp_timeout",
    ]


def attempts(*trail: dict[str, object]) -> list[str]:
    """Return the lines on the attempts in *trail*."""
    return story(Outcome(id="7", url="u", ok=True, attempts=len(trail), trail=list(trail)))[1:-2]


def test_sparse_attempts() -> None:
    """An attempt of which little is known is told as far as it is."""
    assert attempts({"n": 1}, {"n": 2, "remedy": "new_trick", "note": "odd"}) == [
        "1. asked for it: no answer",
        "2. new_trick: no answer [odd]",
    ]


def test_waits_are_those_before_each_attempt() -> None:
    """The trail adds waits up; the story tells each one, and none that nobody would notice."""
    waits = [{"n": n, "remedy": "retry", "waited_ms": ms} for n, ms in enumerate((20.0, 520.0, 1520.0, 1530.0))]
    assert [line.partition(" s ")[0][3:] for line in attempts(*waits)[1:3]] == ["after 0.5", "after 1.0"]
    assert "after" not in attempts(*waits)[0]
    assert "after" not in attempts(*waits)[3]


def test_what_a_host_taught_is_told_of_the_first_attempt() -> None:
    """A first attempt that was made in another way than usual says in which."""
    assert attempts({"n": 1, "remedy": None, "variant": "bot_identity"}, {"n": 2}) == [
        "1. asked for it under imgcrawl's own name: no answer",
        "2. asked for it: no answer",
    ]


def test_a_long_address_is_cut() -> None:
    """An address of thousands of letters does not bury the story."""
    line = story(Outcome(id="7", url="http://a.test/" + "q" * 20_000))[0]
    assert len(line) < 400
    assert line.endswith("… (20,040 characters)")


def test_control_sequences_are_shown() -> None:
    """Nothing in a story can control the terminal."""
    nasty = "\x1b[2J\n\u202e"
    attempt = {
        "n": 1,
        "remedy": nasty,
        "url": nasty,
        "error": nasty,
        "variant": nasty,
        "note": nasty,
    }
    outcome = Outcome(
        id=nasty, url=nasty, page_url=nasty, error=nasty, reason=nasty, run=nasty, attempts=1, trail=[attempt]
    )
    assert all(line.isprintable() for line in story(outcome))


def test_every_remedy_has_words() -> None:
    """Each remedy that can be switched on is told in words, and no other is known."""
    assert set(REMEDY_NAMES) == set(_REMEDIES)


def test_no_login_is_told() -> None:
    """Passwords stand in the list and in exports, not in the story."""
    secret = "http://ann:s3cret@a.test/"
    trail = [FIRST | {"url": f"http://b.test/?url={secret}"}]
    told = "\n".join(story(Outcome(id="7", url=f"{secret}7", page_url=secret, attempts=1, trail=trail)))
    assert "s3cret" not in told
    assert told.count("http://…@a.test/") == 3


def test_a_known_hash_is_told() -> None:
    """Of an image whose hash the list gives the story says whether it has it, and of any other nothing."""
    told = {True: ["It has the hash that the list gives."], False: ["It does not have the hash that the"], None: []}
    for matches, lines in told.items():
        outcome = Outcome("7", "http://a.test/7", ok=True, attempts=1, path="x.jpg", hash_matches=matches, run="r")
        found = [line for line in story(outcome) if "hash" in line]
        assert [line[: len(start)] for line, start in zip(found, lines, strict=True)] == lines
