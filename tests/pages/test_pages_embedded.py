"""JSON-LD and the strings of scripts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages.reading.embedded import MAX_STATE_URLS, MAX_STYLE_URLS, json_ld_urls, script_urls, style_urls
from imgcrawl.pages.reading.kinds import Kind


def test_every_form_of_an_image_is_read():
    """A string, a list, a node and a node of a graph each name their image; width may be a number, text or quantity."""
    document = {
        "@graph": [
            {"@type": "Article", "image": ["/a.jpg", {"@type": "ImageObject", "url": "/b.jpg", "width": "300 px"}]},
            {"@type": "ImageObject", "contentUrl": "/c.jpg", "width": {"value": 900}, "thumbnailUrl": "/d.jpg"},
        ]
    }
    found = {url: width for _, url, width, *_ in json_ld_urls(json.dumps(document))}
    assert found == {"/a.jpg": None, "/b.jpg": 300, "/c.jpg": 900, "/d.jpg": None}


@pytest.mark.parametrize("key", ["author", "publisher", "logo", "creator", "comment", "review"])
def test_pictures_of_others_are_left_out(key):
    """What belongs to the author, the publisher or a comment is no picture of the page."""
    document = {"@type": "Article", key: {"@type": "Person", "image": "/face.jpg"}}
    assert list(json_ld_urls(json.dumps(document))) == []


def test_only_a_document_about_one_image_has_a_main_image():
    """An ImageObject at the top is what the page is about; one in a graph or in a property is not."""
    image = {"@type": ["ImageObject"], "contentUrl": "/a.jpg"}
    kinds = [{kind for kind, *_ in json_ld_urls(json.dumps(doc))} for doc in (image, [image], {"@graph": [image]})]
    assert kinds == [{Kind.JSON_LD_MAIN, Kind.JSON_LD}, {Kind.JSON_LD_MAIN, Kind.JSON_LD}, {Kind.JSON_LD}]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 10_000, '{"image": {"url": 7}}', "null", '"x"'])
def test_broken_json_ld_yields_nothing(text):
    """Neither depth nor nonsense raises."""
    assert list(json_ld_urls(text)) == []


def test_script_strings_are_unescaped_and_filtered():
    """Escaped slashes and ampersands are read; other files and other escapes are not taken."""
    text = r"""{"a":"https:\/\/e.example\/a.jpg?x=1\u0026y=2","b":'//e.example/b.webp',"c":"https://e.example/c.js","d":"//e\n.jpg"}"""
    assert list(script_urls(text)) == ["https://e.example/a.jpg?x=1&y=2", "//e.example/b.webp"]


def test_script_strings_may_begin_at_the_root():
    """A state object names files by whole addresses or from the site's root, never by what only may be a folder."""
    assert list(script_urls(r"""["/img/a.jpg", "\/img\/b.png", "img/c.jpg", "/page/d"]""")) == [
        "/img/a.jpg",
        "/img/b.png",
    ]


@pytest.mark.parametrize(
    ("style", "urls"),
    [
        ("a{background:url(/a.jpg)}", ["/a.jpg"]),
        ("a{background:URL( '/a (1).jpg' ) no-repeat, url(\"b.png\")}", ["/a (1).jpg", "b.png"]),
        (r"a{background:url(/a\ \(1\)\2f b.jpg)}", ["/a (1)/b.jpg"]),
        (r"a{background:url(\0\d800\ffffff.jpg)}", ["\ufffd\ufffd\ufffd.jpg"]),
        ("a{background:url(data:image/png;base64,AA)}", []),
        ("a{background:url()} b{background:url('/never closed.jpg", []),
    ],
)
def test_every_form_of_a_style_address_is_read(style, urls):
    """Quoted or bare, with escapes undone; what carries its picture with it has no address."""
    assert list(style_urls(style)) == urls


def test_style_addresses_are_bounded():
    """The reader stops after its limit."""
    assert len(list(style_urls("url(a.jpg) " * 5_000))) == MAX_STYLE_URLS


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(["url(", "'", '"', "\\", "\\2f ", "\\110000", ")", " ", "\n", "a.jpg", "é"])).map("".join)
)
def test_no_style_raises(style):
    """Whatever stands in a style, what is read can be encoded."""
    assert all(url.encode() for url in style_urls(style))


def test_script_strings_are_bounded():
    """A state with a million addresses gives the first few hundred."""
    assert len(list(script_urls('"//e.example/a.jpg",' * 5_000))) == MAX_STATE_URLS


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='"\\/:u0026.jpg{}[],@image ', max_size=300))
def test_no_text_raises(text):
    """Both readers end without an error on any text."""
    assert all(isinstance(url, str) for _, url, *_ in json_ld_urls(text))
    assert all("\\" not in url for url in script_urls(text))
