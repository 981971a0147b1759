"""Hosts whose pages help nobody: what one row was told of its page holds for others.

A page is asked for once and in one way. Whoever is refused one for being no browser, or for want of an answer to a
challenge, is refused the next one as well; of what is missing no number proves that all is. The pages of a site are
made alike: where those that came named no image the next one hardly does. But one that shows no picture may have lost
its own alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from imgcrawl.errors import NOT_THERE, ErrorSlug, RowError, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.recent import Recent
from imgcrawl.remedies.rules.mends import Trials
from imgcrawl.remedies.rules.table import REMEDIES, Kind

_REFUSALS: Final = frozenset(
    slug for slug, rule in REMEDIES.items() if slug.stage is Stage.HTTP and rule.kinds[:1] == (Kind.ASK_OTHERWISE,)
)
_FREE_IF_REFUSED: Final = 1
_FREE_IF_MISSING: Final = 12
"""Pages of a host that are refused, or missing, and say nothing of the others."""

_SELDOM: Final = 10
"""Pages that named nothing for each that named an image, up to which all are asked for; else about as many as the root
of the number of rows."""

_FREE_IF_SILENT: Final = 2
"""Pages of a host that came, named nothing, and say nothing of the others: so the first five are asked for, by which a
site whose pages help one row in four shows it three times out of four."""

_FREE_IF_BARE: Final = 2
"""Pages of a host that show no picture, and say nothing of the others."""

_MOST_HOSTS: Final = 8_192


class NotAsked(RowError):
    """A page was not asked for, as what is known of its host speaks for *slug*: that is no word of the host's."""

    def __init__(self, slug: ErrorSlug, why: str = "its host's pages have helped nobody") -> None:
        super().__init__(slug, f"not asked for: {why}")


@dataclass(slots=True)
class _Pages:
    """What came of a host's pages; *said*: what the last one failed with, *bare*: how many of the silent were so."""

    refused: Trials = field(default_factory=Trials)
    missing: Trials = field(default_factory=Trials)
    silent: Trials = field(default_factory=Trials)
    bare: int = 0
    said: ErrorSlug = ErrorSlug.HTTP_403

    def refusal(self) -> ErrorSlug | None:
        """Return how one more page would fail; None if it is worth asking for."""
        if not (self.refused.is_due(free=_FREE_IF_REFUSED) and self.missing.is_due(free=_FREE_IF_MISSING)):
            return self.said
        vain = self.silent.vain - min(self.bare, _FREE_IF_BARE)
        return (
            None
            if self.silent.won * _SELDOM >= vain or self.silent.met > max(0, vain - _FREE_IF_SILENT) ** 2
            else ErrorSlug.CONTENT_HTML
        )


class PagesMet:
    """What the hosts of pages have said to those who asked for them; of hosts, the last ones."""

    def __init__(self) -> None:
        self._hosts: Recent[str, _Pages] = Recent(_MOST_HOSTS)

    def refusal(self, url: str) -> ErrorSlug | None:
        """Note that the page at *url* is to be asked for; return how it would fail if it is not worth that."""
        pages = self._hosts.get(host_of(url))
        if pages is None:
            return None
        pages.refused.met += 1
        pages.missing.met += 1
        pages.silent.met += 1
        return pages.refusal()

    def answered(self, url: str, slug: ErrorSlug | None) -> None:
        """Note how the page at *url* has failed, or with None that it came; what passes says nothing."""
        if slug is not None and slug not in _REFUSALS | NOT_THERE:
            return
        pages = self._hosts.use(host_of(url), lambda: _Pages(Trials(met=1), Trials(met=1), Trials(met=1)))
        if slug is None:
            pages.refused.won += 1
            pages.missing.won += 1
            return
        pages.said = slug
        trials = pages.refused if slug in _REFUSALS else pages.missing
        trials.vain += 1

    def named_nothing(self, page_url: str, is_bare: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's
        """Note that the page at *page_url* came and named no image; *is_bare*: it shows none."""
        if (pages := self._hosts.get(host_of(page_url))) is not None:
            pages.silent.vain += 1
            pages.bare += is_bare

    def helped(self, page_url: str, count: int = 1) -> None:
        """Note that the page at *page_url* has brought its row's image, or with *count* -1 that this was none."""
        if (pages := self._hosts.get(host_of(page_url))) is not None:
            pages.silent.won += count
