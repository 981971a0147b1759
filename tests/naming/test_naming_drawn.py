"""What a system draws for a name, and what only looks so."""

from __future__ import annotations

import pytest

from imgcrawl.naming.beside import holds
from imgcrawl.naming.drawn import is_drawn, is_short_code


@pytest.mark.parametrize("word", ["21383cb2d7", "0A1B2C3D"])
def test_hashes_are_drawn(word):
    """Digits and letters change in them more than once."""
    assert is_drawn(word)


@pytest.mark.parametrize("word", ["heron", "12345678", "12345678a", "B09XS7JWHH", "facade", "20190503"])
def test_words_and_numbers_are_not(word):
    """Nor is a number with a letter behind it, which tells a view of a thing."""
    assert not is_drawn(word)
    assert not is_short_code(word)


def test_a_short_code_is_of_few_characters():
    """A model may be called so, so that it is none of the surely drawn."""
    assert is_short_code("4ed3")
    assert not is_drawn("4ed3")


@pytest.mark.parametrize("word", ["ceceda11", "CECEDA11", "11bdfcea", "bdfa7741", "7741bdfa"])
def test_eight_digits_of_a_hash_may_have_their_letters_together(word):
    """By chance, so that they are none of the surely drawn."""
    assert is_short_code(word)
    assert not is_drawn(word)


@pytest.mark.parametrize(
    "word", ["decade90", "facade42", "cafe2019", "bdfa2019", "2019bdfa", "1234567a", "12345abc", "abcde123x"]
)
def test_words_and_years_in_such_are_none(word):
    """Nor is a number with letters behind it."""
    assert not is_short_code(word)


def test_a_name_stands_whole_in_another():
    """Between separators: a word more is glued to no other."""
    assert holds("blue-heron-lake_2", "heron-lake")
    assert not holds("blue-heron-lakes", "heron-lake")
    assert not holds("xheron-lake", "heron-lake")
