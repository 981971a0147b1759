"""Hosts that redirect whatever they are asked for to one place, under the same path: to https, or to another name.

That is one request for each row to hear what is known. Browsers spare it where a host has told them to (HSTS); here it
is taken to be known once several addresses were led so, for good, and none otherwise. What is spared may be wrong for
one address: a row that fails where it would have been led is asked for at its own after all. Another host may have any
picture for what it lacks, and sites move by folders: what no address of a folder has shown is not taken for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from imgcrawl.recent import Recent
from imgcrawl.remedies.rules.mends import Trials

_ENOUGH: Final = 3
"""Addresses that were led to another host before all of them are taken to be."""

_ENOUGH_TO_HTTPS: Final = 2
"""As many that were led to the same host over https."""

_ENOUGH_FOLDERS: Final = 8
"""Top folders of which addresses were led to another host before all others are taken to be."""

_FOR_GOOD: Final = frozenset({301, 308})
_FREE_TRIALS: Final = 1
"""Rows that are asked for at their own addresses in vain before fewer and fewer are, where it is led to https."""

_MOST_ORIGINS: Final = 8_192

_BEGINNING: Final = re.compile(r"[^/?#]*//[^/?#]*").match


@dataclass(slots=True)
class _Origin:
    """What is known of the redirects of one scheme, host and port."""

    target: str = ""
    """The origin to which they lead."""
    shown: set[int] = field(default_factory=set)
    """Addresses that were led there, by their hashes."""
    folders: set[str] = field(default_factory=set)
    """The top folders of such addresses."""
    is_refuted: bool = False
    """Whether one was led elsewhere, or not at all."""
    is_upgrade: bool = False
    doubts: Trials = field(default_factory=Trials)
    """What became of rows that failed where they would have been led."""

    def leads(self, rest: str) -> bool:
        """Say whether the address with this path and query is taken to be led there."""
        enough = _ENOUGH_TO_HTTPS if self.is_upgrade else _ENOUGH
        if self.is_refuted or len(self.shown) < enough:
            return False
        return self.is_upgrade or _top_folder(rest) in self.folders or len(self.folders) >= _ENOUGH_FOLDERS


class KnownRedirects:
    """The redirects of the origins met last."""

    def __init__(self) -> None:
        self._origins: Recent[str, _Origin] = Recent(_MOST_ORIGINS)

    def led(self, url: str, target: str, *, status: object) -> None:
        """Note that *url* was led to *target* with this *status*.

        Another host has to be named for good; https may be named as it comes, but never be given up.
        """
        origin, to = _origin(url), _origin(target)
        known = self._origins.use(origin, _Origin)
        is_upgrade = _is_upgrade(url, target)
        is_down = origin.startswith("https:") and not to.startswith("https:")
        is_meant = is_upgrade or (status in _FOR_GOOD and not is_down)
        is_same = _rest(url, origin) == _rest(target, to) and origin != to and known.target in ("", to)
        if known.is_refuted or not (is_meant and is_same):
            known.is_refuted = True
            known.shown.clear()
            return
        known.target, known.is_upgrade = to, is_upgrade
        if len(known.shown) < _ENOUGH:
            known.shown.add(hash(url))
        if len(known.folders) < _ENOUGH_FOLDERS:
            known.folders.add(_top_folder(_rest(url, origin)))

    def stayed(self, url: str) -> None:
        """Note that *url* was answered for, and not by a redirect."""
        known = self._origins.use(_origin(url), _Origin)
        if not known.is_refuted:
            known.is_refuted = True
            known.shown.clear()

    def target_of(self, url: str, *, to_https_alone: bool = False) -> str | None:
        """Return where *url* would be led; None if that is not known, or *to_https_alone* and it is another host."""
        origin = _origin(url)
        known = self._origins.get(origin)
        if known is None or known.is_refuted or (to_https_alone and not known.is_upgrade):
            return None
        rest = _rest(url, origin)
        return f"{known.target}{rest}" if known.leads(rest) else None

    def is_doubtful(self, url: str) -> bool:
        """Say whether *url* is to be asked for itself as its row has failed where it would have been led.

        Another host's word is none for this one. That https has what http has is taken for granted after a few rows.
        """
        known = self._origins.get(_origin(url))
        if known is None or not known.is_upgrade:
            return True
        known.doubts.met += 1
        return known.doubts.is_due(free=_FREE_TRIALS)

    def doubted_in_vain(self, url: str) -> None:
        """Note that *url*, which was asked for itself, was led where it had been asked for."""
        if (known := self._origins.get(_origin(url))) is not None:
            known.doubts.vain += 1


def _origin(url: str) -> str:
    """Return the beginning of *url*, an address that was made safe, up to its path."""
    beginning = _BEGINNING(url)
    return beginning[0] if beginning else ""


def _rest(url: str, origin: str) -> str:
    """Return the path and the query of *url*, which begins with *origin*."""
    return url.partition("#")[0][len(origin) :] or "/"


def _top_folder(rest: str) -> str:
    """Return the first folder of a path; nothing for what lies in none."""
    _, *folders, _ = ("/" + rest.partition("?")[0].lstrip("/")).split("/")
    return folders[0] if folders else ""


def _is_upgrade(url: str, target: str) -> bool:
    given, led = urlsplit(url), urlsplit(target)
    return (given.scheme, led.scheme) == ("http", "https") and given.hostname == led.hostname
