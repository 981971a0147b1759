"""The vocabulary of names."""

from __future__ import annotations

from imgcrawl.naming.words import EXTENSIONS
from imgcrawl.validation.formats import FORMATS


def test_files_of_accepted_formats_are_known_by_their_extension():
    """Whatever format is accepted, its files are told from scripts and directories by their names."""
    assert {form.extension for form in FORMATS.values()} <= EXTENSIONS
