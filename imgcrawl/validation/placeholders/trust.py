"""Which ways of asking a host answers with pictures that have nothing to do with the address."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.recent import Recent
from imgcrawl.validation.placeholders.passed import PassedPictures

if TYPE_CHECKING:
    from imgcrawl.records import Passed

_PROOFS = 2
_PROBES = 3
_SAMPLES = 4
_MOST_PICTURES = 1_000  # of each kind, of one way
_MOST_ASKED_ANEW = 10_000  # of some 350 bytes each; what has come again needs none


class Conclusion(NamedTuple):
    """What follows from an answer: pictures that have *passed* and must come in another way; ways not to be taken."""

    passed: set[Passed] = set()  # noqa: RUF012 - nobody changes it
    distrusted: tuple[str, ...] = ()


@dataclass(slots=True)
class _Record:
    """What one way of asking a host has brought: pictures that came twice, or must come in another way.

    *belied*: the pictures in whose place another came in another way. *excused*: those in whose place another came in
    the same way too, so that they say nothing of it. Of each the last 1,000 are kept, of those that came twice as many
    as prove something. *samples*: how many were asked for in another way for no other reason. *notice*: the
    first drawing that was refused.
    """

    lasting: frozenset[str] = frozenset()
    suspects: dict[str, None] = field(default_factory=dict)
    belied: dict[str, None] = field(default_factory=dict)
    excused: dict[str, None] = field(default_factory=dict)
    samples: int = 0
    is_distrusted: bool = False
    notice: str = ""


_UNKNOWN: Final = _Record()
"""What is known of most ways; nobody changes it."""


@dataclass(slots=True)
class _Host:
    ways: dict[str, _Record] = field(default_factory=dict)
    probes: int = 0
    is_two_faced: bool = False
    is_heedless: bool = False

    def way(self, name: str) -> _Record:
        return self.ways.setdefault(name, _Record())


class WayTrust:
    """Remembers what hosts gave for one address when they were asked twice; of such hosts, the last *capacity*.

    A host may have pictures of its own for those who come from elsewhere, such as advertisements, drawn by lot or by
    address, so that no single one is given often. So when an address has another picture if it is asked for otherwise,
    the first picture must come in another way from now on, and so must four more that came in the first way. If another
    picture comes in place of one of these too, and the other way lasts, which is that it has brought two pictures twice
    each, the first way is distrusted: whatever it brings must come in another. A way that brings a different picture
    each time is distrusted at once.

    Because pictures of it are shared a host is asked again three times in vain.

    What has passed is remembered apart from that (:class:`~imgcrawl.validation.placeholders.passed.PassedPictures`).
    Where it is forgotten nothing is believed that was not before; but of a way that is distrusted later it is not taken
    back.
    """

    def __init__(self, *, capacity: int = 20_000) -> None:
        self._hosts: Recent[str, _Host] = Recent(capacity)
        self._passed = PassedPictures()
        self._asked_anew: OrderedDict[Passed, str] = OrderedDict()

    def note(self, host: str, way: str, passed: Passed) -> None:
        """Take note that what *host* gave in this *way* has *passed* for an image."""
        self._asked_anew.pop(passed, None)
        self._passed.add(host, way, passed)

    def is_asked_anew(self, passed: Passed) -> bool:
        """Say whether a picture was taken back only for it to come in another way, and has not come yet."""
        return passed in self._asked_anew

    def came_by(self, host: str, passed: Passed) -> str | None:
        """Return the way in which a picture came that had *passed*; None if that is forgotten."""
        return self._asked_anew.get(passed) or self._passed.way_of(host, passed)

    def may_probe(self, host: str) -> bool:
        """Say whether a shared picture of *host* is worth another request."""
        return self.probes(host) < _PROBES

    def probes(self, host: str) -> int:
        """Return how often *host* was asked again because of a shared picture, but for the times that it paid."""
        return self._hosts[host].probes if host in self._hosts else 0

    def probed(self, host: str, by: int = 1) -> None:
        """Take note that *host* is asked once more because of a shared picture, or that this has paid (-1)."""
        known = self._known(host)
        known.probes = max(0, known.probes + by)

    def must_come_otherwise(self, host: str, way: str, sha256: str) -> bool:
        """Say whether the picture *sha256* is an image only if *host* gives it in another *way* too."""
        known = self._way(host, way)
        if known.belied and known.samples < _SAMPLES:
            known.samples += sha256 not in known.suspects
            _add(known.suspects, sha256)
        return known.is_distrusted or sha256 in known.suspects

    def is_distrusted(self, host: str, way: str) -> bool:
        """Say whether nothing is believed that *host* gives in this *way*."""
        return self._way(host, way).is_distrusted

    def has_lasted(self, host: str, way: str) -> bool:
        """Say whether two pictures came twice each from *host* in this *way*."""
        return len(self._way(host, way).lasting) >= _PROOFS

    def is_heedless(self, host: str) -> bool:
        """Say whether nothing is believed that *host* gives, however it is asked."""
        return host in self._hosts and self._hosts[host].is_heedless

    def is_open(self, host: str, way: str) -> bool:
        """Say whether *host* has two faces and it is not known whether this *way* of asking shows the true one."""
        known = self._way(host, way)
        is_two_faced = host in self._hosts and self._hosts[host].is_two_faced
        return is_two_faced and not (known.is_distrusted or known.belied or self.has_lasted(host, way))

    def is_at_stake(self, host: str, way: str, sha256: str) -> bool:
        """Say whether other pictures than this have passed that came from *host* in this *way*."""
        return any(passed.sha256 != sha256 for passed in self._passed.came_in(host, way))

    def agree(self, host: str, way: str, sha256: str) -> None:
        """Take note that the picture which came in this *way* came in another too."""
        self._way(host, way).suspects.pop(sha256, None)

    def lasts(self, host: str, way: str, sha256: str) -> Conclusion:
        """Take note that *host* gave this picture twice in this *way*."""
        known = self._known(host).way(way)
        if len(known.lasting) < _PROOFS:
            known.lasting |= {sha256}
        return self._conclude(host)

    def belie(self, host: str, way: str, sha256: str) -> Conclusion:
        """Take note that another picture lasted in another way than this, in which *host* gave *sha256*."""
        if sha256 in self._way(host, way).excused:
            return Conclusion()
        known = self._known(host)
        known.is_two_faced = True
        belied = known.way(way)
        _add(belied.belied, sha256)
        samples = islice(self._passed.came_in(host, way), max(0, _SAMPLES - belied.samples))
        new = {sha256} | {passed.sha256 for passed in samples}
        belied.samples += len(new - belied.suspects.keys() - {sha256})
        _add(belied.suspects, *new)
        taken, conclusion = self._take(host, way, new), self._conclude(host)
        return conclusion._replace(passed=conclusion.passed | taken)

    def is_belied(self, host: str, way: str, sha256: str) -> bool:
        """Say whether it is known already that another picture lasted than the one which *host* gave in this *way*."""
        return sha256 in self._way(host, way).belied

    def is_the_notice(self, host: str, way: str, sha256: str) -> bool:
        """Take note of a drawing that is refused; say whether it is the only one so far in this *way* of asking."""
        known = self._known(host).way(way)
        known.notice = known.notice or sha256
        return known.notice == sha256

    def excuse(self, host: str, way: str, sha256: str) -> None:
        """Take note that this *way*, asked again, brought the picture that lasts in place of *sha256*, too."""
        _add(self._known(host).way(way).excused, sha256)

    def distrust(self, host: str, *ways: str) -> Conclusion:
        """Believe nothing any more that *host* gives in these *ways*."""
        known, passed = self._known(host), set()
        known.is_two_faced = True
        for way in ways:
            known.way(way).is_distrusted = True
            passed |= self._take(host, way)
        return Conclusion(passed, ways)

    def disbelieve(self, host: str, way: str) -> Conclusion:
        """Believe nothing any more that *host* gives, in this *way* or in those in which pictures have passed."""
        self._known(host).is_heedless = True
        return self.distrust(host, way, *self._passed.ways(host))

    def _take(self, host: str, way: str, pictures: set[str] | None = None) -> set[Passed]:
        """Return those of the *pictures* that have passed in a way, or all: they are asked for anew."""
        taken = self._passed.take(host, way, pictures)
        self._asked_anew.update(dict.fromkeys(taken, way))
        while len(self._asked_anew) > _MOST_ASKED_ANEW:
            self._asked_anew.popitem(last=False)
        return taken

    def _conclude(self, host: str) -> Conclusion:
        lasting = [name for name in self._hosts[host].ways if self.has_lasted(host, name)]
        belied = [
            name
            for name, way in self._hosts[host].ways.items()
            if len(way.belied) >= _PROOFS and not way.is_distrusted and any(other != name for other in lasting)
        ]
        return self.distrust(host, *belied) if belied else Conclusion()

    def _known(self, host: str) -> _Host:
        return self._hosts.use(host, _Host)

    def _way(self, host: str, way: str) -> _Record:
        """Return what is known of a way of asking, without making room for it."""
        known = self._hosts.get(host)
        return known.ways.get(way, _UNKNOWN) if known else _UNKNOWN


def _add(pictures: dict[str, None], *new: str) -> None:
    """Note *new* ones of *pictures* as the last; what is over goes, the oldest first."""
    for sha256 in new:
        pictures.pop(sha256, None)
        pictures[sha256] = None
    while len(pictures) > _MOST_PICTURES:
        del pictures[next(iter(pictures))]
