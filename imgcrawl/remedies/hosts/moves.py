"""Where a host has moved its pictures, as those that were found again have shown (:mod:`imgcrawl.naming.moves`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imgcrawl.naming.moves import Move, moved
from imgcrawl.remedies.hosts.stored import entries_of, fields_of, move_of
from imgcrawl.remedies.rules.mends import Trials

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENOUGH: Final = 2
"""Pictures of different names that have to show a rule before it is believed."""

_MOST_SHOWN: Final = 8
"""Pictures of one rule that are remembered, so that it outlives some that prove to be none."""

_MOST_RULES: Final = 8
"""Rules of one host: those that are believed, and the latest of the others."""


class Shown(NamedTuple):
    """A picture that was found again: its *name*, and the *mark* by which it is known again in this process."""

    name: str
    mark: int


@dataclass(slots=True)
class KnownMove:
    """What speaks for a rule, and what became of it."""

    shown: dict[int, Shown] = field(default_factory=dict)
    """The pictures that were found where it says, by row."""
    failures: set[str] = field(default_factory=set)
    """What their old addresses had failed with."""
    trials: Trials = field(default_factory=Trials)
    """What became of rows that were asked for by it."""
    is_recalled: bool = False
    """Whether an earlier run has believed it."""

    @property
    def is_believed(self) -> bool:
        """Whether enough pictures have shown it, no two of one name or of the same bytes."""
        shown = self.shown.values()
        fewest = min(len({each.name for each in shown}), len({each.mark for each in shown}))
        return self.is_recalled or fewest >= _ENOUGH


class HostMoves:
    """The rules by which pictures of one host have moved."""

    def __init__(self) -> None:
        self._known: dict[Move, KnownMove] = {}

    def show(self, move: Move, row: int, shown: Shown, *, failure: str) -> None:
        """Note that the picture of *row*, which had failed with *failure*, was found where *move* says."""
        known = self._known.get(move)
        if known is None:
            self._make_room()
            known = self._known[move] = KnownMove()
        known.failures.add(failure)
        if row in known.shown or len(known.shown) < _MOST_SHOWN:
            known.shown[row] = shown

    def take_back(self, row: int) -> None:
        """Note that what was found for *row* was no image."""
        for known in self._known.values():
            known.shown.pop(row, None)

    def addresses(self, url: str, *, failure: str) -> Iterator[tuple[str, Trials]]:
        """Yield where the picture at *url*, which has failed as others did, may be now; the surest address first."""
        believed = [(move, known) for move, known in self._known.items() if known.is_believed]
        for move, known in sorted(believed, key=lambda entry: -entry[1].trials.won):
            if failure in known.failures and (found := moved(url, move)):
                yield found, known.trials

    def trials_of(self, url: str, found: str) -> list[Trials]:
        """Return the trials of the rules by which *url* has become *found*."""
        return [known.trials for move, known in self._known.items() if moved(url, move) == found]

    def as_list(self) -> list[dict[str, Any]]:
        """Return the rules that are worth keeping beyond the run, JSON-safe: they are believed, and not refuted."""
        kept = ((move, known) for move, known in self._known.items() if known.is_believed)
        return [
            {**move._asdict(), "failures": sorted(known.failures)}
            for move, known in kept
            if known.trials.won or not known.trials.vain
        ]

    def recall(self, stored: object) -> None:
        """Take up a rule that an earlier run has believed, if *stored* is one."""
        fields = fields_of(stored)
        move = move_of(fields)
        failures = {failure for failure in entries_of(fields.get("failures")) if isinstance(failure, str)}
        if move and failures and len(self._known) < _MOST_RULES:
            self._known[move] = KnownMove(failures=failures, is_recalled=True)

    def _make_room(self) -> None:
        """Drop the rule that was met first of those that are not believed, or of all, if there are too many."""
        if len(self._known) >= _MOST_RULES:
            doubtful = (move for move, known in self._known.items() if not known.is_believed)
            del self._known[next(doubtful, next(iter(self._known)))]
