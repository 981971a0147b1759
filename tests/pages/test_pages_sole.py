"""Documents at an image's own address: the one picture that they name, and no other."""

from __future__ import annotations

import json

import pytest
from scrapy.http import Response

from imgcrawl.pages.answers import read_answer
from imgcrawl.pages.reading.records import read_record

SITE = "https://api.ex.example"
OWN = f"{SITE}/items/4"
NOW, OTHER = "https://cdn.ex.example/f/8f7e.jpg", "https://cdn.ex.example/f/9a1b.jpg"
IIIF = {"@context": "http://iiif.io/api/image/2/context.json", "@id": f"{SITE}/iiif/4", "width": 900, "height": 600}
CANVAS = {"type": "Annotation", "body": {"type": "Image", "id": NOW}}
MANIFEST = {"@context": "http://iiif.io/api/presentation/3/context.json", "items": [CANVAS]}
PHOTO = {"type": "photo", "url": NOW, "thumbnail_url": OTHER, "author_url": "https://ex.example/u/1.jpg", "width": 900}
SIZES = {"small": "https://cdn.ex.example/f/8f7e-150x100.jpg", "large": NOW}


CID = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"


def test_a_picture_of_another_network_is_taken_from_its_gateway():
    """As the documents of tokens name theirs."""
    assert read(json.dumps({"name": "Cup #4", "image": f"ipfs://{CID}/4.png"})) == f"https://ipfs.io/ipfs/{CID}/4.png"
    assert read(json.dumps({"name": "Cup #4", "image": "ipfs://heron.png"})) is None


def read(text: str, status: int = 200, **headers: str) -> str | None:
    """Return what *text* gives that came for the wanted address."""
    fields = {"Content-Type": "application/octet-stream"} | headers
    choice = read_answer(Response(OWN, status=status, body=text.encode(), headers=fields), wanted_url=OWN)
    return choice.url if choice else None


@pytest.mark.parametrize(
    "document",
    [
        {"id": 4, "title": "Cup", "image": NOW},
        {"data": {"attributes": {"imageUrl": NOW, "logo": OTHER, "author": {"image": OTHER}}}},
        {"url": NOW},
        {"url": NOW.removesuffix(".jpg")},
        {"image": {"src": NOW.removesuffix(".jpg"), "page": "https://ex.example/4"}},
        {"sizes": SIZES},
        {"images": [SIZES["small"], NOW]},
        {"image": NOW, "thumbnail": OTHER},
        PHOTO,
        MANIFEST,
        [{"file": NOW}],
        {
            "code": 200,
            "errno": 0,
            "error_code": "0",
            "errors": [],
            "message": "OK",
            "status": "ok",
            "found": True,
            "pic": NOW,
        },
        {"status": 1, "deleted": None, "detail": "A cup of 1830, invaluable", "image": NOW},
        {"name": "cup.jpg", "url": NOW, "formats": {"small": {"url": OTHER}, "large": {"url": f"{OTHER}?w=9"}}},
        {"sizes": {"size": [{"width": 75, "source": OTHER}, {"width": "900", "source": NOW}]}, "stat": "ok"},
        {"url": "https://ex.example/photo/cup-4/", "src": {"original": NOW, "tiny": f"{NOW}?w=80"}},
    ],
)
def test_the_one_picture_of_a_document_is_taken(document):
    """Its name tells nothing: what stands at the row's own address is about the row's picture, in whatever size."""
    found = read(json.dumps(document))
    assert found in {NOW, NOW.removesuffix(".jpg")}


@pytest.mark.parametrize(
    "document",
    [
        {"images": [NOW, OTHER]},
        {"image": NOW, "photo": OTHER},
        {"image": NOW, "photo": {"sizes": {"large": OTHER}}},
        {"url": "https://ex.example/photo/cup-4", "formats": {"wide": {"url": NOW}, "tall": {"url": OTHER}}},
        {"sizes": [{"width": 75, "source": OTHER}, {"width": 75, "source": NOW}]},
        {"sizes": [{"width": 75, "source": OTHER}, {"source": NOW}]},
        {"items": [{"sizes": [{"width": 75, "source": OTHER}]}, {"sizes": [{"width": 90, "source": NOW}]}]},
        {"pages": [{"width": 75, "source": OTHER}, {"width": 90, "source": NOW}]},
        {"logo": NOW},
        {"author": {"image": NOW}},
        {"related": [{"image": NOW}]},
        {"results": [], "promo": {"image": NOW}},
        {"page": {"seo": {"image": NOW}}},
        {"maintenance": True, "image": NOW},
        {"error": "not found", "image": NOW},
        {"status": 404, "image": NOW},
        {"success": False, "image": NOW},
        {"message": "Image not found", "image": NOW},
        {"message": "Authentication credentials: access denied", "image": NOW},
        {"found": False, "data": {"image": NOW}},
        {"id": 4, "deleted": True, "url": NOW},
        {"stat": "fail", "image": NOW},
        {"code": -1, "data": {"img": NOW}},
        {"errno": 2, "errmsg": "x", "pic": NOW},
        {"response": {"status": "error", "image": NOW}},
        [{"error": "gone", "image": NOW}],
        {"loginUrl": "https://ex.example/in", "backgroundImage": NOW},
        {"icons": [{"src": "/i-192.png"}], "screenshots": [{"src": NOW}]},
        {"image": "https://cdn.ex.example/placeholder.jpg"},
        {"image": "https://cdn.ex.example/qr/8f7e.jpg"},
        {"image": "https://cdn.ex.example/logo.png"},
        {"url": "https://ex.example/login.php"},
        {"url": "https://geo.captcha.example/captcha/4"},
        {"homepage": "https://ex.example/", "next": OTHER},
        {"image": OWN},
        MANIFEST | {"items": [CANVAS, {"type": "Image", "id": OTHER}]},
        {},
        [],
    ],
)
def test_in_doubt_a_document_names_none(document):
    """Several pictures, those of other things, and documents of failures."""
    assert read(json.dumps(document)) is None


def test_an_image_service_is_asked_for_the_whole():
    """By what its version calls it first; servers that do not know the one word know the other."""
    assert read(json.dumps(IIIF)) == f"{SITE}/iiif/4/full/full/0/default.jpg"
    choice = read_answer(Response(OWN, body=json.dumps(IIIF).encode()), wanted_url=OWN)
    assert choice is not None
    assert [url.split("/")[-3] for url in choice.instead] == ["max", "900,"]


def test_a_service_may_describe_another_picture():
    """One that stands in for what is missing has another identifier."""
    for identifier, is_its in (("ms-0042", True), ("not-found", False)):
        document = IIIF | {"@id": f"{SITE}/iiif/{identifier}"}
        wanted = f"{SITE}/iiif/ms-0042/full/max/0/default.jpg"
        choice = read_answer(Response(wanted, body=json.dumps(document).encode()), wanted_url=wanted)
        assert (choice is not None) is is_its


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NOW, NOW),
        (f"\ufeff {NOW}\r\n", NOW),
        ("/f/8f7e.jpg", f"{SITE}/f/8f7e.jpg"),
        (f"{NOW} {OTHER}", None),
        (f"See {NOW}", None),
        ("/etc/passwd", None),
        ("ftp://ex.example/a.jpg", None),
        (OWN, None),
    ],
)
def test_a_text_that_is_an_address_is_followed(text, expected):
    """One alone, and nothing else."""
    assert read(text) == expected


XML = '<?xml version="1.0"?><r:record xmlns:r="urn:r"><r:title>Cup</r:title>{}</r:record>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<r:image>{NOW}</r:image>", NOW),
        (f'<r:media url="{NOW}" width="900"/><r:thumbnail>{OTHER}</r:thumbnail>', NOW),
        (f"<r:image>{NOW}</r:image><r:logo>{OTHER}</r:logo>", NOW),
        (f"<r:image>{NOW}</r:image><r:image>{OTHER}</r:image>", None),
        (f"<r:error>none</r:error><r:logo>{NOW}</r:logo>", None),
        (f"<r:status>fail</r:status><r:image>{NOW}</r:image>", None),
        (f"<r:publisher><r:image>{NOW}</r:image></r:publisher>", None),
    ],
)
def test_an_xml_record_is_read_as_other_data_is(inner, expected):
    """Elements and attributes by their local names."""
    assert read(XML.format(inner)) == expected


@pytest.mark.parametrize(
    "text",
    ["<r>", "<html><p>x</p></html>", "<rss><image>x</image></rss>", "<a" * 9_000, "x<a/>", "<img src='/a.jpg'/>"],
)
def test_what_is_no_record_is_none(text):
    """Broken markup, pages and feeds."""
    assert read_record(text) is None


def test_a_record_loads_nothing():
    """Entities are left alone."""
    text = f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><image>&e;</image><file>{NOW}</file></r>'
    assert "root" not in str(read_record(text))


LIST = '<html><ul><li><a href="/f/8f7e.jpg">here</a></ul></html>'


def test_the_only_choice_of_300_is_taken():
    """As the fields of the answer name it, or the one link of its text; two pictures leave a choice."""
    one, two = '{"/f/8f7e.jpg" 0.9 {type image/jpeg}}', '{"/f/9a1b.jpg" 0.8 {type image/jpeg}}'
    page = '{"/f/8f7e.html" 1.0 {type text/html}}'
    expected = f"{SITE}/f/8f7e.jpg"
    assert read("", 300, Alternates=f"{one}, {page}") == expected
    assert read("", 300, Alternates=f'{{"/f/8f7e.png" 0.5 {{type image/png}}}}, {one}') == expected
    assert read("", 300, Link='</f/8f7e.jpg>; rel="alternate"; type="image/jpeg"') == expected
    assert read(LIST, 300) == expected
    assert read("", 300, Alternates=f"{one}, {two}") is None
    assert read("", 300, Alternates=page) is None
    assert read("", 300, Link="</f/8f7e.jpg>; rel=next") is None
    assert read(LIST + LIST.replace("8f7e", "9a1b"), 300) is None
    assert read(LIST.replace("/f/", "https://elsewhere.example/f/"), 300) is None


@pytest.mark.parametrize(("name", "is_its"), [("IMG_2301.jpg", False), ("img_2300.jpg", True), ("IMG_2300.JPG", True)])
def test_the_next_of_a_series_is_no_choice(name, is_its):
    """A server that corrects spellings lists it for a picture that is gone."""
    own, page = f"{SITE}/trip/IMG_2300.jpg", f'<ul><li><a href="/trip/{name}">{name}</a> (mistyped character)</ul>'
    answer = Response(own, status=300, body=page.encode(), headers={"Content-Type": "text/html"})
    assert (read_answer(answer, wanted_url=own) is not None) is is_its


@pytest.mark.parametrize(
    "fields",
    [
        {"deleted": "false", "removed": "No", "maintenance": False},
        {"error": "none", "errors": "0"},
        {"error": "False", "exception": "null"},
        {"result": 1234},
        {"code": 4711},
        {"detail": "Not existing before 1920"},
        {"details": ["x"], "message": f"{'A cup. ' * 200}Entry was denied to nobody."},
    ],
)
def test_fields_of_failures_that_tell_of_none(fields):
    """Words for nothing, numbers that are no error's, and texts about the thing itself or long ones."""
    assert read(json.dumps(fields | {"image": NOW})) == NOW


@pytest.mark.parametrize(
    "fields",
    [
        {"result": 404},
        {"code": 599},
        {"code": -3},
        {"deleted": "true"},
        {"error": "E7"},
        {"msg": "denied"},
        {"ok": 0},
        {"success": "false"},
        {"found": "no"},
        {"detail": "Not found."},
        {"error_description": "not found"},
    ],
)
def test_fields_that_tell_of_a_failure(fields):
    """Numbers of errors, and whatever stands under a word for one."""
    assert read(json.dumps(fields | {"image": NOW})) is None


@pytest.mark.parametrize("name", ["heron-default.png", "no-image-3.png", "notfound.png", "nophoto/9.png"])
def test_what_a_site_has_for_all_is_not_its_picture(name):
    """Programs that lack a picture name such a file in its place, in data and in a text alone."""
    stand_in = f"https://ex.example/static/{name}"
    assert read(json.dumps({"image": stand_in})) is None
    assert read(stand_in) is None
