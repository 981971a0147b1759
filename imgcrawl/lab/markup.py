"""Pages on which pictures are found, in the ways in which sites write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from imgcrawl.lab.names import near_miss
from imgcrawl.lab.replies import HTML, answer

if TYPE_CHECKING:
    from imgcrawl.lab.model import Reply, Row, Visit

Write = Callable[[str], tuple[str, str]]
"""Writes a picture's URL as markup for the head and markup for the body."""

NEAR_STEPS = (1, 3, 9)
"""How far the last digits of a picture's neighbours are from its own."""


def page(row: Row, head: str, body: str) -> Reply:
    """Return a page with a title, a logo, *head* and *body*."""
    logo = f'<header><a href="/"><img src="/static/logo.png" width="88" height="31" alt="{row.site.host}"></a></header>'
    text = "<p>Seen at the edge of the wood, late in the season. More pictures of this series follow.</p>"
    html = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{row.site.host}</title>{head}</head>\n'
        f"<body>{logo}<main>{text}{body}</main></body></html>\n"
    )
    return answer(200, html.encode(), HTML)


def decoys(path: str) -> str:
    """Return images of the same series: their stems differ from *path*'s by one digit."""
    return "".join(f'<figure><img src="{escape(near_miss(path, step))}" alt=""></figure>' for step in NEAR_STEPS)


def own_page(visit: Visit) -> Reply:
    """Send the page of a row whose kind has no other: it shows the picture, by the URL that the source has."""
    row = visit.row
    return page(row, *plain_img(row.plain_url))


def plain_img(url: str) -> tuple[str, str]:
    """As an ``<img src>``."""
    return "", f'<figure><img src="{escape(url)}" width="800" height="600" alt="The find"></figure>'


def srcset(url: str) -> tuple[str, str]:
    """As a ``srcset`` whose ``src`` is an inline blank."""
    blank = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    candidates = ", ".join(f"{escape(url)}?w={width} {width}w" for width in (320, 640, 1280))
    return "", f'<img src="{blank}" srcset="{candidates}" sizes="100vw" alt="">'


def picture_source(url: str) -> tuple[str, str]:
    """As a ``<source>`` inside ``<picture>``."""
    source = f'<source media="(min-width: 400px)" srcset="{escape(url)}">'
    return "", f'<picture>{source}<img src="/static/blank.gif" alt=""></picture>'


def og_image(url: str) -> tuple[str, str]:
    """As the page's ``og:image`` and ``twitter:image``."""
    meta = f'<meta property="og:image" content="{escape(url)}"><meta name="twitter:image" content="{escape(url)}">'
    return meta, ""


def json_ld(url: str) -> tuple[str, str]:
    """As ``contentUrl`` of an ``ImageObject`` in JSON-LD."""
    data = {"@context": "https://schema.org", "@type": "Article", "image": {"@type": "ImageObject", "contentUrl": url}}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>', ""


def lazy(url: str) -> tuple[str, str]:
    """As an image that a script loads later."""
    return "", f'<img class="lazyload" src="/static/blank.gif" data-src="{escape(url)}" alt="">'


def full_size_link(url: str) -> tuple[str, str]:
    """As a link around a thumbnail."""
    return "", f'<a class="lightbox" href="{escape(url)}"><img src="/static/thumb.gif" width="80" alt=""></a>'


def noscript(url: str) -> tuple[str, str]:
    """As what is shown without scripts."""
    return "", f'<div class="js-image"></div><noscript><img src="{escape(url)}" alt=""></noscript>'


WAYS: tuple[Write, ...] = (
    plain_img, srcset, og_image, json_ld, lazy, picture_source, full_size_link, noscript,
)  # fmt: skip
"""All ways in which a page may name its picture."""
