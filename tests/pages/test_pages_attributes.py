"""Addresses in attributes that no rule knows: what is read, what is not, and how little they count for."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages import Kind
from imgcrawl.pages.reading.attributes import MAX_NODES, MAX_URLS, MAX_VALUE, attribute_urls, text_urls
from imgcrawl.pages.reading.findings import MAX_FINDINGS, MAX_SCANNED
from imgcrawl.pages.reading.markup import read_page
from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/17/"
WANTED = f"{SITE}/x/heron-lake-mist.jpg"

FORMS = [
    """<div data-gallery='[{"src":"%s","w":900}]'></div>""",
    """<div data-gallery='{"images":{"full":"%s"}}'></div>""",
    '<div data-gallery="[{&quot;src&quot;:&quot;%s&quot;}]"></div>',
    '<div data-gallery="[{&amp;quot;src&amp;quot;:&amp;quot;%s&amp;quot;}]"></div>',
    '<amp-img src="%s" width=900 height=600></amp-img>',
    '<input type="image" src="%s">',
    '<object data="%s" type="image/jpeg"></object>',
    '<embed src="%s">',
    '<svg><image href="%s"/></svg>',
    '<svg><image xlink:href="%s"/></svg>',
    '<table background="%s"></table>',
    '<map><area href="%s"></map>',
    "<button onclick=\"show('%s')\">",
    '<div data-css="background:url(%s);color:red">',
    '<x-zoom sizes-of="%s 400w, /t/other.jpg 100w">',
    '<textarea>&lt;img src="%s"&gt;</textarea>',
    '<textarea><img src="%s"></textarea>',
    "<textarea>[img]https://www.ex.example%s[/img]</textarea>",
    '<input value="&lt;img src=&quot;%s&quot;&gt;">',
    '<input value="[url=https://www.ex.example/][img]https://www.ex.example%s[/img][/url]">',
]


def chosen(markup: str) -> str | None:
    """Return the address chosen for the wanted picture on a page of *markup*."""
    return url_on(markup, WANTED, PAGE)


@pytest.mark.parametrize("form", FORMS)
def test_the_wanted_name_is_found_wherever_it_stands(form):
    """An address, JSON, a call, a style or code for copying: the wanted name is read out of all of them."""
    assert chosen(form % "/y/heron-lake-mist.jpg") == f"{SITE}/y/heron-lake-mist.jpg"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["heron-lake-mist-2", "heron-lake-fog", "heron-lake-mist-354", "heron"])
def test_other_names_are_no_more_wanted_there_than_elsewhere(form, name):
    """The evidence asked of an address does not depend on where it stands."""
    assert chosen(form % f"/y/{name}.jpg") is None


@pytest.mark.parametrize(
    ("name", "value", "urls"),
    [
        ("data-x", "/a/b.jpg", ["/a/b.jpg"]),
        ("data-x", "/a/b c.jpg", ["/a/b c.jpg"]),
        ("data-x", "a/b.jpg", ["a/b.jpg"]),
        ("data-x", "//c.example/b.jpg?v=1&copy=2", ["//c.example/b.jpg?v=1&copy=2"]),
        ("data-x", "/a/b.jpg|/c/d.png", ["/a/b.jpg|/c/d.png"]),
        ("data-x", "/a/b.jpg, /c/d.png", ["/a/b.jpg", "/c/d.png"]),
        ("data-x", '["\\/a\\/b (1).jpg"]', ["/a/b (1).jpg"]),
        ("data-x", '[{"u": "\\/a\\/b.jpg",}]', ["/a/b.jpg"]),
        ("data-x", "show('/a/b.jpg', 3)", ["/a/b.jpg"]),
        ("data-x", "show(/a/b.jpg);", ["/a/b.jpg"]),
        ("src", "b.jpg", ["b.jpg"]),
        ("xlink:href", "b.jpg", ["b.jpg"]),
        ("data-x", "b.jpg", []),
        ("data-x", '["b.jpg"]', []),
        ("data-x", "/a/b.html", []),
        ("data-hover-src", "/a/b.jpg", []),
        ("data-image2", "/a/b.jpg", []),
        ("data-back-image", "/a/b.jpg", []),
        ("alt", "/a/b.jpg", []),
        ("title", "/a/b.jpg", []),
        ("aria-label", "/a/b.jpg", []),
        ("content", "/a/b.jpg", []),
    ],
)
def test_what_is_an_address(name, value, urls):
    """A path to an image file is one, a file name only where an address must stand, words and other pictures never."""
    assert list(attribute_urls(name, value)) == urls


def test_better_places_are_heard_alone():
    """Where the rest of the page gives the picture, no attribute makes it doubtful or takes its place."""
    shown = f"{SITE}/y/heron-lake-mist.jpg"
    assert chosen('<img src="/y/heron-lake-mist.jpg" onmouseover="swap(\'/z/heron-lake-mist.jpg\')">') == shown
    assert chosen('<p data-big="[&quot;/z/heron-lake-mist.jpg&quot;]"></p><img src="/y/heron-lake-mist.jpg">') == shown


def test_two_places_in_attributes_leave_a_doubt():
    """What is told apart elsewhere is told apart there."""
    assert chosen('<p big="/y/heron-lake-mist.jpg"></p><p big="/z/heron-lake-mist.jpg"></p>') is None


def test_what_a_rule_reads_is_not_read_twice():
    """An address in a known place is found there alone, and relations to icons and other pages stay unread."""
    markup = (
        '<a href="/a.jpg"><img src="/b.jpg" data-src="/c.jpg" srcset="/d.jpg 2x"></a><link rel="icon" href="/e.png">'
    )
    assert Kind.ATTRIBUTE not in {finding.kind for finding in read_page(markup).findings}
    assert Kind.ATTRIBUTE.weak


def test_the_work_is_bounded():
    """Neither many addresses nor many attributes take more than their share, nor another finding's place."""
    assert len(list(text_urls(" ".join(f"/a/{n}.jpg" for n in range(9_000))))) == MAX_URLS
    assert list(text_urls("x" * MAX_VALUE + " /a/b.jpg")) == []
    assert list(text_urls(json.dumps([1] * MAX_NODES + ["/a/b.jpg"]))) == []
    crowd = "".join(f'<p big="/a/{n}.jpg"></p>' for n in range(MAX_SCANNED + 50))
    images = "".join(f'<img src="/i/{n}.jpg">' for n in range(MAX_FINDINGS - 100))
    kinds = [finding.kind for finding in read_page(crowd + images).findings]
    assert (kinds.count(Kind.SRC), len(kinds)) == (MAX_FINDINGS - 100, MAX_FINDINGS)
    assert len(read_page(crowd).findings) == MAX_SCANNED


@pytest.mark.parametrize("unit", ["/ ", "(", "[", '{"a":', "&quot;", "\\/", "a.jpg(", "<", ",/a.jpg "])
def test_hostile_values_cost_little(unit):
    """No repetition makes one value cost more than a moment."""
    begun = time.process_time()
    list(attribute_urls("data-x", f"/x.jpg{unit * (MAX_VALUE // len(unit))}"))
    assert time.process_time() - begun < 2.0


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="/a.jpg\"'<>[]{}(),:;& \\http%", max_size=80), st.sampled_from(["src", "data-x", "value"]))
def test_whatever_is_read_ends_in_an_address(value, name):
    """Any value yields addresses of image files without quotes and brackets, or nothing; it never raises."""
    for url in attribute_urls(name, value):
        assert ".jpg" in url
        assert not set("\"'<>") & set(url) or value.lstrip()[:1] in "[{"
