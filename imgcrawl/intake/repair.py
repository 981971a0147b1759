"""From the text in a row to a URL that can be asked for."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.identity.origins import DEFAULT_PORTS, MAX_HOST_CHARS
from imgcrawl.intake.cells import only_address
from imgcrawl.intake.encoding import encode_path, encode_query
from imgcrawl.intake.host_names import normalise_host
from imgcrawl.intake.schemes import over_https
from imgcrawl.intake.slips import (
    clean_text,
    looks_like_host,
    split_scheme,
    starts_with_scheme,
    without_guards,
    without_left_over,
    without_surrogates,
)
from imgcrawl.plain import has_cut_login, may_hold_password

_NOTHING = frozenset(
    {"", "-", "--", "?", "n/a", "n.a.", "#n/a", "na", "<na>", "nan", "nat", "nil", "none", "undefined", "unknown"}
    | {"null", "(null)", "<null>", "\\n", "[]", "{}", "[none]", "[null]"}
    | {"#div/0!", "#name?", "#null!", "#num!", "#ref!", "#value!"}
)

# A URL that nothing below would change: most rows. Groups: scheme, host, port.
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PATH_CHARS = r"A-Za-z0-9\-._~!$&()*+,=:@"
_CLEAN = re.compile(
    rf"(https?)://((?:[a-z0-9_-]{{1,63}}+\.)++[a-z]{{2,63}}+|{_BYTE}(?:\.{_BYTE}){{3}})(?::([1-9][0-9]{{3,4}}+))?"
    rf"(?:/(?!\.|%2[eE])[{_PATH_CHARS}]*+(?:%[0-9A-Fa-f]{{2}}[{_PATH_CHARS}]*+)*+)++"
    rf"(?:\?[{_PATH_CHARS}/?]*+(?:%[0-9A-Fa-f]{{2}}[{_PATH_CHARS}/?]*+)*+(?<!\?)|(?<!%[08ABab][09ABDEFabdef]))"
).fullmatch

_LAST_PORT = 65535
_NO_ADDRESS = frozenset({ErrorSlug.URL_INVALID, ErrorSlug.URL_SCHEME})

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/\\?]")
_PORT = re.compile(r"0*([1-9][0-9]{0,4})", re.ASCII)
_RELATIVE = re.compile(r"[/?]|\.{1,2}/|[^\s.]\S*[./]\S")


class PreparedUrl(NamedTuple):
    """A URL ready to be asked for.

    *url*: http or https, ASCII, without userinfo and fragment. *authorization*: the ``Basic`` header that the userinfo
    asked for. *host*: lower-case ASCII, an IPv6 address without brackets.
    """

    url: str
    authorization: str | None
    host: str


_MOST_ROUNDS = 3


class _Parts(NamedTuple):
    scheme: str
    authority: str
    path: str
    query: str


def prepare_url(text: str, *, page_url: str | None = None, max_length: int = 8192, repair: bool = True) -> PreparedUrl:
    """Return the URL that *text* means, as a browser would ask for it.

    Where the scheme is that of http or https and the port that of the other, one was lost, and https on its own port is
    what both leave open: nothing that was to be secure becomes less so.

    *page_url*, the page on which *text* was found, resolves relative addresses. *max_length* bounds the result, in
    characters. Without *repair* only what the Python library requests does is done: leading space goes, unsafe
    characters are encoded, international names become punycode. The result is a fixed point of this function.

    :raises RowError: ``URL_MISSING``, ``URL_INVALID``, ``URL_SCHEME``, ``URL_HOST``, ``URL_PORT``, ``URL_TOO_LONG``.
    """
    clean = _clean(text)
    if clean is not None and len(text) <= max_length:
        host, port = clean.groups()[1:]
        if len(host) <= MAX_HOST_CHARS and int(port or 0) <= _LAST_PORT:
            return PreparedUrl(text, None, host)
    if text.strip().lower() in _NOTHING:
        raise RowError(ErrorSlug.URL_MISSING, f"the row says {text[:20]!r}" if text.strip() else "")
    if len(text) > 4 * max_length:  # no repair shortens a URL that much
        raise _too_long(len(text), max_length)
    if has_cut_login(text):
        raise RowError(ErrorSlug.URL_PORT, "it may be the beginning of a password, in which # and ? must be escaped")
    try:
        prepared = _assembled(_repaired(text, page_url) if repair else _as_given(text), repair=repair)
    except RowError as exc:
        only = only_address(text) if repair and exc.slug in _NO_ADDRESS else None
        if only is not None and only != text:
            return prepare_url(only, max_length=max_length)
        if "'" in exc.detail and exc.slug != ErrorSlug.URL_SCHEME and may_hold_password(text):
            raise RowError(exc.slug, "not repeated here, for it may hold a password") from None
        raise
    if len(prepared.url) > max_length:
        raise _too_long(len(prepared.url), max_length)
    return _settled(prepared) if repair else prepared


def _clean(text: str) -> re.Match[str] | None:
    """Return the match of :data:`_CLEAN` if *text* is one such URL, and not two."""
    return _CLEAN(text) if ",http" not in text else None


def _settled(prepared: PreparedUrl) -> PreparedUrl:
    """Return *prepared* with slips mended that show only once others are, such as a second address behind a first."""
    for _ in range(_MOST_ROUNDS):
        if _clean(prepared.url) is not None:
            return prepared
        again = _assembled(_repaired(prepared.url, None), repair=True)
        if again.url == prepared.url:
            return prepared
        prepared = PreparedUrl(again.url, prepared.authorization, again.host)
    return prepared


def _too_long(length: int, max_length: int) -> RowError:
    return RowError(ErrorSlug.URL_TOO_LONG, f"{length} characters, {max_length} are allowed")


_OWN_PORT = re.compile(r"[^/\\?#:]+:(?!8?443\b)\d")
"""A host with a port of its own: nobody offers https there without writing so."""


def _repaired(text: str, page_url: str | None) -> _Parts:
    text = over_https(clean_text(text))
    scheme_and_rest = split_scheme(text) or _inferred(text, page_url)
    if scheme_and_rest is None:
        return _resolved(text, page_url)
    scheme, rest = scheme_and_rest
    authority, path, query = _split(rest)
    return _Parts(scheme, without_guards(authority), path.replace("\\", "/"), query)


def _inferred(text: str, page_url: str | None) -> tuple[str, str] | None:
    """Return the scheme that an address without one plainly has, and the rest; None for a relative address."""
    if text.startswith(("//", "\\\\", "://")):
        from_page = split_scheme(page_url.strip()) if page_url else None
        return from_page[0] if from_page else "https", text.lstrip(":/\\")
    if looks_like_host(text):
        return "http" if _OWN_PORT.match(text) else "https", text
    if foreign := _SCHEME.match(text):
        raise RowError(ErrorSlug.URL_SCHEME, f"the scheme is {foreign[1][:20]!r}")
    return None


def _resolved(text: str, page_url: str | None) -> _Parts:
    is_text = only_address(text) is not None
    text = text.replace("\\", "/")
    if not page_url or is_text or _RELATIVE.match(text) is None:
        raise RowError(ErrorSlug.URL_INVALID, f"{text[:80]!r} is neither a URL nor relative to a known page")
    scheme, rest = prepare_url(page_url).url.split("://", 1)
    authority, base_path, _ = _split(rest)
    _, path, query = _split("/" + text)
    path = path[1:]
    if not path:
        path = base_path
    elif not path.startswith("/"):
        path = base_path.rpartition("/")[0] + "/" + path
    return _Parts(scheme, authority, path, query)


def _as_given(text: str) -> _Parts:
    text = without_surrogates(text.lstrip())
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise RowError(ErrorSlug.URL_INVALID, "the address has no scheme")
    if scheme[1].lower() not in DEFAULT_PORTS:
        raise RowError(ErrorSlug.URL_SCHEME, f"the scheme is {scheme[1][:20]!r}")
    if not text.startswith("//", scheme.end()):
        raise RowError(ErrorSlug.URL_HOST, "no host is given")
    return _Parts(scheme[1].lower(), *_split(text[scheme.end() + 2 :]))


def _split(rest: str) -> tuple[str, str, str]:
    """Return authority, path and query of what follows ``://``; the fragment is gone."""
    rest = rest.partition("#")[0]
    authority = _AUTHORITY_END.split(rest, maxsplit=1)[0]
    path, _, query = rest[len(authority) :].partition("?")
    return authority, path, query


def _assembled(parts: _Parts, *, repair: bool) -> PreparedUrl:
    userinfo, _, host_and_port = parts.authority.rpartition("@")
    scheme = parts.scheme
    host, port = _host_and_port(host_and_port, DEFAULT_PORTS[scheme])
    if repair and port != DEFAULT_PORTS[scheme] and port in DEFAULT_PORTS.values():
        scheme, port = "https", DEFAULT_PORTS["https"]
    location = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[scheme]:
        location += f":{port}"
    path = encode_path(parts.path, repair=repair)
    location += encode_path(without_left_over(path)) if repair and not parts.query else path
    if repair and starts_with_scheme(location):
        raise RowError(ErrorSlug.URL_HOST, f"{host!r} is a scheme, not a host")
    if parts.query:
        location += "?" + encode_query(parts.query, repair=repair)
    return PreparedUrl(f"{scheme}://{location}", _authorization(userinfo), host)


def _host_and_port(text: str, default_port: int) -> tuple[str, int]:
    closing = text.rfind("]") if text.startswith("[") else -1
    host, colon, port = text[closing + 1 :].partition(":")
    host = normalise_host(text[: closing + 1] + host)
    if not colon or not port:
        return host, default_port
    digits = _PORT.fullmatch(port)
    if digits is None or int(digits[1]) > _LAST_PORT:
        said = repr(port[:20]) if port.isdecimal() else "no number"  # it may be a password with a slash
        raise RowError(ErrorSlug.URL_PORT, f"the port is {said}")
    return host, int(digits[1])


def _authorization(userinfo: str) -> str | None:
    """Return the header for *userinfo*. Source: RFC 7617; UTF-8, the password may be empty."""
    if not userinfo:
        return None
    user, _, password = userinfo.partition(":")
    return "Basic " + b64encode(unquote_to_bytes(user) + b":" + unquote_to_bytes(password)).decode("ascii")
