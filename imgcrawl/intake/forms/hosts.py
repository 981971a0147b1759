"""Uploads that their service keeps, or now keeps, on another host of its own, by the same key.

Sources, as of November 2026: iNaturalist, whose photos move between two buckets with their licence
(inaturalist/inaturalist #2957 and #3789; inaturalist-open-data, "README"); Flickr, "Photo Image URLs", and
boncey/Flickr4Java #333; Pinterest (TextureGroup/Texture #613); IMDb (omdbapi/OMDb-API #143); Reddit (qsniyg/maxurl
#1133); X (impronunciable/hackdash #57); Internet Archive, whose downloads redirect to the machine that has the item now
(jjjake/internetarchive #647); Tumblr, whose numbered hosts come and go and have the same uploads
(EFForg/https-everywhere #8409, tessel/t2-docs #150); iDigBio (idb-backend, ``MediaObject.oldmediaapietag``); Steam
(gentlecat/steam-locomotive #14, IsThereAnyDeal/AugmentedSteam #1431, SteamAutoCracks/Steam-auto-crack #132).
Pl@ntNet's images keep their hash under the domain that followed the first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.intake.forms.form import PICTURE, Form, compiled, written_otherwise

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from imgcrawl.intake.forms.form import Compiled


class Home(NamedTuple):
    """What *service* has at one of *hosts* is at the host *now* too, or alone.

    It is there in the folder *below*, by the group ``path`` of *path*.
    """

    service: str
    hosts: str
    path: str
    now: str
    below: str = ""

    def form(self) -> Form:
        """Return how addresses there are written otherwise: over https, unless one names a port, which is kept."""

        def written(found: re.Match[str]) -> str:
            origin = f"{found['scheme']}://{self.now}{found['port']}" if found["port"] else f"https://{self.now}"
            return f"{origin}/{self.below}{found['path']}"

        return Form(self.service, rf"^(?P<scheme>https?)://{self.hosts}(?P<port>:\d+)?/{self.path}$", (written,))


_OPEN_DATA, _STATIC = "inaturalist-open-data.s3.amazonaws.com", "static.inaturalist.org"
_PHOTO = rf"(?P<path>photos/\d+/\w+{PICTURE})(?:\?\d*)?"
_HASHED = rf"(?P<path>(?:originals|\d+x\w*)/(?:[0-9a-f]{{2}}/){{3}}[0-9a-f]{{32}}{PICTURE})"
_SECRET = rf"(?:\d/)?(?P<path>\d+/\d+_[0-9a-f]+(?:_\w{{1,2}})?{PICTURE})"
"""The number of a farm, which stood in the host or before the server's, has none any more."""
_TITLED = rf"(?:[^/?]+-)?(?P<path>[0-9a-z]{{11,14}}{PICTURE})\?.*"
_NUMBERED = rf"(?P<path>(?:[0-9a-f]{{32}}/)?tumblr_\w+{PICTURE})"
_GAME = rf"(?P<path>apps/\d+/[^/?]+{PICTURE})(?:\?t=\d+)?"
_ETAG = r"lookup/images/(?P<path>[0-9a-f]{32}(?:\?size=(?:thumbnail|webview|fullsize))?)"

HOMES: Final = (
    Home("iNaturalist", r"inaturalist-open-data\.s3(?:\.[\w-]+)?\.amazonaws\.com", _PHOTO, _STATIC),
    Home("iNaturalist", r"static\.inaturalist\.org", _PHOTO, _OPEN_DATA),
    Home("Flickr", r"(?:(?:farm|c)\d+\.)?static\.?flickr\.com", _SECRET, "live.staticflickr.com"),
    Home("Pinterest", r"(?:s-)?media-cache-\w+\.pinimg\.com", _HASHED, "i.pinimg.com"),
    Home("IMDb", r"(?:ia|i)\.media-imdb\.com", rf"(?P<path>images/M/[^?]+{PICTURE})", "m.media-amazon.com"),
    Home("Reddit", r"preview\.redd\.it", _TITLED, "i.redd.it"),
    Home("Steam", r"cdn\d?\.steampowered\.com", f"v/gfx/{_GAME}", "cdn.akamai.steamstatic.com", "steam/"),
    Home("Steam", r"steamcdn-a\.akamaihd\.net", f"steam/{_GAME}", "cdn.akamai.steamstatic.com", "steam/"),
    Home(
        "Steam",
        r"(?:steamcdn-a\.akamaihd\.net|cdn\.\w+\.steamstatic\.com)",
        f"steamcommunity/public/images/{_GAME}",
        "shared.fastly.steamstatic.com",
        "community_assets/images/",
    ),
    Home("Tumblr", r"(?!64\.)\d{1,2}\.media\.tumblr\.com", _NUMBERED, "64.media.tumblr.com"),
    Home("X", r"(?:a|si)\d\.twimg\.com", rf"(?P<path>profile_images/\d+/[^/?]+{PICTURE})", "pbs.twimg.com"),
    Home(
        "Internet Archive",
        r"ia\d{5,6}\.us\.archive\.org",
        r"\d+/items/(?P<path>[^/?]+/[^?]+)",
        "archive.org",
        "download/",
    ),
    Home("iDigBio", r"media\.idigbio\.org", _ETAG, "api.idigbio.org", "v2/media/"),
    Home("Pl@ntNet", r"bs\.floristic\.org", r"(?P<path>image/\w/[0-9a-f]{40}(?:\.jpe?g)?)", "bs.plantnet.org"),
)


@cache
def _forms() -> Compiled:
    return compiled([home.form() for home in HOMES])


def on_other_host(url: str) -> Iterator[str]:
    """Yield the upload at *url* on the other host of its service."""
    return written_otherwise(url, _forms())
