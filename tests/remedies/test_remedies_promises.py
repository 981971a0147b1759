from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.remedies.answers.promises import LONGEST_S, is_said_missing, promise_of
from imgcrawl.remedies.rules.signs import Sign

LONG = "<p>" + "All about birds and where they live. " * 20 + "</p>"

URL = "http://a.test/x/1.jpg"


def promise(body: bytes | str, **headers: bytes) -> tuple[Sign | None, float | None]:
    """Return what a page for ``URL`` promises."""
    fields = {name.encode(): value for name, value in headers.items()}
    return promise_of(body.encode() if isinstance(body, str) else body, header=fields.get, url=URL)


@pytest.mark.parametrize(
    "words",
    [
        "We are down for maintenance",
        "This site is under scheduled maintenance.",
        "Error establishing a database connection",
        "User 'shop' has: too many connections",
        "Site temporarily unavailable",
        "Be right back!",
        "Please try again in a few minutes",
        "Maintenance",
        "Wartungsarbeiten",
        "Vorübergehend nicht erreichbar",
        "Tijdelijk niet beschikbaar",
        "Site en maintenance",
        "Temporairement indisponible",
        "Sitio en mantenimiento",
        "Voltamos em breve",
        "Sito in manutenzione",
        "Przerwa techniczna",
        "Сайт временно недоступен",
        "Ведутся технические работы",
        "Bak\u0131m çal\u0131\u015fmas\u0131",
        "网站维护中",
        "ただいまメンテナンス中です",
        "점검 중입니다",
    ],
)
@pytest.mark.parametrize("place", ["<title>{}</title>", "<title>A</title><h1 class=x><b>{}</b></h1>", "<p>{}"])
def test_a_host_says_that_it_is_closed(words, place):
    """In a title, a heading, or a page that says hardly anything else."""
    rest = "<p>" + "All about our house, its rooms and its guests. " * 20
    assert promise(f"<html>{place.format(words)}") == (Sign.CLOSED, None)
    assert promise(f"<html>{place.format(words)}{rest}")[0] is (None if place == "<p>{}" else Sign.CLOSED)


@pytest.mark.parametrize(
    "words",
    [
        "Your image is being generated",
        "Preparing preview",
        "Processing your photo, please wait",
        "Thumbnail not yet ready",
        "Das Bild wird gerade erzeugt",
        "Miniature en cours de génération",
        "Generando la imagen",
        "Изображение создается",
        "画像を生成中です",
        '{"status": "processing", "id": 7}',
    ],
)
def test_a_host_says_that_an_image_is_in_the_making(words):
    """In as many places."""
    assert promise(f"<html><title>{words}</title>") == (Sign.IN_MAKING, None)
    assert promise(words) == (Sign.IN_MAKING, None)


@pytest.mark.parametrize(
    "body",
    [
        "<html><title>Page not found</title><p>This picture has moved on.",
        "<html><title>Car maintenance</title><p>" + "words " * 100,
        "<html><title>Image processing</title><p>" + "words " * 100,
        "<html><title>A</title><script>'down for maintenance'</script><p>Nothing here",
        "",
    ],
)
def test_most_pages_promise_nothing(body):
    """A page about maintenance, or about pictures, is none that says so of itself; scripts say nothing."""
    assert promise(body) == (None, None)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ('<meta http-equiv="refresh" content="3">', 3.0),
        ("<META content='2; URL=/x/1.jpg#top' HTTP-EQUIV=refresh>", 2.0),
        ('<meta http-equiv="refresh" content="0;url=http://a.test/x/1.jpg">', 0.0),
        ("<script>setTimeout(function () { location.reload(); }, 2500);</script>", 2.5),
        ("<script>setTimeout('window.location.reload(true)', 1500)</script>", 1.5),
        ("<script>function again() { history.go(0) }\nsetInterval(again, 4000)</script>", 4.0),
        ("<script>setTimeout(() => { location.href = location.href }, 1000)</script>", 1.0),
        ("<script>location.reload()</script>", 0.0),
        ("<body onload='window.location.reload()'>", 0.0),
    ],
)
def test_a_page_loads_itself_again(body, seconds):
    """By its markup or a script, after the time that it names."""
    assert promise(f"<html>{body}") == (Sign.IN_MAKING, seconds)


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="3;url=/x/2.jpg">',
        '<meta http-equiv="refresh" content="3;url=http://[/">',
        f'<meta http-equiv="refresh" content="{LONGEST_S + 1}">',
        "<meta http-equiv=refresh>",
        "<button onclick='location.reload()'>Again</button>",
        "<script>setTimeout(() => go(), 1000)</script>",
        "<script>setTimeout(() => location.reload(), 1000)</script>" + "<p>" * 6_000,
    ],
)
def test_other_pages_stay_as_they_are(body):
    """One that leads on, that keeps itself up to date, that waits for a click, or has scripts for everything."""
    assert promise(f"<html>{body}") == (None, None)


def test_a_header_does_as_well():
    """``Refresh`` is markup's elder; a host that is closed may name a time too."""
    assert promise("<html>", Refresh=b"2") == (Sign.IN_MAKING, 2.0)
    assert promise("<html>", Refresh=b"2; url=/x/2.jpg") == (None, None)
    assert promise("<title>Be right back</title>", Refresh=b"5;") == (Sign.CLOSED, 5.0)


PARTS = """<title> </title> <h1 > <script> </script> <meta~http-equiv=refresh~content=' 1;url= setTimeout(
location.reload ,9) under~ generating~ http://[ ' é""".replace("\n", " ")
PIECES = [part.replace("~", " ").encode() for part in PARTS.split(" ")]


@given(st.lists(st.sampled_from([*PIECES, b"a " * 200, b"\xff"]), max_size=30).map(b"".join))
def test_no_page_breaks_it(body):
    """Whatever a page holds, what it promises has a time no longer than a minute, if any."""
    sign, after_s = promise(body, Refresh=body[:40])
    assert sign in {None, Sign.CLOSED, Sign.IN_MAKING}
    assert after_s is None or 0 <= after_s <= LONGEST_S


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<title>404</title>", True),
        ("<title>Page not found | Shop</title>" + LONG, True),
        ("<h1>Seite nicht gefunden</h1>" + LONG, True),
        ("<h1>Cette page n'existe plus</h1>", True),
        ("<h2>No se encontró la página</h2>", True),
        ("ページが見つかりません", True),
        ("<title>Grey heron 40412</title>", False),
        ("<title>Grey heron</title><p>The first photograph was not found before 1990." + LONG, False),
        ("<title>Welcome</title>", False),
        ("File not found.", True),
        ('{"success":false,"error":"not found"}', True),
        ("<title>a.test</title><p>The domain a.test may be for sale.</p>", True),
        ("<h1>Buy this domain</h1>" + LONG, True),
        ("<title>Domain zu verkaufen</title>", True),
        ("<h1>Looks like this domain isn't connected to a website yet</h1>" + LONG, True),
        ("<h1>Account Suspended</h1>" + LONG, True),
        ("<title>Welcome to nginx!</title>" + LONG, True),
        ("<title>Apache2 Ubuntu Default Page: It works</title>" + LONG, True),
        ("<title>Bird prints for sale</title>" + LONG, False),
        ("<title>Public domain photographs</title>" + LONG, False),
        ("<title>A suspended bridge, and how it works</title>" + LONG, False),
    ],
)
def test_pages_that_say_that_there_is_nothing(page, expected):
    """In title or headings, or anywhere in a page with hardly any text; what a page is about is no such word."""
    assert is_said_missing(page.encode()) is expected
