"""The wanted picture in a IIIF manifest."""

from __future__ import annotations

import json

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.pages.iiif import choose_from_manifest, is_manifest

SERVER = "https://iiif.museum.example"
FULL, MAX = (f"heron_4711/full/{size}/0/default.jpg" for size in ("full", "max"))


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
            "id": f"{SERVER}/3/{name}/full/600,/0/default.jpg",
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


def named(own, *, version=2, **more):
    """Return what is chosen, and what instead, of a manifest with one picture whose *own* address it names."""
    service = {"@id": f"{SERVER}/i/heron_4711", "type": f"ImageService{version}"}
    body = {"type": "Image", "service": service, **({"id": own} if own else {}), **more}
    document = {"@context": "http://iiif.io/api/presentation/3/context.json", "items": [body]}
    choice = choose_from_manifest(document, wanted_url="https://old.museum.example/img/heron_4711.jpg")
    return choice and [url.removeprefix(f"{SERVER}/i/") for url in (choice.url, *choice.instead)]


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        (
            "heron_4711/full/max/0/default.jpg",
            ["heron_4711/full/max/0/default.jpg", "heron_4711/full/full/0/default.jpg"],
        ),
        ("heron_4711/full/full/0/native.jpg", ["heron_4711/full/full/0/native.jpg", FULL, MAX]),
        ("f/heron_4711.jpg", ["f/heron_4711.jpg", FULL, MAX]),
        ("heron_4711/full/600,/0/default.jpg", [FULL, MAX, "heron_4711/full/600,/0/default.jpg"]),
        ("", [FULL, MAX]),
    ],
)
def test_what_the_manifest_names_is_asked_for_before_what_its_service_may_give(own, asked):
    """Unless that is less than all; the other word for all of it comes when there is nothing, and no third."""
    assert named(own and f"{SERVER}/i/{own}") == asked


def test_of_the_addresses_of_one_picture_that_of_all_of_it_comes_first():
    """Wherever it stands in the manifest."""
    small = {"type": "Image", "id": f"{SERVER}/i/heron_4711/full/90,/0/default.jpg"}
    small["service"] = {"@id": f"{SERVER}/i/heron_4711"}
    assert named(f"{SERVER}/i/heron_4711.jpg", first=small) == ["heron_4711.jpg", FULL, MAX]
    body = {**small, "id": f"{SERVER}/i/heron_4711.jpg"}
    document = {"@context": "http://iiif.io/api/presentation/3/context.json", "items": [small, body]}
    choice = choose_from_manifest(document, wanted_url="https://old.museum.example/img/heron_4711.jpg")
    assert choice is not None
    assert (choice.url, choice.instead) == (body["id"], (f"{SERVER}/i/{FULL}", f"{SERVER}/i/{MAX}"))


def test_by_its_version_a_service_knows_one_word_better():
    """``full`` went with version 3."""
    assert named("", version=3) == [MAX, FULL]


def test_what_is_laid_on_a_canvas_is_an_image_unless_it_says_otherwise():
    """Version 2 wants a type of it, which manifests leave out."""
    document = version_2("heron_4711")
    resource = document["sequences"][0]["canvases"][0]["images"][0]["resource"]
    del resource["@type"]
    choice = choose_from_manifest(document, wanted_url="https://www.museum.example/img/heron_4711.jpg")
    assert choice is not None
    assert choice.url == resource["@id"]
    resource["@type"] = "cnt:ContentAsText"
    assert choose_from_manifest(document, wanted_url="https://www.museum.example/img/heron_4711.jpg") is None


def test_a_thumbnail_is_no_picture_of_its_own():
    """It lies elsewhere, under the same name."""
    thumbnail = {"type": "Image", "id": f"{SERVER}/t/heron_4711.jpg"}
    assert named(f"{SERVER}/i/heron_4711.jpg", thumbnail=[thumbnail], logo=thumbnail)[0] == "heron_4711.jpg"
    assert named(f"{SERVER}/i/heron_4711.jpg", others=[thumbnail]) is None


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
    """It has been asked for; the service may know the other word."""
    wanted = f"{SERVER}/2/heron_4711/full/full/0/default.jpg"
    choice = choose_from_manifest(version_2("heron_4711"), wanted_url=wanted)
    assert choice is not None
    assert (choice.url, choice.instead) == (wanted.replace("full/full", "full/max"), ())
    body = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "type": "Image",
        "id": f"{SERVER}/heron_4711.jpg",
    }
    assert choose_from_manifest(body, wanted_url=body["id"]) is None


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


def stating(*identifiers, label="Accession number", value="1987.12.3"):
    """Return a manifest of version 2 that states a number of its object."""
    return version_2(*identifiers) | {"metadata": [{"label": label, "value": value}]}


def test_a_number_of_a_museum_is_one_in_any_punctuation():
    """A service calls the picture by the number as the museum writes it, the wanted file as a disk likes it."""
    document = version_2("1987.12.3", "1987.12.4")
    assert choose(document, "/media/1987-12-3.jpg") == f"{SERVER}/2/1987.12.3/full/full/0/default.jpg"
    assert choose(document, "/media/1987-12-5.jpg") is None


@pytest.mark.parametrize(
    ("document", "wanted", "is_found"),
    [
        (stating("a9f3e7"), "/media/1987_12_3.jpg", True),
        (stating("a9f3e7", value="4711238"), "/media/4711238.jpg", True),
        (stating("a9f3e7", "b8e2d6"), "/media/1987_12_3.jpg", False),
        (stating("a9f3e7", value="1987.12.4"), "/media/1987_12_3.jpg", False),
        (stating("a9f3e7", value="See also 4711238"), "/media/4711238.jpg", False),
        (stating("a9f3e7", value="12"), "/media/12.jpg", False),
    ],
    ids=["number", "id", "two-pictures", "other-number", "in-a-sentence", "any-number"],
)
def test_the_only_picture_of_an_object_is_called_by_its_number(document, wanted, is_found):
    """Where a manifest states the wanted number as a whole value and has one picture, that is it."""
    assert (choose(document, wanted) is not None) is is_found
