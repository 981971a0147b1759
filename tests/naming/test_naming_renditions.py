"""The vocabulary of sizes."""

from __future__ import annotations

from imgcrawl.naming.renditions import BARE_WIDTHS, NAMED_FOLDERS, NAMED_WIDTHS, STANDARD_WIDTHS


def test_a_size_has_one_home():
    """A word is that of a file or of a folder alone, and each width is read as it is written."""
    assert NAMED_WIDTHS.keys().isdisjoint(NAMED_FOLDERS)
    assert set(BARE_WIDTHS.values()) == STANDARD_WIDTHS
    assert all(text == str(width) for text, width in BARE_WIDTHS.items())
