"""Answers that say where the image is in their body, or in a field that their status gives no meaning to."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from imgcrawl.errors import RowError
from imgcrawl.intake.damage import ENCODED_TWICE
from imgcrawl.intake.mended import in_path_style
from imgcrawl.intake.repair import prepare_url

_HEAD_BYTES: Final = 65_536
_BUCKET: Final = re.compile(rb"<Bucket>([\w.-]{3,255})</Bucket>", re.ASCII)
_ENDPOINT: Final = re.compile(rb"<Endpoint>([\w.-]{4,253})</Endpoint>", re.ASCII)
_REGION: Final = re.compile(rb"[a-z0-9-]{2,40}")
_LINK: Final = re.compile(
    rb"<a\b[^>]{0,500}?[\s\"'/]href\s*=\s*(?:\"([^\">]{1,4096})\"|'([^'>]{1,4096})'|([^\"'\s>]{1,4096}))", re.IGNORECASE
)
_FOREIGN: Final = re.compile(rb"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINKED: Final = re.compile(r"<([^<>]{1,4096})>((?:\s*;\s*[^,;<>]+)+)")
_REL: Final = re.compile(
    r";\s*rel\s*=\s*\"?(?:[\w-]+\s+)*(?:canonical|successor-version|latest-version|duplicate)\b", re.IGNORECASE
)
_MOST_LINKS: Final = 100
"""Links of one answer that are looked at; a header of 256 KB holds 14,000."""
_FRAME: Final = re.compile(
    rb"<i?frame\b(?:[^>]{0,500}?\bsrc\s*=\s*(?:\"([^\">]{1,4096})\"|'([^'>]{1,4096})'|([^\"'\s>]{1,4096})))?",
    re.IGNORECASE,
)


def bucket_elsewhere(url: str, body: bytes, region: bytes | None) -> str | None:
    """Return where S3 has what it was asked for at *url*, by the *body* of its redirect or the *region* in its head.

    S3 names the endpoint of a bucket's region, and leaves it to the client to make an address of that.
    """
    named = _BUCKET.search(body[:_HEAD_BYTES])
    if named is None or b"<Code>PermanentRedirect</Code>" not in body[:_HEAD_BYTES]:
        return None
    bucket, parts = named[1].decode(), urlsplit(url)
    if endpoint := _ENDPOINT.search(body[:_HEAD_BYTES]):
        host = endpoint[1].decode()
    elif region is not None and _REGION.fullmatch(region):
        host = f"s3.{region.decode()}.amazonaws.com"
    else:
        return None
    is_path_style = not (parts.hostname or "").startswith(f"{bucket}.")
    key = parts.path.removeprefix(f"/{bucket}/" if is_path_style else "/").removeprefix("/")
    place = host if host.startswith(f"{bucket}.") else f"{host}/{bucket}"
    moved = parts._replace(netloc="", scheme="", path=f"/{key}").geturl()
    found = f"{parts.scheme}://{place}{moved}"
    return next(in_path_style(found), found)


def only_link(body: bytes) -> str | None:
    """Return the address to which all links in the *body* of a redirect lead; None if there are none, or several.

    A redirect is to carry a short note with a link to its target; it may have one to a mailbox, too. Source: RFC 9110,
    15.4.
    """
    links = {b"".join(parts) for parts in _LINK.findall(body[:_HEAD_BYTES])}
    found = {link for link in links if not _FOREIGN.match(link)}
    return html.unescape(found.pop().decode("utf-8", "replace")) if len(found) == 1 else None


def encoded_once(url: str, location: str) -> str:
    """Return *location* with its path encoded once, where a redirect from *url* has encoded the file's name anew.

    Source: Apache's mod_rewrite does so with what a rule takes from the request, unless it has the flag NE.
    """
    name = _last(url)
    if "%" not in name or _last(location) != name.replace("%", "%25"):
        return location
    path, mark, rest = location.partition("?")
    return ENCODED_TWICE.sub("%", path) + mark + rest


def told_by_field(url: str, *, location: str, links: str, is_empty: bool) -> str | None:
    """Return the address that an answer which is no redirect names for what was asked for at *url*; None for none.

    *location* is that of an answer without the status that belongs to it, as scripts send it: where there is nothing
    else (*is_empty*) it is taken as it stands. Else, and of *links* (RFC 8288), it has to be a file of the same name.
    """
    linked = islice(_LINKED.finditer(links), _MOST_LINKS)
    named = [location, *(link[1] for link in linked if _REL.search(link[2]))]
    for text in filter(None, named):
        try:
            found = prepare_url(text, page_url=url).url
        except RowError:
            continue
        name = _file_name(urlsplit(url).path)
        is_same = bool(name) and name == _file_name(urlsplit(found).path)
        if found != url and (is_same or (is_empty and text == location)):
            return found
    return None


def framed(url: str, page: bytes) -> str | None:
    """Return the address of the same file on another host around which *page* has its only frame, else None.

    That is how domains are forwarded whose owner wants the address to stay as it is.
    """
    frames = _FRAME.findall(page[:_HEAD_BYTES])
    if len(frames) != 1:
        return None
    try:
        inner = prepare_url(b"".join(frames[0]).decode("utf-8", "replace"), page_url=url).url
    except RowError:
        return None
    asked, found = urlsplit(url), urlsplit(inner)
    name = _file_name(asked.path)
    return inner if name and name == _file_name(found.path) and asked.hostname != found.hostname else None


def _last(url: str) -> str:
    return url.partition("#")[0].partition("?")[0].rpartition("/")[2]


def _file_name(path: str) -> str:
    return unquote(path.rpartition("/")[2]).lower()
