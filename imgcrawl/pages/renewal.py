"""Whether the queries of two addresses with one path differ in what gives access for a while, and in nothing else.

Every service names its signatures otherwise, so that the values tell: a digest, a random token, an instant. A path that
serves every picture, such as a script's, is told by what stays equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.pages.addresses import INNER_KEYS, KEYS, PICTURE_FIELD
from imgcrawl.pages.stems import Power, strong_ids

if TYPE_CHECKING:
    from imgcrawl.pages.addresses import Address

_DIGEST = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{16,128}", re.IGNORECASE)
_TOKEN = re.compile(r"[\w+/-]{16,}", re.ASCII)
_INSTANT = re.compile(r"1\d{9}(?:\d{3})?")
"""A Unix time in seconds or milliseconds, from 2001 to 2033."""
_JOINED = re.compile(r"[-~.,:;]")
_MIN_DIGITS = 3


def is_renewed(wanted: Address, other: Address) -> bool:
    """Whether *other*, which has the host and path of *wanted*, is the same picture under another signature.

    Fields that differ, or that one of them lacks, must have a signature's or an instant's value under a name that is no
    picture's. What is left must tell which picture it is.
    """
    gone, come = set(wanted.fields) - set(other.fields), set(other.fields) - set(wanted.fields)
    if not gone or not all(_gives_access(key, value) for key, value in gone | come):
        return False
    return _is_told_by_path(wanted) or _is_told_by_query(set(wanted.fields) & set(other.fields))


def _gives_access(key: str, value: str) -> bool:
    if key in KEYS or key in INNER_KEYS or PICTURE_FIELD.fullmatch(key):
        return False
    return _is_signature(value) or all(_INSTANT.fullmatch(part) or _is_signature(part) for part in _JOINED.split(value))


def _is_signature(value: str) -> bool:
    """Whether *value* is a digest or a random token."""
    bare = value.rstrip("=")
    is_token = _TOKEN.fullmatch(bare) is not None and bool(strong_ids(re.sub(r"\W|_", "", bare)))
    return _DIGEST.fullmatch(bare) is not None or is_token or _INSTANT.fullmatch(bare) is not None


def _is_told_by_path(address: Address) -> bool:
    """Whether the path is a file's own: by its name, or by a directory that has a number or an id."""
    numbered = any(strong_ids(name) or sum(map(str.isdigit, name)) >= _MIN_DIGITS for name in address.telling_dirs)
    return address.file and (address.power > Power.NONE or numbered)


def _is_told_by_query(fields: set[tuple[str, str]]) -> bool:
    """Whether one of the equal *fields* names the picture."""
    return any(value and PICTURE_FIELD.fullmatch(key) for key, value in fields)
