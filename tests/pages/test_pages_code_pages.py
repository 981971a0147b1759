"""Wanted addresses in the bytes of a code page, of which the page has the letters."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.naming.addresses import read_address
from imgcrawl.pages import WANTED_URL, ImagePage

SITE = "https://www.h.org"


def page_of(markup: str, wanted: str, *, page: str) -> ImagePage:
    """Return a page with this *markup* in the encoding *page*, on which the address *wanted* is looked for."""
    body = f'<meta http-equiv="Content-Type" content="text/html; charset={page}">{markup}'.encode(page)
    response = HttpResponse(f"{SITE}/quiet-lake.html", body=body)
    return ImagePage(response=response, page_params=PageParams({WANTED_URL: f"{SITE}{wanted}"}))


def chosen(wanted: str, shown: str, *, page: str = "utf-8") -> str | None:
    """Return what a page in the encoding *page* with one picture, at *shown*, gives for the address *wanted*."""
    markup = f'<a href="/"><img src="/img/logo.png"></a><p><img src="{shown}" width="600"></p>'
    choice = page_of(markup, wanted, page=page).choice()
    return choice and choice.url.removeprefix(SITE)


def in_bytes(text: str, encoding: str) -> str:
    """Return *text* percent-encoded as software of before UTF-8 wrote it."""
    return quote(text.encode(encoding))


NAMES = [
    ("iso-8859-1", "château-bright-badger-963"),
    ("windows-1250", "náměstí-bright-badger-963"),
    ("windows-1251", "площадь-brass-ferry-123"),
    ("gbk", "古镇-brass-ferry-123"),
    ("shift_jis", "お寺の湖畔-brass-ferry-123"),
]


@pytest.mark.parametrize(("encoding", "name"), NAMES)
def test_a_page_in_the_same_code_page_has_the_name_in_letters(encoding, name):
    """It is the same name, which is asked for in UTF-8 as browsers do."""
    wanted = in_bytes(f"/images/{name}.jpg", encoding)
    assert chosen(wanted, f"/files/2024/{name}.jpg", page=encoding) == quote(f"/files/2024/{name}.jpg")


@pytest.mark.parametrize(("encoding", "name"), NAMES[:3])
def test_a_page_in_utf_8_has_it_by_the_likeliest_code_page(encoding, name):
    """A site that went to UTF-8 declares nothing else any more."""
    wanted = in_bytes(f"/images/{name}.jpg", encoding)
    assert chosen(wanted, f"/files/2024/{name}.jpg") == quote(f"/files/2024/{name}.jpg")


def test_the_code_page_of_the_page_comes_before_all_others():
    """The same bytes are other letters elsewhere, and another picture's name."""
    wanted = in_bytes("/images/Dvořák-963.jpg", "cp1250")
    assert chosen(wanted, "/files/Dvořák-963.jpg", page="windows-1250") == quote("/files/Dvořák-963.jpg")
    assert chosen(wanted, "/files/Dvoøák-963.jpg", page="iso-8859-1") == quote("/files/Dvoøák-963.jpg")


def test_the_same_path_in_letters_is_another_address():
    """The page asks its server for it in UTF-8, which may be what the file is called now."""
    for encoding, name in NAMES:
        wanted = in_bytes(f"/images/{name}.jpg", encoding)
        assert chosen(wanted, f"/images/{name}.jpg", page=encoding) == quote(f"/images/{name}.jpg")


def test_bytes_on_both_sides_are_compared_as_such():
    """What was one name is one still, and other bytes are another name."""
    wanted = in_bytes("/images/мост-brass-ferry-123.jpg", "cp1251")
    same, other = (in_bytes(f"/files/{word}-brass-ferry-123.jpg", "cp1251") for word in ("мост", "пляж"))
    assert chosen(wanted, same) == same
    assert chosen(wanted, other) is None
    assert read_address(f"{SITE}{same}") != read_address(f"{SITE}{other}")


def test_other_letters_are_another_picture():
    """Neither the page's code page nor a likely one makes one name of two."""
    wanted = in_bytes("/images/forêt-bright-badger-963.jpg", "latin-1")
    assert chosen(wanted, "/files/2024/château-bright-badger-963.jpg", page="iso-8859-1") is None


def test_the_page_that_is_framed_bears_the_name_in_letters_too():
    """Of several frames the one with the wanted picture's name is asked for."""
    frames = '<iframe src="/map.html"></iframe><iframe src="/v/площадь-123.html"></iframe>'
    onward = page_of(frames, in_bytes("/images/площадь-123.jpg", "cp1251"), page="windows-1251").onward()
    assert onward is not None
    assert onward.url == f"{SITE}{quote('/v/площадь-123.html')}"


def test_bytes_of_a_code_page_are_no_letters_of_another():
    """What is called so in Latin letters is another picture than what the page shows."""
    name = "âàã-heron-lake"
    assert chosen(quote(f"/images/{name}.jpg"), in_bytes(f"/x/{name}.jpg", "latin-1"), page="windows-1251") is None
