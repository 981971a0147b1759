"""The browsers that a request can be sent as: releases with a TLS profile, and their share among real users."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from fake_useragent.utils import find_browser_json_path

if TYPE_CHECKING:
    from fake_useragent.utils import BrowserUserAgentData

FAMILIES: Final = ("chrome", "edge", "firefox", "safari")
ENGINES: Final = {"chrome": "chromium", "edge": "chromium", "firefox": "gecko", "safari": "webkit"}
"""Whose handshake each family has: a host that hangs up on one of an engine hangs up on all."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One browser on one platform, all parts telling one story.

    *family*: one of :data:`FAMILIES`. *platform*: Windows, macOS, Linux, Android or iOS. *tls_profile*: the curl_cffi
    target with this release's handshake and HTTP/2 settings. *sec_ch_ua*, *sec_ch_ua_mobile* and
    *sec_ch_ua_platform*: the client hints, None in Firefox and Safari. *accept_encoding*: what it sends over https.
    """

    name: str
    family: str
    user_agent: str
    platform: str
    mobile: bool
    tls_profile: str
    sec_ch_ua: str | None
    sec_ch_ua_mobile: str | None
    sec_ch_ua_platform: str | None
    accept_encoding: str
    accept_language: str


class Release(NamedTuple):
    """A version of a browser that curl_cffi can shake hands as.

    *lag*: how far it stands behind its family's newest release, in the family's version numbers. *brands*: its
    ``sec-ch-ua``, with ``{brand}`` for the vendor's name. *ios*: the system version in the user agent, which Apple
    froze at 18.6 in iOS 26.0. All but *ios* and *lag* as curl_cffi 0.16 sends them for *profile*.
    """

    version: str
    profile: str
    lag: float
    brands: str = ""
    ios: str = ""
    accept_encoding: str = "gzip, deflate, br, zstd"
    accept_language: str = "en-US,en;q=0.9"


class Build(NamedTuple):
    """A browser on a platform; *user_agent* has places for ``{version}`` and ``{ios}``."""

    family: str
    platform: str
    user_agent: str
    releases: tuple[Release, ...]


_NO_ZSTD: Final = "gzip, deflate, br"

# Chrome and Edge share Chromium's handshake on every platform, and its user agent no longer names the device. The Edge
# and Android targets of curl_cffi itself stopped at 101 and 131, which would stand out more than they hide.
_CHROMIUM: Final = (
    Release("150", "chrome150", 0, '"Not;A=Brand";v="8", "Chromium";v="150", "{brand}";v="150"'),
    Release("146", "chrome146", 4, '"Chromium";v="146", "Not-A.Brand";v="24", "{brand}";v="146"'),
    Release("145", "chrome145", 5, '"Not:A-Brand";v="99", "{brand}";v="145", "Chromium";v="145"'),
    Release("142", "chrome142", 8, '"Chromium";v="142", "{brand}";v="142", "Not_A Brand";v="99"'),
)
_FIREFOX: Final = (
    Release("147", "firefox147", 0),
    Release("144", "firefox144", 3, accept_language="en-US,en;q=0.5"),
)
# Safari 26 followed 18.
_SAFARI_MACOS: Final = (
    Release("26.0", "safari260", 0),
    Release("18.4", "safari184", 1, accept_encoding=_NO_ZSTD),
)
_SAFARI_IOS: Final = (
    Release("26.0", "safari260_ios", 0, ios="18_6"),
    Release("18.4", "safari184_ios", 1, ios="18_4", accept_encoding=_NO_ZSTD),
)

_WINDOWS: Final = "Windows NT 10.0; Win64; x64"
_MAC: Final = "Macintosh; Intel Mac OS X 10_15_7"
_LINUX: Final = "X11; Linux x86_64"


def _chromium(family: str, platform: str, system: str, tail: str) -> Build:
    agent = f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{{version}}.0.0.0 {tail}"
    return Build(family, platform, agent, _CHROMIUM)


def _firefox(platform: str, system: str) -> Build:
    agent = f"Mozilla/5.0 ({system}; rv:{{version}}.0) Gecko/20100101 Firefox/{{version}}.0"
    return Build("firefox", platform, agent, _FIREFOX)


def _safari(platform: str, system: str, tail: str, releases: tuple[Release, ...]) -> Build:
    agent = f"Mozilla/5.0 ({system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{{version}} {tail}"
    return Build("safari", platform, agent, releases)


_FIREFOX_LINUX: Final = _firefox("Linux", _LINUX)

BUILDS: Final[dict[tuple[str, str], Build]] = {
    ("Chrome", "Windows"): _chromium("chrome", "Windows", _WINDOWS, "Safari/537.36"),
    ("Chrome", "Mac OS X"): _chromium("chrome", "macOS", _MAC, "Safari/537.36"),
    ("Chrome", "Linux"): _chromium("chrome", "Linux", _LINUX, "Safari/537.36"),
    ("Chrome Mobile", "Android"): _chromium("chrome", "Android", "Linux; Android 10; K", "Mobile Safari/537.36"),
    ("Edge", "Windows"): _chromium("edge", "Windows", _WINDOWS, "Safari/537.36 Edg/{version}.0.0.0"),
    ("Edge", "Mac OS X"): _chromium("edge", "macOS", _MAC, "Safari/537.36 Edg/{version}.0.0.0"),
    ("Firefox", "Windows"): _firefox("Windows", _WINDOWS),
    ("Firefox", "Mac OS X"): _firefox("macOS", "Macintosh; Intel Mac OS X 10.15"),
    ("Firefox", "Linux"): _FIREFOX_LINUX,
    ("Firefox", "Ubuntu"): _FIREFOX_LINUX,
    ("Safari", "Mac OS X"): _safari("macOS", _MAC, "Safari/605.1.15", _SAFARI_MACOS),
    ("Mobile Safari", "iOS"): _safari(
        "iOS", "iPhone; CPU iPhone OS {ios} like Mac OS X", "Mobile/15E148 Safari/604.1", _SAFARI_IOS
    ),
}
"""fake-useragent's browser and system to what we can be. The rest (in-app browsers, Opera, Chrome on iOS, …) has no
TLS profile under its own name."""

PHONES: Final = frozenset(build.family for build in BUILDS.values() if "Mobile" in build.user_agent)
"""Families that run on phones too."""

# Versions behind the newest beyond which a record is a robot's or a museum's: Chrome 109 and Firefox 115 are the last
# for Windows 7, Safari 15 for macOS 10.15.
_OLDEST_LAG: Final = {"chrome": 27, "edge": 27, "firefox": 23, "safari": 3.9}

_BRANDS: Final = {"chrome": "Google Chrome", "edge": "Microsoft Edge"}


@lru_cache(maxsize=1)
def population() -> tuple[tuple[Identity, float], ...]:
    """Every identity with its share of real traffic, in percent; in the same order in every process.

    A record of fake-useragent that is so many versions behind its family's newest record becomes the release nearest
    to so many versions behind the newest we have, the newer of two: the records age, the mixture stays.

    :raises OSError: if the package's own data file is missing.
    """
    seen = _seen()
    newest: dict[str, float] = {}
    for build, version, _ in seen:
        newest[build.family] = max(version, newest.get(build.family, 0.0))
    shares = dict.fromkeys((identity(build, release) for build in BUILDS.values() for release in build.releases), 0.0)
    for build, version, percent in seen:
        lag = newest[build.family] - version
        if lag <= _OLDEST_LAG[build.family]:
            shares[identity(build, _nearest(build.releases, lag))] += percent
    return tuple((who, share) for who, share in shares.items() if share > 0)


def _seen() -> list[tuple[Build, float, float]]:
    """Return build, version and percent of every version among fake-useragent's records that we can be."""
    totals: defaultdict[tuple[str | None, str | None, float], float] = defaultdict(float)
    for record in _records():
        if record["type"] != "tablet":
            totals[record["browser"], record["os"], record["browser_version_major_minor"]] += record["percent"]
    return [
        (build, version, percent)
        for (browser, system, version), percent in totals.items()
        if (build := BUILDS.get((browser or "", system or "")))
    ]


def _records() -> list[BrowserUserAgentData]:
    """Return fake-useragent's records; its own ``load()`` takes twice as long, a fiftieth of a crawl's start."""
    lines = find_browser_json_path().read_text(encoding="utf-8").splitlines()
    records: list[BrowserUserAgentData] = json.loads(f"[{','.join(lines)}]")
    return records


def _nearest(releases: tuple[Release, ...], lag: float) -> Release:
    return min(releases, key=lambda release: abs(release.lag - lag))


def identity(build: Build, release: Release) -> Identity:
    """Return the identity of *release* on *build*'s platform."""
    agent = build.user_agent.format(version=release.version, ios=release.ios)
    brand = _BRANDS.get(build.family)
    mobile = "Mobile" in agent
    return Identity(
        name=f"{build.family}{release.version}-{build.platform.lower()}",
        family=build.family,
        user_agent=agent,
        platform=build.platform,
        mobile=mobile,
        tls_profile=release.profile,
        sec_ch_ua=release.brands.format(brand=brand) if brand else None,
        sec_ch_ua_mobile=f"?{mobile:d}" if brand else None,
        sec_ch_ua_platform=f'"{build.platform}"' if brand else None,
        accept_encoding=release.accept_encoding,
        accept_language=release.accept_language,
    )
