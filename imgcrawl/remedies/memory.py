"""What hosts have taught: which way of asking they like, and what pays there."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from math import floor, inf, log2
from typing import TYPE_CHECKING, Any

from imgcrawl.remedies.odds import Odds
from imgcrawl.remedies.pictures import Evidence, Pictures
from imgcrawl.remedies.plain_lessons import PLAINER, PlainLessons
from imgcrawl.remedies.variants import DEFAULT, LADDER, VARIANTS, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imgcrawl.remedies.mends import Trials

_RETRY_TOKENS = 12.0
_TOKENS_PER_SUCCESS = 0.5
_KNOWN_GOOD = 2
_SELDOM = 20
"""Refusals for each image from which on a way that has won at a host is no better than one that has not."""

_DISPROOFS = 2
_MOST_MISSING = 8
"""URLs that are missing by a way of asking that has given nothing, up to which it is still taken to be let in."""


@dataclass(slots=True)
class HostLessons:
    """The lessons of one host; counts are of URLs, not of requests."""

    wins: dict[str, int] = field(default_factory=dict)
    """Images got, by way of asking."""
    losses: dict[str, int] = field(default_factory=dict)
    """Refusals, by way of asking."""
    tested: dict[tuple[str, str], int | None] = field(default_factory=dict)
    """The row that first tried a remedy against a failure here; None where it only seemed to help."""
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
    """As many images had been got when another client last asked for a row that was refused after that."""
    retry_tokens: float = _RETRY_TOKENS
    """Retries that the host may still cost; images got earn new ones."""
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
    led_to: str = ""
    """The machine to which a redirect that holds for once last led from here; empty if none has."""
    has_mirrors: bool = False
    """Whether such redirects lead to more than one."""
    stand_ins: set[str] = field(default_factory=set)
    """Where redirects led to pictures that were those of no row (:mod:`imgcrawl.remedies.led`)."""
    nameless: bool = False
    """The name does not exist."""
    images: int = 0
    """Images got in this run."""
    plain: PlainLessons = field(default_factory=PlainLessons)
    """What plainer headers have done."""

    def favourite(self) -> Variant:
        """Return the way of asking to begin with: the default unless another has won where it was refused.

        Where it had won before, another has to win twice in its stead.
        """
        if self.standing:
            return VARIANTS[self.standing]
        best = max(self.wins, key=lambda name: self.wins[name], default=DEFAULT.name)
        if (
            best == DEFAULT.name
            or not self.wins[best]
            or not self.losses.get(DEFAULT.name)
            or self.wins.get(DEFAULT.name, 0)
        ):
            return DEFAULT
        return VARIANTS.get(best, DEFAULT)

    def lead(self, machine: str) -> None:
        """Note that a redirect that holds for once has led to *machine*."""
        self.has_mirrors = self.has_mirrors or self.led_to not in ("", machine)
        self.led_to = machine

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
        self.images += 1
        self.retry_tokens = min(_RETRY_TOKENS, self.retry_tokens + _TOKENS_PER_SUCCESS)

    def lose(self, variant: str) -> None:
        """Take back an image got by *variant*."""
        self.wins[variant] = max(0, self.wins.get(variant, 0) - 1)
        self.heirs[variant] = max(0, self.heirs.get(variant, 0) - 1)
        if self.standing == variant and not self.wins[variant]:
            self.standing = ""
        self.images = max(0, self.images - 1)

    def is_winning(self, variant: str) -> bool:
        """Say whether a way of asking is to be tried for each refused URL: it passes, and not too seldom."""
        return self.passes(variant) * _SELDOM > self.losses.get(variant, 0)

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

    def may_answer_https(self) -> bool:
        """Say whether https is worth trying for one more URL that http has not given."""
        return self.https_works or self.https_losses < _DISPROOFS

    def may_have_moved(self) -> bool:
        """Say whether https is worth trying for one more URL of which http says that it is not there.

        Not where http gives images. What https lacks as well may be missing, so that no number of such URLs proves that
        all are; but each time that it was in vain, there have to be twice as many before the next one is tried.
        """
        return self.https_works or (
            not self.images and self.may_answer_https() and max(1, self.misplaced) >= 2**self.https_vain
        )

    def has_given(self, variant: str) -> bool:
        """Say whether images have come by this way of asking more than once."""
        return self.wins.get(variant, 0) >= _KNOWN_GOOD

    def as_dict(self) -> dict[str, Any]:
        """Return the lasting part of the lessons, JSON-safe; empty when there is nothing to remember."""
        other_ways = {name: count for name, count in self.wins.items() if count and name != DEFAULT.name}
        plain = self.plain.liked()
        if not other_ways and not self.disguise_proofs and not plain:
            return {}
        lasting = {"wins": self.wins, "losses": self.losses, "disguise_proofs": self.disguise_proofs}
        return lasting | ({"plain": plain} if plain else {})


class HostMemory:
    """The lessons of the hosts met last; the oldest are forgotten beyond *capacity* hosts.

    Beyond *most_blank* hosts those are forgotten that gave and refused nothing and took no retry, as dead links do.
    """

    def __init__(self, capacity: int = 100_000, *, most_blank: int = 20_000) -> None:
        self._capacity = capacity
        self._most_blank = min(most_blank, capacity)
        self.odds = Odds()
        self._pictures = Pictures()
        self._hosts: OrderedDict[str, HostLessons] = OrderedDict()

    def __getitem__(self, host: str) -> HostLessons:
        lessons = self._hosts.get(host)
        if lessons is None:
            self._forget()
            lessons = self._hosts[host] = HostLessons()
        else:
            self._hosts.move_to_end(host)
        return lessons

    def _forget(self) -> None:
        """Look at the two hosts met longest ago once there are many, and drop those that have taught nothing."""
        for _ in range(2):
            if len(self._hosts) < self._most_blank:
                return
            host, oldest = next(iter(self._hosts.items()))
            if len(self._hosts) >= self._capacity or _is_blank(oldest):
                del self._hosts[host]
            else:
                self._hosts.move_to_end(host)

    def __contains__(self, host: object) -> bool:
        return host in self._hosts

    def ladder(self, host: str, failure: str) -> list[Variant]:
        """Return the other ways of asking *host* after *failure*: those that win there first, then by their odds.

        Ways that were refused to few rows come before others, and so do those that few rows wait for. Every other time
        the order is turned round, so that in a list whose rows take turns no way meets rows of one kind alone.
        """
        lessons = self[host]
        promising = sorted(LADDER, key=lambda way: -self.odds.chance(failure, way.name))

        def rank(place: int) -> tuple[int, int, int]:
            name = promising[place].name
            trials = max(lessons.losses.get(name, 0), lessons.asked.get(name, 0))
            return -lessons.is_winning(name) * lessons.passes(name), trials, -place if trials % 2 else place

        return [promising[place] for place in sorted(range(len(promising)), key=rank)]

    def is_worth_it(self, host: str, failure: str, remedy: str) -> bool:
        """Say whether *remedy* is to be tried at *host* against *failure*."""
        return bool(self[host].wins.get(remedy)) or self.odds.is_worth_it(failure, remedy)

    def tested(self, host: str, failure: str, remedy: str, *, row: int, helped: bool) -> None:
        """Note whether *remedy* has helped *row* against *failure* at *host*; the first row there speaks for it."""
        lessons = self[host]
        if (failure, remedy) not in lessons.tested:
            lessons.tested[failure, remedy] = row
            self.odds.note(failure, remedy, helped=helped)

    def seemed_to_help(self, host: str, failure: str, remedy: str, *, row: int) -> None:
        """Take back that *remedy* has helped *row*."""
        lessons = self[host]
        if lessons.tested.get((failure, remedy)) == row:
            lessons.tested[failure, remedy] = None
            self.odds.take_back(failure, remedy)

    def won(self, host: str, variant: str, *, row: int = 0, marks: Sequence[int] = ()) -> None:
        """Note an image got from *host* by *variant*, as far as is known: not if its *marks* came to other rows too."""
        is_new, gone = self._pictures.came(host, marks, Evidence(row, variant)) if marks else (True, [])
        lessons = self[host]
        for way in gone:
            lessons.lose(way)
        if is_new:
            lessons.win(variant)

    def lost_again(self, host: str, variant: str, *, row: int = 0, marks: Sequence[int] = ()) -> None:
        """Take back an image got from *host* by *variant*, unless it never counted: it proved to be none."""
        way = self._pictures.rejected(host, marks, Evidence(row, variant)) if marks else variant
        if way is not None:
            self[host].lose(way)

    def distrust(self, host: str, way: str) -> None:
        """Forget all images got from *host* by *way*: they were pictures that it gives for any address."""
        lessons = self[host]
        lessons.losses[way] = max(1, lessons.losses.get(way, 0))
        lessons.images = max(0, lessons.images - lessons.wins.pop(way, 0))
        lessons.heirs.pop(way, None)
        if lessons.standing == way:
            lessons.standing = ""

    def asks(self, host: str, variant: str) -> None:
        """Note that one more URL is asked for at *host* by *variant*."""
        lessons = self[host]
        lessons.asked[variant] = lessons.asked.get(variant, 0) + 1

    def refused(self, host: str, variant: str) -> None:
        """Note that *host* refused *variant*."""
        lessons = self[host]
        lessons.losses[variant] = lessons.losses.get(variant, 0) + 1

    def opened(self, host: str, variant: str) -> None:
        """Note that *host* said to *variant* that a URL is missing which it had refused to another way of asking."""
        lessons = self[host]
        lessons.opened[variant] = lessons.opened.get(variant, 0) + 1

    def take_retry(self, host: str) -> bool:
        """Take one retry from the host's budget; False when it is used up."""
        lessons = self[host]
        if lessons.retry_tokens < 1:
            return False
        lessons.retry_tokens -= 1
        return True

    def give_back(self, host: str, retries: int) -> None:
        """Return *retries* to the host's budget: they have helped."""
        lessons = self[host]
        lessons.retry_tokens = min(_RETRY_TOKENS, lessons.retry_tokens + retries)

    def recall(self, stored: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take up lessons that an earlier run stored; each count weighs as one, so that news outweigh memory."""
        for host, data in stored:
            if host in self._hosts:  # this run knows better
                continue
            lessons = self[host]
            lessons.wins = {name: 1 for name, count in data.get("wins", {}).items() if count and name in VARIANTS}
            lessons.losses = {name: 1 for name in data.get("losses", {}) if name in VARIANTS}
            lessons.disguise_proofs = int(bool(data.get("disguise_proofs")))
            lessons.plain.wins.update(name for name in PLAINER if name in data.get("plain", ()))

    def to_store(self) -> dict[str, dict[str, Any]]:
        """Return what is worth remembering beyond the run, by host."""
        return {host: data for host, lessons in self._hosts.items() if (data := lessons.as_dict())}


def _is_blank(lessons: HostLessons) -> bool:
    return not (lessons.images or lessons.wins or lessons.losses) and lessons.retry_tokens >= _RETRY_TOKENS
