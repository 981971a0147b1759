"""Other addresses that may have been meant by a text, to be asked for when the likeliest one fails."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.errors import RowError
from imgcrawl.identity.origins import site
from imgcrawl.intake.host_names import numbered
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.schemes import over_https
from imgcrawl.intake.slips import clean_text, starts_with_scheme, versions_in
from imgcrawl.naming.subject import is_of_its_own
from imgcrawl.naming.words import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRAILING = re.compile(
    r"(?:[.,;:!?)\]}>'\"*&]|%(?:0[9AD]|20|22|27|29|3E|5C|5D|7C|7D|C2%A0)|%E2%80%(?:8[B-F]|99|9[CD]|A6)|%E2%81%A0|%EF%BB%BF"
    r"|%EF%BC%(?:81|89|8C|8E|9A|9B|9F)|%E3%80%(?:8[0-2]|8D|8F|91)|%26amp%3B)$",
    re.IGNORECASE,
)
"""What a sentence or a list in some notation leaves at an address's end, as it is and percent-encoded."""
_LONGEST_TRAILING = 9
_MOST_VERSIONS = 3
_OPENING = {")": "(", "]": "[", "}": "{"}
_SLASHED = re.compile(rf"({ENDING})/+$", re.IGNORECASE)
"""A file with a slash behind it, which may have been a backslash."""
_TITLED = re.compile(
    rf"({ENDING})(?:%20)*%7C(?!.*\.(?:jpe?g|jfif|png|gif|webp|avif)\b)[^/?]*$",
    re.IGNORECASE,
)
"""A file with a stroke and what it shows behind it."""
_REFERENCE = re.compile(r"%26amp%3B", re.IGNORECASE)
_MARKUP = re.compile(r"%22|%3C|%3E", re.IGNORECASE)


def other_scheme(given: str, url: str) -> str | None:
    """Return *url* over plain http if *given* named no scheme and https was our guess; else None."""
    try:
        guessed = not starts_with_scheme(over_https(clean_text(given)))
    except RowError:
        return None
    return f"http{url[5:]}" if guessed and url.startswith("https:") else None


def secured(url: str) -> str | None:
    """Return *url* over https, on the same port if it names one, if it is plain http; else None."""
    return f"https{url[4:]}" if url.startswith("http:") else None


def named_port(url: str) -> int | None:
    """Return the port that *url* names, which is not its scheme's own then; None if it names none."""
    return urlsplit(url).port


def other_name(url: str) -> str | None:
    """Return *url* with ``www.`` before its registered domain, or without it; None for every other kind of host."""
    host = urlsplit(url).hostname or ""
    domain = site(host)
    if "." not in domain or domain[-1].isdigit() or host not in (domain, f"www.{domain}"):
        return None
    return url.replace(host, f"www.{domain}" if host == domain else domain, 1)


def on_other_machine(url: str) -> Iterator[str]:
    """Yield *url* on two other machines of its service, which numbers them: ``img4.example.org`` has an ``img1``.

    Services that had several give what these had from fewer when they shrink. But hosts that are called so may be
    cameras, or users' own: so *url* has to tell which picture it is of.
    """
    host = urlsplit(url).hostname or ""
    if (machine := numbered(host)) is None or not is_of_its_own(url):
        return
    others = (number for number in (1, 2, 3) if number != int(machine.number))
    for number in islice(others, 2):
        yield url.replace(host, f"{machine.before}{number:0{len(machine.number)}}{machine.after}", 1)


def other_spellings(given: str, url: str) -> tuple[str, ...]:
    """Return what *given* may mean besides *url*, the likeliest first; most texts mean nothing else.

    That is another version of those that a ``srcset`` names, the text without a title behind it, or without punctuation
    or space that a sentence left at its end, the text as it stands, the text with one layer of percent-encoding less,
    and with ``&`` for what markup has for it.
    """
    found = dict.fromkeys(_prepared(given, url))
    found.pop(url, None)
    return tuple(found)


def _prepared(given: str, url: str) -> Iterator[str]:
    trimmed = _SLASHED.sub(r"\1", without_trailing(url))
    if _MARKUP.search(trimmed):  # there is more behind the address than punctuation
        trimmed = url
    titled = _TITLED.sub(r"\1", url)
    texts = (
        *((version, True) for version in versions_in(given.strip())[:_MOST_VERSIONS]),
        (titled, True),
        (trimmed, True),
        (given, False),
        (url.replace("%25", "%"), True),
        (_REFERENCE.sub("&", url), True),
    )
    for text, repair in dict.fromkeys(texts):  # mostly the same one
        try:
            yield prepare_url(text, repair=repair).url
        except RowError:
            continue


def without_slash(url: str) -> Iterator[str]:
    """Yield *url* without the slashes behind the ending of a picture's file, which may have been a backslash."""
    if (shorter := _SLASHED.sub(r"\1", url)) != url:
        yield shorter


def without_trailing(url: str) -> str:
    """Return *url* without what was left at its end; a bracket that an earlier one opens belongs to it."""
    whole, end = unquote(url), len(url)
    unclosed = {closing: whole.count(opening) - whole.count(closing) for closing, opening in _OPENING.items()}
    while found := _TRAILING.search(url, max(0, end - _LONGEST_TRAILING), end):
        if (closing := unquote(found[0])) in unclosed:
            unclosed[closing] += 1
            if unclosed[closing] > 0:
                break
        end = found.start()
    return url[:end]
