"""What a dead address may have been before something broke it, or where the like of it is kept now."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized, normalize
from urllib.parse import quote, unquote_to_bytes

from imgcrawl.errors import RowError
from imgcrawl.intake.encoding import BEYOND_ASCII
from imgcrawl.intake.repair import prepare_url
from imgcrawl.naming.words import ENDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _Change = Callable[[str], str]
    _Written = str | Callable[[re.Match[str]], str]

PARTS = re.compile(r"(https?://[^/?]+)([^?]*)(.*)", re.DOTALL)

_SLIP = re.compile(r"[%;'&]|[^:]//")
"""Without any of these, as most addresses are, one shows no sign of what :func:`respelled` undoes."""
_MARKUP = re.compile(r"(?:%22|%E2%80%9[CD]|%3[CE]|%60|(?:'|%27)(?:\)|%29)|\);).*", re.IGNORECASE | re.DOTALL)
"""Where an attribute, an element or a style ended."""
_ESCAPE = re.compile(r"%5C(?:u00|x)([2-7][0-9a-f])|(?:%5C|%25)u([0-9a-f]{4})|%5C(?=/|%2F)", re.IGNORECASE)
"""As JSON and scripts write characters, percent-encoded since."""
_REFERENCE = re.compile(r"(?:&|%26)([a-z]{2,8}\d{0,2})(?:;|%3B)", re.IGNORECASE)
"""As markup writes a character by its name; in a query it may be a field."""
_FRAGMENT = re.compile(r"!?[a-z][\w-]{2,40}(?:=[\w,:.-]*)?", re.IGNORECASE)
"""The name of a place in a page: others may be numbers of pictures."""
_ENCODED_QUERY = re.compile(r"%3F(?=[\w.-]+(?:=|%3D)[^/]*$)", re.IGNORECASE)
_FIELDS = re.compile(
    r"(?<=\.(?:jpg|png|gif))&(?=[\w.-]+=[^/]*$)|(?<=\.(?:jpeg|webp|avif))&(?=[\w.-]+=[^/]*$)", re.IGNORECASE
)
_SLASHES = re.compile("//+")
_TYPESET = re.compile("%E2%80%(?:9[0-3]|9([89]))|%E2%88%92", re.IGNORECASE)
"""The dashes that word processors put for a hyphen, and their apostrophes."""
_SLASH = re.compile("%2F", re.IGNORECASE)
IIIF_REQUEST = re.compile(r"/!?[\d.]+/(?:default|native|colou?r|gr[ae]y|bitonal)\.\w{2,4}$")
"""How the address of an IIIF picture ends, whose identifier keeps its slashes encoded."""
_ADDRESS = re.compile(r"https?(?::|%3A)", re.IGNORECASE)
"""What another address within this one begins with: its slashes are its own."""
_MEANT_SO = re.compile(rf"(?i:{_ADDRESS.pattern})|{IIIF_REQUEST.pattern}")
_SEPARATORS = {"%3d": "=", "%26": "&"}
_SEPARATOR = re.compile("|".join(_SEPARATORS), re.IGNORECASE)
_WORD = re.compile(r"((?:[a-z]|%[89A-F][0-9A-F])+)|%[0-7][0-9A-F]", re.IGNORECASE)
"""Letters with the marks over them; other encoded characters are matched as no part of one."""
FILE_END = re.compile(rf"{ENDING}$", re.IGNORECASE)
ANY_NAME = re.compile(
    r"/(?:(?:get|show|view|display|render|resize)?[-_]?(?:image|img|photo|pic(?:ture)?|thumb(?:nail)?|file|media)?s?"
    r"|download|index|default)\.[a-z]+$",
    re.IGNORECASE,
)
"""A file's name that every picture of its site may have, as a field of the query tells which is asked for."""
_VALUELESS = re.compile(r"(?:[^=]*=)?")
_MOST_ROUNDS = 3

_OLD_PORTS = re.compile(r"^(https?://[^/?:]+):(?:8[0-9]|8[0-9]{3}|3000|4443|5000)(?=[/?])")
"""Ports beside those of http and https on which sites were served."""
_DOTTED_BUCKET = re.compile(
    r"^https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)\.(s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com|storage\.googleapis\.com)(/.+)"
)


def respelled(url: str) -> Iterator[str]:
    """Yield *url* as it must have been written first: each slip of which it shows the sign undone, by itself."""
    return ready(url, (change(url) for change in _SLIPS) if _SLIP.search(url) else ())


def with_spaces(url: str) -> Iterator[str]:
    """Yield *url* with a space for each ``+`` of its path, which means one in a query alone."""
    return ready(url, (_spaced(url),))


def accented_otherwise(url: str) -> Iterator[str]:
    """Yield *url* with its accents on their letters if they stand apart, else apart from them: systems write both."""
    return ready(url, (_accented(url),))


def in_latin_1(url: str) -> Iterator[str]:
    """Yield *url* with one byte for each character of its path, as names were written before there was UTF-8."""
    return ready(url, (_in_bytes(url),))


def without_old_port(url: str) -> Iterator[str]:
    """Yield *url* on its scheme's own port if it names one of those that sites have left."""
    return ready(url, (_OLD_PORTS.sub(r"\1", url),))


def in_path_style(url: str) -> Iterator[str]:
    """Yield *url* with its bucket in the path if that has dots in its name: no certificate is for such a host."""
    return ready(url, (_DOTTED_BUCKET.sub(r"https://\2/\1\3", url),))


def ready(url: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield *texts*, made of *url*, ready to be asked for; not what is *url* still or cannot be asked for.

    What has lost the name of its picture is left out: a folder, and a script that is told none, give a picture to
    everybody.
    """
    for text in texts:
        try:
            prepared = prepare_url(text).url if text != url else url
        except RowError:
            continue
        if prepared != url and not _is_nameless(prepared):
            yield prepared


def _is_nameless(url: str) -> bool:
    """Say whether *url* is of a folder, or of a script whose last field has no value."""
    path, _, query = url.partition("?")
    if not query:
        return path.endswith("/")
    return FILE_END.search(path) is None and _VALUELESS.fullmatch(query.rpartition("&")[2]) is not None


def _in_path(found: re.Pattern[str], to: _Written, *, unless: re.Pattern[str] | None = None) -> _Change:
    """Return what puts *to* for what is *found* in the path of an address, but for one in which *unless* stands."""

    def changed(url: str) -> str:
        parts = PARTS.fullmatch(url)
        if parts is None or (unless is not None and unless.search(parts[2])):
            return url
        return parts[1] + found.sub(to, parts[2]) + parts[3]

    return changed


def _behind_host(found: re.Pattern[str], to: _Written) -> _Change:
    """Return what puts *to* for what is *found* in the path or the query of an address."""

    def changed(url: str) -> str:
        parts = PARTS.fullmatch(url)
        return parts[1] + found.sub(to, parts[2] + parts[3]) if parts else url

    return changed


def _rewritten(change: Callable[[str], str | bytes]) -> Callable[[re.Match[str]], str]:
    """Return what writes a word of :data:`_WORD` as *change* has it; one without encoded letters stays as it is."""

    def written(word: re.Match[str]) -> str:
        if word[1] is None or "%" not in word[1]:
            return word[0]
        try:
            text = unquote_to_bytes(word[1]).decode()
            changed = change(text)
        except UnicodeError:
            return word[0]
        return word[0] if changed == text else quote(changed, safe="")

    return written


def _referred(reference: re.Match[str]) -> str:
    character = unescape(f"&{reference[1]};")
    return reference[0] if character.isascii() or character.endswith(";") else quote(character, safe="")


def _unescaped(escape: re.Match[str]) -> str:
    if escape[2]:
        return quote(chr(int(escape[2], 16)).encode("utf-8", "replace"), safe="")
    return chr(int(escape[1], 16)) if escape[1] else ""


def _without_fragment(url: str) -> str:
    """Return *url* without the fragment at its end, whose mark was encoded; a number sign may be part of a name."""
    before, mark, fragment = url.rpartition("%23")
    is_fragment = mark and before[-1] not in "/=&?" and not FILE_END.search(fragment) and not {"/", "?"} & {*fragment}
    return before if is_fragment and (FILE_END.search(before) or _FRAGMENT.fullmatch(fragment)) else url


def _with_query(url: str) -> str:
    parts = PARTS.fullmatch(url)
    begin = _ENCODED_QUERY.search(parts[2]) if parts else None
    if parts is None or begin is None:
        return url
    query = _SEPARATOR.sub(lambda found: _SEPARATORS[found[0].lower()], parts[2][begin.end() :])
    return f"{parts[1]}{parts[2][: begin.start()]}?{query}{parts[3].replace('?', '&', 1)}"


def _with_mark(url: str) -> str:
    return url if "?" in url else _FIELDS.sub("?", url, count=1)


def _without_mojibake(url: str) -> str:
    """Return *url* with what was UTF-8, was read as one byte a character and encoded again, as it was."""
    for _ in range(_MOST_ROUNDS):
        once = _reread_once(url)
        if once == url:
            break
        url = once
    return url


def _reread(run: re.Match[str]) -> str:
    try:
        return quote(b"".join(map(_byte, unquote_to_bytes(run[0]).decode())).decode(), safe="")
    except UnicodeError:
        return run[0]


def _byte(character: str) -> bytes:
    """Return the byte for which Windows, or Latin-1 where that has none, shows *character*."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _other_form(text: str) -> str:
    return normalize("NFD" if is_normalized("NFC", text) else "NFC", text)


_reread_once = _behind_host(BEYOND_ASCII, _reread)
_spaced = _in_path(re.compile(r"\+"), "%20")
_accented = _behind_host(_WORD, _rewritten(_other_form))
_in_bytes = _in_path(_WORD, _rewritten(lambda text: normalize("NFC", text).encode("latin-1")))
_SLIPS: Final[tuple[_Change, ...]] = (
    _without_mojibake,
    _in_path(_REFERENCE, _referred),
    _behind_host(_MARKUP, ""),
    _behind_host(_ESCAPE, _unescaped),
    _without_fragment,
    _with_query,
    _with_mark,
    _in_path(_SLASH, "/", unless=_MEANT_SO),
    _in_path(_SLASHES, "/", unless=_ADDRESS),
    _in_path(_TYPESET, lambda found: "'" if found[1] else "-"),
)
"""What is undone, each by itself: text whose bytes were taken for another encoding's, names of characters in a path,
markup behind the address, escapes of scripts, an encoded fragment, query, first field, slashes of folders, two slashes
for one, and the dashes and apostrophes of print.
"""
