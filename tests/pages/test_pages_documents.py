"""JSON and feeds in a page's place."""

from __future__ import annotations

import json
from time import process_time

import pytest

from imgcrawl.pages import Kind, collect
from imgcrawl.pages.reading.documents import as_page, data_findings, read_data
from imgcrawl.pages.reading.trees import read_json
from tests.pages.showing import url_on

PAGE = "https://api.site.example/items/4"
WANTED = "https://www.site.example/img/heron-lake.jpg"
NOW = "https://cdn.site.example/2/heron-lake.jpg"
OTHER = "https://cdn.site.example/2/heron-lake-2.jpg"


def look_up(text):
    """Return the address chosen for the wanted one in a document."""
    return url_on(text, WANTED, PAGE)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "photo", "url": NOW, "thumbnail_url": "https://cdn.site.example/t/1.jpg"},
        {"data": [{"images": [OTHER, NOW]}]},
        [{"cover": "//cdn.site.example/2/heron-lake.jpg"}],
        {"content": {"rendered": f'<p><img src="{NOW}" alt=""></p>'}},
    ],
)
def test_the_strings_of_json_are_heard(document):
    """An address as a whole, or markup in a string."""
    assert look_up(json.dumps(document)) in {NOW, NOW.replace("https", "http")}
    assert look_up(json.dumps(document).replace("heron-lake.jpg", "heron-lakes.jpg")) is None


FEED = """<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand --><rss version="2.0"><channel><item><title>Heron</title>{}</item>
<item><title>Another</title><enclosure url="https://cdn.site.example/2/heron-lake-2.jpg"/></item></channel></rss>"""


@pytest.mark.parametrize(
    "item",
    [
        f'<enclosure url="{NOW}" type="image/jpeg" length="1"/>',
        f'<media:content url="{NOW}" medium="image"/>',
        f'<media:group><media:thumbnail url="{NOW}"/></media:group>',
        f"<description><![CDATA[<p><img src='{NOW}'></p>]]></description>",
        f"<description><![CDATA[<img src='{NOW}'>]]></description>",
        f"<description>&lt;img src=&quot;{NOW}&quot;&gt;</description>",
    ],
)
def test_a_feed_is_heard(item):
    """Enclosures, media, and the markup of its items however it is wrapped."""
    assert look_up(FEED.format(item)) == NOW
    assert look_up(FEED.format(item.replace("heron-lake.jpg", "heron-lakes.jpg"))) is None
    assert look_up(FEED.format(item).replace("rss", "feed")) == NOW


PHOTO = {"version": "1.0", "type": "photo", "url": "https://www.site.example/2/heron-lake-1024.jpg", "width": 1024}


def test_a_number_that_is_the_files_width_is_its_size():
    """It stands beside the address, under the name that goes with it."""
    now = PHOTO["url"]
    assert look_up(json.dumps(PHOTO)) == now
    assert look_up(json.dumps(PHOTO | {"width": 1023})) is None
    assert look_up(json.dumps(PHOTO | {"width": "1024"})) is None
    assert look_up(json.dumps({"sizes": [{"source_url": now, "width": 1024}]})) == now
    assert look_up(json.dumps({"thumbnail_url": now, "width": 1024})) is None
    assert look_up(json.dumps({"thumbnail_url": now, "thumbnail_width": 1024})) == now


def test_of_an_oembed_document_the_photo_is_taken_and_not_its_thumbnail():
    """They are versions of one picture, wherever they lie."""
    thumbnail = {"thumbnail_url": "https://www.site.example/t/x/heron-lake-150.jpg", "thumbnail_width": 150}
    assert look_up(json.dumps(PHOTO | thumbnail)) == PHOTO["url"]
    assert len({candidate.group for candidate in collect(json.dumps(PHOTO | thumbnail), PAGE)}) == 1


def test_an_oembed_document_is_about_its_photo():
    """What the page is about may bear a name that claims less for itself, on whatever host."""
    photo = PHOTO | {"url": "https://cdn.example/a/1699999999123-heron-lake.jpg", "icon": "/i/another.jpg"}
    assert look_up(json.dumps(photo)) == photo["url"]
    assert look_up(json.dumps(photo | {"type": "rich"})) is None


def test_a_page_is_no_feed():
    """What a page shows as code for readers stays code."""
    page = f"<html><p>&lt;img src=&quot;{NOW}&quot;&gt;</p>"
    assert as_page(page) == page
    assert look_up(page) is None


def test_two_places_of_a_name_are_two_pictures():
    """In a document no markup makes them one."""
    assert look_up(json.dumps([NOW, NOW])) == NOW
    assert look_up(json.dumps([NOW, "https://cdn.site.example/red/heron-lake.jpg"])) is None


@pytest.mark.parametrize("text", ["", "{", "[1,", "{]", "x", "[" * 100_000, '{"a":' * 100_000])
def test_broken_json_is_none(text):
    """It is read as a page, and never raises."""
    assert read_json(text) is None
    assert collect(text, PAGE) == []


def test_what_is_read_is_bounded():
    """Of many addresses the first, of many nodes too."""
    found = data_findings([f"https://a.example/{n}.jpg" for n in range(9_000)])
    assert len(found) == 2_000
    assert {finding.kind for finding in found} == {Kind.DATA}
    before = process_time()
    collect(json.dumps([[f"/{n}.jpg"] for n in range(200_000)]), PAGE)
    collect("<?xml" + " <!--" * 200_000, PAGE)
    collect("\ufeff" + " " * 1_000_000 + "<", PAGE)
    assert process_time() - before < 5


@pytest.mark.parametrize(
    "text",
    [
        "# Lake\n\n![a heron](/m/0a1b/heron-lake.jpg)\n",
        'Text ![x](</m/0a1b/heron-lake.jpg> "At dawn") and more',
        "\ufeff[![x]( /m/0a1b/heron-lake.jpg )](/page)",
    ],
)
def test_the_images_of_markdown_are_read(text):
    """With a title, in angle brackets, in a link."""
    found = collect(text, "https://e.example/README.md")
    assert [candidate.url for candidate in found] == ["https://e.example/m/0a1b/heron-lake.jpg"]


@pytest.mark.parametrize("text", ["<p>![x](/heron-lake.jpg)</p>", "[x](/heron-lake.txt) !", "![x] (/heron lake)"])
def test_what_a_page_shows_of_markdown_is_no_image(text):
    """A page begins with a tag; a link is no image."""
    assert not [candidate for candidate in collect(text, "https://e.example/") if candidate.kind is Kind.SRC]


SHOWN = json.dumps({"associatedMedia": NOW})


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f"<html><head><title>Heron</title></head><body><pre>{SHOWN}</pre></body></html>", NOW),
        (f"<!DOCTYPE html>\n<body><pre class='x'>\n{SHOWN.replace(chr(34), '&quot;')}\n</pre>\n", NOW),
        (f"<html><body><p>As others saw it:</p><pre>{SHOWN}</pre></body></html>", None),
        (f"<html><body><pre>{SHOWN}</pre><p>more</p></body></html>", None),
        (f"<html><body><pre>{SHOWN}</pre><pre>{SHOWN}</pre></body></html>", None),
        (f"<html><body><pre>As in: {SHOWN}</pre></body></html>", None),
    ],
    ids=["page", "escaped", "text-before", "text-behind", "twice", "text-within"],
)
def test_json_that_is_all_that_a_page_shows_is_the_document(page, found):
    """For people to read it; what stands in a page's text is an example of something."""
    assert look_up(page) == found


@pytest.mark.parametrize(
    "text", ["<script>" * 100_000 + "<pre>{}</pre>", "<pre>" * 200_000, "<pre>{}</pre>" + " <" * 200_000]
)
def test_a_page_with_much_before_its_text_costs_little(text):
    """Whatever repeats in it."""
    began = process_time()
    read_data(text)
    assert process_time() - began < 2.0
