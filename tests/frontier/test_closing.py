from __future__ import annotations

import pytest

from imgcrawl.frontier.closing import Closing


@pytest.fixture
def closing():
    """Return a host that is left alone for 2 s at first."""
    return Closing(2.0)


def test_each_pause_is_twice_as_long(closing):
    """Up to 16 s, as long as the host goes on saying so."""
    now, pauses = 1000.0, []
    for _ in range(5):
        until = closing.said(now, sent_at=now - 0.1)
        pauses.append(until - now)
        now = until + 0.2
    assert pauses == [2.0, 4.0, 8.0, 16.0, 16.0]


def test_what_was_under_way_is_no_news(closing):
    """Requests that were sent before the pause began are answered in the same way."""
    assert closing.said(1000.0, sent_at=999.9) == 1002.0
    assert closing.said(1000.1, sent_at=999.95) is None


def test_a_host_that_gives_others_their_images_is_open(closing):
    """Then it is about the row that was told otherwise, and nobody has to wait for it; until then others go first."""
    closing.gave(900.0)
    assert closing.said(1000.0, sent_at=999.9) == 1002.0
    assert (closing.is_open, closing.wants_others) == (False, True)
    closing.gave(1002.1)
    assert (closing.is_open, closing.wants_others) == (True, False)
    assert closing.said(1003.0, sent_at=1002.9) is None
