from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.validation.circumstances import served_names, stored_since

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT


@pytest.mark.parametrize(
    ("field", "since"),
    [
        (b"Thu, 14 Jan 2027 08:00:00 GMT", NOW - 86_400),
        (b"Thu, 14 Jan 2027 08:00:00", NOW - 86_400),
        (b"Thu, 14 Jan 2027 08:00:01 GMT", None),
        (b"Sat, 16 Jan 2027 08:00:00 GMT", None),
        (b"yesterday", None),
        (b"", None),
        (None, None),
    ],
    ids=["a-day", "no-zone", "less", "future", "nonsense", "empty", "none"],
)
def test_since_when_it_is_stored(field, since):
    """A picture is stored since its Last-Modified, if that is a day ago: what was made for this request is newer."""
    assert stored_since({"Last-Modified": field}, now=NOW) == since


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        ({}, []),
        ({"Content-Location": b"/static/notfound.gif"}, ["/static/notfound.gif"]),
        ({"Content-Disposition": b'inline; filename="no photo?.png"'}, ["no%20photo%3F.png"]),
        ({"Content-Disposition": b"attachment; filename*=UTF-8''no%2Dimage.png"}, ["no-image.png"]),
        ({"Content-Disposition": b"inline"}, [""]),
        ({"Content-Disposition": b'inline; filename="default.jpg"'}, []),
    ],
    ids=["none", "location", "name", "encoded-name", "nameless", "nobodys-name"],
)
def test_what_the_server_calls_it(headers, names):
    """Content-Location and Content-Disposition name the picture; a name that image servers give to any does not."""
    assert list(served_names(headers)) == names


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_no_field_breaks_the_reading(value):
    """Whatever the fields hold, there is an answer."""
    stored_since({"Last-Modified": value}, now=NOW)
    list(served_names({"Content-Disposition": value, "Content-Location": value}))
    list(served_names({"Content-Disposition": b"inline; filename=" + value}))
