from __future__ import annotations

from time import process_time

from imgcrawl.pages.furniture import _words


def test_words_and_sizes_are_told_apart():
    """Letters make words, two numbers with an x between them a size."""
    assert set(_words("icon_32x32.1x1-2024")) == {"icon", "32x32", "1x1"}
    assert set(_words("123x45x6")) == {"123x45", "x"}


def test_a_name_of_digits_is_read_in_time_that_grows_with_its_length():
    """A page may have two thousand such addresses of eight thousand digits; they took minutes."""
    began = process_time()
    assert not set(_words("1" * 200_000))
    assert process_time() - began < 5  # it would be a minute
