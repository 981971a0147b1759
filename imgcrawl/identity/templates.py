"""How each browser family writes its requests: values, order and case.

Sources: curl_cffi 0.16's default headers of each target (documents); captures of ``<img>`` requests of Chrome and Edge
131-150, Firefox 128-152 and Safari 18-27 published on GitHub in 2024-2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What one family sends for an image and for a page.

    The orders name every header the family may send, in wire order and HTTP/1.1 case, those it adds by state (cookies,
    validators) included; a name that is missing is never sent. *https_only*: beginnings, in lower case, of the names
    that it keeps from plain http. *upgrade_over_https*: whether a document asks for Upgrade-Insecure-Requests on
    https too.
    """

    image_accept: str
    page_accept: str
    image_order: tuple[str, ...]
    page_order: tuple[str, ...]
    image_priority: str
    page_priority: str
    https_only: tuple[str, ...]
    upgrade_over_https: bool


_CHROMIUM_FETCH: Final = ("Referer", "Accept-Encoding", "Accept-Language", "Cookie")
_CHROMIUM_LAST: Final = ("If-None-Match", "If-Modified-Since", "priority")
_CHROMIUM_FIRST: Final = ("Connection", "Pragma", "Cache-Control", "Authorization")
_CHROMIUM_IMAGE_ORDER: Final = (
    *_CHROMIUM_FIRST, "sec-ch-ua-platform", "User-Agent", "sec-ch-ua", "sec-ch-ua-mobile", "Accept", "Sec-Fetch-Site",
    "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-Storage-Access", *_CHROMIUM_FETCH, *_CHROMIUM_LAST,
)  # fmt: skip
_CHROMIUM_PAGE_ORDER: Final = (
    *_CHROMIUM_FIRST, "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "Upgrade-Insecure-Requests",
    "User-Agent", "Accept", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-User", "Sec-Fetch-Dest", *_CHROMIUM_FETCH,
    *_CHROMIUM_LAST,
)  # fmt: skip

_CHROMIUM: Final = Template(
    image_accept="image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    page_accept=(
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
        "application/signed-exchange;v=b3;q=0.7"
    ),
    image_order=_CHROMIUM_IMAGE_ORDER,
    page_order=_CHROMIUM_PAGE_ORDER,
    image_priority="i",
    page_priority="u=0, i",
    https_only=("sec-", "priority"),
    upgrade_over_https=True,
)

_FIREFOX_ORDER: Final = (
    "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection", "Referer", "Cookie",
    "Upgrade-Insecure-Requests", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User",
    "Authorization", "If-Modified-Since", "If-None-Match", "Priority", "Pragma", "Cache-Control", "TE",
)  # fmt: skip
_FIREFOX: Final = Template(
    image_accept="image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    page_accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    image_order=_FIREFOX_ORDER,
    page_order=_FIREFOX_ORDER,
    image_priority="u=5, i",
    page_priority="u=0, i",
    https_only=("sec-", "te"),
    upgrade_over_https=True,
)

_SAFARI_ORDER: Final = (
    "Sec-Fetch-Dest", "User-Agent", "Upgrade-Insecure-Requests", "Accept", "Authorization", "If-None-Match",
    "If-Modified-Since", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Cache-Control", "Pragma", "Accept-Language", "Referer",
    "Priority", "Accept-Encoding", "Cookie", "Connection",
)  # fmt: skip
_SAFARI: Final = Template(
    image_accept=(
        "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,"
        "image/*;q=0.8,*/*;q=0.5"
    ),
    page_accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    image_order=_SAFARI_ORDER,
    page_order=_SAFARI_ORDER,
    image_priority="u=5, i",
    page_priority="u=0, i",
    https_only=("sec-",),
    upgrade_over_https=False,
)

TEMPLATES: Final[dict[str, Template]] = {
    "chrome": _CHROMIUM,
    "edge": _CHROMIUM,
    "firefox": _FIREFOX,
    "safari": _SAFARI,
}
"""The template of each family of :data:`imgcrawl.identity.browsers.FAMILIES`."""
