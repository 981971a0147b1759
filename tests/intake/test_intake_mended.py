"""What a dead address may have been."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from imgcrawl.intake.code_pages import in_utf_8
from imgcrawl.intake.mended import (
    accented_otherwise,
    in_latin_1,
    in_path_style,
    respelled,
    with_spaces,
    without_old_port,
)
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.untracked import without_session

MENDS = [
    respelled,
    with_spaces,
    accented_otherwise,
    in_latin_1,
    in_path_style,
    without_old_port,
    without_session,
    in_utf_8,
]
H = "http://h.org"


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("/caf%C3%83%C2%A9.jpg", "/caf%C3%A9.jpg"),
        ("/L%C3%A2%E2%82%AC%E2%84%A2x.jpg", "/L%E2%80%99x.jpg"),
        ("/a%2Fb%2fc.jpg?x=d%2Fe", "/a/b/c.jpg?x=d%2Fe"),
        ("/caf%C3%83%C6%92%C3%82%C2%A9.jpg", "/caf%C3%A9.jpg"),
        ("/%C3%83%C2%81.jpg", "/%C3%81.jpg"),
        ("/a.jpg%3Fw%3D3%26h%3D4", "/a.jpg?w=3&h=4"),
        ("/a.jpg%3Fw=3?h=4", "/a.jpg?w=3&h=4"),
        ("/a.jpg%22%20alt=%22x%22", "/a.jpg"),
        ("/a.jpg?w=3%22%3E%3C/a%3E", "/a.jpg?w=3"),
        ("/a.jpg%E2%80%9D", "/a.jpg"),
        ("/image.php?id=3%22x", "/image.php?id=3"),
        ("/a.jpg');background:red", "/a.jpg"),
        ("/a.jpg%27);x", "/a.jpg"),
        ("/a.jpg%5Cu003fw%5Cx3d3", "/a.jpg?w=3"),
        ("/p%5C/a.jpg", "/p/a.jpg"),
        ("/a%25u4e2d.jpg", "/a%E4%B8%AD.jpg"),
        ("/a%5Cu00fc.jpg", "/a%C3%BC.jpg"),
        ("/a.jpg%23comments", "/a.jpg"),
        ("/a.jpg%23", "/a.jpg"),
        ("/a.jpg%231", "/a.jpg"),
        ("/photo/12%23comment-7", "/photo/12"),
        ("/show?id=12%23respond", "/show?id=12"),
        ("/a.jpg&v=3&w=4", "/a.jpg?v=3&w=4"),
        ("//a//b.jpg?x=//c", "/a/b.jpg?x=//c"),
        ("/grey%E2%80%93heron%E2%80%90s.jpg", "/grey-heron-s.jpg"),
        ("/heron%E2%80%99s.jpg", "/heron's.jpg"),
    ],
)
def test_what_was_broken_is_put_right(broken, meant):
    """The likeliest spelling comes first."""
    assert next(respelled(H + broken)) == H + meant


@pytest.mark.parametrize(
    "path",
    [
        "/a.jpg",
        "/a.jpg?q=a+b",
        "/%E2%82%AC.jpg",
        "/%2E%41.jpg",
        "/a;v=1.jpg",
        "/100%25.jpg",
        "/a%3F.jpg",
        "/%FF%00%81.jpg",
        "/a%231.jpg",
        "/photo%237",
        "/%23main",
        "/show?ground=%23abcdef",
        "/C%23",
        "/a.jpg?ground=%23abcdef",
        "/a.jpg%23b.jpg",
        "/a.jpg%23b/c",
        "/%22",
        "/%2E%CC%81.jpg",
    ],
)
def test_what_shows_no_sign_has_no_other_spelling(path):
    """A space in a query, an escape without meaning and the root of a host are left alone."""
    assert [mended for mend in MENDS for mended in mend(H + path)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/avatars/%22onerror=",
        "/image.php?id=%22%3E",
        "/image.php?id=3&name=%22x",
        "/image.php?%22",
        "/avatars%5C/%22x",
    ],
)
def test_what_would_lose_its_name_is_not_mended(path):
    """A folder, or a script without a value, has one picture for everybody, which is nobody's."""
    assert not [url for url in respelled(H + path) if url.endswith(("/", "=", "?"))]


def test_a_value_may_end_like_a_name():
    """As text in base64 does; and a file has its name whatever its query lacks."""
    assert list(respelled(f"{H}/a.jpg?w=%22")) == [f"{H}/a.jpg?w="]
    assert list(with_spaces(f"{H}/a+b.jpg?u=YQ==")) == [f"{H}/a%20b.jpg?u=YQ=="]


def test_a_plus_in_a_path_may_be_a_space():
    """In a query it is one already."""
    assert list(with_spaces(f"{H}/a+b+c.jpg?x=1+2")) == [f"{H}/a%20b%20c.jpg?x=1+2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("cafe%CC%81", "caf%C3%A9"), ("caf%C3%A9", "cafe%CC%81"), ("%E3%81%8B%E3%82%99", "%E3%81%8C")],
)
def test_accents_are_written_in_two_ways(one, other):
    """Accents of any script that stand apart are joined to their letters, and joined ones are taken apart."""
    assert list(accented_otherwise(f"{H}/{one}.jpg")) == [f"{H}/{other}.jpg"]


@pytest.mark.parametrize(
    ("url", "usual"),
    [
        ("http://h.org:8080/a.jpg", [f"{H}/a.jpg"]),
        ("http://h.org:81/a:8080.jpg", [f"{H}/a:8080.jpg"]),
        ("https://h.org:8443/a.jpg", ["https://h.org/a.jpg"]),
        ("http://h.org:3000/a.jpg", [f"{H}/a.jpg"]),
        ("http://h.org:5432/a.jpg", []),
        ("http://h.org/a.jpg?u=http://x.org:8080/", []),
    ],
)
def test_only_old_ports_of_sites_are_left(url, usual):
    """Who serves something else at the usual port is not asked for the image there."""
    assert list(without_old_port(url)) == usual


@pytest.mark.parametrize(
    ("url", "path_style"),
    [
        ("https://a.b.s3.amazonaws.com/k/1.jpg", ["https://s3.amazonaws.com/a.b/k/1.jpg"]),
        ("https://a.b.s3.eu-west-1.amazonaws.com/1.jpg?v=1", ["https://s3.eu-west-1.amazonaws.com/a.b/1.jpg?v=1"]),
        ("https://a.b.s3-eu-west-1.amazonaws.com/1.jpg", ["https://s3-eu-west-1.amazonaws.com/a.b/1.jpg"]),
        ("https://a.b.storage.googleapis.com/1.jpg", ["https://storage.googleapis.com/a.b/1.jpg"]),
        ("https://ab.s3.amazonaws.com/1.jpg", []),
        ("http://a.b.s3.amazonaws.com/1.jpg", []),
        ("https://a.b.s3.amazonaws.com.h.org/1.jpg", []),
    ],
)
def test_a_bucket_with_dots_goes_into_the_path(url, path_style):
    """A certificate with a wildcard is good for one label, which no other bucket needs."""
    assert list(in_path_style(url)) == path_style


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x24F), min_size=1, max_size=8))
@example("ÂŽ")
def test_any_misread_name_is_read_again(name):
    """Whatever was UTF-8 and was read as Windows' or Latin-1's bytes comes back, precomposed or not.

    But for names that look as if they had been misread themselves, such as Â with Ž behind it.
    """
    right = f"{H}/{quote(normalize('NFC', name))}.jpg"
    assume(not list(respelled(right)))
    misread = "".join(_shown(byte) for byte in normalize("NFC", name).encode())
    assert next(respelled(f"{H}/{quote(misread)}.jpg")) == right


def _shown(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_PIECES = [
    "/",
    "a",
    "+",
    "%22",
    "%3F",
    "x=1",
    "?",
    "%5C",
    "u0026",
    ";sid=1",
    "%C3%83%C2%A9",
    "e%CC%81",
    "%FF",
    "');",
    "%9A",
    "(S(abcdefgh))",
    "sid=9",
    "%23c",
]
_PIECES += ["/wp-content/uploads/", "-300x200", "-scaled", ".jpg", ":8080", "http://", "%00", "é"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([H, f"{H}:8080", "https://a.b.s3.amazonaws.com"]), st.lists(st.sampled_from(_PIECES), max_size=8)
)
def test_every_mend_is_another_address_that_can_be_asked_for(host, pieces):
    """Nothing crashes, nothing is the address itself, and each is as ``prepare_url`` returns it."""
    url = prepare_url(f"{host}/{''.join(pieces)}").url
    for mend in MENDS:
        for mended in mend(url):
            assert mended != url
            assert prepare_url(mended).url == mended


@pytest.mark.parametrize(
    ("path", "older"),
    [
        ("/caf%C3%A9.jpg", ["/caf%E9.jpg"]),
        ("/cafe%CC%81.jpg?q=%C3%A9", ["/caf%E9.jpg?q=%C3%A9"]),
        ("/%E2%82%AC.jpg", []),
        ("/%D0%B4.jpg", []),
        ("/caf%E9.jpg", []),
        ("/a%20b.jpg", []),
    ],
)
def test_names_were_written_in_one_byte_a_character(path, older):
    """Where all the characters of a run have such a byte; what is written so already has no other spelling."""
    assert list(in_latin_1(H + path)) == [H + text for text in older]


def test_the_slashes_of_an_address_within_are_its_own():
    """They are not made folders of the wrapper."""
    assert list(respelled(f"{H}/fetch/https:%2F%2Fx.org%2Fa.jpg")) == []


@pytest.mark.parametrize("quality", ["default", "native", "color", "gray"])
def test_the_slashes_of_an_iiif_identifier_stay_encoded(quality):
    """They are part of it: with folders it would be another one."""
    assert list(respelled(f"{H}/iiif/3/a%2Fb.jp2/full/max/0/{quality}.jpg")) == []
    assert list(respelled(f"{H}/fetch/https://x.org/a.jpg")) == []


@pytest.mark.parametrize(
    "path",
    ["/salt&pepper.jpg", "/show?f=a.jpg&v=3", "/a.jpg&b.jpg", "/a.jpg?x=1&v=3", "/a.jpg?w=%E2%80%93", "/a&v=3/b.jpg"],
)
def test_a_sign_that_belongs_to_a_name_stays(path):
    """What follows is no field, there are fields already, or it stands in one."""
    assert list(respelled(H + path)) == []


@pytest.mark.parametrize(
    ("path", "mended"),
    [
        ("/caf&eacute;-12.jpg", ["/caf%C3%A9-12.jpg"]),
        ("/%26Uuml%3Bber&szlig;.jpg", ["/%C3%9Cber%C3%9F.jpg"]),
        ("/a&ndash;b.jpg?x=1&eacute;", ["/a%E2%80%93b.jpg?x=1&eacute;"]),
        ("/a&nosuch;b.jpg", []),
        ("/a&eacute-b.jpg", []),
        ("/a.jpg?x=1&eacute;=2", []),
    ],
)
def test_a_character_by_its_name_is_that_character_in_a_path(path, mended):
    """As markup writes it, whole and with its semicolon; fields of a query may be called so."""
    assert list(respelled(H + path)) == [H + after for after in mended]
