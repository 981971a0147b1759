"""The wanted name with what a content system, a builder or an image service puts around the names it is given.

The words of the wanted name must stand in the other one in a row and whole. What stands before and after them must be
decoration by its kind: a size, a hash, an identifier, a directive of resizing. A word, a counter or a single digit more
is another picture's name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.bare import resized
from imgcrawl.naming.drawn import is_drawn, is_short_code
from imgcrawl.naming.renditions import LETTER_WIDTHS, NAMED_WIDTHS, SIZE_LETTERS, VERSIONS
from imgcrawl.naming.services import is_order
from imgcrawl.naming.sizes import smallest
from imgcrawl.naming.stems import UUID, Claim, claim, is_date, unmistakable
from imgcrawl.naming.words import BUILT, UNIX_TIME
from imgcrawl.pages.choosing.bearers import is_one
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.offered import Offer, Offered
from imgcrawl.pages.choosing.shown import find_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

_GAP = re.compile(r"[-_.~+() ]+")
_SIZES = VERSIONS | {"xlarge", "jpg", "jpeg", "png", "webp", "avif", "gif", "ashx"}
"""Sizes and formats."""
_WIDTHS = NAMED_WIDTHS | LETTER_WIDTHS | {"xlarge": LETTER_WIDTHS["xl"]}
_RENDITIONS = frozenset({"thumbnail", "small", "medium", "large", "xlarge"})
"""Sizes that systems put before a name, as names of their own begin too: ``large_copper`` is a butterfly."""
_HANDLER = re.compile(r"\.ashx$", re.IGNORECASE)  # Sitecore
_LETTER = re.compile(rf"_([{SIZE_LETTERS}])$", re.IGNORECASE)
_MEASURE = re.compile(r"\d{3,5}x\d{3,5}|\d{3,5}(?:w|px)")
_DIRECTIVE = re.compile(r"v\d{1,3}|q\d\d|[wh]\d{3,5}")
"""A version, quality or side; also models of cars, so that they count only beside what was drawn."""
_SERIAL = re.compile(r"\d{6,}")
_MOST_CHARACTERS = 300


class _Rest(NamedTuple):
    """What stands around a name: the parts *drawn* at random, the *numbers* and a *size* before it.

    One picture has one set of the first two. *width*: in pixels, that of the smallest size around it. *letter*: a
    size of one letter stands behind it, which in the identifier of a service tells a side.
    """

    drawn: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    size: str = ""
    width: int | None = None
    letter: bool = False


def find_decorated(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* decorated; none in doubt.

    All bearers, with decoration and without, must be one picture: by hash and place, or by the page's markup. Then the
    name alone must be proof enough, as it would be without decoration. What may be a thing's number or the first word
    of another name is believed beside an unmistakable name, or of the picture that the page is about; a code of less
    than eight characters only of the latter.
    """
    wanted = sought.wanted
    name = resized(wanted.stem.casefold()) or wanted.stem.casefold()
    plain = replace(wanted, stem=name, dirs=_kept(wanted))
    read = [(offer, rest) for offer in offered if (rest := _rest(offer.address.stem, name)) and _is_file(offer, rest)]
    bearers = [Offer(candidate, _bare(address, plain)) for (candidate, address), _ in read]
    rests = [rest for _, rest in read]
    if not is_one(_marked(bearers, rests)):
        return []
    is_coded = any(map(is_short_code, (word for rest in rests for word in rest.drawn)))
    is_sure = not is_coded and (unmistakable(name) or not _leaves_doubt(rests))
    if not is_sure and not is_leading([offer for offer, _ in read], offered):
        return []
    found = find_named(bearers, offered, sought._replace(wanted=plain))
    return [Offer(c, replace(a, width=a.width or rest.width)) for (c, a), rest in read if c in found]


def _leaves_doubt(rests: Sequence[_Rest]) -> bool:
    """Whether a number may count things, or the size before the name be a word of it: in two sizes it is none."""
    sizes = {rest.size for rest in rests}
    return any(rest.numbers for rest in rests) or len(sizes - {""}) == len(sizes) == 1


def _is_file(offer: Offer, rest: _Rest) -> bool:
    """Whether a file stands there: by its extension, or because the page shows what has such a decorated name."""
    candidate, address = offer
    if rest.letter and is_order(candidate.url):
        return False
    return address.file or (bool(rest.drawn or _HANDLER.search(address.stem)) and not candidate.kind.weak)


def _bare(address: Address, plain: Address) -> Address:
    """Return *address* under the bare name of *plain*, in the directory that it would have without a builder."""
    return replace(address, stem=plain.stem, power=plain.power, dirs=_kept(address), file=True)


def _kept(address: Address) -> tuple[str, ...]:
    """Return the directories up to the one of what a system has built; what follows is its own order."""
    built = (place for place, name in enumerate(address.dirs) if name.strip("_") in BUILT)
    return address.dirs[: next(built, len(address.dirs))]


def _marked(bearers: Offered, rests: Sequence[_Rest]) -> list[Offer]:
    """Return *bearers* with what was drawn for them as a directory, where pictures of one name differ."""
    return [
        Offer(candidate, replace(address, dirs=(*address.dirs, *rest.drawn, *rest.numbers)))
        for (candidate, address), rest in zip(bearers, rests, strict=True)
    ]


@lru_cache(maxsize=8_192)
def _rest(stem: str, name: str) -> _Rest | None:
    """Return what stands around *name* in *stem*; None if it is not there, or more than decoration is.

    What parts its words may differ only where they are words of its own.
    """
    if len(stem) > _MOST_CHARACTERS:
        return None
    folded = stem.casefold()
    if folded == name or resized(folded) == name:
        return _Rest()
    if (letter := _LETTER.search(stem)) and folded[: letter.start()] == name:
        return _Rest(drawn=(letter[1].casefold(),), letter=True)
    core, words = _words(name), _words(stem)
    lower = [word.casefold() for word in words]
    starts = (at for at in range(len(words) - len(core) + 1) if lower[at : at + len(core)] == core)
    at = next(starts, None)
    is_other = len(words) == len(core) or (claim(name) < Claim.NAMED and name not in folded)
    return None if at is None or is_other else _decoration(words[:at], words[at + len(core) :])


def _decoration(before: list[str], after: list[str]) -> _Rest | None:
    """Return what stands *before* and *after* a name, if all of it is decoration."""
    if [word.casefold() for word in after[:2]] == ["scaled", "1"]:  # WordPress: a name that was taken
        after = after[2:]
    codes = list(filter(is_short_code, after[-1:]))
    drawn = tuple(word for word in (*before, *after) if is_drawn(word) or word in codes)
    numbers = tuple(filter(_is_serial, before))
    sizes = [word.casefold() for word in before if word not in drawn + numbers]
    rest = [word.casefold() for word in after if word not in drawn]
    is_named = bool(drawn or numbers)
    if len(sizes) > is_named or not _RENDITIONS.issuperset(sizes):
        return None
    is_all = all(_is_known(word) or (is_named and _DIRECTIVE.fullmatch(word)) for word in rest)
    width = smallest(_WIDTHS.get(word) for word in (*sizes, *rest))
    return _Rest(drawn, numbers, "".join(sizes), width) if is_all else None


def _words(name: str) -> list[str]:
    whole = UUID.sub(lambda found: f" {found[0].replace('-', '')} ", name)
    return [word for word in _GAP.split(whole) if word]


def _is_known(word: str) -> bool:
    return word in _SIZES or _MEASURE.fullmatch(word) is not None


def _is_serial(word: str) -> bool:
    """Whether *word* may be an identifier: six digits or more, which are no day; the time of the upload is one."""
    is_day = is_date(word) and not UNIX_TIME.fullmatch(word)
    return _SERIAL.fullmatch(word) is not None and not is_day
