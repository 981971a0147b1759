"""Documents in attributes: the state that a page hands to its scripts in a ``<meta>``, and what its elements carry."""

from __future__ import annotations

import html
import json
from time import process_time

import pytest

from imgcrawl.pages import Kind, collect
from tests.pages.showing import PAGE, SITE, look_up

IMG = "https://i.img.example"
WANTED = f"{IMG}/img-original/img/2022/05/10/00/00/01/98242014_p0.jpg"
FOUND = WANTED.replace(".jpg", ".png")


def state(*urls: str, **others: str) -> str:
    """Return the data of an artwork with these *urls*, the first as its original, as a gallery writes them."""
    named = dict(zip(("original", "regular", "small"), urls, strict=False))
    return json.dumps({"illust": {"98242014": {"title": "Pond", "urls": named, **others}}})


def meta(document: str, name: str = "preload-data") -> str:
    """Return a ``<meta>`` that holds *document*."""
    return f'<meta name="{name}" id="meta-{name}" content="{html.escape(document)}">'


def url_for(markup: str, wanted: str = WANTED) -> str | None:
    """Return the address that a page of *markup* gives for *wanted*."""
    choice = look_up(markup, wanted)
    return choice.url if choice else None


def test_what_a_meta_element_holds_for_scripts_is_read_as_their_text_is():
    """Addresses in it are candidates, also with other sizes of the picture beside them; quoted in either way."""
    regular = f"{IMG}/img-master/img/2022/05/10/00/00/01/98242014_p0_master1200.jpg"
    document = state(FOUND, regular)
    assert url_for(meta(document)) == FOUND
    assert url_for(f"<meta name='preload-data' content='{document}'>") == FOUND
    assert url_for(f"<meta name=a content='{document.replace('/', chr(92) + '/')}'>") == FOUND
    assert [c.kind for c in collect(meta(document), PAGE)] == [Kind.STATE, Kind.STATE]


@pytest.mark.parametrize(
    "other",
    [
        FOUND.replace("p0", "p1"),
        FOUND.replace("98242014", "98242015"),
        FOUND.replace("98242014_p0", "97001200_p0"),
        FOUND.replace("98242014_p0", "98242014_p0_back"),
    ],
)
def test_another_page_or_work_in_it_is_none(other):
    """As it would be in a script: the name must be the wanted one."""
    assert url_for(meta(state(other))) is None
    assert url_for(meta(state(FOUND, other))) == FOUND


@pytest.mark.parametrize("name", ["description", "keywords", "og:title", "author"])
def test_words_of_a_meta_element_are_no_document(name):
    """Only what begins as JSON does is one; an address among words is what the page is told to be about."""
    assert collect(meta(f"See {FOUND} and more", name), PAGE) == []
    assert collect(meta("{a heron} in [the lake]", name), PAGE) == []


RECORDS = [{"src": "/store/0a1b2c3d.jpg", "filename": "DSC_1808.JPG"}, {"src": "/store/9f8e7d6c.jpg", "title": "Two"}]


@pytest.mark.parametrize(
    "markup",
    [
        meta(json.dumps(RECORDS)),
        f'<div data-page="{html.escape(json.dumps(RECORDS))}"></div>',
        f"<photo-grid :photos='{json.dumps(RECORDS)}'></photo-grid>",
    ],
    ids=["meta", "data", "component"],
)
def test_a_record_in_an_attribute_tells_of_its_picture(markup):
    """The name that its file came with is that of the one picture in the record, and of no other."""
    assert url_for(markup, f"{SITE}/old/DSC_1808.jpg") == f"{SITE}/store/0a1b2c3d.jpg"
    assert url_for(markup, f"{SITE}/old/DSC_1809.jpg") is None
    both = json.dumps([{"filename": "DSC_1808.JPG", "images": ["/store/0a1b2c3d.jpg", "/store/9f8e7d6c.jpg"]}])
    start = markup.replace(html.escape(json.dumps(RECORDS)), html.escape(both)).replace(json.dumps(RECORDS), both)
    assert url_for(start, f"{SITE}/old/DSC_1808.jpg") is None


@pytest.mark.parametrize(
    "markup",
    [
        "<a data-photo='{}'>x</a>",
        "<img data-photo='{}'>",
        "<p title='{}'></p>",
        "<p data-hover='{}'></p>",
        "<meta property='og:image' content='{}'>",
    ],
)
def test_what_is_of_one_picture_or_of_another_is_no_record_of_the_page(markup):
    """Links and pictures have what they carry for themselves; words and pictures for the mouse are none."""
    document = json.dumps({"src": "/store/0a1b2c3d.jpg", "filename": "DSC_1808.JPG"})
    assert Kind.STATE not in {c.kind for c in collect(markup.format(document), PAGE)}


def test_a_list_of_addresses_in_an_attribute_is_no_record():
    """It is heard, as other attributes are, only where all else gives nothing."""
    assert [c.kind for c in collect("""<p data-big='["/z/heron-lake-mist.jpg"]'></p>""", PAGE)] == [Kind.ATTRIBUTE]


def test_reading_them_is_bounded():
    """In what is taken and in time, be it one large document, many small ones, or none that is whole."""
    large = json.dumps([{"src": f"/a/{n}.jpg", "name": f"b{n}.jpg"} for n in range(20_000)])
    small = "".join(meta(json.dumps({"src": f"/a/{n}.jpg", "name": f"b{n}.jpg"})) for n in range(2_000))
    before = process_time()
    assert len(collect(meta(large), PAGE)) == 500
    assert len(collect(small, PAGE)) == 2_000
    collect(meta('{"a":' * 100_000 + ".jpg"), PAGE)
    collect(f"<div data-a='{large}'></div>" * 5, PAGE)
    assert process_time() - before < 8
