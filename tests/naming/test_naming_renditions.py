"""The vocabulary of sizes."""

from __future__ import annotations

from imgcrawl.naming.renditions import BARE_WIDTHS, LETTER_WIDTHS, NAMED_FOLDERS, NAMED_WIDTHS, STANDARD_WIDTHS


def test_a_size_has_one_home():
    """A word is that of a file or of a folder alone, and each width is read as it is written."""
    assert NAMED_WIDTHS.keys().isdisjoint(NAMED_FOLDERS)
    assert set(BARE_WIDTHS.values()) == STANDARD_WIDTHS
    assert all(text == str(width) for text, width in BARE_WIDTHS.items())


def test_sizes_in_letters_are_as_wide_as_in_words():
    """Whether a site writes ``l``, ``lg`` or ``large``; and the next size is wider."""
    for letters, word in (
        ("s", "small"),
        ("m", "medium"),
        ("l", "large"),
        ("sm", "small"),
        ("md", "medium"),
        ("lg", "large"),
    ):
        assert LETTER_WIDTHS[letters] == NAMED_WIDTHS[word]
    widths = [LETTER_WIDTHS[code] for code in ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")]
    assert widths == sorted(set(widths))
