from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.workers.verdicts import read_verdict


def facts(*, phash: bool = True) -> ImageFacts:
    """Return what a decoder says of a small picture."""
    body = BytesIO()
    Image.effect_noise((48, 32), 50).convert("RGB").save(body, "PNG")
    return inspect_image(body.getvalue(), limits=Limits(phash=phash))


def said(values: ImageFacts, **lie: object) -> bytes:
    """Return facts as a decoding process writes them, but for a *lie*."""
    names = list(ImageFacts._fields)
    return json.dumps(["facts", *(dict(zip(names, values.as_json(), strict=True)) | lie).values()]).encode()


@pytest.mark.parametrize("phash", [True, False])
def test_what_a_decoder_says_is_understood(phash):
    """The facts of a picture pass as they are, with hashes and without."""
    found = facts(phash=phash)
    assert (found.looks is not None) is phash
    assert read_verdict(said(found), "x") == found
    unnamed = found._replace(sha256="")
    assert read_verdict(said(unnamed), "x") == unnamed
    with_thumbs = found._replace(thumbs=("/9j/", None))
    assert read_verdict(said(with_thumbs), "x") == with_thumbs


@pytest.mark.parametrize(
    "lie",
    [
        {"sha256": "../../etc/passwd"},
        {"bytes": True},
        {"bytes": "1"},
        {"format": "EPS"},
        {"extension": "exe"},
        {"extension": "png/../../x"},
        {"format": "JPEG"},
        {"mode": "<b>"},
        {"width": 0},
        {"frames": -1},
        {"frames": 1.5},
        {"phash": "zz"},
        {"looks": "00"},
        {"looks": "<" * 1536},
        {"looks": 5},
        {"colour": "red"},
        {"thumbs": ["<b>"]},
        {"thumbs": ["aGVsbG8="]},
        {"thumbs": [5]},
        {"thumbs": None},
    ],
)
def test_what_no_image_can_be_is_not_believed(lie):
    """A fact that no picture has is an error, whichever it is."""
    with pytest.raises(ValueError, match="no verdict"):
        read_verdict(said(facts(), **lie), "x")


def test_facts_are_all_there_and_nothing_else():
    """One fact less, or one more, is none of what an image has."""
    values = facts().as_json()
    for wrong in (values[:7], values[:8] + values[9:], [*values, []]):
        with pytest.raises(ValueError, match="no verdict"):
            read_verdict(json.dumps(["facts", *wrong]).encode(), "x")


def test_refusals_and_unreadable_files():
    """A refusal keeps its slug if that is one of the content's; a file that could not be read keeps its errno."""
    refused = read_verdict(b'["invalid", "content_corrupt", "broken"]', "x")
    assert isinstance(refused, InvalidImage)
    assert (refused.slug, refused.detail) == (ErrorSlug.CONTENT_CORRUPT, "broken")
    unreadable = read_verdict(b'["unreadable", 2, "gone"]', "x")
    assert isinstance(unreadable, OSError)
    assert unreadable.errno == 2
    with pytest.raises(ValueError, match="no verdict"):
        read_verdict(b'["invalid", "storage_full", ""]', "x")


@pytest.mark.parametrize(
    "value",
    [["facts"], ["invalid", "no_such_slug", ""], ["unreadable", "x", None], {"facts": 1}, None, []],
    ids=json.dumps,
)
def test_what_says_nothing_is_no_verdict(value):
    """Neither too little nor an unknown slug nor a word for a number is believed."""
    with pytest.raises(ValueError, match=r"no verdict|no_such_slug"):
        read_verdict(json.dumps(value).encode(), "x")


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=12), max_leaves=15
    )
)
def test_anything_else_is_no_verdict(value):
    """Whatever else a process writes is an error of one kind."""
    with pytest.raises(ValueError, match="no verdict"):
        read_verdict(json.dumps(value).encode(), "x")
