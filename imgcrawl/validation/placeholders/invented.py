"""What hosts give for names that are made up, and what to make up next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.recent import Recent
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.likeness import shows_the_same
from imgcrawl.validation.placeholders.sheets import may_be_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.validation.facts import ImageFacts

_MOST: Final = 8
"""Names made up for a host, where each brings another picture; in each way, where it has one for any name in some."""

_LOTS: Final = 4
"""Different photographs for names of one kind: a host has one for "none", or two, not four."""

_SEVERAL: Final = 2
"""Different photographs for names of one kind: it has more than one for "none", and maybe others yet."""

_SURE: Final = 2
"""Times that a photograph comes again, and no other, before it is taken for the only one: one of many may by chance."""


class Next(Enum):
    """What to make up a name like."""

    NOTHING = auto()
    SAME = auto()
    """The last address: does another name bring another photograph?"""
    OTHER_SIZE = auto()
    """An address whose picture has another size: is the picture for whatever is missing made in that too?"""


@dataclass(slots=True)
class _Answers:
    """What names that are made up have brought in one way of asking: *asked* of them, *sizes* that were asked for.

    *lots*: the different photographs that names like one address brought, the address *like*, and *repeats* of them.
    *empty*: the folders where the host said that there is nothing. *is_listed*: one of the answers is what a listed
    address brought.
    """

    asked: int = 0
    like: str = ""
    next: Next = Next.NOTHING
    answers: tuple[ImageFacts, ...] = ()
    lots: tuple[ImageFacts, ...] = ()
    repeats: int = 0
    sizes: frozenset[tuple[int, int]] = frozenset()
    empty: frozenset[str] = frozenset()
    is_listed: bool = False


_NO_ANSWERS: Final = _Answers()
"""What is known of most hosts; nobody changes it."""


class InventedNames:
    """Remembers what hosts gave for names that are made up; of hosts, the last *capacity*.

    Whatever comes for such a name stands for what does not exist, under whichever name it comes. One picture may be
    made in many sizes, so that a name is made up for each size that is listed, until a picture comes again. And a host
    may have many: if four names like one address bring four different photographs, and one of these came for a listed
    address, the host draws one by lot for any name, and nothing that it gives is what was asked for. A host that makes
    a picture for each name never gives one of them twice.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._hosts: Recent[str, dict[str, _Answers]] = Recent(capacity)

    def answered(
        self, host: str, way: str, answer: ImageFacts, *, kind: Next, like: str, is_proof: bool, is_listed: bool
    ) -> None:
        """Take note of the *answer* of *host* to a name of this *kind*, which was made up *like* an address.

        *is_proof*: it is the picture for which the name was made up. *is_listed*: a listed address has brought it. What
        comes for a name like another address than the first may differ for that, and says nothing of lots.
        """
        known = self._noted(host, way)
        known.like = known.like or like
        if kind is not Next.SAME or like == known.like:
            known.next = _after(known, answer, kind, is_proof=is_proof)
        known.answers += (answer,)
        known.is_listed |= is_listed

    def like(self, host: str, way: str) -> str:
        """Return the address like which names are made up to tell lots; empty if none has brought a picture."""
        return self._known(host, way).like

    def found_nothing(self, host: str, way: str, url: str) -> None:
        """Take note that *host* has nothing for a name that is like *url*."""
        known = self._noted(host, way)
        known.empty |= {_folder(url)}

    def knows_its_own(self, host: str, way: str, url: str) -> bool:
        """Say whether *host* has said of a made-up name in the folder of *url* that there is nothing."""
        empty = self._known(host, way).empty
        return bool(empty) and _folder(url) in empty  # mostly there is none, and every picture is asked about

    def gives_nothing(self, host: str, way: str, url: str) -> bool:
        """Say whether *host* has said so, and gave no picture for a made-up name in any other folder or way."""
        if host not in self._hosts:  # as most
            return False
        has_given = any(known.answers for known in self._hosts[host].values())
        return not has_given and self.knows_its_own(host, way, url)

    def asks_for(self, host: str, way: str) -> Next:
        """Return what the next made-up name is to be like."""
        known = self._known(host, way)
        if not self.may_ask(host, way) or self.is_by_lot(host, way):
            return Next.NOTHING
        return known.next

    def may_ask(self, host: str, way: str) -> bool:
        """Say whether one more name may be made up, whatever for."""
        known = self._hosts.get(host, {})
        in_all = sum(each.asked for each in known.values())
        return self.asked(host, way) < _MOST and (in_all < _MOST or any(self.is_by_lot(host, name) for name in known))

    def asking(self, host: str, way: str, size: tuple[int, int] | None) -> None:
        """Take note that a name is asked for that is like one whose picture has this *size*; None: one of before."""
        known = self._noted(host, way)
        known.asked += 1
        known.next = Next.NOTHING
        if size is not None:
            known.sizes |= {size}

    def asked(self, host: str, way: str) -> int:
        """Return how many names were asked for."""
        return self._known(host, way).asked

    def sizes(self, host: str, way: str) -> frozenset[tuple[int, int]]:
        """Return the sizes that were asked for."""
        return self._known(host, way).sizes

    def note_listed(self, host: str, facts: ImageFacts) -> bool:
        """Take note that *facts* came for a listed address; say whether the same came for a made-up name."""
        if host not in self._hosts:
            return False
        self._hosts.move_to_end(host)
        given_in = [
            known
            for known in self._hosts[host].values()
            if any(shows_the_same(answer, facts) for answer in known.answers)
        ]
        for known in given_in:
            known.is_listed = True
        return bool(given_in)

    def is_by_lot(self, host: str, way: str) -> bool:
        """Say whether *host* gives one of many photographs for any name if it is asked in this *way*."""
        alike = self._alike(host, way)
        return any(known.is_listed for known in alike) and len(_different(alike)) >= _LOTS

    def has_several(self, host: str, way: str) -> bool:
        """Say whether *host* gives now one photograph and now another for names that are made up."""
        return len(_different(self._alike(host, way))) >= _SEVERAL

    def is_open(self, host: str, way: str) -> bool:
        """Say whether *host* gives many photographs for any name in another way, and was not asked for one in this."""
        if host not in self._hosts:
            return False
        return self.asked(host, way) == 0 and any(self.is_by_lot(host, name) for name in self._hosts[host])

    def _alike(self, host: str, way: str) -> list[_Answers]:
        """Return what is known of all ways in which photographs come for such names, if this *way* is one, else of it.

        What one brings by lot another does too; but a host may give its own pages the truth.
        """
        known = self._known(host, way)
        return [each for each in self._hosts[host].values() if each.lots] if known.lots else [known]

    def _known(self, host: str, way: str) -> _Answers:
        """Return what is known of a way of asking, without making room for it."""
        ways = self._hosts.get(host)
        return ways.get(way, _NO_ANSWERS) if ways else _NO_ANSWERS

    def _noted(self, host: str, way: str) -> _Answers:
        """Return what is known of a way of asking, to change it; of hosts that is kept for the last *capacity*."""
        return self._hosts.use(host, dict).setdefault(way, _Answers())


def _after(known: _Answers, answer: ImageFacts, kind: Next, *, is_proof: bool) -> Next:
    if kind is Next.OTHER_SIZE:
        is_new = all(answer.sha256 != before.sha256 for before in known.answers)
        return Next.OTHER_SIZE if is_new else Next.NOTHING
    if looks_drawn(answer):
        return Next.OTHER_SIZE if is_proof else Next.NOTHING
    if any(may_be_one(answer, before) for before in known.lots):
        known.repeats += 1
        return Next.OTHER_SIZE if known.repeats >= _SURE and len(known.lots) == 1 else Next.SAME
    known.lots += (answer,)
    return Next.SAME if len(known.lots) < _LOTS else Next.NOTHING


def _different(answers: Iterable[_Answers]) -> list[ImageFacts]:
    """Return the photographs that names of one kind brought in any of these ways, each once."""
    found: list[ImageFacts] = []
    for lot in (lot for known in answers for lot in known.lots):
        if not any(may_be_one(lot, before) for before in found):
            found.append(lot)
    return found


def _folder(url: str) -> str:
    """Return the first directory in the path of *url*, which mostly is that of one program."""
    return urlsplit(url).path.lstrip("/").partition("/")[0] if urlsplit(url).path.count("/") > 1 else ""
