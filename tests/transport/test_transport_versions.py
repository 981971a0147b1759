"""By which version of HTTP a host is asked that breaks streams."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport import FetchError
from imgcrawl.transport.versions import Versions

HOST = ("h.test", 443)


class Story:
    """Tells *versions* what a host did, one second after the other."""

    def __init__(self, most: int = 10) -> None:
        self.versions = Versions(most)
        self.now = 0.0

    def breaks(self, *, host=HOST, slug=ErrorSlug.HTTP_STREAM, repeats=0, began=None) -> None:
        """Let a request fail in the version in which it is asked."""
        self.now += 1
        error = FetchError(slug, "", repeats=repeats)
        http2 = not self.versions.is_doubted(host)
        began = self.now - 0.5 if began is None else began
        self.versions.failed(host, error, http2=http2, began=began, now=self.now)

    def answers(self) -> None:
        """Let a request be answered in the version in which it is asked."""
        self.now += 1
        self.versions.answered(HOST, http2=not self.versions.is_doubted(HOST), now=self.now)

    @property
    def is_doubted(self) -> bool:
        """Whether the host is asked by HTTP/1.1."""
        return self.versions.is_doubted(HOST)


def test_two_broken_streams_in_a_row_are_enough():
    """One broken stream is an accident, two are none."""
    story = Story()
    story.breaks()
    assert not story.is_doubted
    story.breaks()
    assert story.is_doubted


def test_an_answer_in_between_makes_the_first_an_accident():
    """A host that answers by HTTP/2 goes on so, however often a stream breaks now and then."""
    story = Story()
    for _ in range(5):
        story.breaks()
        story.answers()
    assert not story.is_doubted


def test_streams_that_break_together_count_once():
    """What broke with a shared connection is one event."""
    story = Story()
    story.breaks(began=0.1)
    story.breaks(began=0.2)
    assert not story.is_doubted


@pytest.mark.parametrize("slug", [ErrorSlug.TCP_RESET, ErrorSlug.HTTP_TIMEOUT, ErrorSlug.DNS_TIMEOUT])
def test_other_failures_say_nothing_of_the_version(slug):
    """Only streams speak against HTTP/2."""
    story = Story()
    for _ in range(2):
        story.breaks(slug=slug)
    assert not story.is_doubted


def test_a_stream_that_was_refused_again_and_again_is_enough():
    """What libcurl repeated by itself is no accident."""
    story = Story()
    story.breaks(repeats=5)
    assert story.is_doubted


def test_http11_is_kept_to_while_it_works():
    """Where it never worked one failure ends it; where it did, one failure is an accident and a second ends it."""
    story = Story()
    story.breaks(repeats=5)
    story.breaks(slug=ErrorSlug.TCP_CLOSED)
    assert not story.is_doubted
    story.breaks()
    story.answers()
    story.breaks(slug=ErrorSlug.TCP_CLOSED)
    story.answers()
    story.breaks(slug=ErrorSlug.TCP_CLOSED)
    assert story.is_doubted
    story.breaks(slug=ErrorSlug.TCP_CLOSED)
    assert not story.is_doubted


def test_as_many_hosts_are_remembered_as_is_allowed():
    """The host that failed longest ago makes room."""
    story = Story(most=2)
    for host in (HOST, "b", "c"):
        story.breaks(host=host, repeats=5)
    assert not story.is_doubted
    assert story.versions.is_doubted("b")
