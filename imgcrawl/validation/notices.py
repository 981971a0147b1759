"""Names that tell a notice from the image that was asked for."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_WHOLE = r"missing|default|blank|spacer|error|gone|expired|forbidden|blocked|404|403|410"
_ANYWHERE = (
    r"removed|deleted|unavailable|placeholder|denied",
    r"not[-_. ]?(?:available|found|allowed)",
    r"no[-_. ]?(?:image|img|photo|picture|pic|preview|thumbnail|thumb)",
    r"place[-_. ]holder|(?:no[-_. ]?)?hot[-_. ]?link(?:ing|ed)?|coming[-_. ]?soon",
)
_FILLER = r"(?:image|img|photo|picture|pic|file|thumb|large|small|medium|page|this|is|was|has|been|no|longer|\d{3})"
_SPEAKING = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_ANYWHERE)})(?![a-z0-9])")
_WHOLE_NAME = re.compile(rf"(?:{_FILLER}[-_. ]?)*({_WHOLE})(?:[-_. ]?{_FILLER})*")
_NOTHING_ELSE = re.compile(rf"(?:{_FILLER}|[-_. ])*")
_IIIF = re.compile(
    r"/(?:full|square|(?:pct:)?[\d.,]+)/[\^!,\w.:]+/!?[\d.]+/(?:default|native|color|gray|bitonal)\.\w+$"
)
_SEPARATORS = re.compile(r"[-_. ]")


class _Message(NamedTuple):
    """What a file's name says: the words of a notice, and whether it says nothing else."""

    words: frozenset[str]
    is_all: bool


def leads_to_notice(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url* ended at a file whose name says that the image is not to be had.

    A picture may well be called ``missing.jpg``: the name must say so in a word that the one asked for does not have,
    or in nothing but such words where the other had more to say. Words that pictures bear too (``default``, ``gone``,
    ``404``) count only as the whole name, and not where the IIIF Image API prescribes it.
    """
    if _IIIF.search(urlsplit(final_url).path):
        return False
    asked_name, name = _stem(asked_url), _stem(final_url)
    if name == asked_name:
        return False
    asked, final = _read(asked_name), _read(name)
    return bool(final.words - asked.words) or (final.is_all and not asked.is_all)


def _read(name: str) -> _Message:
    whole = _WHOLE_NAME.fullmatch(name)
    words = [match[0] for match in _SPEAKING.finditer(name)] + ([whole[1]] if whole else [])
    rest = _NOTHING_ELSE.fullmatch(_SPEAKING.sub("", name))
    return _Message(frozenset(_SEPARATORS.sub("", word) for word in words), bool(words and (whole or rest)))


def _stem(url: str) -> str:
    """Return the file's name without its extension, in lower case."""
    name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]).lower()
    return name.rpartition(".")[0] or name
