from __future__ import annotations

import random
import time
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.notices import leads_to_notice
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.circumstances import Suspicion, served_names, stored, suspicion

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT


@pytest.mark.parametrize(
    ("field", "since"),
    [
        (b"Thu, 14 Jan 2027 08:00:00 GMT", NOW - 86_400),
        (b"Thu, 14 Jan 2027 08:00:00", NOW - 86_400),
        (b"Thu, 14 Jan 2027 09:00:00 +0100", NOW - 86_400),
        (b"Thu, 14 Jan 2027 08:00:01 GMT", None),
        (b"Sat, 16 Jan 2027 08:00:00 GMT", None),
        (b"yesterday", None),
        (b"", None),
        (None, None),
    ],
    ids=["a-day", "no-zone", "zone", "less", "future", "nonsense", "empty", "none"],
)
def test_since_when_it_is_stored(field, since):
    """A picture is stored since its Last-Modified, if that is a day ago: what was made for this request is newer."""
    assert stored({"Last-Modified": field}, now=NOW).since == since


def test_a_date_without_a_zone_is_no_local_one(monkeypatch):
    """Wherever the crawl runs."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert stored({"Last-Modified": b"Thu, 14 Jan 2027 07:59:59"}, now=NOW).since == NOW - 86_401
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        ({}, []),
        ({"Content-Location": b"/static/notfound.gif"}, ["/static/notfound.gif"]),
        ({"Content-Disposition": b'inline; filename="no photo?.png"'}, ["no%20photo%3F.png"]),
        ({"Content-Disposition": b"attachment; filename*=UTF-8''no%2Dimage.png"}, ["no-image.png"]),
        ({"Content-Disposition": b"inline"}, [""]),
        ({"Content-Disposition": b'inline; filename="default.jpg"'}, []),
        ({"Content-Location": b"http://[x/removed.png"}, []),
        ({"Content-Disposition": b"inline; filename*=ISO-8859-1'en'%E9.png"}, ["%C3%A9.png"]),
        ({"Content-Disposition": b"inline; filename*=punycode''%ff"}, [""]),
        ({"Content-Disposition": b"inline; filename*=idna''%ff"}, [""]),
        ({"Content-Disposition": b"inline; filename*=\0''x"}, [""]),
        ({"Content-Disposition": b"inline; filename*=unicode_escape''%5cud800"}, [""]),
        ({"Content-Disposition": b"inline; filename*" + b"1" * 5_000 + b"=x"}, [""]),
        ({"Content-Disposition": b'a="' + b";" * 3_000 + b'"; filename=late.png'}, [""]),
        ({"Content-Location": b"http://a.test//[x/removed.png"}, ["/[x/removed.png"]),
        ({"Content-Location": b"/" + b"x" * 3_000}, ["/" + "x" * 2_047]),
    ],
    ids=[
        "none",
        "location",
        "name",
        "encoded-name",
        "nameless",
        "nobodys-name",
        "broken-location",
        "latin-1",
        "punycode",
        "idna",
        "nul",
        "escape",
        "digits",
        "too-long",
        "two-slashes",
        "long-location",
    ],
)
def test_what_the_server_calls_it(headers, names):
    """Content-Location and Content-Disposition name the picture; a name that image servers give to any does not."""
    assert list(served_names(headers)) == names
    assert not any(leads_to_notice("http://a.test/removed.png", name) for name in names if "removed" in name)


DRAWN = bytes(768)
SHOT = bytes(random.Random(1).randbytes(768))


def facts(form: str = "PNG", looks: bytes | None = DRAWN) -> ImageFacts:
    """Return the facts of a small picture."""
    return ImageFacts("x", 2000, form, "x", 200, 150, "RGB", "0" * 16, 1, looks)


WAIT = {"Retry-After": b"30"}
FLEETING = {"Cache-Control": b"private, No-Store"}
NONE, DOUBT, CERTAIN = Suspicion


@pytest.mark.parametrize(
    ("name", "picture", "headers", "expected"),
    [
        ("a.png", facts(), {}, NONE),
        ("a.png", facts(), WAIT, DOUBT),
        ("a.png", facts(), WAIT | FLEETING, CERTAIN),
        ("a.png", facts(), WAIT | {"X-RateLimit-Remaining": b"0"}, CERTAIN),
        ("a.jpg", facts(), WAIT, CERTAIN),
        ("a.png", facts(looks=SHOT), WAIT | FLEETING, NONE),
        ("a.png", facts(looks=SHOT), WAIT, NONE),
        ("a.png", facts(looks=None), WAIT, NONE),
        ("a.png", facts(), {"Retry-After": b"0"}, NONE),
        ("a.png", facts(), {"Retry-After": b"soon"}, NONE),
        ("a.jpg", facts(), {}, DOUBT),
        ("a.JPEG", facts("GIF"), {}, DOUBT),
        ("a.png", facts("GIF"), {}, DOUBT),
        ("a.jpg", facts("WEBP"), {}, NONE),
        ("a.png", facts("JPEG"), {}, NONE),
        ("a.gif", facts("PNG"), {}, NONE),
        ("image.php?f=a.jpg", facts(), {}, NONE),
        ("a.png", facts(), FLEETING, DOUBT),
        ("a.png", facts(), {"Cache-Control": b"no-cache"}, NONE),
        ("a.jpg", facts(), FLEETING, CERTAIN),
        ("a.jpg", facts(looks=SHOT), FLEETING, NONE),
        ("a.png", facts(), {"X-RateLimit-Remaining": b"0"}, DOUBT),
        ("a.png", facts(), {"RateLimit-Remaining": b" 0"}, DOUBT),
        ("a.png", facts(), {"X-RateLimit-Remaining": b"10"}, NONE),
    ],
)
def test_what_speaks_against_a_picture(name, picture, headers, expected):
    """Only drawings are suspected: for certain by two signs, one of which is a wait or an odd format."""
    assert suspicion(f"http://a.test/{name}", picture, headers, now=NOW) is expected


def test_a_wait_and_two_names_are_two_signs():
    """A drawing that two names gave, and that came with a wait, is a notice, unless the server says so of all."""
    told = {"is_shared": True, "now": NOW}
    assert suspicion("http://a.test/a.png", facts(), WAIT, **told) is CERTAIN
    assert suspicion("http://a.test/a.png", facts(), WAIT, is_habit=True, **told) is DOUBT
    assert suspicion("http://a.test/a.png", facts(), WAIT, is_habit=True, now=NOW) is NONE
    assert suspicion("http://a.test/a.jpg", facts(), {}, **told) is CERTAIN


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60)
    | st.builds(
        b"%s''%s".__mod__,
        st.tuples(
            st.sampled_from([b"UTF-8", b"iso-8859-1", b"us-ascii", b"", b"utf-7", b"punycode", b"idna", b"base64"]),
            st.binary(max_size=20),
        ),
    )
)
def test_no_field_breaks_the_reading(value):
    """Whatever the fields hold, there is an answer."""
    stored({"Last-Modified": value}, now=NOW).since  # noqa: B018 - it raises nothing
    for disposition in (
        value,
        b"inline; filename=" + value,
        b"inline; filename*=" + value,
        b"inline; filename*0*=" + value,
    ):
        for name in served_names({"Content-Disposition": disposition, "Content-Location": value}):
            leads_to_notice("http://a.test/heron.jpg", name)
    fields = dict.fromkeys(("Retry-After", "Cache-Control", "X-RateLimit-Remaining", "RateLimit-Remaining"), value)
    suspicion("http://a.test/" + value.decode("latin-1"), facts(), fields, now=NOW)


@pytest.mark.parametrize("fault", [ValueError, LookupError])
def test_a_field_that_python_cannot_read_names_nothing(monkeypatch, fault):
    """What the standard library's parser makes of hostile fields is no fault of the picture."""
    monkeypatch.setattr("email.message.Message.get_param", Mock(side_effect=fault))
    assert list(served_names({"Content-Disposition": b"inline; filename=removed.png"})) == [""]
