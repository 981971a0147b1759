"""What a page has given so far: its addresses in order, and what the page says later of those before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.reading.statements import MAX_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FINDINGS = 2_000
MAX_SCANNED = 500
"""Findings in attributes that no rule knows; they take no other finding's place."""


class Findings:
    """The findings of one page, :data:`MAX_FINDINGS` at most: *found*, in the order of the page."""

    def __init__(self) -> None:
        self.found: list[Candidate] = []
        self._scanned: list[Candidate] = []
        self._last_og: int | None = None

    def __len__(self) -> int:
        return len(self.found)

    @property
    def is_full(self) -> bool:
        """Whether no more is taken up."""
        return len(self.found) >= MAX_FINDINGS

    def add(self, kind: Kind, url: str, group: int, **known: Any) -> None:
        """Take up *url*, if there is one, with what is *known* of it."""
        if url and not self.is_full:
            self.found.append(Candidate(url, kind, group, **known))

    def scan(self, urls: Iterator[str], group: int) -> None:
        """Keep *urls* that no rule knows, for the end."""
        room = MAX_SCANNED - len(self._scanned)
        self._scanned += [Candidate(url, Kind.ATTRIBUTE, group) for url in islice(urls, room)]

    def add_og(self, url: str, group: int) -> None:
        """Take up the address of an ``og:image``, of which the sides may follow."""
        self._last_og = len(self.found)
        self.add(Kind.OG, url, group)

    def measure_og(self, pixels: int, *, is_width: bool) -> None:
        """Note a side of the last ``og:image``, in all forms in which it was named."""
        for index in range(len(self.found) if self._last_og is None else self._last_og, len(self.found)):
            finding = self.found[index]
            if finding.kind is Kind.OG:
                self.found[index] = finding._replace(width=pixels) if is_width else finding._replace(height=pixels)

    def describe(self, first: int, *, marks: tuple[str, ...], told: tuple[str, ...], alt: str) -> None:
        """Note the *marks* and *alt* of the element in which all from *first* on were found, and what it has *told*."""
        for index in range(first, len(self.found)):
            self.found[index] = self.found[index]._replace(marks=marks, told=told, alt=alt)

    def regroup(self, first: int, old: int, new: int) -> None:
        """Make what was found from *first* on in the group *old* versions of what was found in the group *new*."""
        if old != new:
            for index in range(first, len(self.found)):
                if self.found[index].group == old:
                    self.found[index] = self.found[index]._replace(group=new)

    def tell(self, first: int, told: tuple[str, ...], *, in_figure: bool = False) -> None:
        """Note what is *told* of all that was found from *first* on, and that it was found in a figure.

        Of one picture only so much is told: a page may state thousands of names, one about another.
        """
        for index in range(first, len(self.found)):
            finding = self.found[index]
            is_shown = finding.in_figure or in_figure
            if len(finding.told) < MAX_TEXTS or is_shown != finding.in_figure:
                whole = finding.told + told[: MAX_TEXTS - len(finding.told)]
                self.found[index] = finding._replace(told=whole, in_figure=is_shown)

    def state(self, first: int, told: tuple[str, ...]) -> None:
        """Note what is *told* of all from *first* on, but for what one of them has said of itself: that is its own."""
        known = {text for finding in self.found[first:] for text in finding.told}
        self.tell(first, tuple(text for text in told if text not in known))

    def close(self) -> None:
        """Take up what was scanned, and is not among the rest."""
        read = {finding.url for finding in self.found}
        scanned = [finding for finding in self._scanned if finding.url not in read]
        self.found += scanned[: MAX_FINDINGS - len(self.found)]
