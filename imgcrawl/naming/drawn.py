"""Parts of names that a system has drawn: hashes, random codes, the time of an upload. No person chooses them."""

from __future__ import annotations

import re

from imgcrawl.naming.stems import random_part
from imgcrawl.naming.words import vocabulary

_HEX = re.compile(r"[0-9a-f]{8,64}")
_SHORT_CODE = re.compile(r"[0-9a-f]{4,7}")
_SHORT_HASH = re.compile(r"(?=[0-9a-f]{8}$)(?:([a-f]{4,})(\d+)|(\d+)([a-f]{4,}))")
"""Eight digits of a hash, of which by chance those above nine stand together: ``ceceda11``."""
_WORDS = vocabulary("""
    abaca abed accede aced added babe bade bead beaded beef cafe cede ceded dabbed dace dada dead deaf decade decaf deed
    deface ebbed edda efface face faced facade fade faded feed
""")
"""Words of the letters from a to f."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"b0[0-9a-z]{8}")
"""Amazon's number of an article, ``B09XS7JWHH``: another one is another thing."""
_TURN = re.compile(r"\d(?=[a-f])|[a-f](?=\d)")
_MIN_TURNS = 2
"""How often digits and letters change in a hash: a number with a letter after it is a view of a thing."""


def is_drawn(word: str) -> bool:
    """Whether *word* was drawn: a hash, or letters and digits in turn; no word and no number of a thing."""
    folded = word.casefold()
    is_hash = _HEX.fullmatch(folded) is not None and _turns(folded)
    return is_hash or (not word.isdigit() and not _ARTICLE.fullmatch(folded) and random_part(word))


def is_short_code(word: str) -> bool:
    """Whether *word* may be what a system puts after a name so that it is new; a model's number may look the same.

    So may eight digits of a hash in which the letters stand together, if they are no word.
    """
    folded = word.casefold()
    if found := _SHORT_HASH.fullmatch(folded):
        letters, digits = found[1] or found[4], found[2] or found[3]
        return letters not in _WORDS and not _YEAR.fullmatch(digits)
    return _SHORT_CODE.fullmatch(folded) is not None and _turns(folded)


def _turns(word: str) -> bool:
    return len(_TURN.findall(word)) >= _MIN_TURNS
