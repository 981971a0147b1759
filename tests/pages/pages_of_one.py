"""Pages that are made for one picture, as hosts of uploads and shops write them, and how they are asked about it."""

from __future__ import annotations

import json

from scrapy.http import Response

from imgcrawl.pages.answers import read_answer

HOST, FILES = "https://pics.example", "https://i.pics.example"
UPLOAD = f"{HOST}/CiYt1UWF"
FILE = f"{FILES}/3RgK0bXw/blue-kettle.jpg"
SHOP, CDN = "https://www.shop.example", "https://cdn.shop.example"
THING = f"{SHOP}/p/ON-7018423"
FIRST, SECOND = f"{CDN}/i/99812-a.jpg", f"{CDN}/i/99812-b.jpg"
RELATED = '<aside><h2>More</h2><img src="https://cdn.shop.example/i/555-a.jpg"></aside>'


def asked(markup: str, wanted: str, url: str = "", *, status: int = 200) -> str | None:
    """Return the address that the page of *markup*, which came for *wanted* from there or from *url*, gives."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    response = Response(url or wanted, body=f"<html>{markup}".encode(), headers=headers, status=status)
    choice = read_answer(response, wanted_url=wanted)
    return choice.url if choice else None


def og(url: str, name: str = "image") -> str:
    """Return what the head says by Open Graph."""
    return f'<meta property="og:{name}" content="{url}">'


def canonical(url: str) -> str:
    """Return where the head says that the page is."""
    return f'<link rel="canonical" href="{url}">'


def field(url: str, name: str = "code_direct") -> str:
    """Return a field from which visitors copy an address."""
    return f'<input type="text" id="{name}" value="{url}" readonly>'


def data(document: object) -> str:
    """Return a script of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(document)}</script>'


def upload(
    *, head: str = og(FILE), shown: str = f'<img src="{FILE}" width="800">', copied: str = "", at: str = UPLOAD
) -> str:
    """Return a host's page for an upload."""
    top = '<nav><a href="https://pics.example/"><img src="https://pics.example/img/top.png"></a></nav>'
    return f"<title>blue-kettle - Pics</title>{canonical(at) if at else ''}{head}{top}<div>{shown}{copied}</div>"


PRODUCT: dict[str, object] = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Oak nightstand",
    "sku": "ON-7018423",
    "image": [FIRST, SECOND],
}


def thing(
    product: object = None,
    *,
    head: str = og(f"{FIRST}?w=1200"),
    shown: str = "",
    at: str = THING,
    name: str = "Nightstand",
) -> str:
    """Return a shop's page for a thing with two pictures."""
    shown = shown or f'<img src="{FIRST}?w=800"><img src="{SECOND}?w=100">'
    return (
        f"<title>{name} | Shop</title>{canonical(at) if at else ''}{head}{data(product or PRODUCT)}"
        f"<header><img src='/img/top.jpg'></header><main><h1>{name}</h1>{shown}</main>{RELATED}"
    )
