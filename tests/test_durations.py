"""Durations in words."""

from __future__ import annotations

import pytest

from imgcrawl.durations import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (89.4, "89 s"),
        (90, "2 min"),
        (3540, "59 min"),
        (3900, "1 h 05 min"),
        (86_400, "24 h 00 min"),
        (86_401, "more than a day"),
    ],
)
def test_a_duration_is_told_no_finer_than_it_matters(seconds, words):
    """Seconds up to a minute and a half, then minutes, then hours and minutes, up to a day."""
    assert in_words(seconds) == words
