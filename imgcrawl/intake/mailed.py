"""Addresses as filters of mail rewrite them, so that who clicks is led past a check: copied out of a message.

What these hide behind a key of their own (Mimecast, Egress, EdgePilot) is in no address. Those of Outlook, Cisco, Trend
Micro, Trellix, Symantec and Sophos carry the address as other redirectors do (:mod:`imgcrawl.intake.wrapped`).

Sources: Proofpoint's URL Defense, versions 2 and 3 (ClearURLs/Addon #438, cardi/proofpoint-url-decoder #4 and #7,
cphyc/thunderbird_remove_safelinks #1); Barracuda's Link Protection (johnste/finicky #496).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFENSE: Final = r"https?://urldefense(?:\.proofpoint)?\.(?:com|us)(?::\d+)?"
_SECOND: Final = re.compile(rf"{_DEFENSE}/v2/url\?(?:[^#]*&)?u=([^&#]+)", re.IGNORECASE)
_THIRD: Final = re.compile(rf"{_DEFENSE}/v3/__(.+?)__;([\w-]*)={{0,2}}(?:!|%21)", re.IGNORECASE)
_BARRACUDA: Final = re.compile(
    r"https?://(?:[\w-]+\.)?linkprotect\.cudasvc\.com(?::\d+)?/url\?(?:[^#]*&)?a=([^&#]+)", re.IGNORECASE
)

_ESCAPES: Final = str.maketrans("-_", "%/")
"""What the second version writes for the sign of an escape, and for a slash."""
_REPLACED: Final = re.compile(r"\*(?:\*(.))?", re.DOTALL)
"""Where the third version has taken out a byte, or as many as the character behind the second star says."""
_LENGTHS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SHORTEST_RUN: Final = 2
_SAFE: Final = "%:/?#[]@!$&'()*+,;=~"
"""What may be among the bytes that belongs to the address as it is."""


def address_from_mail(url: str) -> Iterator[str]:
    """Yield the address that a filter of mail has rewritten to *url*."""
    if "urldefense" not in url and "cudasvc" not in url:
        return
    if second := _SECOND.match(url):
        yield unquote(second[1].translate(_ESCAPES))
    elif third := _THIRD.match(url):
        yield from _restored(third[1], third[2])
    elif barracuda := _BARRACUDA.match(url):
        yield unquote(barracuda[1])


def _restored(text: str, coded: str) -> Iterator[str]:
    """Yield *text* with the bytes that *coded* has of it in their places; nothing if these are not as many."""
    try:
        taken = urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
    except ValueError:  # what an address was made of may have any letters
        return
    pieces, place, end = [], 0, 0
    for mark in _REPLACED.finditer(text):
        length = 1 if mark[1] is None else _LENGTHS.find(mark[1]) + _SHORTEST_RUN
        pieces += [text[end : mark.start()], quote(taken[place : place + length], safe=_SAFE)]
        place, end = place + length, mark.end()
    if place == len(taken):
        yield "".join(pieces) + text[end:]
