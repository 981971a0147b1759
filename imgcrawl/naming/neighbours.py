"""Whether an address is of the picture beside another one: the next of a series, or one whose identifier is nearly it.

Apache's ``mod_speling`` leads who asks for a file that is gone to the one whose name differs in one sign, which among
pictures that are counted is the next one. Others lead from last year's picture to this year's.

Hashes and random names of two pictures have next to nothing in common, and neither have the names that two systems give
to one. What is nearly the same was counted, or copied with a fault, and is another picture's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.renditions import SIZE_LETTERS, STANDARD_WIDTHS
from imgcrawl.naming.sizes import split_bare_width, split_name
from imgcrawl.naming.words import IMAGE_FILE_END, UNIX_TIME

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_NUMBER = re.compile(r"\d+")
_MARKED_SIZE = re.compile(
    r"(?:^s-l|(?<=.)[-_.](?:s-l|sz|size|wh|width|height|quality)[-_=]?|(?<=.)_q)(\d{2,4})$"
    r"|(?<=.)[-_.][swhx]=?([1-9]\d{2,3})$"
)
"""A size or a quality that says what it is: ``s-l500``, ``photo_w400``, ``photo_q75``; cars are called ``-s60``."""
_LEAST_SIDE = 300
"""Pixels: what a letter stands before is a model's number below, unless sites render such widths."""
_APART = 10
"""Sizes and qualities are no closer to each other."""
_SIZE_LETTER = re.compile(rf"(?<=[\d_-])[{SIZE_LETTERS}b]$")
"""Services' sizes of one letter; a lone b may also count."""
_MOST_CHARACTERS = 300
_LONG = 5  # digits

_MIN_SIGNS = 7
"""Shorter identifiers may be alike by chance."""
_SIGNS_OF_ONE_FAULT = 8
"""Of so many signs each, one may differ; two in any."""
_FEWEST_FAULTS = 2
_MOST_APART = 100
"""Numbers that are counted so close to each other are of one time, however many digits change: 5999999 and 6000000."""


@lru_cache(maxsize=1_024)
def is_neighbour(asked_url: str, url: str) -> bool:
    """Whether *url* is of another picture in the folder of *asked_url*, by a number or a letter that counts.

    Other spellings of a word, another case, and other sizes or times of the same name are no other picture.
    """
    asked, found = urlsplit(asked_url), urlsplit(url)
    if not same_site(_host(asked.hostname), _host(found.hostname)):
        return False
    (one_folder, one), (other_folder, other) = map(_parts, (asked.path, found.path))
    if not one or not other or one_folder != other_folder or _plain(one) == _plain(other) or _are_sizes(one, other):
        return False
    return _are_counted(one, other) or _differ_in_one_sign(one, other)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _parts(path: str) -> tuple[str, str]:
    """Return the folder and the name without extension, in small letters; no name if it is no picture's file."""
    folder, _, name = unquote(path).lower().rpartition("/")
    is_file = IMAGE_FILE_END.search(name) is not None and len(name) <= _MOST_CHARACTERS
    return folder, IMAGE_FILE_END.sub("", name) if is_file else ""


def _plain(name: str) -> str:
    """Return *name* without the zeros that lead its numbers."""
    return _NUMBER.sub(lambda number: str(int(number[0])), name)


def _are_sizes(one: str, other: str) -> bool:
    """Whether two names differ in a size alone, be it a bare width that sites render, a marked one, or a letter."""
    first, second = split_bare_width(one), split_bare_width(other)
    are_widths = None not in (first[1], second[1]) and first[0] == second[0]
    base = split_name(one)[0]
    is_sized = base not in {one, ""} and base == split_name(other)[0]
    return are_widths or is_sized or _are_marked(one, other) or _have_letters(one, other)


def _are_marked(one: str, other: str) -> bool:
    first, second = _MARKED_SIZE.search(one), _MARKED_SIZE.search(other)
    if first is None or second is None:
        return False
    sizes = [int(found[found.lastindex or 0]) for found in (first, second)]
    if one.removesuffix(str(sizes[0])) != other.removesuffix(str(sizes[1])):
        return False
    are_sides = first.lastindex == 1 or all(size >= _LEAST_SIDE or size in STANDARD_WIDTHS for size in sizes)
    return are_sides and abs(sizes[0] - sizes[1]) >= _APART


def _have_letters(one: str, other: str) -> bool:
    """Whether two names differ in a letter at their end that is a size; one of them may have none."""
    first, second = (_SIZE_LETTER.sub("", name).rstrip("-_") for name in (one, other))
    letters = {name[-1] for name in (one, other) if _SIZE_LETTER.search(name)}
    return first == second and bool(letters - {"b"})


def _are_counted(one: str, other: str) -> bool:
    """Whether two names are alike but for their numbers, which are no times.

    Two long numbers, and nothing else, may be those of one picture that came twice.
    """
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other) or (one.isdecimal() and min(len(one), len(other)) >= _LONG):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return any(int(a) != int(b) and not (UNIX_TIME.fullmatch(a) and UNIX_TIME.fullmatch(b)) for a, b in pairs)


def _differ_in_one_sign(one: str, other: str) -> bool:
    """Whether one sign more, less or other is a digit, or a letter that stands alone."""
    before = _alike(one, other)
    after = _alike(one[before:][::-1], other[before:][::-1])
    gone, come = one[before : len(one) - after], other[before : len(other) - after]
    if max(len(gone), len(come)) > 1 or one.lstrip("0") == other.lstrip("0"):
        return False
    beside = one[max(0, before - 1) : before] + one[len(one) - after :][:1]
    is_alone = not any(map(str.isalpha, beside))
    return (gone + come).isdigit() or (is_alone and (gone + come).isalpha())


def nearly_named(wanted: Address, other: Address) -> bool:
    """Whether the identifiers of *wanted*, a file, and *other*, of which they share none, are nearly the same.

    A page or a script may be counted as its files are.
    """
    own, others = wanted.keys, other.keys
    return wanted.file and own.isdisjoint(others) and any(_are_near(one, two) for one in own for two in others)


def _are_near(one: str, other: str) -> bool:
    first, second = one.casefold(), other.casefold()
    shorter, longer = sorted((len(first), len(second)))
    if shorter < _MIN_SIGNS or first == second or longer - shorter > 1:
        return False
    if first.isdecimal() and second.isdecimal() and abs(int(first) - int(second)) <= _MOST_APART:
        return True
    if shorter == longer:
        faults = sum(1 for a, b in zip(first, second, strict=True) if a != b)
        return faults <= max(_FEWEST_FAULTS, shorter // _SIGNS_OF_ONE_FAULT)
    return _alike(first, second) + _alike(first[::-1], second[::-1]) >= shorter


def _alike(one: str, other: str) -> int:
    """Return how many signs at the beginning of two texts are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
