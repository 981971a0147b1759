"""What a site can tell about a visitor from the headers of one request. Header names are in lower case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIBRARIES = re.compile(
    r"python|requests|urllib|curl|wget|scrapy|aiohttp|httpx|okhttp|java|libwww|perl|ruby|php|go-http|axios|node|bot\b"
    r"|crawler|spider|crawl",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"^Mozilla/5\.0 \([^)]*\) .*(?:Chrome|Firefox|Version)/(\d+)")
_CONTACT = re.compile(r"https?://[\w.-]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_PRODUCT = re.compile(r"^[A-Za-z][\w.-]*/\d")
_SOFTWARE_CONTACT = re.compile(r"scrapy\.org|requests\.readthedocs|github\.com/(?:psf|scrapy)/", re.IGNORECASE)


def is_library(headers: Mapping[str, str]) -> bool:
    """Whether the client names itself as a program, or not at all."""
    agent = headers.get("user-agent", "")
    return not agent or bool(_LIBRARIES.search(agent))


def is_browser(headers: Mapping[str, str]) -> bool:
    """Whether the client names itself as a browser."""
    return bool(_BROWSER.match(headers.get("user-agent", ""))) and not is_library(headers)


def is_honest_bot(headers: Mapping[str, str]) -> bool:
    """Whether the client names a product, its version and how to reach who runs it; a library's own address is none."""
    agent = headers.get("user-agent", "")
    if is_browser(headers) or not _CONTACT.search(agent) or _SOFTWARE_CONTACT.search(agent):
        return False
    return bool(_PRODUCT.match(agent)) and not agent.lower().startswith(("python", "curl", "wget", "scrapy"))


def is_coherent_browser(headers: Mapping[str, str]) -> bool:
    """Whether client hints, Sec-Fetch and Accept are those of the browser that the client says it is.

    The rules hold for requests over TLS: browsers send neither client hints nor Sec-Fetch in the clear.
    """
    if not is_browser(headers):
        return False
    fetch_ok = _fetch_is_coherent(headers)
    language_ok = "accept-language" in headers and "gzip" in headers.get("accept-encoding", "")
    return fetch_ok and language_ok and _hints_are_coherent(headers)


def _fetch_is_coherent(headers: Mapping[str, str]) -> bool:
    destination, mode = headers.get("sec-fetch-dest"), headers.get("sec-fetch-mode")
    accept = headers.get("accept", "")
    if "sec-fetch-site" not in headers:
        return False
    if destination == "image":
        return mode in {"no-cors", "cors"} and accept.startswith("image/")
    return destination == "document" and mode == "navigate" and accept.startswith("text/html")


def _hints_are_coherent(headers: Mapping[str, str]) -> bool:
    agent = headers["user-agent"]
    version = re.search(r"Chrome/(\d+)", agent)
    if version is None:
        return "sec-ch-ua" not in headers
    hints, platform = headers.get("sec-ch-ua", ""), headers.get("sec-ch-ua-platform", "").strip('"')
    mark = {"Windows": "Windows NT", "macOS": "Mac OS X", "Linux": "Linux", "Android": "Android"}.get(platform)
    mobile = headers.get("sec-ch-ua-mobile") == "?1"
    return f'v="{version[1]}"' in hints and mark is not None and mark in agent and mobile == (" Mobile" in agent)


def comes_from(headers: Mapping[str, str], hosts: set[str]) -> bool:
    """Whether the Referer is a page on one of *hosts*."""
    return (urlsplit(headers.get("referer", "")).hostname or "") in hosts


def has_cookie(headers: Mapping[str, str], name: str, value: str) -> bool:
    """Whether the client brings back the cookie *name* with *value*."""
    return f"{name}={value}" in [pair.strip() for pair in headers.get("cookie", "").split(";")]
