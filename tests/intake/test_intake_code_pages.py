"""Paths in the bytes of a code page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake.code_pages import in_utf_8
from imgcrawl.intake.repair import prepare_url


@pytest.mark.parametrize(
    ("host", "text", "page"),
    [
        ("h.org", "škola.jpg", "cp1250"),
        ("h.org", "Kuželka/šíře.jpg", "cp1250"),
        ("h.cz", "Dvořák.jpg", "cp1250"),
        ("h.org", "łódź.jpg", "cp1250"),
        ("h.org", "Müller & Söhne, 1.jpg", "cp1252"),
        ("h.org", "déjà_vu.jpg", "latin-1"),
        ("h.org", "a\u2013b/c\u2019ü.jpg", "cp1252"),
        ("h.org", "Bär.jpg", "cp850"),
        ("h.org", "фото.jpg", "cp1251"),
        ("h.ru", "Эй.jpg", "cp1251"),
        ("h.ru", "Фото.jpg", "koi8-r"),
        ("h.ru", "Müller.jpg", "cp1252"),
        ("h.gr", "φωτο.jpg", "cp1253"),
        ("h.jp", "アル.jpg", "cp932"),
        ("h.cn", "照片.jpg", "gb18030"),
    ],
)
def test_the_likeliest_reading_is_the_one_that_makes_words(host, text, page):
    """By the country of the host, by bytes that few code pages have, and by script and case within a word."""
    given = f"https://{host}/x%2Fy%7E/{quote(text.encode(page))}?q=%E9"
    assert next(in_utf_8(given)) == f"https://{host}/x%2Fy%7E/{quote(text, safe='/&,')}?q=%E9"


def test_where_two_readings_make_words_both_are_asked_for():
    """``ř`` of one code page is ``ø`` of the other."""
    assert list(in_utf_8("https://h.org/Dvo%F8%E1k.jpg")) == [
        "https://h.org/Dvo%C3%B8%C3%A1k.jpg",
        "https://h.org/Dvo%C5%99%C3%A1k.jpg",
    ]
    assert quote("фото") in list(in_utf_8(f"https://h.org/{quote('фото'.encode('koi8-r'))}.jpg"))[1]


@pytest.mark.parametrize(
    "path", ["a.jpg", "%C3%BC.jpg", "a%20b%7E.jpg", "a.jpg?q=%E9", "%C5%A1%C3%BC/%9A".rpartition("/")[0]]
)
def test_what_is_utf_8_stays(path):
    """And so does what has nothing beyond ASCII, or has it in its query alone."""
    assert list(in_utf_8(f"https://h.org/{path}")) == []


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(codec="cp1250", categories=["Ll"], exclude_characters="µ"), min_size=1, max_size=8))
def test_any_word_of_a_countrys_code_page_is_read(text):
    """Where the host's country is known its own code page comes first; what is UTF-8 already is no other word."""
    written = quote(text.encode("cp1250"))
    readings = list(in_utf_8(f"https://h.cz/{written}.jpg"))
    try:
        text.encode("cp1250").decode()
    except UnicodeDecodeError:
        assert readings[0] == prepare_url(f"https://h.cz/{text}.jpg").url
    else:
        assert readings == []
