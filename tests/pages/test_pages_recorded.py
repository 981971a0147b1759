"""What records in a page's data say of its pictures: the name of the file that came, or where it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from imgcrawl.pages.reading.recorded import MAX_NODES, records, script_records
from tests.pages.showing import url_on

SITE = "https://www.site.example"
PAGE = f"{SITE}/v/lake-12"
NEW, OTHER = "/store/95980df669c63c96.jpg", "/store/0c175b9c0f1b6a83.jpg"
NAME, OLD = "DSC_1808.JPG", "/gallery/DSC_1808.JPG"
NAMED = [
    {"assets": [{"originalFileName": "DSC_0111.JPG", "url": OTHER}, {"originalFileName": NAME, "url": NEW}]},
    {"media": [{"legacy": {"src": "/x1.jpg"}, "href": OTHER}, {"legacy": {"src": OLD}, "renditions": [{"href": NEW}]}]},
    {"media": [{"oldPath": "/gallery/x.jpg", "url": OTHER}, {"oldPath": OLD, "url": NEW}]},
    {"media": [{"legacyUrl": SITE + OLD, "url": NEW, "author": {"photo": OTHER}}]},
    {
        "Image:8": {"src": OTHER, "filename": "x1.jpg"},
        "Image:9": {"src": NEW, "filename": NAME, "thumbnail": "/t/0a.jpg"},
    },
    {"filesByName": {NAME: NEW, "A1.JPG": OTHER}},
    {"filesByName": {NAME: {"sizes": [{"src": NEW}]}, "A1.JPG": {"sizes": [{"src": OTHER}]}}},
    {"item": {"exif": {"filename": NAME}, "url": NEW}, "hero": {"url": OTHER}},
    {"name": NAME, "url": NEW, "category": {"image": OTHER}},
]
"""Data in which one picture is that of the wanted name, among others."""
DOUBTS = [
    {"name": NAME, "front": NEW, "back": OTHER},
    {"title": NAME, "items": [{"src": NEW}, {"src": OTHER}]},
    {"attachments": [{"name": NAME}], "hero": {"url": NEW}},
    {"file": {"name": NAME, "comments": [{"image": NEW}]}},
    {"name": NAME, "author": {"photo": NEW}},
    {"name": NAME, "next": {"src": NEW}},
    {"name": NAME, "uploadedBy": {"photo": NEW}},
    {"name": NAME, "artist": {"image": NEW}},
    {"name": NAME, "brand_image": NEW},
    {"name": NAME, "fallback": NEW},
    {"video": {"name": NAME, "poster": NEW}},
    {"text": f"See {NAME}", "url": NEW},
    {"name": f"before {NAME}", "url": NEW},
    {"name": NAME, "a": {"b": {"c": {"d": NEW}}}},
    {"attachment": {"name": NAME}, "hero": {"url": NEW}},
    {"file": [{"name": NAME}, {"name": "b1.jpg"}], "url": NEW},
    {"before": OLD, "after": NEW},
    {"previous": OLD, "url": NEW},
    {"original": OLD, "cover": NEW},
    {NAME: {"similar": [NEW, OTHER]}},
    [{"name": NAME}, {"url": NEW}],
    [{"name": NAME, "url": NEW}, {"name": NAME, "url": OTHER}],
    {"name": "DSC_0042.JPG", "url": NEW},
]
"""Data in which no picture is plainly that of the wanted name."""


def look_up(html: str, wanted: str = OLD) -> str | None:
    """Return what is chosen for *wanted* on the page *html*."""
    return url_on(html, SITE + wanted, PAGE, without=SITE)


@pytest.mark.parametrize(
    "form", ['<script type="application/json">{}</script>', "<script>window.S={};f()</script>", "{}"]
)
@pytest.mark.parametrize("data", NAMED)
def test_a_record_says_what_its_picture_was_called(data, form):
    """By the file's name, the former address, or as the key of a map; in a script or a document."""
    assert look_up(form.replace("{}", json.dumps(data))) == NEW


@pytest.mark.parametrize("data", DOUBTS)
def test_a_record_that_may_speak_of_another_picture_is_not_heard(data):
    """Of two pictures, of other things, in a sentence, too far away, in an order of time, in another record."""
    assert look_up(f'<script type="application/json">{json.dumps(data)}</script>') is None


def test_a_name_that_many_have_is_not_believed():
    """Every camera has a first picture, and every site a main one."""
    for name in ("DSC_0042.JPG", "main.jpg", "1.jpg"):
        data = json.dumps({"filename": name, "url": NEW})
        assert look_up(f"<script>x={data}</script>", f"/gallery/{name}") is None


def test_a_picture_with_a_name_of_its_own_is_another_one():
    """The record may be wrong where the address tells a thing."""
    data = json.dumps({"filename": NAME, "url": "/store/heron-lake.jpg"})
    assert look_up(f"<script>x={data}</script>") is None


def test_documents_are_read_where_a_script_assigns_or_passes_them():
    """Several of one script, escaped slashes, and what is no JSON between them."""
    script = (
        'a={"name":"a1.jpg","src":"\\/b\\/c.jpg"}; f = function () {return 1}; g([{"name":"b1.jpg","src":"/d.jpg"}])'
    )
    assert script_records(script) == {"/b/c.jpg": ("a1.jpg",), "/d.jpg": ("b1.jpg",)}


def test_a_document_is_read_in_bounded_time_and_depth():
    """A deep one is left, and of a long one the beginning is read."""
    deep: dict[str, Any] = {}
    node = deep
    for _ in range(200):
        node["a"] = node = {}
    node |= {"name": NAME, "url": NEW}
    assert records(deep) == {}
    assert records([{}] * MAX_NODES + [{"name": NAME, "url": NEW}]) == {}
    assert records([{}] * 9 + [{"name": NAME, "url": NEW}]) == {NEW: (NAME,)}
