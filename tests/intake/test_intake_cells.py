"""What programs and people write around an address."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import RowError
from imgcrawl.intake.cells import out_of_cell
from imgcrawl.intake.repair import prepare_url

U, V = "https://h.org/a/b_(1).jpg?x=1", "https://h.org/p/7"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"url": "{U}", "width": 3}}',
        f'{{"width": 3, "src": "{U}"}}',
        f"{{'width': 3, 'url': '{U}'}}",
        f'{{""url"": ""{U}""}}',
        '{"url": "' + U.replace("/", "\\/") + '"}',
        f'{{"url": "{U}", "wid',
        f"{{url: {U}, width: 3}}",
        f'[{{"url": "{U}"}}, {{"url": "https://h.org/a/c.jpg"}}]',
        f'{{"urls": ["{U}", "https://h.org/a/c.jpg"]}}',
        f'{{"@context": "http://schema.org/", "thumbnail": "https://h.org/t.jpg", "contentUrl": "{U}"}}',
        f'{{"url": "{V}", "image": {{"url": "{U}"}}}}',
        f'{{"thumbnail": "{U}"}}',
        f'{{"href": "{V}", "og:image": "{U}"}}',
        f"{{{{cite web|url={U}|title=A heron}}}}",
        f"[{U} A heron, 2019]",
        f"[{U} Heron [of the lake]]",
        f"[[{U}|A heron]]",
        f"data-src='{U}'",
        f'data-src="{U}"',
        f"data-src='{U}' alt='x'",
        f"v-bind:src = '{U}'",
        f"srcset='https://h.org/t.jpg 1x, {U} 2x'",
        f"b'{U}'",
        f'b"{U}"',
        f"u'{U}',",
        f"{U} (accessed 12 May 2019)",
        f"{U} (last accessed: 2019-05-12).",
        f"{U} (abgerufen am 12.5.19)",
        f"{U} [letzter Zugriff: 12.05.2019]",
        f"{U} (consult\xe9 le 3 mai 2019)",
        f"{U}. Accessed 12 May 2019.",
        f"{U}, retrieved on May 12, 2019",
        f"Available at: {U} (accessed 12 May 2019)",
        f"{U} (Berlin, 12 May 2019)",
        f"{U} [CC BY-NC 4.0]",
        f"{U} (CC0)",
        f"{U} CC BY-SA 4.0",
        f"{U} \xa9 Jane Doe / Museum of Herons",
        f"{U} (\xa9 NHM, London)",
        f"{U} (c) Jane Doe 2019",
        f"{U}; license=https://creativecommons.org/licenses/by/4.0/",
        f"{U} | Creative Commons Attribution 4.0",
        f"{U}, CC-BY",
        f"{U} - Public Domain",
        f"{U} Photo: Jane Doe",
        f"{U} [CC BY 4.0] \xa9 Jane Doe",
        U.replace("https", "ht tps"),
        U.replace("https://", "h t t p s : / / "),
        U.replace("://", ":/ /"),
        U.replace("h.org", "h,org"),
        U.replace("h.org", "h. org"),
        U.replace("h.org", "h .org"),
    ],
)
def test_one_address_is_found_in_what_is_around_it(text):
    """Objects, templates, links of wikis, attributes, literals, notes of a visit, and space or a comma in the host."""
    assert prepare_url(text).url == U
    assert prepare_url(U).url == U


@pytest.mark.parametrize(
    "path",
    [
        "a b.jpg",
        "a (1).jpg",
        "accessed (2019).jpg",
        "Berlin visited 2019.jpg",
        "places visited 2019",
        "a (Berlin 2019)",
        "a_(accessed_2019)",
        "x, accessed 1.jpg",
        "a (2019)",
        "a,b.jpg",
        "ht tp.jpg",
        "a. b.jpg",
        "b'c'.jpg",
        "a.jpg (accessed in May)",
        "my photo (CC0).jpg",
        "a.jpg (2)",
        "a.jpg CC BY.jpg",
        "a.jpg (CC0)/b",
        "a b (CC0)",
        "a photo by me",
        "copyright 2019",
        "a.jpg,cc0",
        "(accessed 2019)/a.jpg",
    ],
)
def test_what_may_be_a_name_stays(path):
    """Words, years and brackets are parts of names, too, and so are commas and space behind the host."""
    assert prepare_url(f"https://h.org/{path}").url == "https://h.org/" + path.replace(" ", "%20")
    assert out_of_cell(f"https://h.org/{path}") == f"https://h.org/{path}"


@pytest.mark.parametrize(
    "name", ["my photo [1].jpg", "a [CC BY 4.0].jpg", "a.jpg [1]", "a.jpg [CC0]/b", "a.jpg © a /b"]
)
def test_what_may_be_a_name_in_brackets_stays(name):
    """The name of a licence may be a part of a file's, or of a folder's."""
    assert out_of_cell(f"https://h.org/{name}") == f"https://h.org/{name}"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a": "{U}", "b": "{V}"}}',
        f'{{"page": "{V}", "license": "{V}"}}',
        f'{{"license_url": "{V}"}}',
        "{}",
        "{'url': None}",
        "https://a.org,b.org/x.jpg",
        "https://h,o_rg1/x.jpg",
        "https://h;org/x.jpg",
        "https://h org/x.jpg",
    ],
)
def test_which_of_several_was_meant_is_not_guessed(text):
    """An object whose keys tell nothing has no address, and two hosts, or two words, are none."""
    with pytest.raises(RowError):
        prepare_url(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[https://h.org/a b.jpg]", "https://h.org/a%20b.jpg"),
        ("[https://h.org/a|b.jpg]", "https://h.org/a%7Cb.jpg"),
        ("{http://h.org/a.jpg}", "http://h.org/a.jpg"),
        (
            'https://h.org/a.jpg?x={"url":"https://i.org/b.jpg"}',
            "https://h.org/a.jpg?x=%7B%22url%22:%22https://i.org/b.jpg%22%7D",
        ),
        ("b'https://h.org/\\xc3\\xbc.jpg'", "https://h.org/%c3%bc.jpg"),
        ("u'https://h.org/\\xfc.jpg'", "https://h.org//xfc.jpg"),
        ('{"url": "https:\\/\\/h.org\\/\\u00fc.jpg"}', "https://h.org/%C3%BC.jpg"),
        ('{"url": "https://h.org/\\u4e2d.jpg"}', "https://h.org/%E4%B8%AD.jpg"),
        ("https://h.org/p/7 (accessed 12 May 2019)", V),
        ("https://h.org/p/7. Retrieved 12 May 2019", V),
        ('{"url": "//h.org/a.jpg"}', "https://h.org/a.jpg"),
        ("{'url': 'https://h.org/it\\'s.jpg'}", "https://h.org/it's.jpg"),
        ('{"url": "https://h.org/a?x={\\"url\\":1}"}', "https://h.org/a?x=%7B%22url%22:1%7D"),
        ("https://h.org/media/4711 [CC BY 4.0]", "https://h.org/media/4711"),
        ("https://h.org/my heron.jpg [CC BY 4.0]", "https://h.org/my%20heron.jpg"),
        ("www,h.org/a.jpg", "https://www.h.org/a.jpg"),
        ("https://u:p,w@www,h.org:8080/a,b.jpg", "https://www.h.org:8080/a,b.jpg"),
    ],
)
def test_what_an_address_becomes(text, url):
    """Only what is around it goes, and what a literal or an object escapes is undone there."""
    assert prepare_url(text).url == url


@pytest.mark.parametrize(
    ("written", "utf_8"),
    [
        ("a%u00fcb", "a%C3%BCb"),
        ("%u20ac", "%E2%82%AC"),
        ("%ud83d%ude00", "%F0%9F%98%80"),
        ("%E9%u2019", "%C3%A9%E2%80%99"),
        ("%C3%A9%u2019", "%C3%A9%E2%80%99"),
        ("%u002f%u0025", "%2F%25"),
        ("%ud83d", "%25ud83d"),
        ("%E9", "%E9"),
        ("100%uu", "100%25uu"),
        ("%u12", "%25u12"),
    ],
)
def test_escapes_of_a_script_become_utf_8(written, utf_8):
    """And the Latin-1 beside them; bytes that stand alone, and percent signs that begin no escape, are left."""
    assert prepare_url(f"https://h.org/{written}.jpg?q={written}").url == f"https://h.org/{utf_8}.jpg?q={utf_8}"
    requested = prepare_url("https://h.org/a%u00fc.jpg", repair=False).url
    assert requested == "https://h.org/a%25u00fc.jpg"


AROUND = (
    '{{"id": 1, "url": "{}"}}',
    "{{'src': '{}'}}",
    "[{} a text]",
    "data-src='{}'",
    "b'{}'",
    "{} (accessed 12 May 2019)",
    "{} (abgerufen am 12.05.2019)",
    "{} [CC BY-NC 4.0]",
    "{} \xa9 Jane Doe",
)


@settings(max_examples=200, deadline=None)
@given(
    path=st.from_regex(r"(/[a-z0-9._~%20,()-]{1,6}){1,3}\.jpg(\?[a-z]=[a-z0-9]{1,4})?", fullmatch=True),
    around=st.sampled_from(AROUND),
)
def test_nothing_around_hides_an_address(path, around):
    """An address means the same with it, and by itself it is as it was."""
    url = prepare_url(f"https://h.org{path}").url
    assert prepare_url(around.format(url)).url == url
    assert out_of_cell(url) == url


@pytest.mark.parametrize(
    "text",
    [
        "https://x.org/gallery/a.jpg - Copyright Notice.aspx?id=3",
        "https://x.org/get.php?n=Cat.jpg;  rights: full&id=77",
        "https://x.org/show?f=a.jpg (c) 2020&w=100",
        "https://x.org/a.jpg | photo from 2 | https://x.org/b",
    ],
)
def test_a_note_holds_no_part_of_an_address(text):
    """No field of a query, no script, and no address but a licence's."""
    assert out_of_cell(text) == text
    assert (
        out_of_cell("https://x.org/a.jpg | CC BY https://creativecommons.org/licenses/by/4.0/") == "https://x.org/a.jpg"
    )


@pytest.mark.parametrize("unit", [" (CC0 ", " CC BY https://a/b", " ©", "; cc by"])
@pytest.mark.parametrize("start", ["", "https://h.org/a", "https://h.org/a.jpg © "])
def test_hostile_notes_cost_little(start, unit):
    """However often a licence is named, it is looked for once."""
    begun = time.process_time()
    with suppress(RowError):
        prepare_url(start + unit * (30_000 // len(unit)))
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "unit",
    ["{", '{"url":', "a:", 'a:"//', " ", "a ", ". ", "accessed ", "(1 ", "[//a ", "h t ", "@:", "\\/", "u=//a"],
)
def test_hostile_cells_cost_little(unit):
    """No repetition makes one cell cost more than a moment."""
    begun = time.process_time()
    for start in (
        "",
        "{",
        '{"url":"//',
        "[https://a ",
        "b'",
        "a='//",
        "https://h.org/a.jpg (accessed ",
        "https://h.org/a.jpg \xa9 ",
    ):
        with suppress(RowError):
            prepare_url(start + unit * (30_000 // len(unit)))
    for start in ("[https://h.org/a.jpg", "[https://h.org/a b]"):
        with suppress(RowError):
            prepare_url(start + unit * (30_000 // len(unit)) + "x")
    assert time.process_time() - begun < 2.0
