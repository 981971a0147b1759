"""Services and programs that keep each upload in a few sizes, whose names stand in the address.

Sources, as of November 2026: Flickr, "Photo Image URLs"; reports on Pinterest (mikf/gallery-dl #8081) and Tumblr
(danbooru #2353, qsniyg/maxurl #88); X, "Media object sizes"; YouTube Data API, "Thumbnails"; Omeka Classic,
``File::$_pathsByType``; Omeka S, "Thumbnails"; iNaturalist Open Data, "Photo sizes"; eBay, "Picture services"; SmugMug,
"What are the display sizes"; Etsy's Open API, ``ListingImage``; TMDB, "Image basics"; Pl@ntNet's API, ``url`` of
images; Gallica, "Apprenez à lire les URL de Gallica"; Tripadvisor's Content API, ``images`` (agentscope-ai/agentscope
#332); Yelp (itsahsiao/breadcrumbs #25); ArtStation and Behance (mikf/gallery-dl, extesy/hoverzoom); The New York Times
(qsniyg/maxurl #458); Booking.com (kiwicom/mobile #231, extesy/hoverzoom); NASA's image library (extesy/hoverzoom); the
Metropolitan Museum's API, ``primaryImage``; Pixabay (qsniyg/maxurl); SoundCloud (AdrianEddy/AIMPSoundcloud #11,
StigNygaard/Stigs_Art_Grabr #13); Deezer (Nezreka/SoulSync #542, RemixDev/DRemixIssues #193); BBC News (bbc/simorgh
#1683, #5786 and #14259).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Service(NamedTuple):
    """A service that gives each upload in *sizes*, named from the largest on; *address* has a group of that name.

    *instead*: the sizes to ask for in place of one that is not there, the likeliest first; "" is for all others.
    *written*: how its addresses are written now; else only the size changes.
    """

    address: re.Pattern[str]
    sizes: tuple[str, ...]
    instead: Mapping[str, tuple[str, ...]]
    written: str = ""


_PINTEREST = Service(
    re.compile(
        r"https?://[\w-]+\.pinimg\.com(?::\d+)?/(?P<size>originals|\d+x)/(?:[0-9a-f]{2}/){3}[0-9a-f]{32}\.\w{3,4}"
    ),
    ("originals", "1200x", "736x", "564x", "474x", "236x", "170x"),
    {
        "originals": ("736x", "564x"),
        "1200x": ("736x", "originals"),
        "736x": ("originals", "564x"),
        "564x": ("736x", "originals"),
        "474x": ("736x", "236x"),
        "236x": ("736x", "474x"),
        "170x": ("736x", "236x"),
    },
)
_TUMBLR = Service(
    re.compile(
        r"https?://(?:\d+\.)?media\.tumblr\.com(?::\d+)?/(?:[0-9a-f]{32}/)?tumblr_\w+?_(?P<size>\d{3,4})\.(?:jpe?g|png|gif)"
    ),
    ("1280", "640", "540", "500", "400", "250"),
    {
        "1280": ("640", "500"),
        "640": ("1280", "500"),
        "540": ("1280", "500"),
        "500": ("1280", "400"),
        "400": ("1280", "500"),
        "250": ("1280", "500"),
    },
)
"""The addresses since 2019, with ``/s1280x1920/``, have another key for each size: none can be told from another."""
_FLICKR = Service(
    re.compile(
        r"https?://(?:live|farm\d+|c\d+)\.static\.?flickr\.com(?::\d+)?/(?:\d+/)+\d+_[0-9a-f]+(?P<size>|_[bczwnm])\.jpg"
    ),
    ("_b", "_c", "_z", "", "_w", "_n", "_m"),
    {
        "_b": ("_c", ""),
        "_c": ("_z", ""),
        "_z": ("", "_n"),
        "": ("_z", "_n"),
        "_w": ("", "_n"),
        "_n": ("", "_m"),
        "_m": ("", "_n"),
    },
)
"""Larger sizes, and the original, have keys of their own."""

_TWITTER = Service(
    re.compile(
        r"(?P<key>https?://[^/?]+/media/[\w-]{12,20})(?:\?format=|\.)(?P<format>jpe?g|png|webp)(?::|&name=|\?name=)"
        r"(?P<size>orig|4096x4096|large|medium|small|900x900|\d+x\d+|thumb|tiny)"
    ),
    ("orig", "4096x4096", "large", "medium", "900x900", "small", "thumb", "tiny"),
    {"orig": ("large", "medium"), "": ("orig", "large"), "large": ("orig", "medium")},
    r"\g<key>?format=\g<format>&name={size}",
)
_YOUTUBE = Service(
    re.compile(
        r"(?P<key>https?://[^/?]+/vi(?:_webp)?/[\w-]{11}/)"
        r"(?P<size>maxresdefault|sddefault|hq720|hqdefault|mqdefault|default)(?P<ending>\.(?:jpg|webp))(?:\?(?:v|sqp)=.*)?"
    ),
    ("maxresdefault", "hq720", "sddefault", "hqdefault", "mqdefault", "default"),
    {"sddefault": ("hqdefault", "mqdefault"), "hqdefault": ("mqdefault", "default"), "": ("sddefault", "hqdefault")},
    r"\g<key>{size}\g<ending>",
)
_OMEKA = Service(
    re.compile(r"https?://[^?]+/files/(?P<size>original|fullsize|thumbnails|square_thumbnails)/[0-9a-f]{32}\.jpe?g"),
    ("original", "fullsize", "thumbnails", "square_thumbnails"),
    {"original": ("fullsize", "thumbnails"), "fullsize": ("original", "thumbnails"), "": ("original", "fullsize")},
)
_OMEKA_S = Service(
    re.compile(r"https?://[^?]+/files/(?P<size>original|large|medium|square)/[0-9a-f]{40}\.(?:jpe?g|png|gif)"),
    ("original", "large", "medium", "square"),
    {"original": ("large", "medium"), "large": ("original", "medium"), "": ("original", "large")},
)
_INATURALIST = Service(
    re.compile(
        r"https?://[^?]+/photos/\d+/(?P<size>original|large|medium|small|thumb|square)\.(?:jpe?g|png|gif)(?:\?\d*)?"
    ),
    ("original", "large", "medium", "small", "thumb", "square"),
    {"original": ("large", "medium"), "large": ("original", "medium"), "": ("original", "large")},
)
_EBAY = Service(
    re.compile(r"https?://[^?]+/images/g/[\w~-]+/s-l(?P<size>\d{2,4})\.(?:jpe?g|png|webp)"),
    ("1600", "1200", "960", "640", "500", "400", "300", "225", "140", "96", "64"),
    {"1600": ("1200", "500"), "500": ("1600", "400"), "": ("1600", "500")},
)
_SMUGMUG = Service(
    re.compile(
        r"(?P<key>https?://[^?]+/i-[A-Za-z0-9]{7}/\d+/)(?P<size>X[2-5L]|[LMSO]|T[hi])/(?P<name>[^/?{}]+)-(?P=size)"
        r"(?P<ending>\.(?:jpe?g|png|gif|webp))"
    ),
    ("O", "X5", "X4", "X3", "X2", "XL", "L", "M", "S", "Th", "Ti"),
    {"L": ("M", "S"), "M": ("L", "S"), "": ("L", "M")},
    r"\g<key>{size}/\g<name>-{size}\g<ending>",
)
"""The addresses since 2018 have another key for each size."""

_ETSY = Service(
    re.compile(
        r"https?://\w+\.etsystatic\.com(?::\d+)?/(?:\w+/)+il_(?P<size>\d+x(?:\d+|N)|fullxfull)\.\d{7,11}_\w{4,12}"
        r"\.(?:jpe?g|png|gif)(?:\?version=\d+)?"
    ),
    ("fullxfull", "794xN", "570xN", "170x135", "75x75"),
    {"fullxfull": ("794xN", "570xN"), "570xN": ("fullxfull", "794xN"), "": ("fullxfull", "570xN")},
)
_TMDB = Service(
    re.compile(
        r"https?://(?:image\.tmdb|media\.themoviedb)\.org(?::\d+)?/t/p/(?P<size>[wh]\d+(?:_\w+)?|original)/\w{20,}\.(?:jpg|png)"
    ),
    ("original", "w1280", "w780", "h632", "w500", "w342", "w300", "w185", "w154", "w92", "w45"),
    {"original": ("w780", "w500"), "w500": ("original", "w780"), "": ("original", "w500")},
)
_PLANTNET = Service(
    re.compile(r"https?://bs\.(?:plantnet|floristic)\.org(?::\d+)?/image/(?P<size>[oms])/[0-9a-f]{40}(?:\.jpe?g)?"),
    ("o", "m", "s"),
    {"o": ("m",), "m": ("o",), "s": ("m", "o")},
)
"""The small one is a cut."""

_GALLICA = Service(
    re.compile(
        r"https?://gallica\.bnf\.fr(?::\d+)?/ark:/12148/\w+(?:/f\d+)?\.(?P<size>highres|medres|lowres|thumbnail)"
    ),
    ("highres", "medres", "lowres", "thumbnail"),
    {"highres": ("medres", "lowres"), "medres": ("highres", "lowres"), "": ("highres", "medres")},
)

_TRIPADVISOR = Service(
    re.compile(
        r"https?://(?:dynamic-)?media-cdn\.tripadvisor\.com(?::\d+)?/media/photo-(?P<size>[a-z])/(?:[0-9a-f]{2}/){4}[^/?]+\.jpg"
        r"(?:\?.*)?"
    ),
    ("o", "w", "s", "f", "l", "t"),
    {"o": ("w", "s"), "s": ("o", "f"), "": ("s", "o")},
)
_YELP = Service(
    re.compile(
        r"https?://[\w.-]+\.yelpcdn\.com(?::\d+)?/b?photo/[\w-]{22}/(?P<size>o|l|ls|ms|s|\d+s|\w?ss)\.(?:jpe?g|png)"
    ),
    ("o", "l", "ls", "ms", "s"),
    {"o": ("l",), "l": ("o",), "": ("o", "l")},
)
"""The others are cuts."""

_ARTSTATION = Service(
    re.compile(
        r"(?P<key>https?://cdn\w*\.artstation\.com(?::\d+)?/p/assets/(?:images|covers|panos)/images/(?:\d{3}/){3})(?:\d+/)?"
        r"(?P<size>original|8k|4k|large|medium|small|(?:small|smaller|micro)_square)/(?P<name>[^/?{}]+\.\w{3,4}(?:\?\d+)?)"
    ),
    ("original", "8k", "4k", "large", "medium", "small"),
    {"large": ("4k", "medium"), "": ("large", "4k"), "4k": ("large", "medium")},
    r"\g<key>{size}/\g<name>",
)
_BEHANCE = Service(
    re.compile(
        r"https?://mir-s3-cdn-cf\.behance\.net(?::\d+)?/project(?:_modules|s)/"
        r"(?P<size>source|max_\d+|fs|hd|disp|original|\d{3,4}(?:_opt_1)?)/[\w.-]+\.(?:jpe?g|png|gif)"
    ),
    ("source", "max_3840", "fs", "hd", "1400", "max_1200", "808", "disp", "404", "230", "202", "115"),
    {"source": ("fs", "disp"), "fs": ("source", "disp"), "": ("source", "fs")},
)
_NEW_YORK_TIMES = Service(
    re.compile(
        r"(?P<key>https?://static\d\d\.nyt\.com(?::\d+)?/images/[^?{}]+)-"
        r"(?P<size>superJumbo|jumbo|article(?:Large|Inline)|video(?:Large|Small|SixteenByNine\w*)|(?:medium)?[tT]hreeByTwo\w+"
        r"|thumb(?:Large|Standard)|facebookJumbo|square\d+|master\d+|blog\w+)(?P<ending>(?:-v\d+)?\.(?:jpg|png))(?:\?.*)?"
    ),
    ("superJumbo", "jumbo", "articleLarge", "articleInline", "thumbLarge", "thumbStandard"),
    {"superJumbo": ("jumbo", "articleLarge"), "jumbo": ("superJumbo", "articleLarge"), "": ("superJumbo", "jumbo")},
    r"\g<key>-{size}\g<ending>",
)
_BOOKING = Service(
    re.compile(
        r"https?://[\w-]+\.bstatic\.com(?::\d+)?/(?:xdata/)?images/\w+/(?P<size>max\d+(?:x\d+)?|square\d+|\d+x\d+)/(?:\d+/)?"
        r"\d{5,}\.jpg(?:\?k=[0-9a-f]{64}[^#]*)?"
    ),
    ("max1280x900", "max1024x768", "max500", "max300", "square60"),
    {
        "max1280x900": ("max1024x768", "max500"),
        "max1024x768": ("max1280x900", "max500"),
        "": ("max1024x768", "max500"),
        "max500": ("max1024x768", "max300"),
    },
)
_NASA = Service(
    re.compile(
        r"https?://images-assets\.nasa\.gov(?::\d+)?/image/(?P<id>[^/?]+)/(?P=id)~(?P<size>orig|large|medium|small|thumb)\.jpe?g"
    ),
    ("orig", "large", "medium", "small", "thumb"),
    {"orig": ("large", "medium"), "large": ("orig", "medium"), "": ("orig", "large")},
)
_MET = Service(
    re.compile(
        r"https?://images\.metmuseum\.org(?::\d+)?/CRDImages/\w+/(?P<size>original|web-(?:large|additional|highlight)|mobile-large)/[^/?]+\.jpg"
    ),
    ("original", "web-large", "mobile-large"),
    {"original": ("web-large",), "": ("original", "web-large")},
)
_PIXABAY = Service(
    re.compile(
        r"https?://cdn\.pixabay\.com(?::\d+)?/photo/(?:\d+/){5}[\w-]+-\d+(?P<size>_1280|_960_720|_640|__480|__340)\.(?:jpg|png)"
    ),
    ("_1280", "_960_720", "_640", "__480", "__340"),
    {"_1280": ("_960_720", "_640"), "": ("_1280", "_640"), "_640": ("_1280", "_960_720")},
)
_SOUNDCLOUD = Service(
    re.compile(
        r"https?://i\d\.sndcdn\.com(?::\d+)?/(?:artworks|avatars)-[\w-]+-(?P<size>original|t\d+x\d+|crop|large|badge|small|tiny|mini)"
        r"\.(?:jpg|png)"
    ),
    ("original", "t1080x1080", "t500x500", "crop", "t300x300", "large", "t67x67", "badge", "small", "tiny", "mini"),
    {"t500x500": ("original", "t300x300"), "original": ("t500x500", "t300x300"), "": ("t500x500", "original")},
)
_DEEZER = Service(
    re.compile(
        r"https?://(?:e-)?cdns?-images\.dzcdn\.net(?::\d+)?/images/\w+/[0-9a-f]{32}/(?P<size>\d+x\d+)(?:-\d+){0,4}\.(?:jpg|png)"
    ),
    ("1900x1900", "1400x1400", "1200x1200", "1000x1000", "500x500"),
    {"1000x1000": ("1900x1900", "500x500"), "": ("1000x1000", "500x500"), "500x500": ("1000x1000", "1200x1200")},
)
"""Nothing larger is made."""

_BBC = Service(
    re.compile(
        r"https?://ichef(?:-\d)?\.bbci?\.co\.uk(?::\d+)?/(?:news|ace/(?:standard|ws))/(?P<size>\d{2,4})/[^?]+\.(?:jpe?g|png)(?:\.webp)?"
    ),
    ("2048", "1536", "1024", "976", "960", "800", "660", "640", "624", "480", "320", "240"),
    {"976": ("800", "1024"), "800": ("976", "624"), "": ("976", "800")},
)

SERVICES: Final = (
    *(_PINTEREST, _TUMBLR, _FLICKR, _TWITTER, _YOUTUBE, _OMEKA, _OMEKA_S, _INATURALIST, _EBAY, _SMUGMUG),
    *(_ETSY, _TMDB, _PLANTNET, _GALLICA, _TRIPADVISOR, _YELP, _ARTSTATION, _BEHANCE, _NEW_YORK_TIMES, _BOOKING, _NASA),
    *(_MET, _PIXABAY, _SOUNDCLOUD, _DEEZER, _BBC),
)
