"""An identifier with more beside it is another one's, in a folder or a field as in the name of a file."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.beside import tells_view, told_beside
from imgcrawl.naming.keyed import bears, key_of
from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://img.zz.example"
UUID, HASH, NUMBER = "21549a49-6f9b-415e-a19a-a402b0fc1c6d", "5a105e8b9d40e1329780d62ea2265d8a", "4394123533"
PAGE = f"{SITE}/works/pier.html"
BESIDE = ["-green", "-2", "-back", "_detail", ".b"]
CARD = '<aside><a href="/next/"><img src="{}"></a></aside>'
SHOWN = ['<img src="{}">', '<meta property="og:image" content="{}">', CARD]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


@pytest.mark.parametrize("key", [UUID, HASH])
@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("markup", SHOWN)
def test_a_folder_with_more_than_the_id_is_another_pictures(key, beside, markup):
    """A colour, a counter, a view: alone on the page, and wherever the exact one stands beside it."""
    wanted, other = f"{CDN}/data/1006/{key}.jpeg", f"{CDN}/data/2830/{key}{beside}/full.jpeg"
    now = f"{CDN}/data/2830/{key}/full.jpeg"
    assert find(markup.format(other), wanted) is None
    assert find(markup.format(other), f"{CDN}/old/{key}/large.jpeg") is None
    for own in ('<div style="background:url({})"></div>', '<meta property="og:image" content="{}">', '<img src="{}">'):
        assert find(own.format(now) + markup.format(other), wanted) == now


def test_a_folder_with_the_same_beside_the_id_is_the_same_pictures():
    """So are sizes and formats, which tell none apart."""
    for then, now in (("-green", "-green"), ("", "-large"), ("", ".tif")):
        wanted = f"{CDN}/data/1006/{HASH}{then}/small.jpeg"
        assert find(f'<img src="{CDN}/v/{HASH}{now}/full.jpeg">', wanted) == f"{CDN}/v/{HASH}{now}/full.jpeg"


@pytest.mark.parametrize("beside", BESIDE)
def test_a_field_with_more_than_the_id_is_another_pictures(beside):
    """As of a script that gives pictures by their names."""
    wanted = f"{SITE}/data/{HASH}.jpeg"
    assert find(f'<img src="/x?id={HASH}{beside}">', wanted) is None
    assert find(f'<img src="/x?id={HASH}">', wanted) == f"{SITE}/x?id={HASH}"


@pytest.mark.parametrize("key", [UUID, NUMBER])
@pytest.mark.parametrize("place", ["/data/{}-green/full.jpeg", "/data/{}-green.jpeg", "/i/{}-2/full/max/0/default.jpg"])
def test_a_page_of_the_id_may_declare_another_view(key, place):
    """Its own picture tells nothing beside the id, or not the id at all."""
    markup = (
        '<meta property="og:image" content="{0}"><figure><img src="{0}"></figure>'
        '<script type="application/ld+json">{{"@type":"ImageObject","contentUrl":"{0}"}}</script>'
    )
    for page in (f"{SITE}/works/{key}", f"{SITE}/photos/{key}"):
        assert find(markup.format(place.format(key)), f"{SITE}/i/{key}.jpeg", page) is None
        assert find(markup.format("/data/pier-at-dusk.jpeg"), f"{SITE}/i/{key}.jpeg", page) is not None


@pytest.mark.parametrize("beside", BESIDE)
def test_a_services_key_with_more_beside_it_is_another_pictures(beside):
    """What the service writes around a key in one of its forms is no such thing."""
    key = key_of(f"{SITE}/transform/{UUID}/pier.jpg")
    assert key is not None
    for path in ("{}/full.jpeg", "{}.jpeg", "{}?w=300", "a/{}-large/full.jpeg"):
        assert not bears(f"{SITE}/data/{path.format(UUID + beside)}", key)
        assert bears(f"{SITE}/data/{path.format(UUID)}", key)
    wix, image = key_of(f"{SITE}/media/ab12f3_{HASH}~mv2.jpg"), key_of(f"{SITE}/i-Kx7Qz2B/0/XL/DSC-XL.jpg")
    assert wix is not None
    assert image is not None
    assert bears(f"{SITE}/media/{HASH}~mv2_d_4000_3000_s_4_2.jpg", wix)
    assert not bears(f"{SITE}/media/{HASH}{beside}/v1/fill/w_300,h_200/a.jpg", wix)
    assert not bears(f"{SITE}/p/i-Kx7Qz2B{beside}/L/cup.jpg", image)


def test_what_stands_beside_a_key():
    """The words of each folder and field that bears it, but for kinds, formats and sizes."""
    address = read_address(f"{SITE}/pier/{HASH}-green-2/x.jpg?a=5")
    assert address is not None
    assert told_beside(address, frozenset({HASH})) == {("green", "2")}
    assert told_beside(address, frozenset({UUID})) == frozenset()
    assert tells_view(address, HASH)
    assert not tells_view(address, None)
