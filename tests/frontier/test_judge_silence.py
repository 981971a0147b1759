"""Rows to whose addresses a host says nothing, while it answers others."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug as S


def _stays_silent(bench, at: float, slug: S = S.TCP_TIMEOUT) -> None:
    """Let a row have no answer, and none when it asks alone ten seconds later; others are answered before and after."""
    bench.answer(at - 1)
    bench.fail(slug, at, remedy="retry", again_at=1000.0 + at + 2)
    bench.fail(slug, at + 10)
    bench.answer(at + 11)


def _pauses(bench, at: float, slug: S = S.TCP_TIMEOUT) -> bool:
    """Say whether a row without an answer makes its host wait and go on with one request at a time."""
    bench.slot.width.now = 8
    bench.fail(slug, at, remedy="retry", again_at=1000.0 + at + 2)
    assert (bench.slot.width.now == 1) is (bench.slot.paused_until == 1000.0 + at + 2)
    return bench.slot.width.now == 1


def test_the_first_silences_make_the_host_wait(bench):
    """Until two rows were silent in vain, the host may mean how many ask it at a time."""
    assert _pauses(bench, 1)
    _stays_silent(bench, 10)
    assert _pauses(bench, 30)


def test_a_host_that_is_silent_for_rows_goes_on(bench):
    """Two rows had no answer although they asked alone, and others did: silence is about the row from then on."""
    _stays_silent(bench, 10)
    _stays_silent(bench, 30)
    assert not _pauses(bench, 50)


def test_silences_without_answers_in_between_are_about_the_host(bench):
    """It is given up for them, whatever single rows have met before."""
    _stays_silent(bench, 10)
    _stays_silent(bench, 30)
    for at in (50, 60):
        bench.fail(S.TCP_TIMEOUT, at)
    assert bench.closed("a:80") is None
    bench.fail(S.TCP_TIMEOUT, 70)
    assert bench.closed("a:80") is not None


def test_a_row_that_is_given_its_image_alone_takes_that_back(bench):
    """It was silent for the others that were under way."""
    _stays_silent(bench, 10)
    _stays_silent(bench, 30)
    bench.judge.answered("a", "a:80", sent_at=1045.0, well=True, was_silent=True)
    assert _pauses(bench, 50)


@pytest.mark.parametrize("slug", [S.TCP_CONNECT_TIMEOUT, S.DNS_TIMEOUT])
def test_what_does_not_even_connect_is_never_the_rows(bench, slug):
    """A connection that is not made says nothing of an address that was not sent yet."""
    _stays_silent(bench, 10)
    _stays_silent(bench, 30)
    assert _pauses(bench, 50, slug)
