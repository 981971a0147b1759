"""Pictures that came from several sites, or several hosts of one, under different names."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl.identity.origins import site
from imgcrawl.naming.subject import subject
from imgcrawl.recent import Recent

_SITES = 3
_MACHINES = 3
_MOST_HOSTS = 256  # remembered of one picture
_MOST_TRIALS = 2


@dataclass(slots=True)
class _Spread:
    """Hosts with an address of theirs that gave the picture; how often it was tried, and whether that proved it."""

    seen: tuple[tuple[str, str], ...] = ()
    trials: int = 0
    is_proven: bool = False


class SpreadPictures:
    """Remembers which sites gave one and the same picture, byte by byte; of pictures the last *capacity* seen.

    A picture is spread if three sites gave it under three names. That proves nothing, as news and goods are shown
    everywhere. But if one of the sites gives it for what cannot exist, it is a picture that none of them means. That
    three hosts of one site gave it under three names says as much as three names on one host.
    """

    def __init__(self, *, capacity: int = 50_000) -> None:
        self._pictures: Recent[str, _Spread] = Recent(capacity)

    def note(self, host: str, url: str, sha256: str) -> None:
        """Take note that *host* gave the picture for *url*."""
        picture = self._pictures.use(sha256, _Spread)
        if len(picture.seen) < _MOST_HOSTS and all(host != known for known, _ in picture.seen):
            picture.seen += ((host, url),)

    def machines(self, host: str, sha256: str) -> set[str]:
        """Return the hosts of the site of *host* that gave the picture; none unless three of them have three names."""
        picture = self._pictures.get(sha256)
        if picture is None or len(picture.seen) < _MACHINES:
            return set()
        own = {known: subject(url) for known, url in picture.seen if site(known) == site(host)}
        return set(own) if len(set(own.values())) >= _MACHINES else set()

    def is_suspect(self, sha256: str) -> bool:
        """Say whether the picture is spread, and worth a trial: two are enough."""
        picture = self._pictures.get(sha256)
        return picture is not None and picture.trials < _MOST_TRIALS and _is_spread(picture)

    def is_placeholder(self, sha256: str) -> bool:
        """Say whether the picture is spread and was proven to stand for what does not exist."""
        picture = self._pictures.get(sha256)
        return picture is not None and picture.is_proven and _is_spread(picture)

    def hosts(self, sha256: str) -> set[str]:
        """Return the hosts that gave the picture."""
        picture = self._pictures.get(sha256)
        return {host for host, _ in picture.seen} if picture else set()

    def tried(self, sha256: str) -> None:
        """Take note that a host is asked for what cannot exist, to see whether it gives the picture."""
        if picture := self._pictures.get(sha256):
            picture.trials += 1

    def prove(self, sha256: str) -> None:
        """Take note that a host gave the picture for what cannot exist."""
        if picture := self._pictures.get(sha256):
            picture.is_proven = True


def _is_spread(picture: _Spread) -> bool:
    if len(picture.seen) < _SITES:
        return False
    sites, names = {site(host) for host, _ in picture.seen}, {subject(url) for _, url in picture.seen}
    return min(len(sites), len(names)) >= _SITES
