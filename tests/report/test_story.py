from __future__ import annotations

from imgcrawl.records import Outcome
from imgcrawl.remedies.variants import LADDER
from imgcrawl.report.story import _REMEDIES, story

FIRST = {
    "n": 1,
    "remedy": None,
    "status": 403,
    "error": "http_403",
    "ms": 12.4,
    "waited_ms": 0.0,
    "identity": "chrome-136-windows",
    "referer": "page",
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
    "identity": "x",
    "referer": "none",
    "note": None,
}


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
        "1. asked for it (chrome-136-windows, referer: its page): status 403, http_403 in 12 ms",
        "2. after 1.5 s as if typed by hand, without a referer at http://a.test/2 (x, no referer): status 200 in 8 ms",
        "Stored, rescued by no_referer: full/x.jpg (JPEG 3x4, 1,234 bytes)",
    ]


def test_failure() -> None:
    """The story of a failure ends with what it means, what to do, and whether to try again."""
    outcome = Outcome(
        id="7", url="u", stage="http", error="http_403", reason="It said no.", retryable=True, attempts=1, trail=[FIRST]
    )
    lines = story(outcome)
    assert "Failed at stage http with http_403: It said no." in lines
    assert "What it means: 403: the server refuses." in lines
    assert any(line.startswith("What to do: The host refuses this client") for line in lines)
    assert lines[-1] == "A later run might succeed."


def test_nothing_sent() -> None:
    """A row that was never asked for says so, and an error of another version is told without advice."""
    lines = story(Outcome(id="7", url="", ok=False, stage="url", error="url_odd", retryable=False))
    assert "(no URL)" in lines[0]
    assert lines[1:] == [
        "Nothing was sent.",
        "Failed at stage url with url_odd: no reason was recorded.",
        "A later run would fail as well.",
    ]


def test_sparse_attempts() -> None:
    """An attempt of which little is known is told as far as it is."""
    outcome = Outcome(id="7", url="u", ok=True, attempts=2, trail=[{}, {"n": 2, "remedy": "new_trick", "note": "odd"}])
    assert story(outcome)[1:3] == ["?. asked for it: no answer", "2. new_trick: no answer [odd]"]


def test_control_sequences_are_shown() -> None:
    """Nothing in a story can control the terminal."""
    nasty = "\x1b[2J\n\u202e"
    attempt = {
        "n": 1,
        "remedy": nasty,
        "url": nasty,
        "error": nasty,
        "identity": nasty,
        "referer": nasty,
        "note": nasty,
    }
    outcome = Outcome(
        id=nasty, url=nasty, page_url=nasty, error=nasty, reason=nasty, run=nasty, attempts=1, trail=[attempt]
    )
    assert all(line.isprintable() for line in story(outcome))


def test_every_way_of_asking_has_words() -> None:
    """Each variant that the remedies know is told in words."""
    assert {variant.name for variant in LADDER} <= set(_REMEDIES)


def test_no_login_is_told() -> None:
    """Passwords stand in the list and in exports, not in the story."""
    secret = "http://ann:s3cret@a.test/"
    trail = [FIRST | {"url": f"http://b.test/?url={secret}"}]
    told = "\n".join(story(Outcome(id="7", url=f"{secret}7", page_url=secret, attempts=1, trail=trail)))
    assert "s3cret" not in told
    assert told.count("http://…@a.test/") == 3
