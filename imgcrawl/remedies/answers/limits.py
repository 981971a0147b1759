"""Pages that come in an image's place with a status of success and are called a limit on requests: a 429 in words."""

from __future__ import annotations

import re
from typing import Final

_HEAD_BYTES: Final = 16_384
_LOUD: Final = re.compile(rb"<(?:title|h1)\b[^>]{0,200}>\s*([^<]{1,120})<", re.IGNORECASE)

_LIMIT: Final = (
    # English
    r"\btoo many requests\b|\b(?:request|rate)[ -]limit(?:ed|ing)?(?: (?:exceeded|reached|hit))?\b|\brate[ -]limited\b",
    r"\b(?:sending|making|requests?)\b.{0,30}\btoo (?:fast|quickly|often|frequently|rapidly)\b",
    r"^(?:please,? )?slow down(?: please)?$",
    # German, Dutch, French, Spanish, Portuguese, Italian
    r"\bzu viele (?:anfragen|zugriffe)\b|\bte veel (?:verzoeken|aanvragen)\b|\btrop de requ[eê]tes\b",
    r"\bdemasiadas (?:solicitudes|peticiones)\b|\bmuitas (?:solicita[cç][oõ]es|requisi[cç][oõ]es)\b",
    r"\btroppe richieste\b",
    # Polish, Russian, Turkish, Chinese, Japanese, Korean
    r"\bzbyt wiele (?:[zż][aą]da[nń]|zapyta[nń])|слишком много запросов|[cç]ok fazla istek",
    r"(?:请求|訪問|访问|請求)(?:过于|過於|太)频?頻?繁|请求过多|請求過多|リクエストが多すぎ|요청이 너무 많",
)
_SAYS_LIMIT: Final = re.compile("|".join(_LIMIT), re.IGNORECASE)


def is_called_limit(body: bytes) -> bool:
    """Say whether the title or the heading of the page *body* says that its host is asked too often."""
    loud = (found[1].decode("utf-8", "replace") for found in _LOUD.finditer(body, 0, _HEAD_BYTES))
    return any(_SAYS_LIMIT.search(" ".join(text.split()).strip(" .!-")) for text in loud)
