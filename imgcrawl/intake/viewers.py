"""Pages that show one picture, whose address tells where the file is: viewers of a site, share links of services."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from imgcrawl.intake.address import joined
from imgcrawl.intake.mended import ready
from imgcrawl.naming.stems import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

_VIEWER = re.compile(
    r"(?:\.(?:html?|php\d?|aspx?|jsp|cgi|pl)|/(?:\w*viewer|lightbox|photo|image|picture|popup|show|view))/?$",
    re.IGNORECASE,
)
"""How the path of a page ends that shows what its query or its fragment names."""
_FILE = re.compile(r"(?!.*\.\.)[\w%~ .()-]+(?:/[\w%~ .()-]+)*\.(?:jpe?g|png|gif|webp|bmp|tiff?)", re.IGNORECASE)
_KEY = re.compile(r"(?:img|image|pic|picture|photo|foto|bild|src|file|filename|path|url|i|f)", re.IGNORECASE)

_DRIVE = r"https://drive.google.com/uc?export=download&id=\1"
_DRIVE_FILES = r"https?://(?:www|content)\.googleapis\.com/drive/v[23]/files/([\w-]{20,})"
_DROPBOX = r"(https?://(?:www\.)?dropbox\.com/(?:s|scl/fi)/[^?]+\.\w{3,4}"
_SHARES: Final = (
    (
        re.compile(r"https?://(?:drive|docs)\.google\.com/(?:a/[^/?]+/)?file/(?:u/\d/)?d/([\w-]{20,})(?:[/?].*)?"),
        _DRIVE,
    ),
    (
        re.compile(
            r"https?://(?:drive|docs)\.google\.com/(?:u/\d/)?(?:open|uc|thumbnail)\?(?!.*export=download)(?:.*&)?id=([\w-]{20,})(?:&.*)?"
        ),
        _DRIVE,
    ),
    (re.compile(rf"({_DRIVE_FILES}\?(?!(?:.*&)?alt=)(?:.*&)?key=.+)"), r"\1&alt=media"),
    (re.compile(rf"{_DRIVE_FILES}(?:\?.*)?"), _DRIVE),
    (re.compile(rf"{_DROPBOX})"), r"\1?dl=1"),
    (re.compile(rf"{_DROPBOX}\?(?!.*\b(?:dl|raw)=).+)"), r"\1&dl=1"),
    (
        re.compile(r"https?://(?:www\.|m\.)?imgur\.com/([A-Za-z0-9]{7}|[A-Za-z0-9]{5})(?:\?.*)?"),
        r"https://i.imgur.com/\1.jpg",
    ),
    (re.compile(r"(https?://[^/?#]+(?:/[\w-]+)?/f/(?:[0-9a-f]{20}|[0-9a-f]{10})/)"), r"\1?dl=1"),
    (re.compile(r"(https?://[^/?#]+(?:/[\w-]+)?/d/[0-9a-f]{20}/files/\?p=[^&#]+\.\w{3,4})"), r"\1&dl=1"),
    (
        re.compile(r"(https?://[^/?#]+(?:/[\w.-]+){0,2}/s/(?=[A-Za-z]*\d|[A-Z]*[a-z]+[A-Z])[A-Za-z0-9]{15})/?"),
        r"\1/download",
    ),
    (
        re.compile(
            rf"(https?://[^/?#]+(?:/[\w.-]+){{0,2}})/bitstreams/({UUID.pattern})/download(?:\?.*)?", re.IGNORECASE
        ),
        r"\1/server/api/core/bitstreams/\2/content",
    ),
    (
        re.compile(r"(https?://[^/?#]+/records?/\w[\w-]{3,})/preview/([^/?#]+\.\w{3,4})(?:\?.*)?"),
        r"\1/files/\2?download=1",
    ),
    (
        re.compile(r"https?://(?:[\w-]+\.)?figshare\.com/articles/[^?#]+\?(?:.*&)?file=(\d+)(?:&.*)?"),
        r"https://ndownloader.figshare.com/files/\1",
    ),
    (
        re.compile(
            r"https?://(?:onedrive|skydrive)\.live\.com/(?:embed|redir|view|edit|survey|photo)?(?:\.aspx)?"
            r"\?((?:[^#]*&)?resid=[0-9a-f]+(?:!|%21)[^#]+)",
            re.IGNORECASE,
        ),
        r"https://onedrive.live.com/download?\1",
    ),
    (re.compile(r"(https?://[\w-]+\.sharepoint\.com/:i:/[a-z]/[^?]+)"), r"\1?download=1"),
    (
        re.compile(r"(https?://[\w-]+\.sharepoint\.com/:i:/[a-z]/[^?]+\?)(?!(?:.*&)?download=)(?:web=1&)?(.+)"),
        r"\1\2&download=1",
    ),
    (re.compile(r"(https?://(?:[\w-]+\.)*box\.com)/s/([0-9a-z]{20,34})(?:\?.*)?"), r"\1/shared/static/\2"),
)
"""Pages of Google Drive, Dropbox, Imgur, Seafile, Nextcloud, DSpace 7, InvenioRDM, figshare, OneDrive, SharePoint and
Box about one file, and the file by its key; of Drive's interface for programs, what describes it.

Other pages of theirs may be albums. Sources: Seafile's and Nextcloud's manuals, on links that are shared; DSpace, "REST
Contract", Bitstreams, whose page for a download needs scripts; InvenioRDM and figshare, as of November 2026; OneDrive
(ShareX/ShareX #5386, microsoft/AzureNotebooks #136); SharePoint (vgrem/phpSPO #153), whose ``:i:`` is of pictures; Box,
"Get shared link for file" (``url`` and ``download_url``); Drive's API, "Method: files.get" (``alt=media``).
"""

_ARCHIVED = re.compile(r"(https?://[^/?]+/(?:[^/?]+/){0,2}\d{14})(?=/https?:/)", re.IGNORECASE)
"""A page of an archive of the web about what it has kept of an address, up to the time of that."""
_AS_IMAGE = r"\1im_"
"""Behind the time it asks for the file as it is, for a page that shows it. Sources: Wayback Machine, pywb."""


def shared_file(url: str) -> Iterator[str]:
    """Yield the file about which *url* is a page of the service that keeps it."""
    return (found.expand(file) for page, file in _SHARES if (found := page.fullmatch(url)))


def shows_file(path: str, name: str) -> bool:
    """Say whether a page at *path* may show the file of a picture that is called *name*, relative to it."""
    return _FILE.fullmatch(name) is not None and _VIEWER.search(path) is not None


def in_viewer(url: str) -> Iterator[str]:
    """Yield the file that the query of a viewer at *url* names relative to it."""
    page, _, query = url.partition("?")
    fields = (field.partition("=") for field in query.split("&") if query)
    files = (unquote(value) for key, _, value in fields if _KEY.fullmatch(key))
    return ready(url, (joined(page, file) for file in files if shows_file(page, file)))


def in_archive(url: str) -> Iterator[str]:
    """Yield the file that an archive of the web has kept of the address in *url*, which may be its page about that."""
    return ready(url, (_ARCHIVED.sub(_AS_IMAGE, url, count=1),))
