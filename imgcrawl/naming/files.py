"""Addresses of pictures' files that do not look so: of handlers, of attachments, of what is no format of the web."""

from __future__ import annotations

import re
from typing import Final

ATTACHMENT: Final = "attachment."
"""Stands before the number of an attachment of XenForo, where that is read as the directory of the file."""

ATTACHED = re.compile(r"/attachments/([^/?#]+)-(jpe?g|png|webp|gif)\.(\d+)/?(?=$|[?#])", re.IGNORECASE)
"""XenForo's address of an attachment: the file's name, its extension after a hyphen, and its number."""
_SITECORE = re.compile(r"/[-~]/media/.", re.IGNORECASE)
"""Sitecore's library of media, which hides the extensions of its files behind that of its handler."""
_HANDLER = ".ashx"
_SCENE7 = re.compile(r"/is/image/[\w-]+/[\w-]+$", re.ASCII)
"""Adobe's image service: a company, and what it calls the picture."""
_MASTER = re.compile(
    r"\.(?:nef|nrw|cr[23w]|arw|sr[2fw]|dng|orf|rw2|raf|pef|3fr|iiq|mrw|x3f|psd|psb|xcf|jp[2fx]|j2k)$", re.IGNORECASE
)
"""The endings of what cameras, scanners and programs make, in whose place a site shows a copy of the same name."""


def as_file(path: str) -> str:
    """Return *path* as that of a picture's file, if it is Sitecore's, Adobe's or XenForo's address of one, or a master.

    Any other is returned as it is.
    """
    if found := ATTACHED.search(path):
        return f"{path[: found.start()]}/attachments/{ATTACHMENT}{found[3]}/{found[1]}.{found[2]}"
    if _SCENE7.search(path):
        return f"{path}.jpg"
    if found := _MASTER.search(path):
        return f"{path[: found.start()]}.tif"
    is_handler = path[-len(_HANDLER) :].lower() == _HANDLER and _SITECORE.search(path) is not None
    return f"{path[: -len(_HANDLER)]}.jpg" if is_handler else path
