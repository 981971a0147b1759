"""Pages that come in an image's place with a status of success and say that it will be there in a moment.

A host that is closed for a while says so to all its rows, an image that is being made is announced by a page that loads
itself again. What they say is looked for in titles and headings, and in the whole text where there is hardly any: a
page that is about maintenance, or about making pictures, has more to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag

from imgcrawl.intake.address import joined
from imgcrawl.remedies.rules.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_S: Final = 60.0
"""What names a longer time is a page that keeps itself up to date."""

_HEAD_BYTES: Final = 65_536
_SCRIPT_BYTES: Final = 16_384
"""A page with more has scripts for all sorts of things, one of which may load it again."""

_SHORT_CHARS: Final = 400

_TIME: Final = re.compile(
    r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]*)['\"]?\s*)?", re.IGNORECASE
)
_REFRESH: Final = re.compile(r"\bhttp-equiv\s*=\s*['\"]?refresh\b", re.IGNORECASE)
_CONTENT: Final = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_RELOAD: Final = re.compile(
    r"\blocation\.reload\b|\bhistory\.go\(\s*0\s*\)|\blocation(?:\.href)?\s*=\s*(?:(?:window|document|self)\.)?location\b"
)
_TIMER: Final = re.compile(r"\bset(?:Timeout|Interval)\s*\(.{0,300}?,\s*(\d{1,6})\s*\)", re.DOTALL)
_AT_ONCE: Final = re.compile(
    r"(?:<script\b[^>]{0,200}>\s*|\bonload\s*=\s*['\"]\s*)(?:(?:window|document|self)\.)?"
    r"(?:location\.reload\s*\(|history\.go\(\s*0)",
    re.IGNORECASE,
)

_TOKEN: Final = re.compile(r"(<[^<>]*>)")
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_HEADINGS: Final = frozenset({"title", "h1", "h2", "h3"})
_UNSEEN: Final = frozenset({"script", "style", "template"})


def promise_of(body: bytes, *, header: Callable[[bytes], bytes | None], url: str) -> tuple[Sign | None, float | None]:
    """Return what the page or text *body*, which came for *url*, promises, and in how many seconds.

    ``Sign.CLOSED`` or ``Sign.IN_MAKING``, None if it promises nothing; the time is None where it names none. *header*
    returns a field's value by name.
    """
    from imgcrawl.remedies.answers.promise_words import CLOSED, CLOSED_WHOLE, IN_MAKING  # noqa: PLC0415 - see below

    page = body[:_HEAD_BYTES].decode("utf-8", "replace")
    tokens = _TOKEN.split(page)
    after_s = _reloads_after(page, tokens, header(b"Refresh"), url)
    said = _said(tokens)
    if any(CLOSED.search(piece) or CLOSED_WHOLE.fullmatch(piece.strip(" .!-|")) for piece in said):
        return Sign.CLOSED, after_s
    if after_s is not None or any(IN_MAKING.search(piece) for piece in said):
        return Sign.IN_MAKING, after_s
    return None, None


def is_said_missing(body: bytes) -> bool:
    """Say whether the page or text *body* says that there is nothing at its address, or no site under its name."""
    from imgcrawl.remedies.answers.promise_words import MISSING, NO_SITE  # noqa: PLC0415 - a hundredth of a start

    tokens = _TOKEN.split(body[:_HEAD_BYTES].decode("utf-8", "replace"))
    return any(MISSING.search(piece) or NO_SITE.search(piece) for piece in _said(tokens))


def _reloads_after(page: str, tokens: list[str], refresh: bytes | None, url: str) -> float | None:
    """Return after how many seconds *page* loads itself again, by its header *refresh*, its markup or a script."""
    texts = [refresh.decode("latin-1")] if refresh else []
    texts += [_content(token) for token in tokens if token[:5].lower() == "<meta" and _REFRESH.search(token)]
    named = [seconds for text in texts if (seconds := _own_time(text, url)) is not None]
    if not named and len(page) <= _SCRIPT_BYTES:
        named = _scripted(page)
    return next((seconds for seconds in named if seconds <= LONGEST_S), None)


def _content(token: str) -> str:
    match = _CONTENT.search(token)
    return next(filter(None, match.groups()), "") if match else ""


def _own_time(text: str, url: str) -> float | None:
    """Return the seconds in *text*, the value of a refresh, if it leads nowhere else than to *url*."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    target = joined(url, (match[2] or "").strip())
    return float(match[1]) if urldefrag(target)[0] == urldefrag(url)[0] else None


def _scripted(page: str) -> list[float]:
    if _AT_ONCE.search(page):
        return [0.0]
    if not _RELOAD.search(page):
        return []
    return [int(timer[1]) / 1000 for timer in _TIMER.finditer(page)]


def _said(tokens: list[str]) -> list[str]:
    """Return what a page says loudest: its title and headings, and all of it if that is little."""
    loud: list[str] = []
    whole: list[str] = []
    inside, begun = "", 0
    for token in tokens:
        tag = _TAG.match(token)
        if tag is None:
            if not token.startswith("<") and inside not in _UNSEEN:
                whole.append(token)
            continue
        is_end, name = bool(tag[1]), tag[2].lower()
        if not inside and not is_end and name in _HEADINGS | _UNSEEN:
            inside, begun = name, len(whole)
        elif is_end and name == inside:
            loud += [_joined(whole[begun:])] if name in _HEADINGS else []
            inside = ""
    text = _joined(whole)
    return [*loud, text] if len(text) <= _SHORT_CHARS else loud


def _joined(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())[: _SHORT_CHARS + 1]
