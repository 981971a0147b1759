"""Dictionaries of what was used last."""

from __future__ import annotations

from imgcrawl.recent import Recent


def test_what_was_not_used_for_longest_goes():
    """Putting and using an entry keep it; reading it does not."""
    recent: Recent[str, list[int]] = Recent(2)
    recent.put("a", [1])
    recent.put("b", [2])
    assert recent.use("a", list) == [1]
    recent.put("c", [3])
    assert list(recent) == ["a", "c"]
    assert recent.get("a") == [1]
    recent.put("d", [4])
    assert list(recent) == ["c", "d"]


def test_what_is_not_there_is_made():
    """It is remembered, and made only once."""
    recent: Recent[str, list[int]] = Recent(1)
    recent.use("a", list).append(1)
    assert recent.use("a", list) == [1]
    assert recent.use("b", list) == []
    assert list(recent) == ["b"]


def test_an_entry_put_again_is_the_last():
    """Its new value stands in the place of the old one."""
    recent: Recent[str, int] = Recent(2)
    for key in "abac":
        recent.put(key, len(recent))
    assert dict(recent) == {"a": 2, "c": 2}
