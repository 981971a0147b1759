"""Descriptions of stored objects that came where their files were asked for."""

from __future__ import annotations

import json

import pytest
from scrapy.http import Response

from imgcrawl.pages.answers import read_answer

FIREBASE = "https://firebasestorage.googleapis.com/v0/b/app.appspot.com/o/photos%2Fname.jpg"
GOOGLE = "https://storage.googleapis.com/storage/v1/b/bk/o/photos%2Fname.jpg"
LINK = "https://storage.googleapis.com/download/storage/v1/b/bk/o/photos%2Fname.jpg?generation=1&alt=media"
OBJECT = {"name": "photos/name.jpg", "bucket": "bk", "contentType": "image/jpeg", "size": "5", "md5Hash": "kto=="}


def read(url: str, document: object) -> str | None:
    """Return what *document* gives that came for the wanted *url*."""
    response = Response(url, body=json.dumps(document).encode(), headers={"Content-Type": "application/json"})
    choice = read_answer(response, wanted_url=url)
    return choice.url if choice else None


@pytest.mark.parametrize(
    ("url", "document", "file"),
    [
        (FIREBASE, OBJECT, f"{FIREBASE}?alt=media"),
        (FIREBASE, OBJECT | {"downloadTokens": "12af-9f,34bc"}, f"{FIREBASE}?alt=media&token=12af-9f"),
        (FIREBASE, OBJECT | {"downloadTokens": "a&b=c"}, f"{FIREBASE}?alt=media&token=a%26b%3Dc"),
        (FIREBASE, OBJECT | {"downloadTokens": "a\ud800"}, f"{FIREBASE}?alt=media&token=a%3F"),
        (GOOGLE, OBJECT | {"selfLink": GOOGLE, "mediaLink": LINK}, LINK),
        (GOOGLE, OBJECT | {"mediaLink": LINK.replace("name", "other")}, f"{GOOGLE}?alt=media"),
    ],
)
def test_a_description_leads_to_its_file(url, document, file):
    """By its own word for that, else by the store's, with the token that lets in who has it."""
    assert read(url, document) == file


@pytest.mark.parametrize(
    ("url", "document"),
    [
        (FIREBASE, OBJECT | {"name": "photos/other.jpg"}),
        (
            GOOGLE.replace("jpg", "pdf"),
            {"name": "photos/name.pdf", "contentType": "application/pdf", "mediaLink": LINK.replace("jpg", "pdf")},
        ),
        (GOOGLE, {"error": {"code": 404, "message": "Not Found"}}),
        ("https://h.org/o/photos%2Fname", OBJECT | {"name": "photos/name", "downloadTokens": "12af"}),
        (FIREBASE.partition("/photos")[0], {"items": [OBJECT]}),
    ],
)
def test_what_describes_another_object_or_none_leads_nowhere(url, document):
    """Nor does a list of objects, or what looks so elsewhere."""
    assert read(url, document) is None
