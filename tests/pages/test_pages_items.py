"""Feeds as the pages of rows: each item is a page of its own."""

from __future__ import annotations

import html
from time import process_time

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage, collect
from imgcrawl.pages.reading.feeds import MAX_FEED, read_feed

SITE = "https://www.ex.example"
FEED = f"{SITE}/feed/"
WANTED = f"{SITE}/2015/oval-poppy-ferrara.jpg"
MEDIA = f"{SITE}/media"
OWN, OTHER = f"{MEDIA}/3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c.jpg", f"{MEDIA}/9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f.jpg"
SPACES = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
TITLE = "Oval Poppy Ferrara"


def enclosed(url: str, kind: str = "image/jpeg") -> str:
    """Return what an item encloses."""
    return f'<enclosure url="{url}" length="1" type="{kind}"/>'


def described(markup: str) -> str:
    """Return the text of an item, escaped."""
    return f"<description>{html.escape(markup)}</description>"


def item(title: str = TITLE, inner: str = "", link: str = f"{SITE}/p/17") -> str:
    """Return an item of RSS."""
    return f"<item><title>{title}</title><link>{link}</link>{inner}</item>"


def rss(*items: str, channel: str = "") -> str:
    """Return a feed of a shop with *items*."""
    top = (
        f"<?xml version='1.0' encoding='ISO-8859-1'?><rss version='2.0' {SPACES}><channel><title>Shop</title>{channel}"
    )
    return f"{top}{''.join(items)}</channel></rss>"


def atom(inner: str, title: str = TITLE) -> str:
    """Return a feed of Atom with one entry and another one."""
    other = f'<entry><title>Red Iron Lamp</title><content type="html">&lt;img src="{OTHER}"&gt;</content></entry>'
    entry = f'<entry><title type="html">{title}</title><link href="{SITE}/p/17"/>{inner}</entry>'
    top = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {SPACES}><title>Shop</title>'
    return f"{top}{entry}{other}</feed>"


def named(feed: str, wanted: str = WANTED) -> str | None:
    """Return the address that *feed*, as the page of *wanted*, gives."""
    body = feed.encode("iso-8859-1" if "ISO-8859-1" in feed else "utf-8")
    response = HttpResponse(FEED, body=body, headers={"Content-Type": "application/rss+xml"})
    choice = ImagePage(response=response, page_params=PageParams({WANTED_URL: wanted})).choice()
    return choice.url if choice else None


def content(url: str, inner: str = "", **attributes: str) -> str:
    """Return an element of Media RSS."""
    told = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<media:content url="{url}" {told}>{inner}</media:content>'


NEXT = item("Red Iron Lamp", enclosed(OTHER), f"{SITE}/p/18")
IMG = f'<p>New!</p><img src="{OWN}">'


@pytest.mark.parametrize(
    "inner",
    [
        enclosed(OWN),
        enclosed(OWN, "image/webp"),
        f"{enclosed(OWN)}<description>Plain words</description>",
        content(OWN, medium="image"),
        content(OWN, f'<media:thumbnail url="{MEDIA}/t/1.jpg"/>', type="image/jpeg"),
        f'<media:thumbnail url="{OWN}"/>',
        f"<media:group>{content(OWN, width='1600')}{content(f'{MEDIA}/s/1.jpg', width='90')}</media:group>",
        f"<content:encoded><![CDATA[{IMG}]]></content:encoded>",
        described(IMG),
        described(f'<a href="{SITE}/p/17">{IMG}</a>'),
        described(f'<a href="{OWN}"><img src="{OWN}?w=90"></a>'),
        described(IMG) + f"<content:encoded><![CDATA[{IMG}]]></content:encoded>" + enclosed(OWN),
        described(IMG + '<img src="https://feeds.example/track/x.gif" width="1" height="1"><img src="/img/logo.png">'),
        described(f'{IMG}<p data-next="{OTHER}">'),
        enclosed(OWN) + enclosed(f"{MEDIA}/a.mp3", "audio/mpeg"),
        enclosed(OWN) + content("https://secure.gravatar.com/avatar/1a", medium="image"),
    ],
)
def test_the_only_picture_of_the_item_that_is_called_by_the_name_is_taken(inner):
    """Wherever the item has it, and in as many places; a picture's smaller versions, sounds and trackers are none."""
    assert named(rss(NEXT, item(inner=inner))) == OWN
    assert named(rss(NEXT, item("Oval Poppy Vase", inner=inner))) is None


@pytest.mark.parametrize(
    "inner",
    [
        f'<link rel="enclosure" type="image/jpeg" href="{OWN}"/>',
        f'<content type="html">{html.escape(IMG)}</content>',
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><img src="{OWN}"/></div></content>',
        f'<summary type="html">{html.escape(IMG)}</summary>',
        f'<content type="image/jpeg" src="{OWN}"/>',
        f'<media:thumbnail url="{OWN}"/>',
    ],
)
def test_entries_of_atom_are_items(inner):
    """Their text may be markup that is escaped or not."""
    assert named(atom(inner)) == OWN
    assert named(atom(inner, "Red Iron Lamp")) is None


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("oval poppy ferrara", ""),
        ("<![CDATA[Oval &amp; Poppy: Ferrara]]>", ""),
        ("Óval Poppy Ferrara!", ""),
        ("New", f"{SITE}/p/oval-poppy-ferrara"),
        ("New", f"{SITE}/p/oval-poppy-ferrara/"),
        ("New", f"{SITE}/2015/06/oval_poppy_ferrara.html"),
    ],
)
def test_an_item_is_called_by_its_title_or_its_link(title, link):
    """By all words of the name in their order, whatever stands between them."""
    assert named(rss(NEXT, item(title, enclosed(OWN), link))) == OWN


@pytest.mark.parametrize("sign", ["'", "\u2019"])
def test_an_apostrophe_ends_no_word(sign):
    """Names of files have none."""
    titled = item(f"Oval Poppy{sign}s Ferrara", enclosed(OWN)).replace("\u2019", "&#8217;")
    assert named(rss(NEXT, titled), WANTED.replace("poppy", "poppys")) == OWN


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("Poppy Ferrara", ""),
        ("Oval Poppy Ferrara 2", ""),
        ("Oval Poppy Ferrara Small", ""),
        ("Ferrara Poppy Oval", ""),
        ("Oval Poppies Ferrara", ""),
        ("", ""),
        ("New", f"{SITE}/oval-poppy-ferrara/2"),
        ("New", f"{SITE}/p/oval-poppy-ferrara-2"),
        (TITLE, f"{SITE}/2019/06/oval-poppy"),
    ],
)
def test_a_title_that_shares_words_is_another_things(title, link):
    """So is one whose link is dated in another year than the file's folder."""
    assert named(rss(NEXT, item(title, enclosed(OWN), link))) is None


@pytest.mark.parametrize(
    "feed",
    [
        rss(item(), NEXT),
        rss(NEXT, item()),
        rss(item(), item("Red Iron Lamp", described(f"{IMG} {TITLE}"))),
        rss(item(inner=enclosed(OWN)), item(inner=enclosed(OTHER))),
        rss(item(inner=enclosed(OWN)), item()),
        rss(item(inner=enclosed(OWN)), item("Another", enclosed(OTHER), f"{SITE}/p/oval-poppy-ferrara")),
        rss(item(inner=enclosed(OWN) + enclosed(OTHER))),
        rss(item(inner=enclosed(OWN) + f'<media:thumbnail url="{OTHER}"/>')),
        rss(item(inner=enclosed(OWN) + described(f'<img src="{OTHER}">'))),
        rss(item(inner=described(IMG + f'<p>Related: <a href="/p/2"><img src="{OTHER}"></a>'))),
        rss(item(inner=enclosed(OWN)), item("Red Iron Lamp", enclosed(OWN))),
        rss(item(), channel=f"<image><url>{OWN}</url><title>{TITLE}</title></image>"),
        rss(item(inner=enclosed(OWN)), channel=f"<image><url>{OWN}</url></image>"),
        rss(item(inner=enclosed(f"{MEDIA}/a.mp4", "video/mp4"))),
        rss(
            item(
                inner=f'<media:content url="{MEDIA}/a" type="video/mp4"><media:thumbnail url="{OWN}"/></media:content>'
            )
        ),
        rss(
            item(inner=f'<media:group><media:content url="{MEDIA}/a.mp4"/><media:thumbnail url="{OWN}"/></media:group>')
        ),
        rss(item(inner=enclosed(f"{MEDIA}/red-iron-lamp.jpg"))),
        rss(item(inner=enclosed(f"{MEDIA}/no-image.jpg"))),
        rss(item(inner=enclosed(f"{MEDIA}/fallback.jpg"))),
        rss(item(inner=enclosed(OWN) + described(f'<p style="background:url({OTHER})">'))),
        atom(f'<link rel="related" href="{SITE}/p/oval-poppy-ferrara"/><media:thumbnail url="{OWN}"/>', "New").replace(
            f'<link href="{SITE}/p/17"/>', ""
        ),
        rss(item(inner=enclosed(f"{MEDIA}/logo.png"))),
        rss(item(inner=enclosed(OWN.replace("media", "media/2019")))),
        rss(item(inner="<description><br></description>"), item("Red Iron Lamp", described(IMG))),
        "<rss><channel>",
        "<rss></rss>",
    ],
)
def test_no_picture_is_taken_from_beside_the_item_or_in_doubt(feed):
    """Of a neighbour, of two items of a name, of two pictures, of the channel, or of what is called otherwise."""
    assert named(feed) is None


@pytest.mark.parametrize("name", ["image", "main", "summer-sale", "DSC_0042", "heron", "heron-1", "2015", "poppy-2015"])
def test_a_name_that_many_have_calls_no_item(name):
    """Nor does one without two words that few have."""
    assert named(rss(NEXT, item(name.replace("-", " "), enclosed(OWN))), f"{SITE}/a/{name}.jpg") is None


def test_a_number_that_differs_in_a_sign_is_another_pictures():
    """Whatever the item is called; and what Media RSS calls a picture is no item's title."""
    wanted, called = f"{SITE}/a/oval-poppy-48213007.jpg", "Oval Poppy 48213007"
    assert named(rss(item(called, enclosed(f"{MEDIA}/48213008.jpg"))), wanted) is None
    assert named(rss(item(called, enclosed(f"{MEDIA}/70012345.jpg"))), wanted) == f"{MEDIA}/70012345.jpg"
    media_title = f"<media:title>Red</media:title><title>{TITLE}</title>"
    assert named(rss(f"<item>{media_title}{enclosed(OWN)}</item>")) == OWN
    assert named(rss(f"<item>{media_title.replace('Red', TITLE)}</item>".replace(f"<title>{TITLE}", "<title>"))) is None


def test_what_is_no_file_is_called_by_no_item():
    """A page's own name is a thing's."""
    assert named(rss(NEXT, item(inner=enclosed(OWN))), WANTED.removesuffix(".jpg")) is None


def test_the_largest_version_is_taken():
    """Of those that the item makes one."""
    inner = "".join(f'<media:content url="{OWN}?w={width}" width="{width}"/>' for width in (90, 1600, 400))
    assert named(rss(NEXT, item(inner=f"<media:group>{inner}</media:group>"))) == f"{OWN}?w=1600"


@pytest.mark.parametrize(
    "odd",
    [
        item("Red", link="http://[x"),
        item("Red", link="//["),
        item("Red", content(OTHER, width="000000001" + "9" * 5_000)),
        item("Red", enclosed("http://[x")),
    ],
)
def test_what_cannot_be_read_of_an_item_is_left(odd):
    """An address that is none, a width of more digits than are read; the others are as they were."""
    assert named(rss(odd, item(inner=enclosed(OWN)))) == OWN


def test_items_in_items_are_none():
    """A feed has no such; each would have the text of all in it again."""
    nested = "<item><description>" * 100 + "x <b/>" * 100_000 + "</description></item>" * 100
    feed = read_feed(rss(item(), nested, NEXT))
    assert feed is not None
    assert [each.title for each in feed.items] == [TITLE, "", "Red Iron Lamp"]


def test_of_an_item_with_very_many_texts_some_are_read():
    """Two pictures are in doubt already."""
    before = process_time()
    assert named(rss(item(inner=described(IMG + f'<img src="{OTHER}">') * 8_000))) is None
    assert process_time() - before < 1


def test_the_titles_of_items_are_not_those_of_the_page():
    """What is told of an item would be told of all others."""
    assert {candidate.page.called for candidate in collect(rss(item(), NEXT, item("IMG_3522")), FEED)} == {()}
    assert named(rss(item("IMG_3522"), NEXT), f"{SITE}/a/IMG_3522.jpg") is None


def test_a_feed_is_read_in_linear_time_and_in_part():
    """Of a long one the last item may not be whole; what refers to files of the machine loads none."""
    many = [item(f"Heron number{n} lake", enclosed(f"{MEDIA}/{n:032x}.jpg") + described(IMG)) for n in range(2_000)]
    before = process_time()
    for _ in range(3):
        assert named(rss(*many)) is None
    assert process_time() - before < 10
    cut = read_feed(rss(item(inner=enclosed(OWN)), item("Red", described("x" * MAX_FEED))))
    assert cut is not None
    assert [each.title for each in cut.items] == [TITLE]
    for entity in ('SYSTEM "file:///etc/hostname"', f'"{TITLE}"'):
        hostile = read_feed(rss(item("&x;")).replace("<rss", f"<!DOCTYPE rss [<!ENTITY x {entity}>]><rss"))
        assert hostile is None or [each.title for each in hostile.items] == [""]
    for broken in (
        "<rss>" + "<item>" * 50_000,
        "<rss " + "a='' " * 50_000 + ">",
        "<rss>" + "&" * 100_000,
        "<feed>\x00\x01",
    ):
        named(broken)
    assert process_time() - before < 30
