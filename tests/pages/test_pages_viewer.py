"""Web pages at an image's own address that show it."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from imgcrawl.pages.answers import read_answer

SITE = "https://www.ex.example"
OG = '<meta property="og:image" content="{}">'
SCRIPT = "<script>window.location.replace('{}')</script>"
ASIDE = '<a href="/photo.php?f=other-cup"><img src="/t/other-cup.jpg"></a><img src="/assets/logo.png">'


def read(markup: str, wanted: str) -> str | None:
    """Return the path that the page of *markup*, which came for *wanted*, gives."""
    response = Response(SITE + wanted, body=f"<html>{markup}".encode(), headers={"Content-Type": "text/html"})
    choice = read_answer(response, wanted_url=SITE + wanted)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize("name", ["kettle", "blue-kettle", "1987.12.3", "IMG_2034", "48213", "8f7e26788fca5b48"])
@pytest.mark.parametrize("wanted", ["/photo.php?f={}", "/view?img={}.jpg&lang=en", "/photo/{}", "/show/{}.html"])
@pytest.mark.parametrize("markup", ['<img src="{}">', OG, SCRIPT, '<a href="{0}"><img src="{0}"></a>' + ASIDE])
def test_the_picture_of_the_name_is_taken(markup, wanted, name):
    """The name stands in the path or in the query; a picture of another name is never taken, alone as it may stand."""
    now = f"/files/{name}.jpg"
    assert read(markup.format(now), wanted.format(name)) == now
    assert read(markup.format(f"/files/{name}7.jpg"), wanted.format(name)) is None
    assert read(markup.format("/files/other-cup.jpg"), wanted.format(name)) is None


def test_of_a_query_with_very_many_fields_the_path_alone_is_read():
    """They are no names, and no reason to give the row up."""
    assert read('<img src="/files/kettle.jpg">', f"/photo/kettle?{'a=1&' * 60}b=2") == "/files/kettle.jpg"


def test_a_short_number_is_believed_of_the_only_picture():
    """Beside others it may count anything."""
    assert read('<img src="/files/17.jpg">', "/photo.php?id=17") == "/files/17.jpg"
    assert read('<img src="/files/17.jpg"><img src="/files/other-cup.jpg">', "/photo.php?id=17") is None


@pytest.mark.parametrize("name", ["kettle", "48213"])
def test_two_pictures_of_a_name_leave_a_doubt(name):
    """Neither is taken; nor is one of another site beside other pictures."""
    page = f'<img src="/a/{name}.jpg"><img src="/mugs/b/{name}.jpg">'
    assert read(page, f"/photo.php?f={name}") is None
    assert read(f'<img src="https://x.example/{name}.jpg"><img src="/a/cup.jpg">', f"/photo.php?f={name}") is None


@pytest.mark.parametrize(
    "query", ["artist=vera-lind", "id=555&gallery=vera-lind", "theme=vera-lind", "x=vera-lind&img=a12"]
)
def test_a_field_that_tells_another_thing_names_no_picture(query):
    """Whose it is, where and how it is shown, and whatever stands beside a field for pictures."""
    page = '<img src="/covers/vera-lind.jpg"><img src="/works/a77.jpg">'
    assert read(page, f"/show.php?{query}") is None
    assert read('<img src="/covers/vera-lind.jpg">', f"/show.php?{query}") is None
    assert read(page, "/show.php?x=vera-lind") == "/covers/vera-lind.jpg"


def test_the_name_of_the_script_is_no_name():
    """It stands in the address of every picture."""
    assert read('<img src="/files/photo.jpg"><img src="/files/other-cup.jpg">', "/photo.php?f=kettle") is None
    assert read(OG.format("/share-default.jpg"), "/photo.php?f=kettle") is None
    assert read(SCRIPT.format("/files/none.jpg"), "/photo.php?f=kettle") is None


def test_a_link_around_its_thumbnail_is_one_picture():
    """The file that it leads to is taken, wherever the thumbnail lies; two such links are two pictures."""
    page = '<p><a href="/up/25/{0}.jpg"><img src="/up/thumb/{0}-150.jpg"></a></p>'
    assert read(page.format("blue-kettle"), "/2017/12/trip/blue-kettle/") == "/up/25/blue-kettle.jpg"
    twice = page + page.replace("25", "26").replace("thumb", "small")
    assert read(twice.format("blue-kettle"), "/2017/12/trip/blue-kettle/") is None


def test_a_namespace_is_no_part_of_the_name():
    """Wikis write it before the name of a file, each in its language."""
    page = '<a href="/raw/7d8e/blue-kettle-29.jpg">Original file</a>' + ASIDE
    for prefix in ("File:", "Datei:", "Файл:"):
        assert read(page, f"/wiki/{prefix}blue-kettle-29.jpg") == "/raw/7d8e/blue-kettle-29.jpg"
        assert read(page, f"/wiki/{prefix}blue-kettle-30.jpg") is None


IDENTIFIED = [
    ("/6e4ab36", "/raw/6e4ab36.jpg"),
    ("/photos/anna/5639609235/", "/65535/5639609235_abc_b.jpg"),
    ("/file/d/96262df2e6/view", "/raw/96262df2e6/blue-kettle.jpg"),
    ("/s/66b4152eac", "/s/66b4152eac/download/blue-kettle.jpg"),
]


@pytest.mark.parametrize(("wanted", "now"), IDENTIFIED)
def test_the_identifier_of_a_picture_page_is_its_pictures(wanted, now):
    """One picture bears it that the page declares or links to, wherever it stands in the address."""
    for page in (OG.format(now), f'<a href="{now}">Download</a>', OG.format(now) + f'<img src="{now}">'):
        assert read(page + ASIDE, wanted) == now
    assert read(f'<img src="{now}">{ASIDE}<img src="/a/cup.jpg">', wanted) is None
    assert read(OG.format(now) + f'<img src="/other{now}">', wanted) is None


def test_a_card_that_is_drawn_for_an_identifier_is_not_the_picture():
    """The query tells a service what to draw."""
    assert read(OG.format("/core/preview.png?x=96262df2e6") + ASIDE, "/file/d/96262df2e6/view") is None


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/products/5639609235", "/media/5639609235/hero.jpg"),
        ("/users/6e4ab36", "/raw/6e4ab36/cup.jpg"),
        ("/album/6e4ab36", "/raw/6e4ab36/cup.jpg"),
        ("/news/20190512", "/news/20190512/lead.jpg"),
        ("/photos/563960", "/65535/563960_abc_b.jpg"),
        ("/photos/kettles", "/share/kettles/card.jpg"),
        ("/photos/5639609235/", "/65535/56396092351_abc_b.jpg"),
        ("/photos/5639609235/comments", "/65535/5639609235_abc_b.jpg"),
    ],
)
def test_an_identifier_that_may_be_another_things_is_not_believed(wanted, now):
    """What counts products, users and albums, days, short numbers, words, parts of numbers, and pages below."""
    assert read(OG.format(now) + ASIDE, wanted) is None


def at(markup: str, wanted: str, url: str | None = None) -> str | None:
    """Return the path that the page of *markup*, which came at *url* for *wanted*, gives."""
    page = SITE + (url or wanted.partition("#")[0])
    response = Response(page, body=f"<html>{markup}".encode(), headers={"Content-Type": "text/html"})
    choice = read_answer(response, wanted_url=SITE + wanted)
    return choice.url.removeprefix(SITE) if choice else None


SLIDE = '<a href="{0}0.html"><img src="../res/next.gif"></a><img src="../big/{0}1.jpg"><a href="{0}2.html">Next</a>'


@pytest.mark.parametrize("name", ["IMG_203", "heron-lake-20"])
def test_a_slide_shows_the_picture_of_its_own_name(name):
    """Its address ends as that of a page, beside arrows and other pages."""
    assert at(SLIDE.format(name), f"/trip/slides/{name}1.html") == f"/trip/big/{name}1.jpg"
    assert at(SLIDE.format(name), f"/trip/slides/{name}2.html") is None


ALBUM = '<a href="a/{0}-night.jpg"><img src="t/{0}-night.jpg"></a><a href="a/{0}-day.jpg"><img src="t/{0}-day.jpg"></a>'


@pytest.mark.parametrize("end", ["#heron-day", "#/photo/heron-day", "#img=heron-day.jpg", "#/media/File:Heron-day.jpg"])
def test_what_stands_behind_the_hash_names_a_picture_of_the_page(end):
    """Not its album, nor a place of the page."""
    assert at(ALBUM.format("heron"), f"/trip.html{end}") == "/a/heron-day.jpg"
    assert at(ALBUM.format("heron"), "/trip.html#heron-dawn") is None
    assert at(ALBUM.format("heron"), "/heron-day.html#heron-dawn") is None
    assert at('<img src="/a/heron-day.jpg">', "/cup.jpg#heron-day") is None
    assert at('<img src="/a/top.jpg">', "/trip.html#top") is None
    assert at('<img src="/a/top.jpg"><img src="/b/cup.jpg">', "/trip.html#top") is None


def test_what_stands_behind_the_hash_may_be_the_pictures_mark():
    """Of one element; a part of it is another's."""
    page = '<img id="heron-day" src="/a/1.jpg"><img id="heron-day-2" src="/a/2.jpg">'
    assert at(page, "/trip.html#heron-day") == "/a/1.jpg"
    assert at(page, "/trip.html#heron-dusk") is None
    assert at(page + '<img id="heron-day" src="/b/3.jpg">', "/trip.html#heron-day") is None


EMBEDDED = '<a href="/photo/4821"><img src="/m/{}.jpg"></a>'


@pytest.mark.parametrize("wanted", ["/embed/4821", "/photo/4821/embed"])
def test_what_is_embedded_shows_its_picture_alone(wanted):
    """In a link to its own page; two pictures, another number and a page for no picture leave a doubt."""
    assert at(EMBEDDED.format("cup"), wanted) == "/m/cup.jpg"
    assert at(EMBEDDED.format("cup") + '<img src="/m/can.jpg">', wanted) is None
    assert at(EMBEDDED.format("48213"), wanted) is None
    assert at(EMBEDDED.format("cup").replace("<a", "<a><img src='/logo/site.png'></a><a"), wanted) == "/m/cup.jpg"
    assert at(EMBEDDED.format("cup"), f"/video{wanted}") is None
    assert at(EMBEDDED.format("cup"), f"/album{wanted}") is None
    assert at(EMBEDDED.format("cup"), f"/track{wanted}") is None
    assert at(EMBEDDED.format("cup"), wanted.replace("embed", "show")) is None
    assert at(OG.format("/m/cup.jpg"), wanted) is None


@pytest.mark.parametrize(
    "link", ['<img src="/{}.jpg">', '<a href="/"><img src="/{}.jpg"></a>', '<a><img src="/{}.jpg"></a>']
)
def test_what_is_embedded_may_be_gone(link):
    """What is shown then is the site's own, by a name in words; what was drawn is the picture in whatever link."""
    for name in ("assets/wordmark", "img/sad-face", "m/cup"):
        assert at(link.format(name), "/embed/4821") is None
    for name in ("m/9f8e7d6c5b4a3928", "m/4821", "m/4821/cup"):
        assert at(link.format(name), "/embed/4821") == f"/{name}.jpg"


def test_an_embedded_name_is_no_identifier():
    """A picture of another name is another picture."""
    assert at(EMBEDDED.format("cup"), "/embed/kettle") is None


SHORT = "<head><title>x</title></head><script>window.opener = null; location.replace('{}')</script>"


@pytest.mark.parametrize("to", ["https://img.other.example/cup.jpg", r"https:\/\/img.other.example\/cup.jpg"])
def test_a_short_link_leads_to_another_sites_file(to):
    """From a page that shows nothing, at an address that was drawn."""
    assert at(SHORT.format(to), "/aBcD123") == "https://img.other.example/cup.jpg"
    assert at(SHORT.format(to) + '<img src="/a/can.jpg">', "/aBcD123") is None
    for other in ("/kettle", "/photo/aBcD123", "/aBcD123?x=1"):
        assert at(SHORT.format(to), other) is None
    assert at(SHORT.format(SITE + "/files/none.jpg"), "/aBcD123") is None
    assert at(SHORT.format("https://other.example/cup"), "/aBcD123") is None


def test_an_attachments_page_is_called_by_its_file():
    """Where its number leads; on another page the number tells no picture."""
    page = '<div><img src="/wp-content/uploads/2020/03/IMG_0815.jpg"></div>' + ASIDE
    assert at(page, "/?attachment_id=123", "/trip/img_0815/") == "/wp-content/uploads/2020/03/IMG_0815.jpg"
    assert at(page, "/?attachment_id=123", "/trip/img_0816/") is None
    assert at(page, "/?p=123", "/trip/img_0815/") is None


@pytest.mark.parametrize("block", ["<p class='attachment'>", '<div class="entry-attachment">'])
def test_an_attachments_block_shows_its_file(block):
    """In themes that do not say so of the body; not what other attachments' thumbnails have."""
    page = block + '<img src="/wp-content/uploads/2020/03/cup.jpg"></p></div><img src="/wp-content/uploads/b.jpg">'
    assert at(page, "/?attachment_id=123") == "/wp-content/uploads/2020/03/cup.jpg"
    assert at(page.replace("attachment", "attachment-large"), "/?attachment_id=123") is None
    assert at(page, "/?attachment_id=123", "/?attachment_id=124") is None


@pytest.mark.parametrize("wanted", ["/brtmIbi", "/x7Kp2Qw", "/8hT2vPq/"])
def test_the_page_of_a_short_code_shows_the_picture_that_it_declares(wanted):
    """Hosts of images give each a code that tells nothing, and its page shows nothing else."""
    page = OG.format("/f/Kx81qp/blue-kettle.jpg") + '<img src="/f/Kx81qp/blue-kettle.jpg" width="420">'
    assert read(page, wanted) == "/f/Kx81qp/blue-kettle.jpg"
    assert read(page + '<img src="/f/a1/other-cup.jpg">', wanted) is None
    assert read(page.replace("<img", '<a href="/shop"><img'), wanted) is None
    assert read(OG.format("/f/Kx81qp/blue-kettle.jpg"), wanted) is None
    assert read(page.replace("/f/Kx81qp/blue-kettle", "/theme/welcome"), wanted) is None


@pytest.mark.parametrize("wanted", ["/Contact", "/contact", "/about-us", "/album/brtmIbi", "/brtmIbi?lang=en", "/2019"])
def test_a_word_or_an_album_is_no_short_code(wanted):
    """Their pages declare a picture, too, which may be any."""
    page = OG.format("/f/Kx81qp/blue-kettle.jpg") + '<img src="/f/Kx81qp/blue-kettle.jpg" width="420">'
    assert read(page, wanted) is None


def test_a_share_leads_to_its_file_and_not_to_its_tiny_preview():
    """The one link that bears the token of a share is its file; 32 pixels only keep its place."""
    preview = '<img src="/apps/files_sharing/publicpreview/exYd2aZHcEE7fHP?file=/&amp;x=32&amp;y=32">'
    link = '<a href="/s/exYd2aZHcEE7fHP/download/blue-kettle.jpg" id="download">Download</a>'
    share = "/index.php/s/exYd2aZHcEE7fHP"
    assert read(link + preview, share) == "/s/exYd2aZHcEE7fHP/download/blue-kettle.jpg"
    assert read(link.replace("exYd2a", "exYd2b") + preview, share) is None
