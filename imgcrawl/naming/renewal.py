"""Whether two addresses differ in what gives access for a while, in the query or in the path, and in nothing else.

Every service names its signatures otherwise, so that the values tell: a digest, a random token, an instant. A path that
serves every picture, such as a script's, is told by what stays equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import KEYS, PICTURE_FIELD, fields_conflict
from imgcrawl.naming.carried import may_carry
from imgcrawl.naming.stems import Claim, Power, claim, ids, strong_ids, unmistakable
from imgcrawl.naming.words import CONTAINERS, TOKEN_MARKS, UNIX_TIME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address

_DIGEST = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{16,128}", re.IGNORECASE)
_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_HEX_TIME = re.compile(r"[4-7][0-9a-f]{7}", re.IGNORECASE)
"""A Unix time in hexadecimal digits, from 2004 to 2038, as Discord writes it beside a signature."""
_TOKEN = re.compile(r"[\w+/-]{16,}", re.ASCII)
_JOINED = re.compile(r"[-~.,:;]")
_MIN_DIGITS = 3
_SIGNED = re.compile(r"(?:^|[~&;,])(?:exp|hmac|hdn\w+|sig|token|signature)=")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*\d).+", re.IGNORECASE)
_WORDS_AND_NUMBER = re.compile(r"[^\W\d_]{2,}(?:[-_.][^\W\d_]{2,})*[-_.]?\d*")
"""A name as people choose it: words, and perhaps a number."""
_MIN_TOKEN = 20


def is_renewed(wanted: Address, other: Address) -> bool:
    """Whether *other*, which has the host and path of *wanted*, is the same picture under another signature.

    Fields that differ, or that one of them lacks, must have a signature's or an instant's value under a name that is no
    picture's. What is left must tell which picture it is.
    """
    gone, come = set(wanted.fields) - set(other.fields), set(other.fields) - set(wanted.fields)
    is_signed = all(any(map(_SIGNATURE.fullmatch, fields.values())) for fields in (dict(gone), dict(come)))
    if not gone or not all(_gives_access(key, value, is_signed=is_signed) for key, value in gone | come):
        return False
    return _is_told_by_path(wanted) or _is_told_by_query(set(wanted.fields) & set(other.fields))


def is_renewed_path(wanted: Address, other: Address) -> bool:
    """Whether the paths of one host differ in directories that give access for a while, and what follows tells enough.

    Listings and albums have random ids as well, so that a token is one only beside an instant, as part of a signature,
    or after a directory that announces it. A name that follows at once must be one that few pictures have, and the
    instant a later one.
    """
    if wanted.host != other.host or (wanted.stem, len(wanted.dirs)) != (other.stem, len(other.dirs)):
        return False
    pairs = list(zip(wanted.dirs, other.dirs, strict=True))
    differing = [place for place, (one, two) in enumerate(pairs) if one != two]
    if wanted.power is Power.NONE or not differing or differing != list(range(differing[0], differing[-1] + 1)):
        return False
    first, last = differing[0], differing[-1]
    if fields_conflict(wanted, other, strict=True):
        return False
    if last + 1 == len(pairs):
        if not (_is_told_by_name(wanted) and any(map(_is_later, pairs[first:]))):
            return False
    elif CONTAINERS.issuperset(wanted.dirs[last + 1 :]):
        return False
    is_announced = first > 0 and wanted.dirs[first - 1] in TOKEN_MARKS
    return _are_tokens(pairs[first : last + 1], is_announced=is_announced)


def _is_told_by_name(wanted: Address) -> bool:
    """Whether few pictures have the name: by its words, a second or a long number; no camera's counter."""
    is_number = wanted.stem.isdecimal() and bool(ids(wanted.stem))
    return wanted.file and (is_number or claim(wanted.stem) is Claim.NAMED or unmistakable(wanted.stem))


def _is_later(pair: tuple[str, str]) -> bool:
    return all(map(UNIX_TIME.fullmatch, pair)) and int(pair[1][:10]) > int(pair[0][:10])


def _are_tokens(pairs: Sequence[tuple[str, str]], *, is_announced: bool) -> bool:
    signed = [all(map(_SIGNED.search, pair)) for pair in pairs]
    instants = [all(map(UNIX_TIME.fullmatch, pair)) for pair in pairs]
    tokens = [all(map(_is_token, pair)) for pair in pairs]
    if is_announced:
        tokens[0] = tokens[0] or (all(map(_MIXED.fullmatch, pairs[0])) and not all(map(_is_chosen, pairs[0])))
    is_sure = is_announced or any(signed) or (any(instants) and any(tokens))
    return is_sure and all(map(any, zip(signed, instants, tokens, strict=True)))


def _is_token(name: str) -> bool:
    return _DIGEST.fullmatch(name) is not None or (len(name) >= _MIN_TOKEN and bool(strong_ids(name)))


def _is_chosen(name: str) -> bool:
    return _WORDS_AND_NUMBER.fullmatch(name) is not None


def _gives_access(key: str, value: str, *, is_signed: bool) -> bool:
    if key in KEYS or may_carry(key) or PICTURE_FIELD.fullmatch(key):
        return False
    if is_signed and _HEX_TIME.fullmatch(value):
        return True
    return _is_signature(value) or all(map(_is_signature, _JOINED.split(value)))


def _is_signature(value: str) -> bool:
    """Whether *value* is a digest, a random token or an instant."""
    bare = value.rstrip("=")
    is_token = _TOKEN.fullmatch(bare) is not None and bool(strong_ids(re.sub(r"\W|_", "", bare)))
    return _DIGEST.fullmatch(bare) is not None or is_token or UNIX_TIME.fullmatch(bare) is not None


def _is_told_by_path(address: Address) -> bool:
    """Whether the path is a file's own: by its name, or by a directory that has a number or an id."""
    numbered = any(strong_ids(name) or sum(map(str.isdigit, name)) >= _MIN_DIGITS for name in address.telling_dirs)
    return address.file and (address.power > Power.NONE or numbered)


def _is_told_by_query(fields: set[tuple[str, str]]) -> bool:
    """Whether one of the equal *fields* names the picture."""
    return any(value and PICTURE_FIELD.fullmatch(key) for key, value in fields)
