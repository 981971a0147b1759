"""Host names as the network sees them: lower-case ASCII, addresses in their one canonical form."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import unquote

import idna

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.identity.origins import site

_NAME = re.compile(r"(?!.{254})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_MACHINE = re.compile(r"([a-z]*-?)(\d{1,2})((?:-?[a-z]+)?\..+)")
"""A host whose first label has one number, of two digits at most."""


class Machine(NamedTuple):
    """A host that bears the *number* of one of several machines of a service, with what stands *before* and *after*."""

    before: str
    number: str
    after: str


def numbered(host: str) -> Machine | None:
    """Return what *host* is made of if it is one machine of several (``img4.example.org``); a site's own is none."""
    found = _MACHINE.fullmatch(host)
    return Machine(*found.groups()) if found and host != site(host) else None


def normalise_host(text: str) -> str:
    """Return the host of a URL in lower-case ASCII, without brackets or the root dot.

    International names become punycode (UTS #46). IPv4 addresses in decimal, octal, hexadecimal or short form become a
    dotted quad, so that whoever guards addresses sees where the URL leads. Underscores are allowed.
    Source: WHATWG URL Standard, "host parsing".

    :raises RowError: ``URL_HOST``.
    """
    if text.startswith("["):
        return _ipv6(text)
    name = _mapped(text).rstrip(".")
    if not name:
        raise RowError(ErrorSlug.URL_HOST, "the host name is empty")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    host = ".".join(_ascii_label(label, name) for label in name.split("."))
    if _NAME.fullmatch(host) is None:
        raise _unusable(name)
    return host


def _unusable(name: str) -> RowError:
    return RowError(ErrorSlug.URL_HOST, f"{name[:80]!r} is not a host name")


def _mapped(text: str) -> str:
    if "%" in text:
        text = unquote(text)
    try:
        return text.lower() if text.isascii() else idna.uts46_remap(text, std3_rules=False)
    except idna.IDNAError as error:
        raise _unusable(text) from error


def _ascii_label(label: str, name: str) -> str:
    if label.isascii():
        return label
    try:
        return idna.alabel(label).decode("ascii")
    except idna.InvalidCodepoint:  # symbols and emoji: IDNA 2008 bars them, browsers and registries do not
        return "xn--" + label.encode("punycode").decode("ascii")
    except idna.IDNAError as error:
        raise _unusable(name) from error


def _ipv6(text: str) -> str:
    try:
        if not text.endswith("]") or "%" in text:  # a zone is a matter of one machine
            raise _unusable(text)
        return ipaddress.IPv6Address(text[1:-1]).compressed
    except ValueError as error:
        raise _unusable(text) from error


def _ipv4(name: str) -> str:
    parts = name.split(".")
    try:
        *leading, last = [_ipv4_number(part) for part in parts]
    except ValueError as error:
        raise _unusable(name) from error
    if len(leading) > 3 or any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        raise _unusable(name)
    return str(ipaddress.IPv4Address(last + sum(number << (24 - 8 * i) for i, number in enumerate(leading))))


def _ipv4_number(part: str) -> int:
    if _NUMBER.fullmatch(part) is None:
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)
