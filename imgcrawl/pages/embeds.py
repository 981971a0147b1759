"""The photo of the oEmbed document that a service gives for a photo's page. Source: https://oembed.com, 2.3.4.1."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import field_values, read_address, same_site, same_url
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.stems import Claim, claim
from imgcrawl.naming.words import IMAGE_FILE, NEUTRAL
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.reading.candidates import absolute

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\d{5,12}|(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\w-]{5,40}", re.IGNORECASE | re.ASCII)


def embedded_photo(document: Any, *, url: str, wanted_url: str) -> Choice | None:
    """Return the photo of the oEmbed *document* at *url*, if that was asked about the page which *wanted_url* is.

    It was if a field of *url* is that address, or the identifier in which that address ends. Or the photo lies, under
    the name of a size, in a folder of the same site that is called as the wanted file is.
    """
    photo = document.get("url") if isinstance(document, dict) and document.get("type") == "photo" else None
    found = absolute(photo, url) if isinstance(photo, str) else None
    if found is None or same_url(found, wanted_url):
        return None
    if not _is_about(url, wanted_url) and not _is_in_its_folder(found, wanted_url):
        return None
    return Choice(found, Confidence.TOLD, "The oEmbed document of the page gives this photo.")


def _is_in_its_folder(photo: str, wanted_url: str) -> bool:
    wanted, address = read_address(wanted_url), read_address(photo)
    if wanted is None or address is None or not wanted.file or not same_site(wanted.host, address.host):
        return False
    is_size = NEUTRAL.issuperset(_WORD.findall(address.stem)) and not address.fields
    return is_size and claim(wanted.stem) >= Claim.NUMBERED and address.dirs[-1:] == (wanted.stem.casefold(),)


def _is_about(url: str, wanted_url: str) -> bool:
    asked, wanted = urlsplit(url), urlsplit(wanted_url)
    if IMAGE_FILE.search(wanted.path) or not same_site(asked.hostname or "", wanted.hostname or ""):
        return False
    name = unquote(wanted.path).rstrip("/").rpartition("/")[2]
    values = field_values(asked.query)
    return (_CODE.fullmatch(name) is not None and name in values) or any(
        value.startswith("http") and same_url(value, wanted_url) for value in values
    )
