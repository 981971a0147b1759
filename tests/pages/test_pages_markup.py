"""Where the reader finds addresses, and how it groups them."""

from __future__ import annotations

import pytest

from imgcrawl.pages.reading.findings import MAX_FINDINGS
from imgcrawl.pages.reading.kinds import Kind
from imgcrawl.pages.reading.markup import read_page


def found(markup: str) -> list[tuple[str, str]]:
    """List kind and address of what is on a page of *markup*."""
    return [(finding.kind.value, finding.url) for finding in read_page(markup).findings]


@pytest.mark.parametrize(
    ("markup", "kind", "url"),
    [
        ('<img src="a">', Kind.SRC, "a"),
        ("<IMG SRC=a>", Kind.SRC, "a"),
        ('<amp-img src="a"></amp-img>', Kind.SRC, "a"),
        ('<img srcset="a 2x">', Kind.SRCSET, "a"),
        ('<picture><source srcset="a"></picture>', Kind.SOURCE, "a"),
        ('<img data-src="/a">', Kind.LAZY, "/a"),
        ('<img data-lazy-srcset="/a 300w">', Kind.LAZY, "/a"),
        ('<div data-whatever="a.webp?x=1"></div>', Kind.LAZY, "a.webp?x=1"),
        ('<noscript><img src="a"></noscript>', Kind.SRC, "a"),
        ('<meta property="og:image" content="a">', Kind.OG, "a"),
        ('<meta name="OG:image:secure_url" content="a">', Kind.OG, "a"),
        ('<meta name="twitter:image:src" content="a">', Kind.TWITTER, "a"),
        ('<link rel="image_src" href="a">', Kind.REL, "a"),
        ('<link rel="preload" as="image" href="a">', Kind.REL, "a"),
        ('<link rel="enclosure" type="image/jpeg" href="a">', Kind.REL, "a"),
        ('<link rel="preload" as="image" imagesrcset="a 1x">', Kind.REL, "a"),
        ('<script type="application/ld+json">{"image":"a"}</script>', Kind.JSON_LD, "a"),
        ('<meta itemprop="contentUrl" content="a">', Kind.MICRODATA, "a"),
        ('<link itemprop="image" href="a">', Kind.MICRODATA, "a"),
        ('<meta itemprop="image url" content="a">', Kind.MICRODATA, "a"),
        ('<object itemprop="image" data="a"></object>', Kind.MICRODATA, "a"),
        ('<p itemprop="image" itemscope><meta itemprop="url" content="a.jpg"></p>', Kind.MICRODATA, "a.jpg"),
        ('<p itemprop="image" itemscope><link itemprop="url" href="a.jpg"></p>', Kind.MICRODATA, "a.jpg"),
        ('<a href="a.jpg">x</a>', Kind.LINK, "a.jpg"),
        ('<a href="a.jpg">never closed', Kind.LINK, "a.jpg"),
        ('<video poster="a"></video>', Kind.POSTER, "a"),
        ("<p style=\"background:url( 'a' )\"></p>", Kind.STYLE, "a"),
        ("<style>p { background: url( 'a.jpg' ) }</style>", Kind.STYLE, "a.jpg"),
        ("<style>p { background: url(a.jpg)", Kind.STYLE, "a.jpg"),
        ('<script>x="//e/long/a.jpg"</script>', Kind.STATE, "//e/long/a.jpg"),
        ('<img src="a?b=1&amp;c=2">', Kind.SRC, "a?b=1&c=2"),
    ],
)
def test_every_place_is_read(markup, kind, url):
    """An address is found in each of the places in which pages put one."""
    assert (kind.value, url) in found(markup)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="page.html">x</a>',
        '<link rel="icon" href="a.png">',
        '<link rel="preload" as="script" href="a.js">',
        '<link rel="enclosure" type="audio/mpeg" href="a.mp3">',
        '<audio><source src="a.mp3"></audio>',
        '<img data-hover-src="back.jpg">',
        '<img data-placeholder="blur.jpg">',
        '<div data-json=\'{"a":"b.jpg"}\'></div>',
        '<div data-src="/not-an-image"></div>',
        '<!-- <img src="a"> -->',
        "<img data-src>",
        "<style>@font-face { src: url(a.woff2) } @import url(b.css)</style><p>url(c.jpg)</p>",
        "<meta property=og:title content=a.jpg>",
    ],
)
def test_other_things_are_left_alone(markup):
    """Pages, icons, scripts, comments and pictures of something else are no findings."""
    assert found(markup) == []


def groups(markup: str) -> list[int]:
    """List the groups on a page of *markup*."""
    return [finding.group for finding in read_page(markup).findings]


@pytest.mark.parametrize(("media", "parts"), [("(max-width: 600px)", 1), ("(prefers-color-scheme: dark)", 2)])
def test_a_picture_for_the_dark_is_another_one(media, parts):
    """A drawing on black is not the one on white, though one element holds both."""
    picture = f'<picture><source media="{media}" srcset="/a-dark.png"><img src="/a-light.png"></picture>'
    assert len(set(groups(picture))) == parts


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<img src="a" srcset="b 2x" data-src="/c">', 1),
        ('<picture><source srcset="a"><source srcset="b"><img src="c"></picture>', 1),
        ('<a href="a.jpg"><img src="b"></a>', 1),
        ('<a href="a.jpg"><picture><source srcset="b"><img src="c"></picture></a>', 1),
        ('<a href="a.jpg"><img src="b"><noscript><img src="c"></noscript></a>', 2),
        ('<a href="a.jpg"><img src="b"><img src="c"></a>', 3),
        ('<img src="a"><img src="b">', 2),
        ('<a href="a.jpg">x</a><img src="b">', 2),
    ],
)
def test_one_picture_is_one_group(markup, count):
    """Versions in one element or in a link around one picture belong together, and nothing else does."""
    assert len(set(groups(markup))) == count


def test_hints_and_marks_are_kept():
    """The declared width and the ids of element and link stand on the finding."""
    (og,) = read_page('<meta property="og:image" content="a"><meta property="og:image:width" content="1200">').findings
    assert og.width == 1200
    (image,) = read_page('<a href="/photo/7" id="p7"><img data-photo-id="7" alt="Fox" src="a" width="16"></a>').findings
    assert (image.marks, image.width) == (("7", "/photo/7", "p7"), 16)


def test_the_first_base_counts():
    """Browsers use the first base element, wherever it stands."""
    assert read_page('<img src="a"><base href="/b/"><base href="/c/">').base == "/b/"


def test_findings_are_bounded():
    """The reader stops after its limit, on one page or in one tag."""
    assert len(read_page('<img src="a">' * (MAX_FINDINGS + 50)).findings) == MAX_FINDINGS
    attributes = " ".join(f'data-a{n}="{n}.jpg"' for n in range(200_000))
    assert len(read_page(f"<p {attributes}>").findings) == MAX_FINDINGS
