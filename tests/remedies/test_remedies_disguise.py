from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.disguise import DISGUISE, MOST_WAITS, Pause, pause_for
from imgcrawl.remedies.memory import HostLessons, HostMemory
from imgcrawl.remedies.state import FetchState, new_state
from imgcrawl.remedies.table import DISGUISES

S = ErrorSlug
ROW, HOST, CONTROLLED = Pause


class Host:
    """A host with a memory, and rows that meet things there."""

    def __init__(self, images: int = 3) -> None:
        self.memory = HostMemory()
        self.give(images)
        self.rows: dict[int, FetchState] = {}

    @property
    def lessons(self) -> HostLessons:
        return self.memory["a"]

    def give(self, images: int = 1) -> None:
        for _ in range(images):
            self.memory.won("a", "default")

    def fail(self, row: int, slug: ErrorSlug = S.HTTP_403, *, overtaken_by: int = 0) -> Pause | None:
        """Let *row* fail, and wait if that is decided."""
        state = self.rows.setdefault(row, new_state(row, "", None))
        pause = pause_for(state, slug, self.lessons, overtaken_by=overtaken_by)
        if pause is not None:
            state["tried"].append(DISGUISE)
        return pause


def test_a_single_row_is_put_off_and_the_host_goes_on():
    """One refusal among images puts off its own row, no other."""
    host = Host()
    assert host.fail(1) is ROW


@pytest.mark.parametrize("slug", sorted(DISGUISES))
def test_rows_that_fail_alike_in_a_row_pause_the_host(slug):
    """Whatever a host gives instead of images: the second row in a row that gets it has the host paused."""
    host = Host()
    host.fail(1, slug)
    assert host.fail(2, slug) is HOST


@pytest.mark.parametrize("slug", sorted(set(ErrorSlug) - DISGUISES))
def test_what_says_its_reason_is_no_disguise(slug):
    """Failures that mean what they say pause nobody, and end what looked like a limit."""
    host = Host()
    host.fail(1)
    assert [host.fail(row, slug) for row in (2, 3, 4)] == [None] * 3
    assert host.fail(5) is ROW


def test_different_failures_are_no_pattern():
    """Rows that fail each in its own way say nothing together."""
    host = Host()
    assert [host.fail(1), host.fail(2, S.CONTENT_HTML)] == [ROW, ROW]


def test_what_is_final_is_not_put_off_for_a_single_row():
    """A body that is no image is taken as it is, unless the host gives such to one row after the other."""
    host = Host()
    assert [host.fail(row, S.CONTENT_NOT_IMAGE) for row in (1, 2)] == [None, HOST]


def test_a_row_that_fails_again_while_nothing_comes_pauses_the_host():
    """A single row that was put off and meets the same, with no image in between, has the host paused, once."""
    host = Host()
    assert [host.fail(1, S.TCP_RESET) for _ in range(3)] == [ROW, CONTROLLED, None]


@pytest.mark.parametrize("images", [0, 1])
def test_a_host_that_gave_nothing_is_not_waited_for(images):
    """Without images got before, rows that fail in a row mean refusal."""
    host = Host(images)
    assert [host.fail(row) for row in (1, 2, 3)] == [None] * 3


def test_the_same_request_is_sent_again_until_patience_ends():
    """While nothing comes the pauses go on, four for a row; then the host has its pace back, and nobody waits."""
    host = Host()
    host.fail(1)
    assert [host.fail(2) for _ in range(MOST_WAITS + 1)] == [HOST, *[CONTROLLED] * (MOST_WAITS - 1), None]
    assert host.lessons.is_acquitted
    assert [host.fail(1), host.fail(3)] == [None, None]


def test_rows_that_take_turns_end_patience_no_later():
    """However many rows share the waiting, four that come back in vain one after the other are the end of it."""
    host = Host()
    assert [host.fail(row) for row in range(6)] == [ROW, *[HOST] * 5]
    assert [host.fail(row) for row in range(6)] == [*[CONTROLLED] * 3, None, None, None]
    assert host.lessons.is_acquitted


def test_an_image_in_between_renews_patience():
    """Waiting that brings an image now and then was not in vain."""
    host = Host()
    host.lessons.disguise_proofs = 1
    for row in range(6):
        host.fail(row)
    for row in range(6):
        host.give()
        assert host.fail(row) is not None


def test_a_row_that_fails_while_others_pass_is_to_blame():
    """Where others pass after the pause the row goes its way, the host is acquitted, and the bar is higher by a row."""
    host = Host()
    host.fail(1)
    assert host.fail(2) is HOST
    host.give()
    assert host.fail(2) is None
    assert host.lessons.is_acquitted
    assert [host.fail(row) for row in (3, 4)] == [ROW, HOST]  # with row 2 the third in a row


def test_a_host_with_many_bad_rows_is_soon_left_alone():
    """Among images, bad rows that come one by one are put off twice, and then no more."""
    host = Host()
    pauses = []
    for row in range(6):
        pauses.append(host.fail(row))
        host.give()
        if pauses[-1]:
            assert host.fail(row) is None
        host.give()
    assert pauses == [ROW, ROW, None, None, None, None]


def test_a_real_limit_is_seen_where_waiting_was_useless_before():
    """However high the bar, a host that refuses all its rows comes to it."""
    host = Host()
    host.lessons.vain_waits = 3
    assert [host.fail(row) for row in range(5)] == [None, None, None, None, HOST]


def test_a_proven_limit_has_more_patience():
    """Where waiting has helped before, a row that meets the limit again is put off again though others passed."""
    host = Host()
    host.fail(1)
    host.fail(2)
    host.lessons.disguise_proofs = 1
    host.give()
    assert host.fail(2) is ROW


def test_a_control_that_is_given_clears_the_host():
    """A row that waited in vain has another one asked for; when that is given, the row is to blame after the pause."""
    host = Host()
    host.fail(1)
    assert [host.fail(2), host.fail(2)] == [HOST, CONTROLLED]
    host.give()
    assert host.fail(2) is None
    assert host.lessons.is_acquitted


def test_a_proven_limit_wants_no_control():
    """Where waiting has helped before, a row that waited in vain only waits longer."""
    host = Host()
    host.lessons.disguise_proofs = 1
    host.fail(1)
    assert [host.fail(2), host.fail(2)] == [HOST, HOST]


def test_verdicts_that_come_late_are_no_series():
    """Rows whose answers were followed by images did not fail in a row, however close their verdicts lie."""
    host = Host(images=20)
    assert [host.fail(row, overtaken_by=15 - row) for row in (1, 2)] == [ROW, ROW]
    assert [host.fail(row, overtaken_by=15 - row) for row in (3, 4)] == [ROW, ROW]
    assert host.lessons.rows_in_a_row == 0
    assert [host.fail(5), host.fail(6), host.fail(7, overtaken_by=5)] == [ROW, HOST, ROW]


def test_a_late_verdict_is_looked_at_once_more_and_then_taken():
    """Images that came before the verdict speak for the host as well as those that come while the row waits."""
    host = Host(images=20)
    host.fail(1, overtaken_by=5)
    assert host.fail(1) is None
    assert (host.lessons.vain_waits, host.lessons.is_acquitted) == (1, True)


def test_verdicts_at_the_end_of_a_burst_are_a_series():
    """Rows whose answers nothing has followed pause the host, whatever was found out of others with them."""
    host = Host(images=20)
    assert [host.fail(1, overtaken_by=2), host.fail(2), host.fail(3)] == [ROW, ROW, HOST]


def test_what_was_tried_otherwise_is_not_put_off_again():
    """Once a row has gone on to other remedies, waiting is over for it."""
    host = Host()
    host.fail(1)
    state: Any = host.rows[1]
    state["tried"].append("no_referer")
    assert host.fail(1) is None
