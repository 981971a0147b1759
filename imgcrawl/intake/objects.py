"""Files in stores whose address is that of a description, of a login or of a console.

Sources: Google Cloud Storage, "Objects: get" (``alt``: the default gives the metadata, ``media`` the data) and "Request
endpoints" (``storage.cloud.google.com`` asks browsers to log in); Firebase's storage, which has the same interface at a
host of its own (firebase/firebase-js-sdk #5342, thisbejim/Pyrebase #257), where the name of an object is one segment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

OBJECT: Final = re.compile(
    r"(https?://(?:firebasestorage\.googleapis\.com(?::\d+)?/v0"
    r"|(?:www|storage|content-storage)\.googleapis\.com(?::\d+)?/(?:download/)?storage/v1)/b/[^/?]+/o/)([^?]+)(?:\?(.*))?",
    re.IGNORECASE,
)
"""An object by the interface for programs: what is before its name, the name, and the query."""
_OF_BROWSERS: Final = re.compile(
    r"https?://(?:storage\.cloud\.google\.com|console\.cloud\.google\.com/storage/browser/_details)/([^/?]+/[^?;]+)(?:[?;].*)?"
)


def object_itself(url: str) -> Iterator[str]:
    """Yield the file of the object whose description, or page for who has logged in, is at *url*."""
    if found := OBJECT.fullmatch(url):
        fields = [field for field in (found[3] or "").split("&") if field]
        if "alt=media" not in fields:
            fields = ["alt=media", *(field for field in fields if not field.startswith(("alt=", "fields=")))]
        yield f"{found[1]}{found[2].replace('/', '%2F')}?{'&'.join(fields)}"
    elif found := _OF_BROWSERS.fullmatch(url):
        yield f"https://storage.googleapis.com/{found[1]}"
