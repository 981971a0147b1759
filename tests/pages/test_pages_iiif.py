"""The wanted picture in a IIIF manifest."""

from __future__ import annotations

import json

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.pages.iiif import choose_from_manifest, is_manifest

SERVER = "https://iiif.museum.example"


def version_2(*identifiers):
    """Return a manifest of version 2 whose pictures are given by services of these *identifiers*."""
    pictures = [
        {
            "resource": {
                "@id": f"{SERVER}/2/{name}/full/full/0/default.jpg",
                "@type": "dctypes:Image",
                "service": {"@context": "http://iiif.io/api/image/2/context.json", "@id": f"{SERVER}/2/{name}"},
            }
        }
        for name in identifiers
    ]
    canvases = [{"@type": "sc:Canvas", "images": [picture]} for picture in pictures]
    return {"@context": "http://iiif.io/api/presentation/2/context.json", "sequences": [{"canvases": canvases}]}


def version_3(*identifiers):
    """Return the same in version 3."""
    bodies = [
        {
            "id": f"{SERVER}/f/{name}.jpg",
            "type": "Image",
            "service": [{"id": f"{SERVER}/3/{name}", "type": "ImageService3"}],
        }
        for name in identifiers
    ]
    canvases = [{"type": "Canvas", "items": [{"items": [{"body": body}]}]} for body in bodies]
    return {"@context": ["http://iiif.io/api/presentation/3/context.json"], "items": canvases}


def choose(document, wanted):
    """Return the address that is chosen for *wanted*."""
    choice = choose_from_manifest(document, wanted_url=f"https://old.museum.example{wanted}")
    return choice and choice.url


@pytest.mark.parametrize(
    "wanted",
    [
        "/img/heron_4711.jpg",
        "/img/heron_4711_800x600.jpg",
        "/x/HERON_4711.tif",
        "/iiif/heron_4711/full/600,/0/default.jpg",
    ],
)
def test_the_picture_of_the_wanted_name_is_given_in_full(wanted):
    """By its file's name, or by what another service calls it; by each version's word for the largest."""
    names = "heron_4711", "heron_4712", "cover"
    assert choose(version_2(*names), wanted) == f"{SERVER}/2/heron_4711/full/full/0/default.jpg"
    assert choose(version_3(*names), wanted) == f"{SERVER}/3/heron_4711/full/max/0/default.jpg"


def test_a_services_number_is_enough_where_it_counts_no_pages():
    """It is asked for by that number already."""
    found = choose(version_2("10471", "10472"), "/iiif/10471/full/600,/0/default.jpg")
    assert found == f"{SERVER}/2/10471/full/full/0/default.jpg"


def test_the_path_of_a_file_may_be_its_identifier():
    """With an extension of its own, and escaped."""
    found = choose(version_2("scans%2F2019%2Fheron_4711.jp2", "scans%2F2019%2Fheron_4712.jp2"), "/img/heron_4711.jpg")
    assert found == f"{SERVER}/2/scans%2F2019%2Fheron_4711.jp2/full/full/0/default.jpg"


def test_a_picture_without_a_service_is_given_as_it_is():
    """Its own address is all there is."""
    body = {"id": f"{SERVER}/f/heron_4711.jpg", "type": "Image"}
    document = {"@context": "http://iiif.io/api/presentation/3/context.json", "items": [body]}
    assert choose(document, "/img/heron_4711.jpg") == body["id"]
    assert choose({**document, "items": [{**body, "type": "Text"}]}, "/img/heron_4711.jpg") is None
    assert choose({**document, "items": [{**body, "id": "javascript:1"}]}, "/img/heron_4711.jpg") is None


@pytest.mark.parametrize(
    "wanted",
    [
        "/img/heron_4710.jpg",
        "/img/heron_47111.jpg",
        "/img/heron_4711_back.jpg",
        "/img/heron.jpg",
        "/img/0001.jpg",
        "/img/page-1.jpg",
        "/iiif/00011/full/600,/0/default.jpg",
        "/iiif/heron_4711/0,0,99,99/600,/0/default.jpg",  # a detail
        "/img/default.jpg",
    ],
)
def test_a_near_name_or_one_that_many_share_gives_none(wanted):
    """One digit or word more or less, a page's number, a detail; also where the manifest has but one picture."""
    for names in [("heron_4711", "0001", "00011", "page-1", "default"), ("heron_4711",)]:
        assert choose(version_2(*names), wanted) is None
        assert choose(version_3(*names), wanted) is None


def test_two_pictures_of_one_name_are_in_doubt():
    """Their paths differ."""
    assert choose(version_2("a%2Fheron_4711.tif", "b%2Fheron_4711.tif"), "/img/heron_4711.jpg") is None


def test_the_wanted_address_itself_is_no_choice():
    """It has been asked for."""
    wanted = f"{SERVER}/2/heron_4711/full/full/0/default.jpg"
    assert choose_from_manifest(version_2("heron_4711"), wanted_url=wanted) is None


@pytest.mark.parametrize("document", [None, [], "x", {}, {"@context": 1}, {"@context": "http://iiif.io/api/image/2/x"}])
def test_other_documents_are_no_manifests(document):
    """Only the context of the Presentation API makes one."""
    assert not is_manifest(document)
    assert is_manifest(version_2())
    assert is_manifest(version_3())


def test_a_manifest_may_be_the_page():
    """It answers in a page's place."""
    body = json.dumps(version_2("heron_4711", "heron_4712")).encode()
    wanted = "https://old.museum.example/heron_4712.jpg"
    page = ImagePage(response=HttpResponse(f"{SERVER}/m", body=body), page_params=PageParams({WANTED_URL: wanted}))
    choice = page.choice()
    assert choice is not None
    assert choice.url == f"{SERVER}/2/heron_4712/full/full/0/default.jpg"


@pytest.mark.parametrize("service", [7, [], [7], {"@id": 7}, {}, None])
def test_broken_services_are_passed_over(service):
    """The picture's own address is left."""
    body = {"id": f"{SERVER}/f/heron_4711.jpg", "type": "Image", "service": service}
    document = {"@context": "http://iiif.io/api/presentation/3/context.json", "items": [body]}
    assert choose(document, "/img/heron_4711.jpg") == body["id"]
