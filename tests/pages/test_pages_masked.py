"""Pages that are nothing but a frame around another site's."""

from __future__ import annotations

from time import process_time

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage
from imgcrawl.pages.masked import framed_elsewhere

PAGE = "http://www.quiet-lake.example/heron.html"
REAL = "https://photos.owner.example/2019/heron-at-the-lake/"
NO_FRAMES = f'<noframes>{"This browser shows no frames. " * 20}<a href="{REAL}">Go on</a></noframes>'
UNSEEN = (
    '<noscript><iframe src="https://tags.example/ns.html?id=1" height="100%"></iframe></noscript>'
    '<iframe src="https://count.example/1" width="1" height="1"></iframe>'
)
FULL = 'width="100%" height="100%" frameborder="0"'


def framed(markup: str, *, page: str = PAGE) -> str | None:
    """Return the other site's page that a page of *markup* shows."""
    response = HttpResponse(page, body=f"<html><head><title>Heron</title></head>{markup}</html>".encode())
    wanted = "http://www.quiet-lake.example/pics/heron.jpg"
    onward = ImagePage(response=response, page_params=PageParams({WANTED_URL: wanted})).onward()
    return onward and onward.url


@pytest.mark.parametrize(
    "markup",
    [
        f'<frameset rows="100%,*" border="0"><frame src="{REAL}" frameborder="0">{NO_FRAMES}</frameset>',
        f'<frameset rows="100%,*"><frame name="main" src="{REAL}"><frame src="about:blank" height="0"></frameset>',
        f'<body><iframe src="{REAL}" {FULL}>{"This browser shows no frames. " * 20}</iframe></body>',
        f'<body><iframe src="{REAL}" style="border:0; width:100%; height: 100vh"></iframe></body>',
        f'<style>iframe{{position:fixed;inset:0;border:0}}</style><body><iframe src="{REAL}"></iframe></body>',
        f'<style>.all {{ height: 100% }}</style><body><img src="/logo.png"><iframe class="all" src="{REAL}"></iframe>',
        f'<body>{UNSEEN}<iframe src="{REAL}" {FULL}></iframe>',
    ],
)
def test_the_page_around_which_a_forwarded_domain_has_a_frame_is_asked_for(markup):
    """A set with one frame, or one that fills the window: what says that it cannot be shown is no text of the page."""
    assert framed(markup) == REAL


@pytest.mark.parametrize(
    "markup",
    [
        f'<body><p>{"The heron stands at the lake. " * 10}</p><iframe src="{REAL}" {FULL}></iframe></body>',
        f'<body><img src="/pics/owl.jpg"><iframe src="{REAL}" {FULL}></iframe></body>',
        f'<body><iframe src="{REAL}" width="300" height="250"></iframe></body>',
        f'<body><iframe src="{REAL}" style="display:none; height:100%"></iframe></body>',
        f'<body><iframe src="{REAL}" {FULL}></iframe><iframe src="https://b.example/1.html" {FULL}></iframe></body>',
        f'<frameset cols="20%,80%"><frame name="menu" src="/menu.html"><frame src="{REAL}"></frameset>',
    ],
)
def test_what_stands_beside_something_of_the_page_is_not(markup):
    """Text, a picture, other frames: the page is its own; and a small frame is an advertisement."""
    assert framed(markup) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://ads.example/17.html",
        "https://www.youtube-nocookie.com/embed/abc",
        "https://player.example/17",
        "https://consent.example/choose?from=heron",
        "https://www.example.net/captcha/17",
        "https://photos.owner.example/",
        "about:blank",
        "",
    ],
)
def test_players_advertisements_questions_and_home_pages_are_not(url):
    """They fill windows as well, and are about no picture."""
    assert framed(f'<frameset rows="100%,*"><frame src="{url}"></frameset>') is None


def test_the_home_page_of_one_domain_frames_that_of_another():
    """It is forwarded as it is."""
    frame = '<frameset rows="100%,*"><frame src="https://photos.owner.example/"></frameset>'
    assert framed(frame, page="http://www.quiet-lake.example/") == "https://photos.owner.example/"


@pytest.mark.parametrize(
    "piece", ["<iframe src=https://b.example/a>", "<style>iframe{", "<noscript>", "<p>", "height:"]
)
def test_a_page_made_to_be_slow_is_not(piece):
    """It is read in time that grows with its length."""
    before = process_time()
    markup = f'<frame src="{REAL}">{piece * (1_000_000 // len(piece))}'
    framed_elsewhere(markup, page_url=PAGE, base=PAGE)
    framed_elsewhere(f"<style>{markup}</style>", page_url=PAGE, base=PAGE)
    assert process_time() - before < 5
