"""What counts as a slip of the pen."""

from __future__ import annotations

import html
import time
from contextlib import suppress

import pytest

from imgcrawl.errors import RowError
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.slips import clean_text, looks_like_host, split_scheme, without_left_over, without_surrogates


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("http://a/b", ("http", "a/b")),
        ("hhttps://a", ("https", "a")),
        ("http;//a", ("http", "a")),
        ("http:a", ("http", "a")),
        ("http://http://https://a", ("https", "a")),
        ("http://http.org//a", ("http", "http.org//a")),
        ("http://httpbin.org/a", ("http", "httpbin.org/a")),
        ("httpbin.org/a", None),
        ("ftp://a", None),
        ("https", None),
        ("tp/a.jpg", None),
    ],
)
def test_split_scheme(text, split):
    """A misspelt scheme is seen through, a name that begins like one is not a scheme."""
    assert split_scheme(text) == split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h.org/a", True),
        ("пример.рф/a", True),
        ("a.xn--p1ai/a", True),
        ("10.0.0.1:80/a", True),
        ("www.h.o", True),
        ("h.org", False),
        ("a.jpg/b", False),
        ("images/a.jpg", False),
        ("v1.2/a.jpg", False),
        ("me@h.org/a", False),
        ("a" * 50_000 + "/", False),
        ("a." * 20_000 + "/", False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_looks_like_host(text, expected):
    """Only what plainly is a host counts as one."""
    assert looks_like_host(text) is expected


def test_clean_text_keeps_what_may_be_meant():
    """An apostrophe at the end and a named reference without semicolon may belong to the URL."""
    assert clean_text("http://h/a'?x&copy=1&notin;") == "http://h/a'?x&copy=1&notin;"


@pytest.mark.parametrize("before", ["%E2%80%8B", "%20", "%0D%0A", "**", "%22", "_%EF%BB%BF"])
def test_what_was_encoded_before_an_address_goes(before):
    """Space, quotes and what nobody sees go where they stand before a scheme; elsewhere they are a part of the name."""
    assert clean_text(f"{before}https://h.org/a.jpg") == "https://h.org/a.jpg"
    assert clean_text(f"https://h.org/{before}a.jpg") == f"https://h.org/{before}a.jpg"


def test_surrogates():
    """Pairs are joined, lone halves replaced."""
    assert without_surrogates("a\ud83d\ude00\udc80") == "a\U0001f600\ufffd"


U, V = "https://h.org/a/b.jpg", "https://h.org/a/c.jpg"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"url({U})", U),
        (f"url( '{U}' );", U),
        (f"background: #fff url({U}) no-repeat", U),
        (f'background-image:url("{U}");', U),
        ("url(//h.org/a/b_(1).jpg)", "//h.org/a/b_(1).jpg"),
        (f'["{U}"]', U),
        (f'["{U}",', U),
        (f'["{U}","{V}"]', U),
        (f"['{U}']", U),
        (f"['{U}', '{V}']", U),
        (f"[u'{U}',\n u'{V}']", U),
        (f"['{U}' '{V}']", U),
        (f"[ '{U}' ]", U),
        ("""["https://h.org/a'b.jpg"]""", "https://h.org/a'b.jpg"),
        (f"{U} 300w, {V} 600w", V),
        (f"{V} 600w, {U} 300w,", V),
        (f"{U} 1x,\n {V} 1.5x", V),
        (f"{U} 2x", U),
        ("//h.org/b.jpg 1x, //h.org/c.jpg 2x", "//h.org/c.jpg"),
    ],
)
def test_what_a_style_a_list_or_a_srcset_holds(text, address):
    """The one address of a style is taken, the first of a list, and the largest of a ``srcset``, all of one picture."""
    assert clean_text(text) == address


ONE = "https://h.org/a/b_(1).jpg?x=1"
QUOTES = "'' \"\" `` \u201c\u201d \u201e\u201c \u201a\u2018 \xab\xbb \u2039\u203a \u300c\u300d <>"


@pytest.mark.parametrize(
    "text",
    [
        f'=HYPERLINK("{ONE}")',
        f'=HYPERLINK("{ONE}","a label (x)")',
        f'=HYPERLINK("{ONE}";"label")',
        f'= hyperlink( "{ONE}" )',
        f'=IMAGE("{ONE}", 1)',
        f'<img alt="a" src="{ONE}" title="t (1)">',
        f'<img src="https://h.org/loading.gif" data-lazy-src="{ONE}">',
        f"view-source:{ONE}",
        f"URL: {ONE}",
        f"url={ONE}",
        f"Image link:\t{ONE}",
        f"{ONE}|{ONE}",
        f" {ONE} | {ONE} ",
        f"{ONE},{ONE},",
        f"{ONE}\n{ONE}\r\n{ONE}",
        f'\\"{ONE}\\"',
        f"{ONE}\\n",
        f"{ONE}\\r\\n",
        f"\u200b\u202a{ONE}\u202c\u200c\ufeff",
        "https://h.org/a/\u200bb_(1)\u2060.jpg?x=1",
        *(f"{pair[0]}{ONE}{pair[1]}" for pair in QUOTES.split()),
        f"'\"{ONE}\"'",
        f'{ONE}" alt="a" title="b"',
        f'{ONE}"/>',
        f'{ONE}"><b>a</b>',
        f"{ONE}\u201d alt=x",
        f"{ONE}</a> and more",
        f"{ONE}');background: red",
        f'{ONE}");',
        ONE.replace("=", "\\x3d"),
        ONE.replace("=", "\\u003d"),
    ],
    ids=ascii,
)
def test_what_came_along_with_an_address_goes(text):
    """Formulas, markup, names of fields, repetitions, line ends, what nobody sees, and quotes of all kinds."""
    assert clean_text(text) == ONE
    assert clean_text(ONE) == ONE


@pytest.mark.parametrize(
    "text",
    [
        "blob:https://h.org/7e1",
        "https://h.org/url=https://x.org/a.jpg",
        "https://h.org/a?url=https://x.org/a.jpg",
        "https://h.org/a,",
        'https://h.org/a"b.jpg',
        'https://h.org/a"b" c',
        "https://h.org/a\\x41",
        "https://h.org/a|b|a",
        "https://h.org/a,a,a",
        "https://h.org/\u0646\u200c\u0627.jpg",
        "a\\note",
    ],
    ids=ascii,
)
def test_what_belongs_to_an_address_stays(text):
    """Addresses within addresses, what stands once, joiners within names, and addresses of a browser's memory."""
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("/a.jpg%0A", "/a.jpg"),
        ("/a.jpg%0d%0a", "/a.jpg"),
        ("/a.jpg%20%0A%09", "/a.jpg"),
        ("/a.jpg%E2%80%8B%EF%BB%BF", "/a.jpg"),
        ("/a.jpg" + "%0A" * 50, "/a.jpg"),
        ("/a%0A.jpg", "/a%0A.jpg"),
        ("/a%20", "/a%20"),
        ("/a%250A", "/a%250A"),
        ("/%E2%80%8D", "/%E2%80%8D"),
    ],
)
def test_what_was_encoded_along_with_a_path(path, left):
    """Only at the end, and only what nobody sees: a space may be meant."""
    assert without_left_over(path) == left


@pytest.mark.parametrize(
    "text",
    [
        f"url({U}), url({V})",
        f"url({U}),url({V})",
        f"{U} 300w, {V} 2x",
        f"{U} 300w, {V}",
        f"{U} 300w of 600w",
        f"{U} 30px",
        "curl(7) and so on",
    ],
)
def test_versions_that_cannot_be_compared_are_left_as_they_are(text):
    """Which of several was meant is not guessed."""
    assert clean_text(text) == text


@pytest.mark.parametrize("between", ["|", " | ", ",", ", ", ";", "; ", " ", "\n", "\r\n", "|\n"])
def test_of_several_addresses_the_first_is_taken(between):
    """A cell may list all pictures of one thing; they never become one address."""
    assert clean_text(f"{U}{between}{V}{between}{V}") == U
    assert prepare_url(f"{U}{between}{V}").url == U


@pytest.mark.parametrize("between", [",", ";", "|"])
def test_an_address_that_carries_two_is_one(between):
    """Where no space is between them, what carries another address may be a single one."""
    text = f"https://proxy.test/join?urls={U}{between}{V}"
    assert clean_text(text) == text
    assert clean_text(f"{text} {V}") == text


@pytest.mark.parametrize(
    "unit",
    [
        "url(",
        "url(//",
        "a:",
        "//a 1x,",
        "//",
        '["',
        ")",
        " 1x",
        "|",
        "('https://",
        "%0A",
        '" a',
        "<a ",
        '")',
        "&lt;",
        "&amp;",
    ],
)
def test_hostile_texts_cost_little(unit):
    """No repetition makes one cell cost more than a moment."""
    begun = time.process_time()
    for start in ("", "url(//", "//a 1x,", '["https://', "=A(", "a=", "https://h.org/"):
        with suppress(RowError):
            clean_text(start + unit * (30_000 // len(unit)))
    assert time.process_time() - begun < 2.0


def test_elements_with_many_addresses_cost_little():
    """Behind the picture's address only so much of its element is read, and another element is not read at all."""
    begun = time.process_time()
    for _ in range(8):
        clean_text("<img src=a" + ' data-src="//x"' * 1_900)
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    "markup",
    [
        '<a href="{}">',
        '<a href="{}" title="A &amp; B">A heron</a>',
        "<img alt='a' src='{}' />",
        '{{"url": "{}", "width": 3}}',
        '["{}", "https://h.org/2.jpg"]',
        'url("{}")',
        '=HYPERLINK("{}","a label")',
        '"{}"',
    ],
)
def test_markup_that_was_escaped_is_understood_as_what_it_is(markup, times):
    """With all that is in it, once or twice; quotes around all of it may be a table's."""
    text = markup.format(f"{ONE}&b=2")
    for _ in range(times):
        text = html.escape(text)
    assert clean_text(text) == clean_text(f'"{text}"') == f"{ONE}&b=2"


def test_references_within_markup_stay_part_of_what_it_says():
    """Where the markup's own signs are not escaped, these are of a text in it."""
    assert clean_text(f'<img alt="as in &quot;http://b.test/2.jpg&quot;" src="{ONE}">') == ONE
