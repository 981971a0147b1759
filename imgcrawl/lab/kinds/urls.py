"""What sources write where a URL should stand: nonsense, URLs with small damage, whole URLs in odd spellings."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import Kind, Reply
from imgcrawl.lab.pictures import picture
from imgcrawl.lab.replies import good, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.lab.model import Row, Visit

LONG_CHARACTERS = 20_000

_INVALID = (ErrorSlug.URL_INVALID, ErrorSlug.URL_HOST, ErrorSlug.URL_SCHEME)
_MALFORMED = ErrorSlug.URL_ROW_MALFORMED


def _pick(*choices: str) -> Callable[[Row], str]:
    return lambda row: choices[(row.site.number + row.number) % len(choices)]


def _of(*writers: Callable[[str], str]) -> Callable[[Row], str]:
    return lambda row: writers[(row.site.number + row.number) % len(writers)](row.plain_url)


def _swap_scheme(*schemes: str) -> Callable[[Row], str]:
    """Write ``http`` or ``https`` and its colon and slashes as one of *schemes*, in which ``{}`` is the scheme."""

    def spell(row: Row) -> str:
        scheme, _, rest = row.plain_url.partition("://")
        return schemes[row.site.number % len(schemes)].format(scheme) + rest

    return spell


def _tiny_data_url(row: Row) -> str:
    return "data:image/png;base64," + base64.b64encode(picture(row.key, "tiny")).decode()


def _with_query(row: Row) -> str:
    return f"{row.plain_url}?id={row.index}&amp;size=large"


def _odd_host(row: Row) -> str:
    host = row.site.host
    return row.plain_url.replace(host, host.upper() if row.site.number % 2 else f"{host}.")


def wants_size(visit: Visit) -> Reply:
    """Answer only if the query asks for a size by that name."""
    return good(visit) if parse_qs(visit.query).get("size") == ["large"] else refusal(404)


def wants_login(visit: Visit) -> Reply:
    """Answer only to the name and the password that stand in the URL."""
    expected = "Basic " + base64.b64encode(b"guest:open").decode()
    if visit.headers.get("authorization") == expected:
        return good(visit)
    return refusal(401, (("WWW-Authenticate", 'Basic realm="pictures"'),))


def _hopeless(name: str, weight: float, spell: Callable[[Row], str], *errors: ErrorSlug) -> Kind:
    return Kind(name=name, weight=weight, spell=spell, errors=errors, with_page=False, answers={"picture": good})


def _repairable(
    name: str, weight: float, spell: Callable[[Row], str], scheme: str = "", *, with_page: bool | None = None
) -> Kind:
    return Kind(
        name=name, weight=weight, spell=spell, ok=True, errors=_INVALID, scheme=scheme, with_page=with_page,
        answers={"picture": good},
    )  # fmt: skip


KINDS = (
    _hopeless("url-empty", 12, _pick("", " "), ErrorSlug.URL_MISSING),
    _hopeless("url-words", 13, _pick("see the attached list", "image not available", "plate 4, figure 2"), *_INVALID),
    _hopeless(
        "url-scheme", 16,
        _pick("ftp://ftp.lab.test/a.jpg", "file:///etc/hostname", "javascript:void(0)", "mailto:a@lab.test",
              "about:blank"),
        ErrorSlug.URL_SCHEME,
    ),
    _hopeless(
        "url-no-host", 11, _pick("http:///", "https://", "http://:8080/a.jpg", "https://?id=3", "http://#a.jpg"),
        ErrorSlug.URL_HOST, ErrorSlug.URL_INVALID, ErrorSlug.URL_PORT,
    ),
    _hopeless(
        "url-bad-host", 8,
        _pick("http://[fe80::zz]/a.jpg", f"http://{'a' * 70}.test/a.jpg", "https://a b.lab.test/c.jpg", "http://a^b.test/c.jpg"),
        ErrorSlug.URL_HOST, ErrorSlug.URL_INVALID,
    ),
    _hopeless(
        "url-bad-port", 6, _pick("http://a.lab.test:99999/b.jpg", "https://a.lab.test:port/b.jpg", "http://a.lab.test:8o/b.jpg"),
        ErrorSlug.URL_PORT, ErrorSlug.URL_INVALID,
    ),
    _hopeless(
        "url-too-long", 3, lambda row: f"{row.plain_url}?{'q' * LONG_CHARACTERS}",
        ErrorSlug.URL_TOO_LONG, ErrorSlug.HTTP_414,
    ),
    _hopeless("url-relative", 6, lambda row: row.places["picture"], *_INVALID),
    _hopeless("url-template", 4, _pick("{{ image.url }}", "https://${host}/a.jpg", "%IMAGE_URL%"), *_INVALID),
    _hopeless(
        "data-url-broken", 3, _pick("data:image/png;base64,@@@@", "data:image/png;base64", "data:;base64,iVBOR"),
        ErrorSlug.URL_DATA_INVALID,
    ),
    Kind(
        name="row-short", weight=9, line=lambda row: row.id, with_page=False, errors=(_MALFORMED, ErrorSlug.URL_MISSING)
    ),
    Kind(
        name="row-long", weight=8, line=lambda row: f"{row.id},{row.site.url('/a')},b,c.jpg,d", with_page=False,
        errors=(_MALFORMED, ErrorSlug.HTTP_404), note="The URL holds commas and is not quoted.",
    ),
    Kind(
        name="row-bytes", weight=1, line=lambda row: f"{row.id},{row.site.url('/caf')}\udce9.jpg,", with_page=False,
        errors=(_MALFORMED, ErrorSlug.URL_INVALID, ErrorSlug.HTTP_404), note="The row is not UTF-8.",
    ),
    _repairable(
        "url-no-scheme", 5, lambda row: row.plain_url.removeprefix("http:" if row.site.number % 2 else "http://"),
        scheme="http", with_page=True,
    ),
    _repairable("url-scheme-typo", 5, _swap_scheme("h{}://", "{}//", "{}:/", "{};//", "{}:\\\\", "{}:////", "{0}:{0}://")),
    _repairable(
        "url-wrapped", 5,
        _of('"{}"'.format, "<{}>".format, "({})".format, "[image]({})".format, "url('{}')".format, 'src="{}"'.format,
            "\ufeff{}".format, "\u200b{}\u200b".format, "{}).".format),
    ),
    _repairable("url-spaces", 4, _of("\t{}  ".format, "\n {}\r\n".format, "\xa0{}\xa0".format)),
    Kind(
        name="url-entities", weight=2, ok=True, spell=_with_query, answers={"picture": wants_size},
        errors=(ErrorSlug.HTTP_404,),
    ),
    _repairable(
        "url-escaped", 3,
        _of(
            lambda url: quote(url, safe=""), lambda url: url.replace("/", "\\/"), lambda url: url.replace(":", "&#58;")
        ),
    ),
    _repairable("url-relative-to-page", 3, lambda row: row.places["picture"], with_page=True),
    Kind(
        name="data-url", weight=3, ok=True, spell=_tiny_data_url, forms=("tiny",), with_page=False,
        errors=(ErrorSlug.URL_SCHEME,), answers={"picture": good},
    ),
    Kind(
        name="odd-path", weight=8, ok=True, baseline=1, prefix="/Bilder für alle (2)/%7Efotos/100%25",
        answers={"picture": good},
    ),
    Kind(
        name="fragment", weight=3, ok=True, baseline=1, spell=_of("{}#main".format, "{}?v=2#/a?b".format),
        answers={"picture": good},
    ),
    Kind(
        name="login-in-url", weight=2, ok=True, baseline=1, spell=lambda row: row.plain_url.replace("://", "://guest:open@"),
        answers={"picture": wants_login}, errors=(ErrorSlug.HTTP_401,),
    ),
    Kind(
        name="host-spelling", weight=4, ok=True, baseline=1, scheme="http", answers={"picture": good}, spell=_odd_host,
    ),
    Kind(
        name="international-host", weight=2, ok=True, baseline=1, scheme="http", answers={"picture": good},
        name_host=lambda name: f"bücher-{name}",
    ),
    Kind(
        name="listed-twice", weight=10, sizes=(2,), same_path=True, ok=True, baseline=1, answers={"picture": good},
        note="Two rows have the same URL.",
    ),
)  # fmt: skip
