"""What hosts have taught, this run and before."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.identity.origins import origin_of, referer_for, site
from imgcrawl.intake.address import host_of
from imgcrawl.recent import Recent
from imgcrawl.remedies.hosts.lessons import RETRY_TOKENS, Home, HostLessons
from imgcrawl.remedies.hosts.moves import HostMoves
from imgcrawl.remedies.hosts.odds import Odds, is_guess
from imgcrawl.remedies.hosts.pages import PagesMet
from imgcrawl.remedies.hosts.pictures import Evidence, Pictures
from imgcrawl.remedies.hosts.redirects import KnownRedirects
from imgcrawl.remedies.hosts.stored import entries_of, fields_of
from imgcrawl.remedies.rules.variants import LADDER, PLAINER, VARIANTS, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_PAGES_IN_PLACE: Final = 10_000
_SITES: Final = 2
"""Sites whose pages a host has given images to, beyond which nothing more is told by another."""
_KNOWN_GOOD: Final = 2


def host_at(where: str) -> str:
    """Return the host of a place at which lessons are kept: a host, or a folder of one behind a slash."""
    return where.partition("/")[0]


class HostMemory:
    """The lessons of the hosts met last; the oldest are forgotten beyond *capacity* hosts.

    *where* is a host, or a folder of one with lessons of its own (:func:`~imgcrawl.remedies.hosts.folders.where_of`).

    Beyond *most_blank* hosts those are forgotten that gave and refused nothing and took no retry, as dead links do.
    """

    def __init__(self, capacity: int = 50_000, *, most_blank: int = 20_000) -> None:
        self._capacity = capacity
        self._most_blank = min(most_blank, capacity)
        self.odds = Odds()
        self.redirects = KnownRedirects()
        self.pages = PagesMet()
        self.in_place: Recent[int, int | None] = Recent(_PAGES_IN_PLACE)
        """Pages in an image's place (:mod:`imgcrawl.remedies.hosts.alike`)."""
        self._pictures = Pictures()
        self._hosts: OrderedDict[str, HostLessons] = OrderedDict()

    def __getitem__(self, where: str) -> HostLessons:
        if (known := self._hosts.get(where)) is not None:  # a host, as most are
            self._hosts.move_to_end(where)
            return known
        host, is_folder, folder = where.partition("/")
        lessons = self._hosts.get(host)
        if lessons is None:
            self._forget()
            lessons = self._hosts[host] = HostLessons()
        else:
            self._hosts.move_to_end(host)
        if not is_folder:
            return lessons
        if folder not in lessons.folders:
            lessons.folders = {**lessons.folders, folder: HostLessons()}
        return lessons.folders[folder]

    def _forget(self) -> None:
        """Look at the two hosts met longest ago once there are many, and drop those that have taught nothing."""
        for _ in range(2):
            if len(self._hosts) < self._most_blank:
                return
            host, oldest = next(iter(self._hosts.items()))
            if len(self._hosts) >= self._capacity or oldest.is_blank():
                del self._hosts[host]
            else:
                self._hosts.move_to_end(host)

    def __contains__(self, where: str) -> bool:
        return where in self._hosts or host_at(where) in self._hosts

    def ladder(self, where: str, failure: str) -> list[Variant]:
        """Return the other ways of asking there after *failure*: those that win there first, then by their odds.

        Ways that were refused to few rows come before others, and so do those that few rows wait for. Every other time
        the order is turned round, so that in a list whose rows take turns no way meets rows of one kind alone.
        """
        lessons = self[where]
        promising = sorted(LADDER, key=lambda way: -self.odds.chance(failure, way.name))

        def rank(place: int) -> tuple[int, int, int]:
            name = promising[place].name
            trials = max(lessons.losses.get(name, 0), lessons.asked.get(name, 0))
            return -lessons.is_winning(name) * lessons.passes(name), trials, -place if trials % 2 else place

        return [promising[place] for place in sorted(range(len(promising)), key=rank)]

    def is_worth_it(self, where: str, failure: str, remedy: str, *, gain: float = 1.0) -> bool:
        """Say whether *remedy* is to be tried there against *failure*; *gain*: as the odds know it."""
        return bool(self[where].wins.get(remedy)) or self.odds.is_worth_it(failure, remedy, gain=gain)

    def tested(self, where: str, failure: str, remedy: str, *, row: int, helped: bool) -> None:
        """Note whether *remedy* has helped *row* against *failure*; the first row there speaks for it."""
        lessons = self[where]
        if (failure, remedy) not in lessons.tested:
            lessons.tested[failure, remedy] = row if helped else None
            self.odds.note(failure, remedy, helped=helped)

    def begins(self, where: str, failure: str, remedy: str) -> None:
        """Note that *remedy* is tried there, where many may be before the first is back: as in vain until it helps."""
        lessons = self[where]
        if (failure, remedy) not in lessons.tested:
            lessons.tested[failure, remedy] = None
            self.odds.note(failure, remedy, helped=False)

    def begins_guess(self, where: str, failure: str, remedy: str) -> None:
        """Note that a guess is made there at what is missing, before many others are: as in vain until it helps."""
        if is_guess(failure, remedy):
            self.begins(where, failure, remedy)

    def has_begun(self, where: str, failure: str, remedy: str) -> bool:
        """Say whether *remedy* was tried there against *failure*, and has not helped yet."""
        return self[where].tested.get((failure, remedy), 0) is None

    def helped(self, where: str, failure: str, remedy: str, *, row: int) -> None:
        """Note that what began as in vain has helped *row*, which speaks for the whole host."""
        lessons = self[where]
        if (failure, remedy) in lessons.tested and lessons.tested[failure, remedy] is None:
            lessons.tested[failure, remedy] = row
            self.odds.helped_after_all(failure, remedy)

    def seemed_to_help(self, where: str, failure: str, remedy: str, *, row: int) -> None:
        """Take back that *remedy* has helped *row*."""
        lessons = self[where]
        if lessons.tested.get((failure, remedy)) == row:
            lessons.tested[failure, remedy] = None
            self.odds.take_back(failure, remedy)

    def won(self, where: str, variant: str, *, row: int = 0, marks: Sequence[int] = ()) -> None:
        """Note an image got there by *variant*, as far as is known: not if its *marks* came to other rows too."""
        is_new, gone = self._pictures.came(where, marks, Evidence(row, variant)) if marks else (True, [])
        lessons = self[where]
        for way in gone:
            lessons.lose(way)
        if is_new:
            lessons.win(variant)
        self._tell_host(where, is_new - len(gone))

    def note_home(self, url: str, page: str, won: int) -> None:
        """Note an image (1) that the host of *url* gave to a *page* of another site, or that it was none (-1)."""
        told = referer_for(url, page)
        origin = origin_of(told) if told else None
        if told is None or origin is None:
            return
        lessons, name = self[host_of(url)], site(origin.host)
        homes = dict(lessons.homes)
        known = homes.pop(name, Home(told, 0))
        if known.images + won > 0 and len(homes) < _SITES:
            homes[name] = known._replace(images=known.images + won)
        lessons.homes = homes

    def home_of(self, url: str, page: str | None) -> str:
        """Return the page that stands for the image's own site: of that to which alone its host has given images.

        Empty where it is not known, or *page*, the row's own, is of it.
        """
        lessons = self._hosts.get(host_of(url))
        if lessons is None or len(lessons.homes) != 1:
            return ""
        ((name, home),) = lessons.homes.items()
        origin = origin_of(page) if page else None
        is_there = origin is not None and site(origin.host) == name
        return "" if is_there or home.images < _KNOWN_GOOD else home.page

    def lost_again(self, where: str, variant: str, *, row: int = 0, marks: Sequence[int] = ()) -> None:
        """Take back an image got there by *variant*, unless it never counted: it proved to be none."""
        way = self._pictures.rejected(where, marks, Evidence(row, variant)) if marks else variant
        if way is not None:
            self[where].lose(way)
            self._tell_host(where, -1)

    def _tell_host(self, where: str, images: int) -> None:
        """Let the host take note of so many *images* more, if *where* is a folder of its own."""
        if where != (host := host_at(where)):
            self[host].note_images(images)

    def distrust(self, host: str, way: str) -> None:
        """Forget all images got from *host* by *way*: they were pictures that it gives for any address."""
        for where in (host, *(f"{host}/{folder}" for folder in self[host].folders)):
            self._tell_host(where, -self[where].forget(way))

    def asks(self, where: str, variant: str) -> None:
        """Note that one more URL is asked for there by *variant*."""
        lessons = self[where]
        lessons.asked[variant] = lessons.asked.get(variant, 0) + 1

    def refused(self, where: str, variant: str) -> None:
        """Note that *variant* was refused there."""
        lessons = self[where]
        lessons.losses[variant] = lessons.losses.get(variant, 0) + 1

    def opened(self, where: str, variant: str) -> None:
        """Note that *variant* was told there that a URL is missing which was refused to another way of asking."""
        lessons = self[where]
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
        lessons.retry_tokens = min(RETRY_TOKENS, lessons.retry_tokens + retries)

    def recall(self, stored: Iterable[tuple[str, object]]) -> None:
        """Take up lessons that an earlier run stored; each count weighs as one, so that news outweigh memory."""
        for host, lasting in stored:
            if host in self._hosts:  # this run knows better
                continue
            data = fields_of(lasting)
            lessons = self[host]
            lessons.is_recalled = True
            wins, losses = fields_of(data.get("wins")), fields_of(data.get("losses"))
            lessons.wins = {name: 1 for name, count in wins.items() if count and name in VARIANTS}
            lessons.losses = {name: 1 for name in losses if name in VARIANTS}
            lessons.disguise_proofs = int(bool(data.get("disguise_proofs")))
            lessons.plain.wins = {name: 1 for name in PLAINER if name in entries_of(data.get("plain"))}
            for move in entries_of(data.get("moves")):
                lessons.moves = lessons.moves or HostMoves()
                lessons.moves.recall(move)

    def to_store(self) -> dict[str, dict[str, Any]]:
        """Return what is worth remembering beyond the run, by host; nothing for one where that is no longer true."""
        known = ((host, lessons, lessons.as_dict()) for host, lessons in self._hosts.items())
        return {host: data for host, lessons, data in known if data or lessons.is_recalled}
