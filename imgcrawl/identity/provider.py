"""Chooses a browser for each host, and plugs into scrapy-fake-useragent as a provider of user agents."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from scrapy_fake_useragent.providers import BaseProvider, FakeUserAgentProvider

from imgcrawl.config import IdentityConfig
from imgcrawl.identity.browsers import ENGINES, FAMILIES, PHONES, population

if TYPE_CHECKING:
    from imgcrawl.config.schema import SettingsLike
    from imgcrawl.identity.browsers import Identity

_COMMON = ("chrome", "firefox", "safari")
"""A family of each engine, the most used of those that websites are made for first."""


class BrowserProvider(FakeUserAgentProvider):  # type: ignore[misc]  # untyped package
    """Hands out coherent browser identities, weighted by their share among real users.

    A host keeps its identity for ever: the choice depends on ``IMGCRAWL_IDENTITY_SEED`` and the host alone, in every
    process. It is no phone's unless ``IMGCRAWL_IDENTITY_PHONES_ENABLED`` or the caller says so: many hosts lead phones
    to a site for phones, or give them smaller pictures under the same addresses. Works in ``FAKEUSERAGENT_PROVIDERS``
    too.
    """

    def __init__(self, settings: SettingsLike) -> None:
        # Not the parent's: it would read all records now, while population() does so when first needed.
        BaseProvider.__init__(self, settings)
        config = IdentityConfig.from_settings(settings)
        self._seed, self._mobile = config.seed, None if config.phones else False
        self._rng = Random(self._seed)
        self._choose = lru_cache(maxsize=8192)(self._choose_uncached)
        self._pool = lru_cache(maxsize=64)(_pool)

    def get_random_ua(self) -> str:
        """Return the user agent of a random identity, another with each call."""
        identities, shares = self._pool(FAMILIES, mobile=self._mobile)
        return self._rng.choices(identities, cum_weights=shares)[0].user_agent

    def identity_for(self, host: str, *, family: str | None = None, mobile: bool | None = None) -> Identity:
        """Return the identity that *host* sees; the same in every process.

        It is of *family* if one is named, and on a phone or not as *mobile* says, or the settings if it does not.

        :raises ValueError: if there is no such browser.
        """
        mobile = self._mobile if mobile is None else mobile
        return self._choose(host.lower().rstrip("."), (family,) if family else FAMILIES, mobile=mobile)

    def other_for(self, host: str, place: int) -> Identity:
        """Return one of the two browsers with other engines than the one that *host* sees.

        None of them is on a phone if that one is, and else one of them, the second where there are phones with both.
        """
        own = self.identity_for(host)
        others = [family for family in _COMMON if ENGINES[family] != ENGINES[own.family]]
        last_on_phones = [family for family in others if family in PHONES][-1]
        family = others[place]
        return self.identity_for(host, family=family, mobile=not own.mobile and family == last_on_phones)

    def _choose_uncached(self, host: str, families: tuple[str, ...], *, mobile: bool | None) -> Identity:
        identities, shares = self._pool(families, mobile=mobile)
        digest = hashlib.blake2b(f"{self._seed} {host}".encode(), digest_size=8).digest()
        point = int.from_bytes(digest, "big") / 2**64 * shares[-1]
        return identities[bisect_right(shares, point, hi=len(shares) - 1)]


def _pool(families: tuple[str, ...], *, mobile: bool | None) -> tuple[tuple[Identity, ...], tuple[float, ...]]:
    chosen = [(who, share) for who, share in population() if who.family in families and mobile in (None, who.mobile)]
    if not chosen:
        raise ValueError(f"the family must be one of {', '.join(FAMILIES)}, got {', '.join(families)}")
    return tuple(who for who, _ in chosen), tuple(accumulate(share for _, share in chosen))
