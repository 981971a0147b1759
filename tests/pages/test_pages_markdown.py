"""Images in Markdown that a page holds for its script to render, or shows as they are written."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages import Kind, collect
from imgcrawl.pages.reading.captions import MAX_MARKDOWN, markdown_urls
from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/notes/17"
WANTED = f"{SITE}/uploads/heron-lake-mist.jpg"
NOW = f"{SITE}/media/heron-lake-mist.jpg"
FORMS = [
    "<pre>At dawn: ![a heron]({})</pre>",
    "<pre><code>![]({})</code></pre>",
    "<div>![a heron]({} 'At dawn')</div>",
    '<textarea>![a heron]({} "At dawn")</textarea>',
    '<script type="text/markdown">![a heron](<{}>)</script>',
    r'<script>var note = "At dawn:\n\n![a heron]({})\n";</script>',
    '<script type="application/json">{{"body": "![a heron]({})"}}</script>',
]


def look_up(html: str) -> str | None:
    """Return what the page *html* gives for the wanted file."""
    return url_on(html, WANTED, PAGE)


@pytest.mark.parametrize("form", FORMS)
def test_an_image_of_markdown_is_read_out_of_a_page(form):
    """From the root or whole, also with the slashes of a script; other names are not wanted there either."""
    for address in (NOW, "/media/heron-lake-mist.jpg"):
        assert look_up(form.format(address)) == NOW
    for name in ("heron-lake-mist-2", "heron-lake-fog", "heron"):
        assert look_up(form.format(f"/media/{name}.jpg")) is None
    assert look_up(FORMS[-1].format(NOW.replace("/", r"\/"))) == NOW


def test_it_says_little():
    """It is heard only where nothing better is found, and a link or the text beside it is no image."""
    shown = '<img src="/now/heron-lake-mist.jpg">'
    assert look_up(FORMS[0].format(NOW) + shown) == f"{SITE}/now/heron-lake-mist.jpg"
    assert {c.kind for c in collect(FORMS[0].format(NOW), PAGE)} == {Kind.ATTRIBUTE}
    assert look_up(f"<pre>[a heron]({NOW}) ![x](/media/fox.html) /media/heron-lake-mist.jpg</pre>") is None


def test_the_work_is_bounded():
    """Of one text so many are read, and no repetition costs more than a moment."""
    assert len(markdown_urls("![x](/a.jpg) " * 9_000)) == MAX_MARKDOWN
    begun = process_time()
    for piece in ("![", "![](", "![x](/a", "![x](<", "](", "![x](/a.jpg "):
        markdown_urls(piece * (1_000_000 // len(piece)))
        collect(f"<script>{piece * (1_000_000 // len(piece))}</script>", PAGE)
    assert process_time() - begun < 10
