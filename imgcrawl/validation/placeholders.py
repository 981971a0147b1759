"""Pictures that stand in for the one that was asked for, told by how many addresses they are served for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from imgcrawl.validation.decode import ImageFacts

K = TypeVar("K")
V = TypeVar("V")

_STEP_BYTES = 16_384  # "not available" pictures are mostly smaller, photographs mostly larger
_LARGEST_BYTES = 64 * _STEP_BYTES
_SPACER_SIDE_PX = 2
_SPACER_AREA_PX = 100
_SPACER_REPEATS = 2


@dataclass(slots=True)
class _Picture:
    """One picture of one host: the URLs that gave it, and whether it was found out."""

    url_keys: set[str] = field(default_factory=set)
    is_placeholder: bool = False


@dataclass(slots=True)
class _Host:
    """How many URLs of a host gave how many different pictures, those that were found out left aside."""

    urls: int = 0
    pictures: int = 0

    def habit(self, picture: _Picture) -> int:
        """How many URLs the host has for each of its pictures but *picture*, rounded down; at least 1."""
        others = self.pictures - 1
        return max(1, (self.urls - len(picture.url_keys)) // others) if others else 1


class PlaceholderDetector:
    """Finds out the pictures that a host serves in place of others.

    A picture is a placeholder of a host once enough different URLs of that host gave its very bytes. Enough are

    - *repeats* URLs for up to 16 KiB, and as many again for every further 16 KiB: a file of 100 KiB is likely a
      photograph that is listed more than once and must come up seven times as often; one above 1 MiB is never judged;
    - two URLs for a spacer, which is at most 2 pixels wide or high, or has at most 100 pixels;
    - and all that times the host's habit, the mean number of URLs for each of its other pictures: where every picture
      is listed under three addresses (sizes, mirrors, cache busters), three mean nothing.

    So a logo that two addresses share passes with the default of three, and pictures are never compared across hosts.
    The first URLs pass before anything can be known; :meth:`first_seen` names them. Zero *repeats* turns the detector
    off. Of pictures and of hosts, the last *capacity* seen are remembered.
    """

    def __init__(self, repeats: int, *, capacity: int = 50_000) -> None:
        self._repeats = repeats
        self._capacity = capacity
        self._pictures: OrderedDict[tuple[str, str], _Picture] = OrderedDict()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def note(self, host: str, url_key: str, facts: ImageFacts) -> bool:
        """Take note that the URL *url_key* of *host* gave the image *facts*; return whether that is a placeholder.

        A key counts once for a picture, however often it is noted.
        """
        if not self._repeats or facts.bytes > _LARGEST_BYTES:
            return False
        known = _recall(self._hosts, host, _Host(), self._capacity)
        picture = _recall(self._pictures, (host, facts.sha256), _Picture(), self._capacity)
        if not picture.is_placeholder and url_key not in picture.url_keys:
            known.pictures += not picture.url_keys
            known.urls += 1
            picture.url_keys.add(url_key)
            if len(picture.url_keys) >= self._needed(facts) * known.habit(picture):
                _find_out(known, picture)
                picture.url_keys.discard(url_key)
        return picture.is_placeholder

    def condemn(self, host: str, facts: ImageFacts) -> None:
        """Take the picture *facts* for a placeholder of *host* from now on, on other evidence than its repetition."""
        if not self._repeats or facts.bytes > _LARGEST_BYTES:
            return
        known = _recall(self._hosts, host, _Host(), self._capacity)
        picture = _recall(self._pictures, (host, facts.sha256), _Picture(), self._capacity)
        if not picture.is_placeholder:
            _find_out(known, picture)

    def is_shared(self, host: str, sha256: str) -> bool:
        """Say whether more URLs of *host* gave this picture than its other pictures have, found out or not."""
        picture, known = self._pictures.get((host, sha256)), self._hosts.get(host)
        return picture is not None and known is not None and len(picture.url_keys) > known.habit(picture)

    def first_seen(self, host: str, sha256: str) -> set[str]:
        """Return the keys of the URLs of *host* that passed before this picture was found out, each of them once."""
        picture = self._pictures.get((host, sha256))
        if picture is None or not picture.is_placeholder:
            return set()
        passed, picture.url_keys = picture.url_keys, set()
        return passed

    def _needed(self, facts: ImageFacts) -> int:
        if min(facts.width, facts.height) <= _SPACER_SIDE_PX or facts.width * facts.height <= _SPACER_AREA_PX:
            return min(_SPACER_REPEATS, self._repeats)
        return self._repeats * (1 + facts.bytes // _STEP_BYTES)


def _find_out(known: _Host, picture: _Picture) -> None:
    known.pictures -= bool(picture.url_keys)
    known.urls -= len(picture.url_keys)
    picture.is_placeholder = True


def _recall(memory: OrderedDict[K, V], key: K, new: V, capacity: int) -> V:
    """Return what *memory* holds under *key*, *new* if nothing; it was then used last, and what is over goes."""
    value = memory.setdefault(key, new)
    memory.move_to_end(key)
    if len(memory) > capacity:
        memory.popitem(last=False)
    return value
