"""The document that a page names in its own place."""

from __future__ import annotations

from time import process_time
from urllib.parse import quote

import pytest

from imgcrawl.pages.onward import find_onward

PAGE = "https://www.museum.example/object/17?print=1"
MANIFEST = "https://iiif.other.example/17/manifest"


def onward(markup, *, url=PAGE, is_empty=True):
    """Return what a page of *markup* at *url* names."""
    return find_onward(markup, page_url=url, is_empty=is_empty)


PROFILE = "application/ld+json;profile='http://iiif.io/api/presentation/2/context.json'"


@pytest.mark.parametrize(
    "markup",
    [
        f'<link rel="alternate" type="{PROFILE}" href="{MANIFEST}">',
        f'<a href="/viewer/?manifest={MANIFEST}&c=1">view</a>',
        f'<iframe src="https://viewer.example/#?manifest={quote(MANIFEST, safe="")}"></iframe>',
        f'<div data-manifest-url="{MANIFEST}"></div>',
        f'<div data-iiif-manifest="{MANIFEST}"></div>',
        f'<a href="{MANIFEST}">IIIF</a>',
        f'<script>mirador({{"windows": [{{"loadedManifest": "{MANIFEST}"}}]}})</script>',
        '<script>x = {manifestId: "https:\\/\\/iiif.other.example\\/17\\/manifest"}</script>',
    ],
)
def test_a_manifest_is_named_in_many_ways(markup):
    """By a link, in the query of a viewer, in an attribute, in a script; whatever its host."""
    assert onward(markup, is_empty=False) == MANIFEST


def test_of_two_manifests_none_is_the_objects():
    """A list of results names those of many objects."""
    markup = f'<div data-manifest="{MANIFEST}"></div>'
    assert onward(markup + markup) == MANIFEST
    assert onward(markup + markup.replace("17", "18")) is None


def test_a_manifest_of_an_app_is_none():
    """``/manifest.json`` says how a site is installed, unless it stands under IIIF."""
    assert onward('<link rel="manifest" href="/manifest.json"><a href="/manifest.json">app</a>') is None


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("/object/17", "https://www.museum.example/object/17"),
        ("https://museum.example/object/17", "https://museum.example/object/17"),
        ("https://m.museum.example/o/17", "https://m.museum.example/o/17"),
        ("https://elsewhere.example/object/17", None),
        ("/", None),  # the home page is no version of it
        (PAGE, None),
        ("http://museum.example/object/17/?utm_source=x&print=1", None),
    ],
)
def test_the_page_of_which_this_is_a_version_is_asked(canonical, expected):
    """One for print or phones names it; the same page under another spelling is not asked for twice."""
    assert onward(f'<link rel="canonical" href="{canonical}">', is_empty=False) == expected


def test_what_is_embedded_is_asked_for_where_a_page_shows_nothing():
    """Of oEmbed documents those of any host, of frames those of the site."""
    oembed = '<link type="application/json+oembed" href="https://api.example/oembed?id=17">'
    assert onward(oembed) == "https://api.example/oembed?id=17"
    assert onward(oembed, is_empty=False) is None
    assert onward(f'<link type="application/json+oembed" href="{PAGE}">') is None
    frame = '<iframe src="https://view.museum.example/17"></iframe>'
    assert onward(frame) == "https://view.museum.example/17"
    assert onward(frame, is_empty=False) is None
    assert onward('<iframe src="https://ads.example/17"></iframe>') is None
    assert onward(frame + frame.replace("17", "18")) is None
    assert (
        onward('<base href="https://view.museum.example/a/"><iframe src="17"></iframe>')
        == "https://view.museum.example/a/17"
    )


@pytest.mark.parametrize(
    "piece",
    ['<a href="?manifest=', '<script>"manifestId": "https:', "<link rel=canonical href=/x", "<iframe src=/a>", "iiif/"],
)
def test_a_page_made_to_be_slow_is_not(piece):
    """What is noted is bounded, and so is what is searched."""
    before = process_time()
    onward(piece * (1_000_000 // len(piece)))
    onward(f'<a href="{piece * (1_000_000 // len(piece))}">')
    assert process_time() - before < 5
