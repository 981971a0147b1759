"""Hosts that give one of a few pictures for any name, such as the advertisements of a lapsed domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.recent import Recent
from imgcrawl.validation.placeholders.likeness import shows_the_same

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_MOST: Final = 8
"""Names made up for a host: of three pictures drawn by lot each one comes for one of them in 96 of 100 cases."""

_OWN: Final = 4
"""Different pictures, none of which came twice, before a host is taken to draw one for each name."""

_SURE: Final = 4
"""Names that brought one picture before it is taken for the only one that is given for whatever is missing."""

_STOCK: Final = 3
"""Different pictures of a stock of which more than came may be left."""


class _Given(NamedTuple):
    """The *answers* to names that were made up *like* an address."""

    like: str = ""
    answers: tuple[ImageFacts, ...] = ()


class RotatingPictures:
    """Remembers what hosts gave for names that are made up like their first address; of hosts, the last *capacity*.

    One picture for all of them stands for whatever is missing, and says nothing against others; so it is if it is made
    anew each time. Another one for each, none of which comes twice byte by byte, is made for that name, as patterns for
    users are, and so may the listed one be. But where some come twice, and others come besides, the host has a stock
    from which it draws for any name, listed or not.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._given: Recent[tuple[str, str], _Given] = Recent(capacity)

    def answered(self, host: str, way: str, answer: ImageFacts, *, like: str) -> None:
        """Take note of the *answer* of *host*, asked in this *way*, to a name that was made up *like* an address."""
        given = self._given.get((host, way), _Given(like))
        if given.like == like:  # in other folders and sizes hosts have others for whatever is missing
            self._given.put((host, way), _Given(like, (*given.answers, answer)))

    def found_nothing(self, host: str, way: str, *, like: str) -> None:
        """Take note that *host* said of a name made up *like* an address that there is nothing: it has none for all.

        What it says of a name like another address says nothing of those that were counted.
        """
        if self._given.get((host, way), _Given()).like == like:
            self._given.put((host, way), _Given())

    def asks_for(self, host: str, way: str, listed: ImageFacts) -> str:
        """Return the address like which one more name is to be made up, to see from what is drawn; "" for none.

        None is, too, where the picture that came for a *listed* address is known to be drawn.
        """
        given = self._given.get((host, way), _Given())
        is_known = any(answer.sha256 == listed.sha256 for answer in given.answers)
        return given.like if given.answers and not is_known and _is_open(given.answers) else ""

    def has_stock(self, host: str, way: str) -> bool:
        """Say whether *host* draws from a stock of which not all may have come."""
        answers = self._given.get((host, way), _Given()).answers
        return _comes_again(answers) and len(_different(answers)) >= _STOCK


def _is_open(answers: tuple[ImageFacts, ...]) -> bool:
    if not _comes_again(answers):
        return len(answers) < _OWN
    return len(answers) < (_SURE if len(_different(answers)) == 1 else _MOST)


def _comes_again(answers: tuple[ImageFacts, ...]) -> bool:
    return len({answer.sha256 for answer in answers}) < len(answers)


def _different(answers: tuple[ImageFacts, ...]) -> list[ImageFacts]:
    """Return those of *answers* that show different things, each once."""
    found: list[ImageFacts] = []
    for answer in answers:
        if not any(shows_the_same(answer, before) for before in found):
            found.append(answer)
    return found
