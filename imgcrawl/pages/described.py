"""A stored object's description, which came where its file was asked for: it has what lets the file be had.

Source: Google Cloud Storage's ``Object`` (``mediaLink``), and that of Firebase, whose ``downloadTokens`` an address has
to have one of where the rules of its bucket let in nobody else (googleapis/nodejs-storage #697).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from imgcrawl.intake.objects import OBJECT, object_itself
from imgcrawl.naming.addresses import same_url
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.reading.trees import read_json

if TYPE_CHECKING:
    import re

_LONGEST_TOKEN = 200  # characters


def described_object(text: str, *, url: str, wanted_url: str) -> Choice | None:
    """Return where the picture is that the document *text*, which came at *url*, describes as an object; else None.

    It must describe the object that *url* names, and as a picture.
    """
    asked = OBJECT.fullmatch(url)
    document = read_json(text) if asked else None
    if asked is None or not isinstance(document, dict):
        return None
    name, kind = document.get("name"), document.get("contentType")
    is_picture = isinstance(kind, str) and kind.lower().startswith("image/")
    if not is_picture or name != unquote(asked[2]):
        return None
    file = _file(document, asked)
    evidence = "The description of the object that was asked for names its file."
    return None if same_url(file, wanted_url) else Choice(file, Confidence.TOLD, evidence)


def _file(document: dict[str, Any], asked: re.Match[str]) -> str:
    """Return where the file of the object *asked* for is, with the first of its tokens."""
    tokens, link = document.get("downloadTokens"), document.get("mediaLink")
    if isinstance(link, str) and (found := OBJECT.fullmatch(link)) and unquote(found[2]) == unquote(asked[2]):
        return link
    media = next(object_itself(f"{asked[1]}{asked[2]}"))
    token = tokens.partition(",")[0].strip() if isinstance(tokens, str) else ""
    return f"{media}&token={quote(token, safe='', errors='replace')}" if 0 < len(token) <= _LONGEST_TOKEN else media
