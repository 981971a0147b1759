"""Addresses that carry another address: image proxies, search results, redirectors, archives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from imgcrawl.errors import RowError
from imgcrawl.intake.address import joined
from imgcrawl.intake.forges import file_of_page
from imgcrawl.intake.mailed import address_from_mail
from imgcrawl.intake.objects import object_itself
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.slips import looks_like_host
from imgcrawl.intake.viewers import shared_file, shows_file
from imgcrawl.naming.carried import PHOTON_HOST, SOURCE_FIELD, fields_around
from imgcrawl.naming.coded import address_in, address_in_path, order_in_path
from imgcrawl.naming.words import ANY_ENDING, DRAWS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_DEPTH = 4
_MAX_FOUND = 8
_MAX_UNQUOTES = 3

_LINK_KEY = re.compile(r"q|z|href|link|l|to|goto|go|target|dest|destination", re.IGNORECASE)
"""Names of where a redirector leads: an address that ends like a picture's does not redirect."""
_IMAGE_ENDING = re.compile(rf"{ANY_ENDING}(?:[?#!]|$)", re.IGNORECASE)

_INNER_SCHEME = re.compile(r"(?<=.)(?=https?(?::|%3A))", re.IGNORECASE)
_PARTS = re.compile(r"(https?://[^/?#]+)([^?#]*)\??([^#]*)#?(.*)", re.IGNORECASE | re.DOTALL)
_ENCODED_COLON = re.compile(r"(https?)%(?:25)*3A", re.IGNORECASE)
_INNER = re.compile(r"(?<![a-z0-9])https?:/{1,2}[^/].*", re.IGNORECASE | re.DOTALL)

# In a path, an address begins where a segment does: within one it is the value of an option, a watermark or the like.
_PATH_INNER = re.compile(r"(?<=/)https?:/{1,2}[^/].*", re.IGNORECASE | re.DOTALL)
_PATH_SEGMENT = re.compile(r"(?<=/)https?:%(?:25)*2F[^/?]+", re.IGNORECASE)
_PATH_HEX = re.compile(r"(?<=/)68747470(?:[0-9a-f]{2})+", re.IGNORECASE)

_IMGPROXY_PLAIN = re.compile(r"/plain/", re.IGNORECASE)
_IMGPROXY_FORMAT = re.compile(r"(?:@|%40)[a-z0-9]{3,4}$", re.IGNORECASE)

_SCHEME_SEGMENT = re.compile(r"/(https?|ssl)/(?=[^/])", re.IGNORECASE)
_SCHEMES = {"ssl": "https"}
_PROXY_SEGMENT = re.compile(
    r"/(?:unsafe|fetch|proxy|resize|plain|insecure|thumbor|[\w-]{27}=)/(?=(?:[^/]*/){0,4}[^/]+\.[^/]+/)", re.IGNORECASE
)

_NAMED_HOST = re.compile(
    r"/(?:img|image|ii?|proxy|cdn)/(s/)?((?:[\w-]+\.)+[a-z]{2,63})/(?:[a-z]{1,12}=[^/]*/)?(?=[^/]+/.)",
    re.IGNORECASE,
)
"""A short word, a host, perhaps orders, a folder and a file: what lies alone in a folder called so may be any."""

_SITE_HOST = re.compile(r"(?:/[^/]+){0,4}(?<!/sites)/(www\.(?:[\w-]+\.)+[a-z]{2,63})/(?=[^/]+/.)", re.IGNORECASE)
"""A host that is called as sites are, a folder and a file; not where content systems keep what is of one of theirs."""

_ARGUMENTS = re.compile(r"\([^()]*\)")
"""Of a filter: its watermark may be an address."""

# Wrappers whose inner address has no scheme, so that nothing marks where it begins.
_PHOTON = re.compile(rf"https?://{PHOTON_HOST.pattern}/([^?]+)\??(.*)", re.IGNORECASE)
_AMP = re.compile(r"https?://[^/]+\.cdn\.ampproject\.org/ii?/(?:(?!s/)[a-z]\w{0,5}/)?(s/)?(.+)", re.IGNORECASE)
_OWN_RESIZER = re.compile(r"(https?://[^/]+)/(?:cdn-cgi/image|_ipx)/[^/]+/+([^/].*)", re.IGNORECASE)
_STATICALLY = re.compile(r"https?://cdn\.statically\.io/img/([^/]+)/(?:[a-z]+=[^/]*/)?(.+)", re.IGNORECASE)
_FOUND_BY_BAIDU = re.compile(r"https?://gimg\d\.baidu\.com/image_search/(?:[^?]*&)?src=([^&?]+)", re.IGNORECASE)
_GITHUB_MIRROR = re.compile(r"https?://cdn\.jsdelivr\.net/gh/([^/]+/[^/@]+)@([^/]+/.+)", re.IGNORECASE)

# Links to copies that search engines, translators and messengers keep.
_CACHED = re.compile(r"cache:(?:[\w-]+:)?(?=https?:|[\w-]+\.)", re.IGNORECASE)
_AMP_VIEWER = re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(s/)?(.+)", re.IGNORECASE)
_EXTERNAL = re.compile(r"https?://[^/]+/external/[^/?]+/(?:(%3F[^/?]*)/)?(https?)/([^/?]+/[^?]+)", re.IGNORECASE)
_TRANSLATED = re.compile(r"https?://([a-z0-9-]+)\.translate\.goog(/[^?]*)\??(.*)", re.IGNORECASE)
_OF_TRANSLATOR = "_x_tr_"

# Pages about one file, whose software gives the file itself beside them.
_NO_DOWNLOAD = re.compile(r"([?&]dl=)0(?=&|$)")


class _Wrapper(NamedTuple):
    url: str
    path: str
    query: str
    fragment: str


def unwrap(url: str, given: str = "") -> tuple[str, ...]:
    """Return the addresses that *url* carries in its path, query or fragment, most promising first; most carry none.

    The innermost address of several layers comes first. Each is a URL as :func:`prepare_url` returns it. *given* is the
    text that *url* was made of: its fragment, which is not asked for, may carry an address too. What is drawn of the
    address that is given is another picture than the one there.
    """
    found: dict[str, None] = {}
    fragment = given.partition("#")[2]
    _collect(f"{url}#{fragment}" if fragment and "#" not in url else url, found, _MAX_DEPTH)
    found.pop(url, None)
    return tuple(found)[:_MAX_FOUND]


def _collect(url: str, found: dict[str, None], depth: int) -> None:
    parts = _PARTS.fullmatch(url)
    if parts is None or depth == 0 or len(found) >= _MAX_FOUND or DRAWS.search(_INNER_SCHEME.split(url, maxsplit=1)[0]):
        return
    wrapper = _Wrapper(url, _ENCODED_COLON.sub(r"\1:", parts[2]), parts[3], parts[4])
    carried = [*_named(url), *_in_path(wrapper), *_in_query(wrapper, wrapper.query)]
    carried += _in_query(wrapper, wrapper.fragment)
    if DRAWS.search(wrapper.path):  # what is kept of such a service is what it has drawn
        carried = carried[:1]
    if wrapper.fragment.startswith("http"):
        carried.append(wrapper.fragment)
    elif shows_file(wrapper.path, wrapper.fragment):
        carried.append(joined(url, wrapper.fragment))
    for address in filter(None, map(_usable, carried)):
        _collect(address, found, depth - 1)
        found.setdefault(address)


def _usable(address: str) -> str | None:
    """Return *address* made ready, or None when it cannot be an image: no public host, or its root."""
    try:
        prepared = prepare_url(address)
    except RowError:
        return None
    is_root = prepared.url.count("/") == 3 and prepared.url.endswith("/")
    return None if is_root or "." not in prepared.host else prepared.url


def _named(url: str) -> Iterator[str]:
    if photon := _PHOTON.match(url):
        yield ("https://" if "ssl=1" in photon[2] else "http://") + photon[1]
    if amp := _AMP.match(url):
        yield ("https://" if amp[1] else "http://") + amp[2]
    if (resizer := _OWN_RESIZER.match(url)) and not _INNER.match(_unquoted(resizer[2])):
        yield f"{resizer[1]}/{resizer[2]}"
    if statically := _STATICALLY.match(url):
        yield f"https://{statically[1]}/{statically[2]}"
    if found := _FOUND_BY_BAIDU.match(url):
        address = _unquoted(found[1])
        yield address if _INNER.match(address) else f"http://{address}"
    if github := _GITHUB_MIRROR.match(url):
        yield f"https://raw.githubusercontent.com/{github[1]}/{github[2]}"
    yield from _copied(url)
    yield from address_from_mail(url)
    yield from _beside_page(url)


def _copied(url: str) -> Iterator[str]:
    """Yield the address whose copy a viewer for phones, a messenger or a translator keeps at *url*."""
    if amp := _AMP_VIEWER.match(url):
        yield ("https://" if amp[1] else "http://") + amp[2]
    if external := _EXTERNAL.match(url):
        yield f"{external[2].lower()}://{external[3]}{unquote(external[1] or '')}"
    if translated := _TRANSLATED.match(url):
        host = translated[1].replace("--", "\n").replace("-", ".").replace("\n", "-")
        fields = translated[3].split("&")
        query = "&".join(field for field in fields if not field.startswith(_OF_TRANSLATOR))
        scheme = "http" if f"{_OF_TRANSLATOR}sch=http" in fields else "https"
        yield f"{scheme}://{host}{translated[2]}?{query}".rstrip("?")


def _beside_page(url: str) -> Iterator[str]:
    """Yield the file that a code host or a file host (``dl=0``) shows a page about at *url*."""
    yield from shared_file(url)
    yield from object_itself(url)
    yield from file_of_page(url)
    if _NO_DOWNLOAD.search(url):
        yield _NO_DOWNLOAD.sub(r"\g<1>1", url)


def _in_path(wrapper: _Wrapper) -> Iterator[str]:
    yield from _without_scheme(wrapper)
    plain = _IMGPROXY_PLAIN.search(wrapper.path) is not None
    if inner := _PATH_INNER.search(wrapper.path):
        address = f"{inner[0]}?{wrapper.query}" if wrapper.query else inner[0]
        yield _IMGPROXY_FORMAT.sub("", address) if plain else address
    if segment := _PATH_SEGMENT.search(wrapper.path):
        yield _unquoted(_IMGPROXY_FORMAT.sub("", segment[0]) if plain else segment[0])
    if coded := address_in_path(wrapper.path):
        yield coded
    order = order_in_path(wrapper.path)
    yield from (value for key, value in order.items() if SOURCE_FIELD.fullmatch(key) and _INNER.match(str(value)))
    if digits := _PATH_HEX.search(wrapper.path):
        yield bytes.fromhex(digits[0]).decode("utf-8", "replace")


def _without_scheme(wrapper: _Wrapper) -> Iterator[str]:
    """Yield the addresses whose host stands in the path: at its start, after their scheme, or after a proxy's word."""
    path = wrapper.path.lstrip("/")
    has_scheme = _PATH_INNER.search(wrapper.path) or _PHOTON.match(f"{wrapper.url}{wrapper.path}")
    if has_scheme or _IMAGE_ENDING.search(path) is None:
        return
    if (named := _NAMED_HOST.match(wrapper.path)) and looks_like_host(f"{named[2]}/"):
        yield f"{'https' if named[1] else wrapper.url.partition(':')[0]}://{named[2]}/{wrapper.path[named.end() :]}"
    elif (site := _SITE_HOST.match(wrapper.path)) and looks_like_host(f"{site[1]}/"):
        yield f"{wrapper.url.partition(':')[0]}://{wrapper.path[site.start(1) :]}"
    if looks_like_host(path):
        yield f"{wrapper.url.partition(':')[0]}://{path}"
    if (scheme := _SCHEME_SEGMENT.search(wrapper.path)) and looks_like_host(wrapper.path[scheme.end() :]):
        yield f"{_SCHEMES.get(scheme[1].lower(), scheme[1].lower())}://{wrapper.path[scheme.end() :]}"
    if proxy := _PROXY_SEGMENT.search(wrapper.path):
        segments = _ARGUMENTS.sub("", wrapper.path[proxy.end() :]).split("/")
        hosts = (place for place in range(len(segments) - 1) if looks_like_host("/".join(segments[place:])))
        if (place := next(hosts, None)) is not None:
            yield f"{wrapper.url.partition(':')[0]}://{'/'.join(segments[place:])}"


def _in_query(wrapper: _Wrapper, query: str) -> list[str]:
    """Return the addresses that the fields of *query* name; one in the clear with what follows it, then without."""
    if _INNER.match(_unquoted(query)):
        return [_unquoted(query)]
    ranked = []
    for key, value in fields_around(query):
        if _is_source(key, wrapper) and (address := _in_value(_unquoted(value), wrapper)):
            ranked.append((_IMAGE_ENDING.search(address) is None, address))
            if (first := value.partition("&")[0]) != value:  # what follows may be meant for the wrapper after all
                ranked.append((_IMAGE_ENDING.search(address) is None, _in_value(_unquoted(first), wrapper)))
    addresses = [address for _, address in sorted(ranked, key=lambda entry: entry[0])]
    return [*addresses, *(f"http://{address}" for address in addresses if looks_like_host(address))]


def _is_source(key: str, wrapper: _Wrapper) -> bool:
    """Say whether a query's *key* names what is fetched, or where a *wrapper* that is no picture itself leads."""
    is_link = _LINK_KEY.fullmatch(key) and _IMAGE_ENDING.search(wrapper.path) is None
    return bool(SOURCE_FIELD.fullmatch(key) or is_link)


def _in_value(value: str, wrapper: _Wrapper) -> str:
    """Return the address that the *value* of a query is, else the empty string."""
    value = _CACHED.sub("", value)
    if _INNER.match(value):
        return value
    if address := address_in(value):
        return address
    if value.startswith("ssl:") and looks_like_host(value[4:]):
        return f"https://{value[4:]}"
    if value.startswith("//") or (value.startswith("/") and (_IMAGE_ENDING.search(value) or "/_next/" in wrapper.path)):
        return joined(wrapper.url, value)
    return value if looks_like_host(value) else ""


def _unquoted(text: str) -> str:
    """Return *text* percent-decoded until an address comes to light, no further: what is encoded within it stays."""
    for _ in range(_MAX_UNQUOTES):
        if _INNER.match(text) or "%" not in text:
            break
        text = unquote(text)
    return text
