"""Pictures that came for several rows of a host: no evidence for the way in which they were asked for.

What a host shows to whom it does not like comes in time, is a picture, and passes for an image until it is judged; by
then other rows would have begun to ask in the same way. But it is the same for every row, or lies at one address to
which all are led. So the second row that it comes to tells, before anybody has looked at it.
"""

from __future__ import annotations

from collections import OrderedDict
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.http import Response

_MOST_MARKS: Final = 32
"""Marks of one host that are kept, its latest: what is under way together, and some of what came before that."""

_MOST_PLACES: Final = 4_096

_HEAD: Final = 65_536
_TAIL: Final = 4_096


_ROW: Final = itemgetter(0)


class Evidence(NamedTuple):
    """The way that an image for *row* speaks for."""

    row: int
    way: str


def marks_of(request: Request, response: Response) -> tuple[int, ...]:
    """Return by what a picture is known again in this process: its bytes, and its address where redirects led to it.

    Of a large one the first 64 KiB, the last 4 and its size have to do; pages have no marks.
    """
    if request.meta.get(keys.PAGE):
        return ()
    body = response.body
    own = hash(body if len(body) <= _HEAD else (len(body), body[:_HEAD], body[-_TAIL:]))
    return (own, hash(request.url)) if request.meta.get("redirect_urls") else (own,)


class Pictures:
    """The latest pictures of the hosts met last, and what each is evidence of; of nothing once it was shared.

    *where* it came from is a host, or a folder of one that has lessons of its own.
    """

    def __init__(self) -> None:
        self._places: OrderedDict[str, dict[int, Evidence | None]] = OrderedDict()

    def came(self, where: str, marks: Sequence[int], new: Evidence) -> tuple[bool, list[str]]:
        """Note a picture that came; return whether it is *new* evidence, and the ways that have one piece less now.

        It is none if it came to another row before, which has none either then, or to the same one. What came to the
        same row before, and is another picture, was no image.
        """
        known = self._of(where)
        found = {known[mark] for mark in marks if mark in known}
        if found and all(evidence is not None and evidence.row == new.row for evidence in found):
            return False, []
        others, rows = found - {None}, map(_ROW, filter(None, known.values()))
        gone: set[Evidence] = set()
        if others or new.row in rows:  # of few pictures
            gone = {each for each in known.values() if each and (each.row == new.row or each in others)}
            _void(known, gone)
        for mark in marks:
            known.pop(mark, None)
            known[mark] = None if found else new
        while len(known) > _MOST_MARKS:
            del known[next(iter(known))]
        return not found, [evidence.way for evidence in gone]

    def rejected(self, where: str, marks: Sequence[int], claimed: Evidence) -> str | None:
        """Note that a picture was no image; return the way that has one piece of evidence less now, if any.

        Of a picture that is not known any more it is the one that was *claimed*.
        """
        known = self._of(where)
        found = {known[mark] for mark in marks if mark in known} or {claimed}
        gone = {evidence for evidence in found if evidence and evidence.row == claimed.row}
        _void(known, gone)
        return next((evidence.way for evidence in gone), None)

    def _of(self, where: str) -> dict[int, Evidence | None]:
        known = self._places.setdefault(where, {})
        self._places.move_to_end(where)
        if len(self._places) > _MOST_PLACES:
            self._places.popitem(last=False)
        return known


def _void(known: dict[int, Evidence | None], gone: set[Evidence]) -> None:
    """Let what is *gone* be evidence of nothing, be it known by its bytes or by its address."""
    for mark, evidence in known.items():
        if evidence in gone:
            known[mark] = None
