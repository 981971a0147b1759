"""What IIIF services say of their pictures where those were asked for in a size that they do not have."""

from __future__ import annotations

import json

import pytest
from scrapy.http import Response

from imgcrawl.pages.answers import read_answer

BASE = "https://h.org/iiif/heron-lake"
SIZES = [{"width": 300, "height": 200}, {"width": 1200, "height": 800}, {"width": 600, "height": 400}]
SECOND = {
    "@context": "http://iiif.io/api/image/2/context.json",
    "@id": "http://localhost:8182/iiif/heron-lake",
    "profile": ["http://iiif.io/api/image/2/level0.json"],
    "width": 1200,
    "height": 800,
    "sizes": SIZES,
}
LEVEL_2 = {"profile": "level2"}
PORTRAIT = {"width": 800, "height": 1200}
THIRD = SECOND | {"@context": "http://iiif.io/api/image/3/context.json", "profile": "level0", "type": "ImageService3"}


def read(document: object, order: str = "full/max", url: str = f"{BASE}/info.json") -> tuple[str, bool] | None:
    """Return what is chosen by *document*, which came at *url*, and whether it is said to be smaller."""
    choice = read_answer(Response(url, body=json.dumps(document).encode()), wanted_url=f"{BASE}/{order}/0/default.jpg")
    return choice and (choice.url, "smaller" in choice.evidence)


@pytest.mark.parametrize(
    ("document", "order", "given"),
    [
        (SECOND, "full/max", ("full/1200,", False)),
        (SECOND, "full/800,", ("full/1200,", False)),
        (THIRD, "full/max", ("full/1200,800", False)),
        (SECOND | {"width": 4800, "height": 3200}, "full/full", ("full/1200,", True)),
        (SECOND | {"width": 4800, "height": 3200}, "full/800,", ("full/1200,", False)),
        (SECOND | {"width": 4800, "height": 3200}, "full/2000,", ("full/1200,", True)),
        (SECOND | {"profile": ["http://iiif.io/api/image/2/level1.json"]}, "full/800,", ("full/full", False)),
        (SECOND | {"sizes": [{"width": "1200"}, 7, {"width": True, "height": 1}]}, "full/800,", ("full/full", False)),
        (THIRD | {"sizes": None}, "full/800,", ("full/max", False)),
        (SECOND | {"profile": ["…/level2.json", {"maxWidth": 400}]}, "full/max", ("full/400,", True)),
        (SECOND | {"profile": ["…/level2.json", {"maxWidth": 400}]}, "full/300,", ("full/400,", False)),
        (SECOND | {"profile": ["…/level2.json", {"maxWidth": 4000}]}, "full/max", ("full/full", False)),
        (THIRD | {"profile": "level2", "maxWidth": 400}, "full/max", ("full/400,267", True)),
        (THIRD | LEVEL_2 | {"maxWidth": 600, "maxHeight": 400}, "full/max", ("full/600,400", True)),
        (THIRD | LEVEL_2 | PORTRAIT | {"maxWidth": 600}, "full/max", ("full/400,600", True)),
        (THIRD | LEVEL_2 | PORTRAIT | {"maxWidth": 900}, "full/max", ("full/600,900", True)),
        (THIRD | LEVEL_2 | PORTRAIT | {"maxWidth": 900, "maxHeight": 1200}, "full/max", ("full/full", False)),
        (THIRD | LEVEL_2 | {"maxArea": 240_000}, "full/max", ("full/600,400", True)),
        (THIRD | LEVEL_2 | {"maxArea": 240_001, "maxWidth": 1200}, "full/max", ("full/600,400", True)),
        (THIRD | LEVEL_2 | {"maxArea": 960_000}, "full/max", ("full/full", False)),
        (THIRD | {"profile": "level2", "maxWidth": "wide", "height": None}, "full/800,", ("full/max", False)),
    ],
)
def test_the_largest_size_that_is_kept_is_asked_for(document, order, given):
    """Where the service was asked, and not where it says that it is; a smaller one is said to be so."""
    assert read(document, order) == (f"{BASE}/{given[0]}/0/default.jpg", given[1])


def test_what_another_service_was_asked_for_is_where_it_says():
    """Only where the wanted picture itself was asked for its description counts more than the document."""
    given = read(SECOND, url="https://h.org/iiif/otter-lake/info.json")
    assert given == ("http://localhost:8182/iiif/heron-lake/full/1200,/0/default.jpg", False)


def test_another_document_is_none():
    """Such as a failure, or what lies elsewhere."""
    assert read({"error": "not found", "status": 404}) is None
    assert read({"width": 1200, "sizes": SIZES}) is None
