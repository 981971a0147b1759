"""The document that a page names in its own place."""

from __future__ import annotations

from time import process_time
from urllib.parse import quote

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.pages.onward import Onward, find_onward

PAGE = "https://www.museum.example/object/17?print=1"
MANIFEST = "https://iiif.other.example/17/manifest"


WANTED = "https://www.museum.example/img/heron_4711.jpg"


def onward(markup, *, url=PAGE, is_empty=True):
    """Return what a page of *markup* at *url* names."""
    found = find_onward(markup, page_url=url, wanted_url=WANTED, is_empty=is_empty)
    return found.url if found else None


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
        f'<link rel="alternate" type="application/json" href="{MANIFEST}">',
        f'<mirador-viewer src="{MANIFEST}"></mirador-viewer>',
        f'<script>mirador({{"windows": [{{"loadedManifest": "{MANIFEST}"}}]}})</script>',
        '<script>x = {manifestId: "https:\\/\\/iiif.other.example\\/17\\/manifest"}</script>',
    ],
)
def test_a_manifest_is_named_in_many_ways(markup):
    """By a link, in the query of a viewer, in an attribute, in a script; whatever its host."""
    assert onward(markup, is_empty=False) == MANIFEST


@pytest.mark.parametrize(
    "link",
    [
        '<a class="iiif-drag" href="/m/17.json"></a>',
        '<a href="/m/17.json" title="IIIF manifest">get</a>',
        '<a href="/m/17.json"><img src="/theme/logo-iiif.png"></a>',
        '<a href="/m/17.json">Open in a <b>IIIF</b> viewer</a>',
    ],
)
def test_a_link_says_that_it_leads_to_a_manifest(link):
    """Its class, its title, its text or the picture in it speak of IIIF; the address need not."""
    assert onward(link, is_empty=False) == "https://www.museum.example/m/17.json"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/m/17.json">data</a><p>IIIF',
        '<a href="/m/17.json">data</a><a href="/about" class="iiif">',
        '<a class="iiif" href="/iiif/17/info.json"></a>',
        '<a class="iiif" href="/help/iiif.html"></a>',
    ],
)
def test_what_speaks_of_something_else_makes_no_manifest(link):
    """What stands outside the link says nothing of it, and neither a service for one image nor a page is a manifest."""
    assert onward(link, is_empty=False) is None


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


def test_what_bears_the_wanted_name_is_asked_for_whatever_else_is_shown():
    """A viewer of the same site, or one of several documents; the name must stand there whole."""
    frames = [
        f'<iframe src="/viewer?o={name}"></iframe>'
        for name in ("heron_4710", "heron_4711", "heron_47110", "grey-heron_4711x")
    ]
    for markup in (
        frames[1],
        "".join(frames),
        frames[1].replace("src", "data-src"),
        frames[1].replace("iframe", "frame"),
    ):
        assert onward(markup, is_empty=False) == "https://www.museum.example/viewer?o=heron_4711"
    assert onward(frames[0] + frames[2] + frames[3] + frames[1].replace("heron", "xheron"), is_empty=False) is None
    assert onward(frames[1] + frames[1].replace("viewer", "view"), is_empty=False) is None
    assert onward(frames[1].replace("/viewer", "https://ads.example/x"), is_empty=False) is None
    canonical = '<link rel="canonical" href="/o/{}">'
    assert onward(canonical.format("heron_4711") + canonical.format("17"), is_empty=False) is None
    manifests = MANIFEST.replace("17", "heron_4711"), MANIFEST.replace("17", "heron_4712")
    assert onward("".join(f'<a href="{url}"></a>' for url in manifests), is_empty=False) == manifests[0]


def test_of_a_page_without_pictures_the_embedded_document_comes_before_the_page_it_is_a_version_of():
    """An application is as empty under its canonical address; a print version with pictures is not."""
    oembed, canonical = (
        '<link type="application/json+oembed" href="/oembed?id=17">',
        '<link rel="canonical" href="/o/17">',
    )
    assert onward(canonical + oembed) == "https://www.museum.example/oembed?id=17"
    assert onward(canonical + oembed, is_empty=False) == "https://www.museum.example/o/17"


def test_of_a_page_without_pictures_the_version_for_phones_is_asked():
    """It shows what the page shows, so that it is of no use where that shows anything."""
    markup = '<link rel="amphtml" href="/object/17/amp">'
    assert onward(markup) == "https://www.museum.example/object/17/amp"
    assert onward(markup, is_empty=False) is None
    assert onward(markup.replace("17/amp", "heron_4711/amp"), is_empty=False) is None
    assert onward(markup.replace("/object", "https://amp.elsewhere.example")) is None


def test_a_link_may_say_that_it_leads_to_the_page_of_a_file():
    """WordPress does; it is asked for where it bears the name, and no other link of the page is."""
    markup = '<a href="/heron_4711/" rel="attachment wp-att-7">a heron</a>'
    assert onward(markup, is_empty=False) == "https://www.museum.example/heron_4711/"
    assert onward(markup.replace("attachment wp-att-7", "nofollow"), is_empty=False) is None
    assert onward(markup.replace("4711", "4712"), is_empty=False) is None


@pytest.mark.parametrize(
    ("markup", "is_asked"),
    [
        ("", True),
        ('<meta property="og:image" content="/share/site.png">', True),
        ('<link rel="preload" as="image" href="/hero.jpg">', True),
        ('<a href="/object/18"><img src="/rel/18.jpg"></a>', True),
        ('<img src="/logo.png">', True),
        ('<img src="/rel/18.jpg">', False),
        ('<a href="/rel/18-large.jpg"><img src="/rel/18.jpg"></a>', False),
        ('<script type="application/ld+json">{"@type": "Photograph", "contentUrl": "/a/18.jpg"}</script>', False),
    ],
)
def test_a_page_shows_nothing_where_its_pictures_are_of_the_head_the_site_or_other_pages(markup, is_asked):
    """Pictures for social networks, logos and links to related pages stand on pages that show nothing themselves."""
    body = f'<html>{markup}<iframe src="/view/17"></iframe></html>'.encode()
    page = ImagePage(response=HttpResponse(PAGE, body=body), page_params=PageParams({WANTED_URL: WANTED}))
    assert page.onward() == (Onward("https://www.museum.example/view/17") if is_asked else None)


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


MAIN = "https://www.museum.example/d/17_main.html"


@pytest.mark.parametrize(
    "aside",
    [
        '<frame name="nav" src="/d/a.html">',
        '<frame name="leftFrame" src="/d/a.html">',
        '<frame src="/d/menu.htm">',
        '<frame name="x" src="/top_banner.html"><frame name="footer" src="/d/b.html">',
    ],
)
def test_of_a_set_of_frames_the_one_beside_menus_and_titles_is_asked(aside):
    """They are told by their names and files; of several others none is, and a page with pictures frames an extra."""
    main = '<frame name="main" src="/d/17_main.html">'
    frames = f'<html><frameset cols="150,*">{aside}{main}</frameset></html>'
    assert onward(frames) == MAIN
    assert onward(frames, is_empty=False) is None
    assert onward(frames.replace(main, main + main.replace("17", "18"))) is None
    assert onward(frames.replace("/d/17", "https://ads.example/17")) is None


@pytest.mark.parametrize("link", ['<link rel="next" href="{}">', '<a rel="next nofollow" href="{}">Next</a>'])
@pytest.mark.parametrize("more", ["?page=2", "/2", "/page/2/", "?p=2"])
def test_the_second_part_of_a_page_without_pictures_is_asked(link, more):
    """It has the page's own address and says which part it is; what merely comes next is another thing's page."""
    page = "https://www.museum.example/story"
    assert onward(link.format(f"/story{more}"), url=page) == page + more
    assert onward(link.format(f"/story{more}"), url=page, is_empty=False) is None
    assert onward(link.format(f"/another{more}"), url=page) is None
    assert onward(link.format("/story-of-the-next"), url=page) is None
    assert onward(link.format(f"/story{more.replace('2', '3')}"), url=page) is None
