"""Everything on a page that may be an image's address, absolute and bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding
from w3lib.url import safe_url_string

from imgcrawl.pages.reading.documents import as_page, data_findings, is_feed, read_data
from imgcrawl.pages.reading.markup import MAX_URL, read_page
from imgcrawl.pages.reading.titles import UNTITLED, page_titles

if TYPE_CHECKING:
    from imgcrawl.pages.reading.kinds import Candidate, Kind

MAX_HTML = 5_000_000
"""Bytes (or characters) of a page that are read."""

# Source: WHATWG Encoding Standard; the names are Python's, and UTF-32 is Python's too. Python has others that are no
# encodings of text, or take time with the square of the length (punycode), which a page could ask for.
_WEB_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "koi8-r", "koi8-u", "cp866"}
    | {"cp874", "cp932", "cp949", "big5hkscs", "gb18030", "hz", "euc_jp", "iso2022_jp", "mac-roman", "mac-cyrillic"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in range(2, 17)}
)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_HEAD_BYTES = 1_024
_DROPPED = re.compile(r"[\t\n\r]")
_UNSAFE = re.compile(r"[^!-~]|[\"<>\\^`{|}]")


def collect(html: bytes | str, base_url: str) -> list[Candidate]:
    """Return the image addresses on a page, in the order of the page; broken markup yields what could be read.

    A document for machines or a feed that came as the page is read too.

    *base_url* is the page's own address; ``<base href>`` is honoured. Only the first :data:`MAX_HTML` are read.
    """
    text = html[:MAX_HTML] if isinstance(html, str) else decode(html)
    document = read_data(text)
    page = read_page(as_page(text)) if document is None else None
    base = (page and absolute(page.base, base_url)) or base_url
    findings = page.findings if page else data_findings(document)
    titles = page_titles(text) if page and not is_feed(text) else UNTITLED  # a feed's are its items'
    found: dict[tuple[str, Kind, int], Candidate] = {}
    urls = {written: absolute(written, base) for written in {finding.url for finding in findings}}
    for finding in findings:
        url = urls[finding.url]
        if url is not None:
            told = tuple((absolute(said, base) or said) if said.startswith("/") else said for said in finding.told)
            candidate = finding._replace(url=url, position=len(found), told=told, page=titles)
            found.setdefault((url, finding.kind, finding.group), candidate)
    return list(found.values())


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the first :data:`MAX_HTML` bytes of a page as text, by the rules of browsers; never raises.

    Where the page names an encoding that browsers do not know it is read as UTF-8.
    """
    html = bytes(body[:MAX_HTML])
    return html_to_unicode(f"text/html; charset={encoding_of(html, content_type)}", html)[1]


def encoding_of(body: bytes, content_type: str | None = None) -> str:
    """Return the encoding that a page declares, by Python's name for it; UTF-8 if it declares none that browsers know.

    What begins with the mark of an encoding is in that, whatever this says. UTF-16 without a mark is known by its
    zeros: a tag that can be read byte by byte and says that the page is in it errs.
    """
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if declared in _WIDE:
        return _wide_encoding(body[:_HEAD_BYTES])
    return declared if declared in _WEB_ENCODINGS else "utf-8"


def _wide_encoding(head: bytes) -> str:
    """Return in which order of bytes a page that begins with *head* is in UTF-16; UTF-8 if it is not."""
    if b"\0" not in head:
        return "utf-8"
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def absolute(url: str, base: str) -> str | None:
    """Return *url* resolved against *base* and percent-encoded, or None when it is no usable http(s) address."""
    url = _DROPPED.sub("", url.strip()) if len(url) <= MAX_URL else ""
    if not url or url.startswith("#"):
        return None
    try:
        joined = url if url.startswith(("https://", "http://")) else urljoin(base, url)
        joined = safe_url_string(joined) if _UNSAFE.search(joined) else joined
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return joined.partition("#")[0] if usable and len(joined) <= MAX_URL else None
