"""Uploads that their service keeps, or now keeps, on another host of its own, by the same key.

Sources, as of November 2026: iNaturalist, whose photos move between two buckets with their licence
(inaturalist/inaturalist #2957 and #3789; inaturalist-open-data, "README"); Flickr, "Photo Image URLs", and
boncey/Flickr4Java #333; Pinterest (TextureGroup/Texture #613); IMDb (omdbapi/OMDb-API #143); Reddit (qsniyg/maxurl
#1133); X (impronunciable/hackdash #57); Internet Archive, whose downloads redirect to the machine that has the item now
(jjjake/internetarchive #647); Tumblr, whose numbered hosts come and go and have the same uploads
(EFForg/https-everywhere #8409, tessel/t2-docs #150); iDigBio (idb-backend, ``MediaObject.oldmediaapietag``); Steam
(gentlecat/steam-locomotive #14, IsThereAnyDeal/AugmentedSteam #1431, SteamAutoCracks/Steam-auto-crack #132).
Pl@ntNet's images keep their hash under the domain that followed the first. Stack Exchange (meta.stackexchange.com,
"Imgur image URL migration", 399662); Postimages (yandexdataschool/Practical_RL #281, ialbert/biostar-central #453);
Fandom (danbooru, ``Source::URL::Fandom``; qsniyg/maxurl); MyAnimeList (mangaki/mangaki #653, racinmat/mal-analysis #1);
Kitsu (consumet/consumet.ts #576, hummingbird-me/kitsu-server #1556); AniDB (ShokoAnime/ShokoServer #826,
ZeroQI/Hama.bundle #399); Baidu Tieba (qsniyg/maxurl #1100, hjhee/tiebaSpider #5); Amazon (textbrowser/biblioteq #254;
qsniyg/maxurl); PubMed Central, whose figures Europe PMC keeps by their former addresses
(gladstone-institutes/Interactive-Enrichment-Analysis #38); Unsplash's Source, which ended (sindresorhus/Plash #180;
salvoventura/pyunsplash #11); Goodreads, of which Amazon has the covers (extesy/hoverzoom, qsniyg/maxurl); NASA, whose
Apollo journals moved with its site (nasa/openmct #7380), and whose image library has those of its photojournal, which
ended, by their numbers (images-api.nasa.gov, ``nasa_id``); Last.fm, the Guardian, the BBC and ESA/Hubble, under its
former name: the rules of qsniyg/maxurl.
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

    It is there in the folder *below*, by the group ``path`` of *path* and what is called *rest*. *now* and *below*
    may take up groups of the address.
    """

    service: str
    hosts: str
    path: str
    now: str
    below: str = ""
    rest: str = ""

    def form(self) -> Form:
        """Return how addresses there are written otherwise: over https, unless one names a port, which is kept."""

        def written(found: re.Match[str]) -> str:
            now = found.expand(self.now)
            origin = f"{found['scheme']}://{now}{found['port']}" if found["port"] else f"https://{now}"
            return f"{origin}/{found.expand(self.below)}{found['path']}{self.rest}"

        return Form(self.service, rf"^(?P<scheme>https?)://{self.hosts}(?P<port>:\d+)?/{self.path}$", (written,))


_OPEN_DATA, _STATIC = "inaturalist-open-data.s3.amazonaws.com", "static.inaturalist.org"
_PHOTO = rf"(?P<path>photos/\d+/\w+{PICTURE})(?:\?\d*)?"
_HASHED = rf"(?P<path>(?:originals|\d+x\w*)/(?:[0-9a-f]{{2}}/){{3}}[0-9a-f]{{32}}{PICTURE})"
_SECRET = rf"(?:\d/)?(?P<path>\d+/\d+_[0-9a-f]+(?:_\w{{1,2}})?{PICTURE})"
"""The number of a farm, which stood in the host or before the server's, has none any more."""
_TITLED = rf"(?:[^/?]+-)?(?P<path>[0-9a-z]{{11,14}}{PICTURE})\?.*"
_NUMBERED = rf"(?P<path>(?:[0-9a-f]{{32}}/)?tumblr_\w+{PICTURE})"
_GAME = rf"(?P<path>apps/\d+/[^/?]+{PICTURE})(?:\?t=\d+)?"
_WIKI = r"(?P<path>[^/?]+/(?:[a-z-]+/)?images/(?:[0-9a-f]/[0-9a-f]{2}/)[^?]+(?:\?.*)?)"
_FIGURE = rf"(?P<path>articles/PMC\d+/bin/[^/?]+{PICTURE})"
_POST = rf"(?:\w+(?:=|%3D)[^/?]*/sign(?:=|%3D)[0-9a-f]+|(?:ab)?pic/item)/(?P<path>[0-9a-f]{{40}}{PICTURE})(?:\?.*)?"
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
    Home("Stack Exchange", r"i\.stack\.imgur\.com", rf"(?P<path>\w{{5,9}}{PICTURE})(?:\?.*)?", "i.sstatic.net"),
    Home(
        "Postimages",
        r"(?P<machine>i|s\d{1,3})\.postimg\.org",
        rf"(?P<path>\w+/[^/?]+{PICTURE})",
        r"\g<machine>.postimg.cc",
    ),
    Home("Fandom", r"(?:vignette|images)\d*\.wikia\.nocookie\.net", _WIKI, "static.wikia.nocookie.net"),
    Home("Fandom", r"img\d*\.wikia\.nocookie\.net", rf"__cb\d+/{_WIKI}", "static.wikia.nocookie.net"),
    Home(
        "MyAnimeList",
        r"myanimelist\.cdn-dena\.com",
        r"(?P<path>(?:r/\d+x\d+/)?images/[^?]+(?:\?s=\w+)?)",
        "cdn.myanimelist.net",
    ),
    Home("Kitsu", r"media\.kitsu\.io", rf"(?P<path>[^?]+{PICTURE}(?:\?\d+)?)", "media.kitsu.app"),
    Home("AniDB", r"img7\.anidb\.net", rf"pics/anime/(?P<path>\d+{PICTURE})", "cdn.anidb.net", "images/main/"),
    Home(
        "Baidu",
        r"(?:tiebapic|imgsa|[a-z]\.hiphotos)\.baidu\.com",
        f"forum/{_POST}",
        "imgsrc.baidu.com",
        "forum/pic/item/",
    ),
    Home(
        "Amazon",
        r"(?:images\.amazon|(?:g-)?ecx\.images-amazon|images-(?:na|eu|fe)\.ssl-images-amazon|i\.gr-assets)\.com",
        rf"(?P<path>images/[A-Z]/[^?]+{PICTURE})",
        "m.media-amazon.com",
    ),
    Home("PubMed Central", r"(?:www\.|pmc\.)?ncbi\.nlm\.nih\.gov", f"(?:pmc/)?{_FIGURE}", "europepmc.org"),
    Home(
        "NASA",
        r"(?:www\.)?hq\.nasa\.gov",
        rf"(?:office/pao/history/)?(?P<path>alsj/[^?]+{PICTURE})",
        "www.nasa.gov",
        "wp-content/uploads/static/history/",
    ),
    Home(
        "NASA",
        r"photojournal\.jpl\.nasa\.gov",
        r"jpeg(?:mod)?/(?P<path>(?-i:PIA)\d{5})(?:_modest)?\.jpg",
        "images-assets.nasa.gov",
        r"image/\g<path>/",
        "~orig.jpg",
    ),
    Home(
        "Unsplash",
        r"source\.unsplash\.com",
        r"(?P<path>(?-i:(?=[\w-]*[A-Z0-9]))[\w-]{11})(?:/\d+x\d+)?",
        "unsplash.com",
        "photos/",
        "/download",
    ),
    Home(
        "Last.fm",
        r"lastfm-img2\.akamaized\.net",
        r"(?P<path>i/u/(?:\w+/)?[0-9a-f]{32}(?:\.\w{3,4})?)",
        "lastfm.freetls.fastly.net",
    ),
    Home(
        "Guardian",
        r"i\.guim\.co\.uk",
        rf"img/(?P<store>media|static)/(?P<path>[^?]+{PICTURE})(?:\?.*)?",
        r"\g<store>.guim.co.uk",
    ),
    Home(
        "BBC",
        r"ichef(?:-\d)?\.bbci?\.co\.uk",
        rf"[^?]+/cpsprodpb/(?P<path>[0-9A-F]{{3,5}}/(?:production/_\d+_[^/?]+?|live/[0-9a-f-]{{36}}){PICTURE})(?:\.webp)?",
        "c.files.bbci.co.uk",
    ),
    Home(
        "BBC", r"ichef(?:-\d)?\.bbci?\.co\.uk", rf"news/\d+/(?P<path>media/images/[^?]+{PICTURE})", "news.bbcimg.co.uk"
    ),
    Home(
        "ESA/Hubble",
        r"(?:www\.|cdn\.)?spacetelescope\.org",
        rf"(?:static/)?(?P<path>archives/images/\w+/[^/?]+{PICTURE})",
        "cdn.esahubble.org",
    ),
    Home("Pl@ntNet", r"bs\.floristic\.org", r"(?P<path>image/\w/[0-9a-f]{40}(?:\.jpe?g)?)", "bs.plantnet.org"),
)


@cache
def _forms() -> Compiled:
    return compiled([home.form() for home in HOMES])


def on_other_host(url: str) -> Iterator[str]:
    """Yield the upload at *url* on the other host of its service."""
    return written_otherwise(url, _forms())
