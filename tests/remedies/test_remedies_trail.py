from __future__ import annotations

from scrapy import Request

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.records import ImageTask
from imgcrawl.remedies.attempts.outcomes import outcome_of
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.attempts.trail import note_attempt

URL = "http://a.test/1.jpg"
CUT = Failure(ErrorSlug.CONTENT_TRUNCATED, detail="cut")


def test_a_body_that_proves_wrong_is_one_attempt():
    """Validation takes its time; what it says is about the attempt that seemed well, and about no other."""
    state = new_state(1, URL, None)
    for requests in (1, 2):
        state["requests"] = requests
        note_attempt(state, Request(URL), None)
        note_attempt(state, Request(URL), CUT)
    assert [(attempt["n"], attempt["error"], attempt["note"]) for attempt in state["trail"]] == [
        (1, "content_truncated", "cut"),
        (2, "content_truncated", "cut"),
    ]


def test_failures_without_a_request_between_them_are_all_told():
    """A name that does not exist, and then its sibling, are two attempts though nothing was sent."""
    state = new_state(1, URL, None)
    for url in (URL, "http://www.a.test/1.jpg"):
        note_attempt(state, Request(url), Failure(ErrorSlug.DNS_NXDOMAIN))
    assert len(state["trail"]) == 2


def test_what_only_compares_says_how_it_was_asked():
    """A made-up name is asked for in the row's way, and the row's own address once more in the one that is named."""
    state = new_state(1, URL, None)
    note_attempt(state, Request(URL, meta={keys.MADE_UP: True}), None)
    note_attempt(state, Request(URL, meta={keys.MADE_UP: True, keys.WAY: "no_referer"}), None)
    assert [(attempt["remedy"], attempt["variant"]) for attempt in state["trail"]] == [
        ("made_up_name", "default"),
        ("look_again", "no_referer"),
    ]


def test_what_was_not_asked_for_is_told():
    """A redirect that was known, and the row's own address in whose place something else had been asked for."""
    state = new_state(1, URL, None) | {"url": URL, "requests": 1}
    note_attempt(state, Request("http://b.test/1.jpg", meta={keys.SPARED: 1}), None)
    state |= {"requests": 2, "as_given": "asked"}
    note_attempt(state, Request(URL), None)
    assert ["not asked for" in attempt["note"] for attempt in state["trail"]] == [True, False]
    assert state["trail"][1]["note"] == "at its own address after all"
    led = Request("http://b.test/1.jpg", meta={"redirect_urls": [URL]})
    for as_given, remedy in (("led", "retry"), ("led", "no_referer"), (None, "retry")):
        state |= {"requests": state["requests"] + 1, "as_given": as_given, "remedy": remedy}
        note_attempt(state, led, Failure(ErrorSlug.HTTP_404))
    assert ["was asked for and leads here" in told.get("note", "") for told in state["trail"][2:]] == [
        True,
        False,
        False,
    ]


def test_a_length_that_did_not_hold_is_told():
    """Of a picture that is whole by its own marks alone, its outcome says so, also if it is the row's first answer."""
    state = new_state(1, URL, None)
    state["requests"] = 1
    note_attempt(state, Request(URL, meta={keys.FAULT: "curl 18."}), None)
    outcome = outcome_of(ImageTask(0, "0", URL), state, run="r", strategy="s")
    assert outcome.trail == state["trail"]
    assert state["trail"][0]["note"] == "whole by its own marks, though not by its length: curl 18."


def test_an_outcome_of_one_plain_answer_has_no_trail():
    """Where there is nothing to tell."""
    state = new_state(1, URL, None)
    state["requests"] = 1
    note_attempt(state, Request(URL), None)
    assert outcome_of(ImageTask(0, "0", URL), state, run="r", strategy="s").trail is None
