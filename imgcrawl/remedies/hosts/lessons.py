"""What one host has taught: which way of asking it likes, and what pays there."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, inf, log2
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imgcrawl.remedies.hosts.plain_lessons import PlainLessons
from imgcrawl.remedies.hosts.retries import Retries
from imgcrawl.remedies.rules.variants import DEFAULT, LADDER, VARIANTS, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imgcrawl.remedies.hosts.moves import HostMoves
    from imgcrawl.remedies.rules.mends import Trials

RETRY_TOKENS = 12.0
_TOKENS_PER_SUCCESS = 1.0
_KNOWN_GOOD = 2
_SELDOM = 20
"""Refusals for each image from which on a way that has won at a host is no better than one that has not."""

_DISPROOFS = 2
_MOST_MISSING = 8
"""URLs that are missing by a way of asking that has given nothing, up to which it is still taken to be let in."""


class Home(NamedTuple):
    """A site to whose *page* a host has given so many *images*."""

    page: str
    images: int


_NO_FOLDERS: Final[Mapping[str, HostLessons]] = MappingProxyType({})
_NO_RETRIES: Final[Mapping[str, Retries]] = MappingProxyType({})
_NO_HOMES: Final[Mapping[str, Home]] = MappingProxyType({})
_NO_COUNTS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(slots=True)
class HostLessons:
    """The lessons of one host; counts are of URLs, not of requests."""

    # A list may name a hundred thousand hosts, of which most teach nothing: what is empty here should cost little.

    wins: dict[str, int] = field(default_factory=dict)
    """Images got, by way of asking."""
    losses: dict[str, int] = field(default_factory=dict)
    """Refusals, by way of asking."""
    tested: dict[tuple[str, str], int | None] = field(default_factory=dict)
    """The row that a remedy has helped when it was first tried against a failure here; None where it was in vain."""
    asked: dict[str, int] = field(default_factory=dict)
    """URLs that were asked for otherwise, by way of asking; what becomes of some is not known yet."""
    refused_rows: int = 0
    """URLs that were refused in the way in which they were first asked for."""
    searches: int = 0
    """Times that one of these was asked for in a way that had won nothing here, or too seldom."""
    rebuffed_at: float = inf
    """When the host first answered 429 without a time, in epoch seconds."""
    sent_home: int = 0
    """Times that another way was tried for a URL that led to the host's home page or the like."""
    opened: dict[str, int] = field(default_factory=dict)
    """URLs that proved to be missing once they were asked for so, and had been refused otherwise."""
    standing: str = ""
    """The way of asking that has taken the place of one that was given images and is refused now; empty if none has."""
    heirs: dict[str, int] = field(default_factory=dict)
    """Images got by other ways since one last came by the way that is asked first."""
    probed: dict[str, int] = field(default_factory=dict)
    """As many images had been got when a way of asking was last refused while the host refused all, or tried there."""
    retry_tokens: float = RETRY_TOKENS
    """Retries that the host may still cost; images got earn new ones."""
    retried: Mapping[str, Retries] = field(default_factory=lambda: _NO_RETRIES)
    """What became of URLs that were asked for again in the same way, by failure."""
    disguise_proofs: int = 0
    """Times a refusal after good answers went away by waiting: a rate limit in disguise."""
    vain_waits: int = 0
    """Rows for which waiting did not help against such a refusal."""
    https_wins: int = 0
    """Images that came over https where http had failed."""
    https_losses: int = 0
    """URLs for which https was tried there and the host could not be reached or refused again."""
    https_vain: int = 0
    """URLs for which it answered, with no image either."""
    http_images: int = 0
    """Images that came from addresses over http, as they are."""
    https_tries: int = 0
    """URLs for which it is asked, or was, as http gave something else than an image, and no refusal."""
    https_probed: bool = False
    """Whether it was asked there because a gateway has no server for http."""
    misplaced: int = 0
    """URLs for which http gave something else than an image, and no refusal."""
    kept_promises: int = 0
    """URLs whose image came after a page in its place had promised it."""
    broken_promises: int = 0
    """URLs for which one promised it in vain."""
    closed_since: float | None = None
    """When it was asked for what it first called itself closed for, in epoch seconds; None once it gave an image."""
    same_damage: int = 0
    """URLs that brought the same damaged bytes twice, one after the other."""
    later_looks: int = 0
    """URLs that were asked for again a while after a notice had come in all ways."""
    later_wins: int = 0
    """How many of them got their image then."""
    later_vain: int = 0
    """How many did not."""
    mends: dict[str, Trials] = field(default_factory=dict)
    """What mends of its dead addresses have come to, by name."""
    given_as_damaged: int = 0
    """Images that came from addresses which show damage, as they are."""
    given_in_capitals: int = 0
    """Images that came from addresses with capital letters, as they are."""
    moves: HostMoves | None = None
    """Where its pictures have moved, as far as is known."""
    led_to: str = ""
    """The machine to which a redirect that holds for once last led from here; empty if none has."""
    has_mirrors: bool = False
    """Whether such redirects lead to more than one."""
    stand_ins: tuple[str, ...] = ()
    """Where redirects led to pictures that were those of no row (:mod:`imgcrawl.remedies.hosts.led`)."""
    nameless: bool = False
    """The name does not exist."""
    images: int = 0
    """Images got in this run."""
    linked: int = 0
    """How many of them were asked for as from pages of other sites."""
    homes: Mapping[str, Home] = field(default_factory=lambda: _NO_HOMES)
    """These sites, by registrable domain: two at most, as more say no more."""
    folders: Mapping[str, HostLessons] = field(default_factory=lambda: _NO_FOLDERS)
    """The lessons of folders that have rules of their own (:mod:`imgcrawl.remedies.hosts.folders`)."""
    folders_given: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    """Other folders that have given images, and how many."""
    is_recalled: bool = False
    """Whether an earlier run has taught something of it."""
    plain: PlainLessons = field(default_factory=PlainLessons)
    """What plainer headers have done."""

    def favourite(self) -> Variant:
        """Return the way of asking to begin with: the default unless another has won where it was refused.

        Where it had won before, another has to win twice in its stead.
        """
        if self.standing:
            return VARIANTS[self.standing]
        if not self.losses.get(DEFAULT.name) or self.wins.get(DEFAULT.name):  # as at most hosts
            return DEFAULT
        best = max(self.wins, key=lambda name: self.wins[name], default=DEFAULT.name)
        return VARIANTS.get(best, DEFAULT) if self.wins.get(best) else DEFAULT

    def lead(self, machine: str) -> None:
        """Note that a redirect that holds for once has led to *machine*."""
        self.has_mirrors = self.has_mirrors or self.led_to not in ("", machine)
        self.led_to = machine

    def retries_of(self, failure: str) -> Retries:
        """Return what became of URLs that were asked for again after *failure*."""
        if failure not in self.retried:
            self.retried = {**self.retried, failure: Retries()}
        return self.retried[failure]

    def note_heir(self, variant: str) -> None:
        """Note an image got by *variant*, which takes the first place if the way that holds it is given none."""
        first = self.favourite().name
        if variant == first:
            self.heirs.clear()
            return
        self.heirs[variant] = self.heirs.get(variant, 0) + 1
        if self.heirs[variant] >= _KNOWN_GOOD:
            self.standing = variant
            self.heirs.clear()

    def win(self, variant: str) -> None:
        """Note an image got by *variant*."""
        self.note_heir(variant)
        self.wins[variant] = self.wins.get(variant, 0) + 1
        self.note_images(1)

    def note_images(self, count: int) -> None:
        """Note so many images more, however they were got."""
        self.images = max(0, self.images + count)
        self.retry_tokens = min(RETRY_TOKENS, self.retry_tokens + _TOKENS_PER_SUCCESS * max(0, count))

    def lose(self, variant: str) -> None:
        """Take back an image got by *variant*."""
        self.wins[variant] = max(0, self.wins.get(variant, 0) - 1)
        self.heirs[variant] = max(0, self.heirs.get(variant, 0) - 1)
        if self.standing == variant and not self.wins[variant]:
            self.standing = ""
        self.note_images(-1)

    def forget(self, variant: str) -> int:
        """Take back all images got by *variant*, and return how many there were: it counts as refused."""
        self.losses[variant] = max(1, self.losses.get(variant, 0))
        count = self.wins.pop(variant, 0)
        self.heirs.pop(variant, None)
        if self.standing == variant:
            self.standing = ""
        self.note_images(-count)
        return count

    def is_winning(self, variant: str) -> bool:
        """Say whether a way of asking is to be tried for each refused URL: it passes, and not too seldom."""
        return self.passes(variant) * _SELDOM > self.losses.get(variant, 0)

    def is_under_way(self, variant: str) -> bool:
        """Say whether a way of asking has been tried, and what comes of it is not known."""
        return self.asked.get(variant, 0) > self.losses.get(variant, 0)

    def passes(self, variant: str) -> int:
        """Return how many URLs passed by this way of asking: those whose image came, and some that were missing.

        What is missing shows that whoever asks so is let in; but where nothing else comes it may be said to all alike.
        """
        opened, wins = self.opened.get(variant, 0), self.wins.get(variant, 0)
        return wins + opened if wins or opened <= _MOST_MISSING else 0

    def trials_worth(self) -> float:
        """Return how many requests in each way the search for one that wins is worth, by the rows that were refused.

        The first row is worth one in each way, and every time that there are twice as many rows half as many more: the
        longer it is in vain, the less likely it is that any way helps some row, and the more rows it would help.
        """
        return 1 + log2(max(1, self.refused_rows)) / 2

    def searches_left(self) -> int:
        """Return how many more requests the search is worth."""
        return max(0, floor(len(LADDER) * self.trials_worth()) - self.searches)

    @property
    def https_works(self) -> bool:
        """Whether images come over https where http fails."""
        return self.https_wins > 0

    def gives_over_https_alone(self) -> bool:
        """Say whether rows begin over https: it has given several images that http had not, and http none."""
        return self.https_wins >= _KNOWN_GOOD and self.http_images <= 0

    def may_answer_https(self) -> bool:
        """Say whether https is worth trying for one more URL that http has not given."""
        return self.https_works or self.https_losses < _DISPROOFS

    def may_have_moved(self) -> bool:
        """Say whether https is worth trying for one more URL of which http says that it is not there.

        Not where http gives images. What https lacks as well may be missing, so that no number of such URLs proves that
        all are; but each time that it is tried, there have to be four times as many before the next one is.
        """
        return self.https_works or (
            not self.images and self.may_answer_https() and max(1, self.misplaced) >= 4**self.https_tries
        )

    def may_be_up_over_https(self) -> bool:
        """Say whether https is worth trying where a gateway has no server for http: for one row, then for all or none.

        Not where http has said anything else.
        """
        is_known = self.images or self.wins or self.losses or self.misplaced
        is_tried = self.https_probed or self.https_losses or self.https_vain
        return self.https_works or not (is_known or is_tried)

    def has_given(self, variant: str) -> bool:
        """Say whether images have come by this way of asking more than once."""
        return self.wins.get(variant, 0) >= _KNOWN_GOOD

    def is_blank(self) -> bool:
        """Say whether nothing worth keeping was learnt: the host gave and refused nothing, and took no retry."""
        has_taught = self.images or self.wins or self.losses or self.moves
        return not has_taught and self.retry_tokens >= RETRY_TOKENS

    def as_dict(self) -> dict[str, Any]:
        """Return the lasting part of the lessons, JSON-safe; empty when there is nothing to remember."""
        other_ways = {name: count for name, count in self.wins.items() if count and name != DEFAULT.name}
        plain = self.plain.liked()
        moves = self.moves.as_list() if self.moves else []
        if not other_ways and not self.disguise_proofs and not plain and not moves:
            return {}
        lasting = {"wins": self.wins, "losses": self.losses, "disguise_proofs": self.disguise_proofs}
        return lasting | ({"plain": plain} if plain else {}) | ({"moves": moves} if moves else {})
