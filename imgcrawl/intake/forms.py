"""Other addresses of one upload: the sizes and spellings that services and programs are known to give it.

Each table is data: what an address looks like, and what stands in its place. None changes a name, a number or a key
of a picture, and none leads to another host, but from Wikimedia's thumbnails to its files.

Sources, as of November 2026: IIIF Image API 1.1, 2.1 and 3.0, section "Image Request Parameters"; Wikimedia, "Common
thumbnail sizes" (phabricator T414805); Flickr, "Photo Image URLs"; Drupal core, ``ImageStyle::buildUri``; Adobe, "Image
Serving API"; Cloudinary, "Transformation URL API reference"; reports on Pinterest (mikf/gallery-dl #8081) and Tumblr
(danbooru #2353, qsniyg/maxurl #88).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Service(NamedTuple):
    """A service that gives each upload in *sizes*, named from the largest on; *address* has groups around the size.

    *instead*: the sizes to ask for in place of one that is not there, the likeliest first.
    """

    address: re.Pattern[str]
    sizes: tuple[str, ...]
    instead: Mapping[str, tuple[str, ...]]


_PINTEREST = Service(
    re.compile(r"(https?://[\w-]+\.pinimg\.com(?::\d+)?/)(originals|\d+x)(/(?:[0-9a-f]{2}/){3}[0-9a-f]{32}\.\w{3,4})"),
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
        r"(https?://(?:\d+\.)?media\.tumblr\.com(?::\d+)?/(?:[0-9a-f]{32}/)?tumblr_\w+?_)(\d{3,4})(\.(?:jpe?g|png|gif))"
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
        r"(https?://(?:live|farm\d+|c\d+)\.static\.?flickr\.com(?::\d+)?/(?:\d+/)+\d+_[0-9a-f]+)(|_[bczwnm])(\.jpg)"
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

SERVICES: Final = (_PINTEREST, _TUMBLR, _FLICKR)

WIKIMEDIA_WIDTHS: Final = (20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840)
"""Pixels: the only widths that Wikimedia makes of its files since 2026."""
_WIKIMEDIA = re.compile(
    r"(https?://(?:upload|thumb)\.wikimedia\.org(?::\d+)?/[^?]*/)thumb/([^?]+/([^/?]+))/((?:[a-z0-9]+-)*?)(\d+)px-([^/?]+)(?:\?.*)?"
)
_SHOWN = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)

_IIIF = re.compile(
    r"(https?://[^?]+/(?:full|square|\d+(?:,\d+){3}|pct:[\d.]+(?:,[\d.]+){3})/)"
    r"(max|full|pct:[\d.]+|\^?!?\d*,\d*)(/!?\d+(?:\.\d+)?/)(native|default)(\.\w+)"
)
_SIZED = "sized"
_IIIF_INSTEAD: Final[Mapping[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("full", "native"): (("full", "default"), ("max", "default")),
    ("full", "default"): (("max", "default"), ("full", "native")),
    ("max", "default"): (("full", "default"), ("full", "native")),
    (_SIZED, "native"): ((_SIZED, "default"), ("max", "default")),
    (_SIZED, "default"): (("max", "default"), ("full", "default")),
}
"""Versions 1, 2 and 3 call all of a picture ``full/…/native``, ``full/…/default`` and ``max/…/default``."""

_UPLOADS: Final = (
    (re.compile(r"(/files)/styles/[^/?]+/public(/[^?]+\.(?:jpe?g|png|gif))\.webp(?:\?.*)?$", re.IGNORECASE), r"\1\2"),
    (re.compile(r"(/files)/styles/[^/?]+/public(/[^?]+\.\w{3,4})(?:\?.*)?$"), r"\1\2"),
    (re.compile(r"(/is/image/[^?]+)\?(?:[^#]*&)?\$[\w .%-]+\$.*"), r"\1"),
    (re.compile(r"(\.(?:jpe?g|png|gif|webp))\?preset=[^&]+$", re.IGNORECASE), r"\1"),
    (re.compile(r"(//res\.cloudinary\.com/[^/?]+/image/upload/)(?:[a-z]{1,4}_[^/?]+/)+(v\d+/)"), r"\1\2"),
)
"""Copies that Drupal, Scene7 and Cloudinary make by the name of a style or a preset, and the upload of each."""

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|_g[al]"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken)(?:=.*)?",
    re.IGNORECASE,
)
"""Fields of a query that tell who asks or where from, and never what for."""

_SHORT = re.compile(r"[^A-Z]*/[A-Za-z]{1,7}\.[a-z]+")
"""Nothing but a short name has capital letters: it may be a key."""
_WORDY_PATH = re.compile(r"/[^?]*/[^/?]+\.[A-Za-z]{3,4}")
_WORD = re.compile(r"(?:%[0-9A-Fa-f]{2})+|[^A-Za-z0-9]+|(?:(?:[A-Z]?[a-z]+)+|[A-Z]+)[0-9]*|[0-9]+")
_PARTS = re.compile(r"(https?://[^/?]+)(/[^?]*)(.*)", re.DOTALL)


def in_other_size(url: str) -> Iterator[str]:
    """Yield the upload at *url* in other sizes of its service."""
    for service in SERVICES:
        if found := service.address.fullmatch(url):
            return ready(url, [f"{found[1]}{size}{found[3]}" for size in service.instead.get(found[2], ())])
    return ready(url, _of_wikimedia(url))


def is_smaller(url: str, *, asked_url: str) -> bool:
    """Say whether *url* names a smaller size than *asked_url*, of the service that both are of."""
    for service in SERVICES:
        asked, given = service.address.fullmatch(asked_url), service.address.fullmatch(url)
        if asked and given and {asked[2], given[2]} <= set(service.sizes):
            return service.sizes.index(given[2]) > service.sizes.index(asked[2])
    asked, given = _WIKIMEDIA.fullmatch(asked_url), _WIKIMEDIA.fullmatch(url)
    return asked is not None and given is not None and int(given[5]) < int(asked[5])


def _of_wikimedia(url: str) -> Iterator[str]:
    """Yield the next width that is made of the file at *url*, then the file itself."""
    found = _WIKIMEDIA.fullmatch(url)
    if found is None:
        return
    base, path, name, options, width, file = found.groups()
    step = next((step for step in WIKIMEDIA_WIDTHS if step >= int(width)), None)
    if step is not None:
        yield f"{base}thumb/{path}/{options}{step}px-{file}"
    if _SHOWN.search(name):
        yield f"{base}{path}".replace("//thumb.", "//upload.")
    elif step is None:
        yield f"{base}thumb/{path}/{options}{WIKIMEDIA_WIDTHS[-1]}px-{file}"


def in_other_iiif_version(url: str) -> Iterator[str]:
    """Yield the picture that an IIIF service has at *url* as other versions of its interface are asked for it."""
    if (found := _IIIF.fullmatch(url)) is None:
        return iter(())
    before, size, turned, quality, ending = found.groups()
    others = _IIIF_INSTEAD.get((size if size in ("full", "max") else _SIZED, quality), ())
    texts = (f"{before}{size if to == _SIZED else to}{turned}{name}{ending}" for to, name in others)
    return ready(url, texts)


def as_uploaded(url: str) -> Iterator[str]:
    """Yield the upload of which *url* is a copy by a named style or preset."""
    return ready(url, (form.sub(to, url) for form, to in _UPLOADS))


def without_tracking(url: str) -> Iterator[str]:
    """Yield *url* without the fields that tell who asks or where from, if it has any."""
    return ready(url, (_untracked(url),) if "?" in url else ())


def _untracked(url: str) -> str:
    path, _, query = url.partition("?")
    rest = "&".join(field for field in query.split("&") if not _TRACKING.fullmatch(field))
    if not rest and not _SHOWN.search(path):
        return url  # a script that is told nothing
    return f"{path}?{rest}" if rest else path


def in_small_letters(url: str) -> Iterator[str]:
    """Yield *url* with its path in small letters, as servers that tell them apart may have the file.

    Only where the path has folders and is made of words: random letters are a key, and others are another picture's.
    """
    return ready(url, (_lowered(url),))


def _lowered(url: str) -> str:
    parts = _PARTS.fullmatch(url)
    if parts is None or not _WORDY_PATH.fullmatch(parts[2]) or "".join(_WORD.findall(parts[2])) != parts[2]:
        return url
    if _SHORT.fullmatch(parts[2]) or any(_is_key(segment) for segment in re.split(r"(?:%\w\w)+|[/._-]", parts[2])):
        return url
    lowered = _WORD.sub(lambda found: found[0] if found[0].startswith("%") else found[0].lower(), parts[2])
    return f"{parts[1]}{lowered}{parts[3]}"


def _is_key(segment: str) -> bool:
    """Say whether *segment* changes between letters and digits, or large and small, more often than words do."""
    kinds = re.sub(r"[A-Z]?[a-z]+|[A-Z]+", "a", re.sub(r"[0-9]+", "0", segment))
    return len(kinds) > 3
