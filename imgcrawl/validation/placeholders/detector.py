"""Pictures that stand in for the one that was asked for, told by how many names they are served under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from imgcrawl.naming.subject import say_different_things, subject
from imgcrawl.recent import Recent
from imgcrawl.validation.blanks import is_spacer
from imgcrawl.validation.placeholders.packshots import shows_no_goods

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import Passed
    from imgcrawl.validation.facts import ImageFacts

    Spares = Callable[[frozenset[str]], bool]

K = TypeVar("K")
V = TypeVar("V")

_STEP_BYTES = 16_384  # "not available" pictures are mostly smaller, photographs mostly larger
_MOST_STEPS = 2
_FEW_REPEATS = 2
_SEVERAL = 3  # other pictures of a host, each of which has a name of its own
_MOST_OPEN = 8  # pictures of a host, each of which is no single name for the others
_MOST_SPARED = 64  # names of one thing; all of them are read each time
_MOST_PASSED = 256  # of one picture; the rest is found in the catalogue when the run ends


@dataclass(slots=True)
class _Picture:
    """One picture of one host: the first address that gave it, all names, what it passed for, and if it was found out.

    *is_enough*: it has the names of a placeholder, or is one for another reason. Most pictures have one address, whose
    name nobody needs to know: *names* begins with the second. There are many of them, so that nothing is kept that can
    grow in place.
    """

    url: str = ""
    names: frozenset[str] = frozenset()
    passed: tuple[Passed, ...] = ()
    is_placeholder: bool = False
    is_enough: bool = False

    @property
    def count(self) -> int:
        """How many names it came under."""
        return len(self.names) or bool(self.url)

    def is_new(self, url: str) -> bool:
        """Take note of *url*; return whether the picture had not come under its name before."""
        if not self.url:
            self.url = url
            return bool(url)
        if url == self.url:
            return False
        before = self.count
        self.names = self.named(url)
        return self.count > before

    def named(self, url: str) -> frozenset[str]:
        """Return the names that it has, that of *url* too."""
        return self.names | {subject(url)} if self.names else frozenset({subject(self.url or url), subject(url)})


@dataclass(slots=True)
class _Host:
    """How many names of a host gave how many different pictures, those left aside that have too many.

    *open*: pictures that have enough names if the host proves to have several others with one each.
    """

    names: int = 0
    pictures: int = 0
    open: frozenset[str] = frozenset()

    def habit(self, picture: _Picture) -> int:
        """How many names the host has for each of its pictures but *picture*, rounded down; at least 1."""
        others = self.pictures - 1
        return max(1, (self.names - picture.count) // others) if others else 1

    def has_no_doubles(self, picture: _Picture) -> bool:
        """Say whether the host has several other pictures than *picture*, and each has one name."""
        others = self.pictures - 1
        return others >= _SEVERAL and self.names - picture.count == others


class PlaceholderDetector:
    """Finds out the pictures that a host serves in place of others.

    A picture is a placeholder of a host once enough different names of that host gave it. A name is what the address
    calls the picture (:func:`~imgcrawl.naming.subject.subject`): one logo at many addresses has one. Enough are

    - *repeats* names for up to 16 KiB, and for a drawing of up to 64 KiB that shows no goods; one more up to 32 KiB and
      two more above: a large file is likely a photograph, but not under five names; nor under *repeats* that say
      different things, such as several words each, none of which two have in common, where three other pictures of the
      host or more have one name each, be it that these come later (:meth:`found_late`);
    - two names for a spacer, which is at most 2 pixels wide or high, or has at most 100 pixels, and for a picture that
      is suspected anyway;
    - and all that times the host's habit, the mean number of names for each of its other pictures: where every picture
      is listed under three, three mean nothing.

    So a logo that two names share passes with the default of three, and pictures are never compared across hosts. The
    first pass before anything can be known; :meth:`first_seen` tells for which addresses. Zero *repeats* turns the
    detector off. Of pictures and of hosts, the last *capacity* seen are remembered.
    """

    def __init__(self, repeats: int, *, capacity: int = 50_000) -> None:
        self._repeats = repeats
        self._pictures: Recent[tuple[str, str], _Picture] = Recent(capacity)
        self._hosts: Recent[str, _Host] = Recent(capacity)

    def note(
        self,
        host: str,
        url: str,
        facts: ImageFacts,
        *,
        passed: Passed | None = None,
        is_suspect: bool = False,
        spares: Spares | None = None,
    ) -> bool:
        """Take note that *host* gave the image *facts* for *url*; return whether that is a placeholder.

        A name counts once for a picture, however often it is noted. *passed*: what to tell of should it be found out
        later. *is_suspect*: something else speaks against it. *spares* says of its names whether they may be those of
        one thing that the picture shows; it is asked each time once they are enough, of 64 names at most: no thing has
        more.
        """
        if not self._repeats:
            return False
        known = self._hosts.use(host, _Host)
        picture = self._pictures.use((host, facts.sha256), _Picture)
        if not picture.is_placeholder:
            is_first = not picture.url
            if picture.is_new(url) and not picture.is_enough:
                known.pictures += is_first
                known.names += 1
                needed = self._needed(facts, picture.names, known, picture, is_suspect=is_suspect)
                if picture.count >= needed * known.habit(picture):
                    _leave_aside(known, picture)
                self._note_open(known, facts, picture)
            spare = spares if picture.is_enough and picture.count <= _MOST_SPARED else None
            picture.is_placeholder = picture.is_enough and not (spare and spare(picture.names))
        if passed is not None and not picture.is_placeholder and len(picture.passed) < _MOST_PASSED:
            picture.passed += (passed,)
        return picture.is_placeholder

    def found_late(self, host: str) -> list[str]:
        """Return the pictures of *host* that are placeholders by what other pictures it has given since, each once."""
        known = self._hosts.get(host)
        if known is None or not known.open:  # as mostly
            return []
        found = []
        for sha256 in known.open:
            picture = self._pictures.get((host, sha256))
            if picture is not None and known.has_no_doubles(picture):
                _leave_aside(known, picture)
                picture.is_placeholder = True
                found.append(sha256)
        known.open -= frozenset(found)
        return found

    def condemn(self, host: str, sha256: str) -> None:
        """Take the picture *sha256* for a placeholder of *host* from now on, on other evidence than its repetition."""
        known = self._hosts.use(host, _Host)
        picture = self._pictures.use((host, sha256), _Picture)
        _leave_aside(known, picture)
        picture.is_placeholder = True

    def too_many_names(self, host: str, url: str, facts: ImageFacts) -> frozenset[str]:
        """Return the names that make it a placeholder once *url* is noted; none if they do not, or are over 64."""
        known, picture = self._hosts.get(host), self._pictures.get((host, facts.sha256))
        if known is None or picture is None or picture.is_placeholder:
            return frozenset()
        names = picture.named(url)
        needed = self._needed(facts, names, known, picture, is_suspect=False)
        is_enough = picture.is_enough or len(names) >= needed * known.habit(picture)
        return names if is_enough and len(names) <= _MOST_SPARED else frozenset()

    def is_spared(self, host: str, sha256: str) -> bool:
        """Say whether only what its names are keeps the picture from being a placeholder."""
        picture = self._pictures.get((host, sha256))
        return picture is not None and picture.is_enough and not picture.is_placeholder

    def is_shared(self, host: str, sha256: str) -> bool:
        """Say whether more names of *host* gave this picture than its other pictures have, found out or not."""
        picture, known = self._pictures.get((host, sha256)), self._hosts.get(host)
        return picture is not None and known is not None and picture.count > known.habit(picture)

    def has_names(self, host: str, sha256: str, names: int) -> bool:
        """Say whether at least so many *names* of *host* gave this picture."""
        picture = self._pictures.get((host, sha256))
        return picture is not None and picture.count >= names

    def first_seen(self, host: str, sha256: str) -> set[Passed]:
        """Return for what this picture passed at *host* before it was found out, each of them once."""
        picture = self._pictures.get((host, sha256))
        if picture is None or not picture.is_placeholder:
            return set()
        passed, picture.passed = set(picture.passed), ()
        return passed

    def _needed(
        self, facts: ImageFacts, names: frozenset[str], known: _Host, picture: _Picture, *, is_suspect: bool
    ) -> int:
        """Return how many names make the *picture* that has these *names* a placeholder of the host that is *known*."""
        if is_spacer(facts) or is_suspect:
            return min(_FEW_REPEATS, self._repeats)
        if len(names) < self._repeats:  # as mostly
            return self._repeats
        if self._is_open(facts, names) and known.has_no_doubles(picture) and say_different_things(names):
            return self._repeats
        return self._repeats + _steps(facts)

    def _is_open(self, facts: ImageFacts, names: frozenset[str]) -> bool:
        """Say whether so many *names* are enough only if they say different things."""
        return self._repeats <= len(names) < self._repeats + _steps(facts)

    def _note_open(self, known: _Host, facts: ImageFacts, picture: _Picture) -> None:
        """Note whether *picture*, under one more name, is a placeholder once its host has given several others."""
        is_open = not picture.is_enough and self._is_open(facts, picture.names) and say_different_things(picture.names)
        if is_open and len(known.open - {facts.sha256}) < _MOST_OPEN:
            known.open |= {facts.sha256}
        elif known.open:
            known.open -= {facts.sha256}


def _steps(facts: ImageFacts) -> int:
    """Return how many names more a picture of its size takes; a drawing is none, unless it may be of goods."""
    return 0 if shows_no_goods(facts) else min(_MOST_STEPS, facts.bytes // _STEP_BYTES)


def _leave_aside(known: _Host, picture: _Picture) -> None:
    """Count the names of *picture* for the habit of its host no longer."""
    if not picture.is_enough:
        known.pictures -= bool(picture.count)
        known.names -= picture.count
        picture.is_enough = True
