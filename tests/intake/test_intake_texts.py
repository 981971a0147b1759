"""Cells that hold a sentence, a macro or Markdown around their one address."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.cells import only_address
from imgcrawl.intake.repair import prepare_url

U = "https://h.org/a/heron-42.jpg"
PAGE = "https://site.org/p/7"
IN_TEXT = (
    "{}, seen in May",
    "- {}",
    "* {}",
    "1. {}",
    "\u2022 {}",
    "photo {}",
    "Photo by Lena Ivers, {}",
    "Retrieved 3 May 2019, from {}",
    "Photo/Lena Ivers {}.",
    "see also ({}).",
    "doi:10.1000/182 {}",
    "mail a@b.org, or see {}!",
    "here {} and again {}",
)
WRITTEN = (
    r"\url{{{}}}",
    r"\href{{{}}}{{photo}}",
    r"\includegraphics[width=3cm]{{{}}}",
    r"howpublished = {{\url{{{}}}}},",
    "url = {{{}}},",
    "[![a heron]({})](https://h.org/p/7)",
    "[![a heron]({})]({})",
    "![]({})",
    '![a]({} "a title")',
    "![a](<{}>)",
    "[photo]({}).",
    '[1]: {} "a title"',
    "{} (front)",
    "{} [verso].",
)


@pytest.mark.parametrize("page_url", [None, PAGE])
@pytest.mark.parametrize("around", [*IN_TEXT[1:], *WRITTEN])
def test_the_one_address_is_meant(around, page_url):
    """Also where the row has a page, to which text could be relative."""
    assert prepare_url(around.replace("{}", U).replace("{{", "{").replace("}}", "}"), page_url=page_url).url == U


@settings(max_examples=200)
@given(
    path=st.from_regex(r"(/[a-z0-9_~-]{1,6}){1,3}(\([a-z0-9]{1,3}\))?\.jpg(\?[a-z]=[a-z0-9]{1,4})?", fullmatch=True),
    around=st.sampled_from((*IN_TEXT[1:], *WRITTEN)),
)
def test_nothing_around_changes_an_address(path, around):
    """Brackets in it, and fields, stay its own."""
    url = f"https://h.org{path}"
    assert prepare_url(around.replace("{}", url).replace("{{", "{").replace("}}", "}")).url == url


@pytest.mark.parametrize(
    "text",
    [
        f"see {U} and https://h.org/b.jpg",
        "image, https://h.org/my heron.jpg",
        "photo by www.h.org",
        "blob:https://h.org/1",
        "javascript:open('https://h.org/a.jpg')",
        "javascript:open(https://h.org/a.jpg)",
        "no address at all",
    ],
)
def test_what_is_none_stays_an_error(text):
    """Several addresses, a name that may go on, and what a browser makes of an address for itself."""
    with pytest.raises(RowError) as caught:
        prepare_url(text)
    assert caught.value.slug in (ErrorSlug.URL_INVALID, ErrorSlug.URL_SCHEME)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/resize/https://h.org/a.jpg", "https://site.org/resize/https://h.org/a.jpg"),
        ("get?u=https://h.org/a.jpg", "https://site.org/p/get?u=https://h.org/a.jpg"),
    ],
)
def test_a_relative_address_may_carry_another(path, url):
    """It is the page's, and no text."""
    assert prepare_url(path, page_url=PAGE).url == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://h.org/a/\r\n    b/heron.jpg", "https://h.org/a/b/heron.jpg"),
        ("https://h.org/a/\n\tb/her\n\ton.jpg", "https://h.org/a/b/heron.jpg"),
        ("https://h.org/a/\n b.jpg", "https://h.org/a/%20b.jpg"),
        ("https://h.org/a.jpg\n  b.jpg", "https://h.org/a.jpg%20%20b.jpg"),
        ("https://h.org/he\xadron.jpg", "https://h.org/heron.jpg"),
    ],
)
def test_a_wrapped_address_is_one(text, url):
    """The indent of its next line goes with the break, a blank alone may be the name's, and a soft hyphen is unseen."""
    assert prepare_url(text).url == url


@pytest.mark.parametrize(
    "unit",
    [
        "![",
        "](",
        '")](',
        "[![a](https://a ",
        "\\a{",
        "a = {",
        "(a ",
        "https://a ",
        "[a]: ",
        "a)(",
        "\n  a",
        "\n",
        "\n  ",
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        "",
        "x ",
        "![a](https://h.org/(",
        "![a](https://h.org/a ",
        "\\url{https://a",
        "https://h.org/",
        '<img src="https://h.org/b',
    ],
)
def test_hostile_texts_cost_little(start, unit):
    """No repetition makes one cell cost more than a moment, whatever stands behind it."""
    for end in ("", "x", '\u2003">'):
        text = start + unit * (30_000 // len(unit)) + end
        begun = time.process_time()
        with suppress(RowError):
            prepare_url(text, page_url=PAGE)
        only_address(text)
        assert time.process_time() - begun < 0.5
