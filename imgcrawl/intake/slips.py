"""Slips of pen, spreadsheet and scraper that leave no doubt about the URL that was meant."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.cells import ENDS_AS_PICTURE, out_of_cell
from imgcrawl.intake.elements import address_in_element

_MAX_ROUNDS = 8
"""How often one text may be unescaped; real lists need two rounds."""

_SPACES = " \t\r\n\x0b\x0c\x85\xa0\xad\u2028\u2029\u200c\u200d\u3000"
_QUOTES = (
    '"<>`\xb4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a\xab\xbb'
    "\u300a\u300b\u300c\u300d\u300e\u300f\uff02\uff07"
)
_INDENT = re.compile(r"(?<=\S)[^\S\r\n]*+[\r\n](?:(?!\t| {2})\s)*+(?:\t| {2})\s*+(?=\S)")
"""Where a cell was wrapped, with the blanks that its next line is set off by; nothing is read twice."""
_UNSEEN = re.compile("[\x00-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
"""Controls, marks of direction and of where lines may break; joiners belong to names in some scripts."""
_LINE_END = re.compile(r"(?:\\[nrt])+$")
"""As JSON and the like write it."""
_LEFT_OVER = re.compile(r"(?:%20)*(?:%0[9ad]|%e2%80%8[bef]|%e2%81%a0|%ef%bb%bf)$", re.IGNORECASE)
_LEFT_OVER_CHARS = 18
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});|\\(?:u00[0-9a-f]{2}|x(?:2[0-9a-f]|3[adf]))", re.IGNORECASE
)
"""Of markup, of JSON, and of scripts: of what these write with ``\\x``, the signs of addresses."""
_SIGN = re.compile(r"[<\"']|&(?:amp;){0,8}(?:lt|quot|apos|#0{0,5}3[49]|#x0{0,4}2[27]);", re.IGNORECASE)
"""A sign of markup, as it is or escaped, once or several times."""
_ENCODED_WHOLE = re.compile(r"https?%(?:25)*3a", re.IGNORECASE)

_ENCLOSED = re.compile(r"(?=!?[\[({]).*?([\[({\]])\s*([\"']?)(https?://.+?)(?:(?<!\s)\s+[\"'].*)?", re.IGNORECASE)
_QUOTED = re.compile(
    r"(?:<|url\((?=\s*[\"'])|[a-z][a-z-]*=|=\s*[a-z.]+\().*?"
    r"(?:([\"'])(https?://[^\"'<>\s]+?)\1|\((https?://[^\"'<>\s]+?)\)).*",
    re.IGNORECASE | re.DOTALL,
)
"""An address in the code, the style or the formula that came along with it."""
_STYLED = re.compile(
    r"(?!.*url\(.*url\()(?:[a-z-]{1,40}\s*:[^()]*?)?url\(\s*[\"']?((?:https?:)?//[^\"'<>\s]+?)[\"']?\s*\)[^()]*",
    re.IGNORECASE,
)
"""The only ``url()`` of a style."""
_LISTED = re.compile(
    r"\[\s*(?:u(?=['\"]))?([\"'])(https?://(?:(?!\1)\S)+)\1\s*(?:[\],'\"].*)?", re.IGNORECASE | re.DOTALL
)
"""A list as JSON, Python or NumPy writes it, whole or its first line: a cell with several pictures of one thing."""
_FOLLOWED = re.compile(
    r"(https?://[^\s\"'<>\u201d]+)"
    r"(?:[\"\u201d]\s*(?:/?>|[a-z-]{1,40}\s*=).*|[\"\u201d]?\s*</?[a-z].*|['\"]\s*\)\s*(?:;.*)?)",
    re.IGNORECASE | re.DOTALL,
)
"""An address with the rest of its element, or of its style, behind it."""
_LEADING = re.compile(r"(?:[*_~]|%(?:09|0[ad]|20|22|27)|%e2%80%8[bef]|%ef%bb%bf)+(?=https?://)", re.IGNORECASE)
"""What nobody sees, quotes and marks of emphasis, encoded along with the address or as they are."""
_LABELLED = re.compile(
    r"(?!(?:blob|filesystem):)[a-z][a-z _-]{0,30}[:=]\s*(?=(?:\[[a-z]{1,10}\])?https?://)", re.IGNORECASE
)
"""What stands before an address: the name of a field, or a browser's own scheme (``view-source:``)."""
_VERSION = re.compile(r"\s*((?:https?:)?//\S+?)\s+(\d{1,6}(?:\.\d{1,4})?)([wx])\s*(?:,|$)", re.IGNORECASE)
"""One entry of a ``srcset``."""
_SEVERAL = re.compile(
    r"\s*[\"']?(https?://(?:(?!https?://)\S)+?)\s*[|,;]\s*https?://.+"
    r"|\s*[\"']?(https?://\S+?)(?:\s*[|,;])?\s+https?://.+",
    re.IGNORECASE | re.DOTALL,
)
"""Several addresses; where no space is between them, what carries another one may be a single one."""
_CLOSING = {"(": ")", "[": "]", "{": "}", "]": "["}

_HTTP = re.compile(r"(?:h+[tx]+p*|t+p+)(s*)\s*(?:\[?[:;\uff1a]+\]?\s*[/\\\uff0f]+|[/\\]{2,})\s*", re.IGNORECASE)
_HTTP_WITHOUT_SLASHES = re.compile(r"http(s?):(?=[^/\\\s]|$)", re.IGNORECASE)

_GUARDED_DOT = re.compile(r"\s{0,9}[\[({]\s{0,9}(?:\.|dot)\s{0,9}[\])}]\s{0,9}", re.IGNORECASE)
"""As security people write it, so that nobody follows the address by chance."""
_STRAY_DOTS = re.compile(r"^\.+(?=[^.])")
_SPACED_DOT = re.compile(r"(?<=\w)(?:\s{1,9}\.\s{0,9}|\.\s{1,9})(?=\w)")
_COMMA_FOR_DOT = re.compile(r"(?=[\w-]+,|[^,]+,[\w-]+(?::|$))(?:[\w-]+[.,])+[^\W\d_]{2,}(?::\d+)?")
"""A host with a comma in a dot's place, and not two hosts: on one side of it is a single label."""

_FILE_ENDING = r"jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg|ico|jfif|php|html?|aspx?|jsp|cgi"
_HOST_FIRST = re.compile(
    rf"(?:(?:[\w-]++\.)++(?!(?:{_FILE_ENDING})[:/])(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]+)"
    r"|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?::\d{1,5})?[/\\]|www[.,][\w-]+[.,]\w",
    re.IGNORECASE,
)


def clean_text(text: str) -> str:
    r"""Return *text* without what cannot belong to a URL: quotes and space around it, control characters, escapes.

    Brackets of Markdown and the like go with what else they hold, and so do markup, formulas of spreadsheets, the name
    of a field and what :mod:`imgcrawl.intake.cells` knows, also where all of it was escaped. Of several addresses the
    first is taken. HTML character references, ``\/`` and ``\u0026`` of JSON and a wholly percent-encoded address are
    undone, also when they were applied twice.

    :raises RowError: ``URL_INVALID`` for more layers of escapes than a slip explains.
    """
    text = out_of_cell(_without_leading(_with_markup(without_surrogates(text))))
    text = address_in_element(text.strip()) or text
    for enclosing in (_STYLED, _QUOTED, _LISTED, _FOLLOWED):
        if (enclosed := enclosing.fullmatch(text.strip())) is not None:
            text = next(filter(None, reversed(enclosed.groups())))
    text = _once(_largest_version(_unwrapped(text)))
    if several := _SEVERAL.fullmatch(text):
        text = several[1] or several[2]
    for _ in range(_MAX_ROUNDS):
        tidy = _unescaped(_LINE_END.sub("", _UNSEEN.sub("", text).replace('\\"', '"').strip(_SPACES + _QUOTES)))
        if tidy == text:
            return text
        text = tidy
    raise RowError(ErrorSlug.URL_INVALID, "the text is escaped too often")


def versions_in(text: str) -> list[str]:
    """Return the versions that *text*, a ``srcset``, names, the largest first; of every other text none."""
    versions: list[tuple[float, str]] = []
    units, position = set(), 0
    while found := _VERSION.match(text, position):
        versions.append((float(found[2]), found[1]))
        units.add(found[3].lower())
        position = found.end()
    is_whole = position == len(text) and len(units) == 1
    return [url for _, url in sorted(versions, reverse=True)] if is_whole else []


def _largest_version(text: str) -> str:
    """Return the largest of the versions that *text*, a ``srcset``, names; every other text as it is."""
    return next(iter(versions_in(text)), text)


def _once(text: str) -> str:
    """Return the address that *text* writes several times, as it does; every other text as it is."""
    for between in ("|", ",", ";", None):
        written = [part for part in map(str.strip, text.split(between)) if part]
        if len(written) > 1 and len(set(written)) == 1 and starts_with_scheme(written[0]):
            return written[0]
    return text


def without_left_over(path: str) -> str:
    """Return *path* without the line end, or what else nobody sees, that was percent-encoded along with it."""
    while found := _LEFT_OVER.search(path, max(0, len(path) - _LEFT_OVER_CHARS)):
        path = path[: found.start()]
    return path


def without_surrogates(text: str) -> str:
    """Return *text* with surrogate pairs joined and lone surrogates replaced by U+FFFD, so that it can be encoded."""
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(text: str) -> str:
    if text.startswith("'"):
        text = text.strip("'")
    text = _LABELLED.sub("", _without_brackets(text), count=1) if _LABELLED.match(text) else _without_brackets(text)
    text = _ESCAPE.sub(_character, text.replace("\\/", "/"))
    return unquote(text) if _ENCODED_WHOLE.match(text) else text


def _with_markup(text: str) -> str:
    """Return *text* with the signs of its markup as they are if the first of them is escaped, before the address in it.

    Quotes around all of it are a table's, and go.
    """
    for _ in range(_MAX_ROUNDS):
        bare = text.strip(f"{_SPACES}{_QUOTES}'") if "&" in text else ""
        first = _SIGN.search(bare, 0, max(0, bare.lower().find("http")))
        if first is None or len(first[0]) == 1:
            break
        text = _ESCAPE.sub(_character, bare)
    return text


def _unwrapped(text: str) -> str:
    """Return *text* without line breaks that an indent follows, if they are in its address and not behind it."""
    found = _INDENT.search(text) if "\n" in text or "\r" in text else None
    if found is None or not starts_with_scheme(text.lstrip()) or ENDS_AS_PICTURE.search(text[: found.start()]):
        return text
    return _INDENT.sub("", text)


def _without_leading(text: str) -> str:
    leading = _LEADING.match(text := text.strip(_SPACES))
    return text[leading.end() :] if leading else text


def _without_brackets(text: str) -> str:
    """Return the address that *text* encloses: ``(http://…)``, ``[name](http://…)``, ``[img]http://…[/img]``."""
    match = _ENCLOSED.fullmatch(text)
    if match is None:
        return text
    opening, quote, rest = match.groups()
    end = rest.rfind(")") if opening == "(" else rest.find(_CLOSING[opening])
    return (rest[:end] if end > 0 else rest).removesuffix(quote)


def _character(match: re.Match[str]) -> str:
    escape = match[0].lower()
    return chr(int(escape[-2:], 16)) if escape.startswith("\\") else html.unescape(escape)


def split_scheme(text: str) -> tuple[str, str] | None:
    """Return the scheme (``http`` or ``https``) and what follows its slashes; None when *text* has no such scheme.

    Sees through the usual misspellings (``htttp://``, ``hxxp://``, ``http:/``, ``http//``) and through a scheme that
    was written twice, where the inner one counts.
    """
    match = _HTTP.match(text) or _HTTP_WITHOUT_SLASHES.match(text)
    if match is None:
        return None
    while inner := _HTTP.match(text, match.end()):
        match = inner
    return "https" if match[1] else "http", text[match.end() :]


def without_guards(authority: str) -> str:
    """Return *authority* with its host's dots as they are, and none before it.

    They may stand in brackets, have space beside them, or be commas.
    """
    userinfo, at, host = authority.rpartition("@")
    host = _SPACED_DOT.sub(".", _STRAY_DOTS.sub("", _GUARDED_DOT.sub(".", host)))
    if "," in host and _COMMA_FOR_DOT.fullmatch(host):
        host = host.replace(",", ".")
    return f"{userinfo}{at}{host}"


def starts_with_scheme(text: str) -> bool:
    """Whether *text* begins with what :func:`split_scheme` would take for a scheme and its slashes."""
    return _HTTP.match(text) is not None


def looks_like_host(text: str) -> bool:
    """Whether *text*, which has no scheme, begins with a host name and not with a file or folder."""
    return _HOST_FIRST.match(text) is not None
