from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.plain import (
    address_without_login,
    has_cut_login,
    login_of,
    may_hold_password,
    plain,
    without_logins,
)
from imgcrawl.records import Outcome


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\r\nb\tc\0", r"a\r\nb\tc\x00"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("\x9b31m", r"\x9b31m"),
        ("\udc80", r"\udc80"),
        ("Grüße, 世界 🙂", "Grüße, 世界 🙂"),
        (None, "None"),
    ],
)
def test_plain(text: object, shown: str) -> None:
    """What a terminal would obey or hide is shown as an escape; letters stay."""
    assert plain(text) == shown


@given(text=st.text(st.characters(exclude_categories=())))
def test_plain_is_always_printable(text: str) -> None:
    """Whatever comes in, only printable text that can be encoded comes out."""
    assert plain(text).isprintable()
    plain(text).encode()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://ann:pw@a.test:80/1.jpg", "http://…@a.test:80/1.jpg"),
        ("ann:pw@a.test/1.jpg", "…@a.test/1.jpg"),
        ("http://ann:p@w@a.test/1.jpg", "http://…@a.test/1.jpg"),
        ("http:\\\\ann:p%40w@a.test", "http:\\\\…@a.test"),
        ("http://t0ken@a.test/1.jpg", "http://…@a.test/1.jpg"),
        ("http://a.test/?url=http://ann:@b.test/", "http://a.test/?url=http://…@b.test/"),
        ("http://a.test/x http://ann:pw@b.test", "http://a.test/x http://…@b.test"),
        ("http://a.test:80/@2x/12:30.jpg?at=me@b.test", "http://a.test:80/@2x/12:30.jpg?at=me@b.test"),
    ],
)
def test_without_logins(url: str, shown: str) -> None:
    """A password in an address is left out, wherever the address stands; what only looks like one stays."""
    assert without_logins(url) == shown


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (" //ann:pw@a.test/1.jpg", " //…@a.test/1.jpg"),
        ("http:/ann:pw@a.test/1.jpg", "http:/…@a.test/1.jpg"),
        ("ann:p w@a.test/1.jpg", "…@a.test/1.jpg"),
        ("http://ann:p\tw@a.test/1.jpg", "http://…@a.test/1.jpg"),
        ("http://ann:p/w@a.test/1.jpg", "http://…@a.test/1.jpg"),
        ("https://archive.test/2010/http://ann:pw@a.test/", "https://archive.test/2010/http://…@a.test/"),
        ("http://a.test:80/1@2x.jpg", "http://a.test:80/1@2x.jpg"),
        ("http://[::1]:80/1@2x.jpg", "http://[::1]:80/1@2x.jpg"),
        ("/a/1@2x.jpg", "/a/1@2x.jpg"),
        ("1@2x.jpg", "1@2x.jpg"),
        ("http://a.test/?u=http%3A%2F%2Fann%3Ap%40w%40b.test%2F1", "http://a.test/?u=http%3A%2F%2F…@b.test%2F1"),
        ("http://a.test/?u=//ann%40b.test", "http://a.test/?u=//…@b.test"),
        ("http://a.test/?u=http%3A%2F%2Fb.test%2F%40ann", "http://a.test/?u=http%3A%2F%2Fb.test%2F%40ann"),
        ("http://a.test/a%40b/?c=d%40e", "http://a.test/a%40b/?c=d%40e"),
        ("http://a.test/12@N00/a:b@c.jpg", "http://a.test/12@N00/a:b@c.jpg"),
        ("data:image/gif,a@b", "data:image/gif,a@b"),
        ("http://ann:12/w@a.test/1.jpg", "http://…@a.test/1.jpg"),
        ("http://nas:80/1@2x.jpg", "http://nas:80/1@2x.jpg"),
        ("http://nas:80/a/@b.test/1.jpg", "http://nas:80/a/@b.test/1.jpg"),
        ("http://localhost:80/w@a.test/1.jpg", "http://localhost:80/w@a.test/1.jpg"),
        ("http://a.test/?u=ann:pw@b.test/1.jpg&w=3", "http://a.test/?u=…@b.test/1.jpg&w=3"),
        ("http://a.test/?u=ann%3Apw%40127.0.0.1%2F1.jpg", "http://a.test/?u=…@127.0.0.1%2F1.jpg"),
        ("http://a.test/?t=12:30@&at=12:30@home", "http://a.test/?t=12:30@&at=12:30@home"),
        ("http://a.test/?f=a:b@2x.png&m=me@b.test", "http://a.test/?f=a:b@2x.png&m=me@b.test"),
        ("http://ann:1#2@h/1.jpg", "http://…@h/1.jpg"),
        ("http://a.nn:1#2@h/1.jpg", "http://…@h/1.jpg"),
        ("ann:12?x@h", "…@h"),
        ("http://a.test/http://ann:12?x@h/", "http://a.test/http://…@h/"),
        ("http://nas:80?u=me@b.test", "http://nas:80?u=me@b.test"),
        ("http://localhost:80?me@b.test", "http://localhost:80?me@b.test"),
        ("http://a.test:80?me@b.test", "http://a.test:80?me@b.test"),
        ("http://a.test/?u=ann:pw@h", "http://a.test/?u=…@h"),
        ("http://a.test/?u=ann%3Apw%40h%2F1.jpg", "http://a.test/?u=…@h%2F1.jpg"),
        ("http://a.test/?m=mailto:me@b.test", "http://a.test/?m=mailto:me@b.test"),
        ("mailto:me@b.test", "mailto:me@b.test"),
        ("https://a.test/@ann/1.jpg", "https://a.test/@ann/1.jpg"),
        ("ann:p/w@a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann:p\\w@a.test/1.jpg", "…@a.test/1.jpg"),
        (" ann:p?w#x@h/1.jpg", " …@h/1.jpg"),
        ("a.nn:p/w@x@a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann:12/w@a.test/1.jpg", "…@a.test/1.jpg"),
        ("http:ann:p/w@a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann%3Apw@a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann%3Apw%40a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann%253Apw%2540a.test/1.jpg", "…@a.test/1.jpg"),
        ("ann%3Ap%2Fw%40a.test/1.jpg", "…@a.test/1.jpg"),
        ("a.test:80/12@b.test/1.jpg", "a.test:80/12@b.test/1.jpg"),
        ("a.test:80/a/1@2x.jpg", "a.test:80/a/1@2x.jpg"),
        ("nas:80/a/@b.test/1.jpg", "nas:80/a/@b.test/1.jpg"),
        ("localhost:80/w@a.test/1.jpg", "localhost:80/w@a.test/1.jpg"),
        ("a.test/12:30@b.test/1.jpg", "a.test/12:30@b.test/1.jpg"),
        ("http:a.test/1@b.test/1.jpg", "http:a.test/1@b.test/1.jpg"),
        ("a.test/1%3A2%40b.test/1.jpg", "a.test/1%3A2%40b.test/1.jpg"),
        ("mailto:a/b@c.test", "mailto:a/b@c.test"),
    ],
)
def test_address_without_login(url: str, kept: str) -> None:
    """An address keeps all but its login, in each spelling that is understood, and twice is as once."""
    assert address_without_login(url) == kept
    assert address_without_login(kept) == kept


@pytest.mark.parametrize("url", ["http://ann:S3C＠h.test:41/9.jpg", "@ann:S3C@h.test/1.jpg"])  # noqa: RUF001
def test_odd_signs_lead_to_a_host_too(url):
    """A wide sign ends a login as any does, and one before a login changes nothing."""
    assert "S3C" not in address_without_login(url)
    assert address_without_login(url).endswith("g")
    assert "S3C" not in str(Outcome(id="1", url=url).without_logins())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ann:p/w@h.test/1.jpg", "no 'ann:p/w@h.test'"),
        ("ann%3Ap%2Fw%40h.test/1.jpg", "no 'ann%3Ap%2Fw%40h.test'"),
        ("ann%3Apw@h.test/1.jpg", "no 'ann%3Apw@h.test'"),
    ],
)
def test_a_login_without_a_scheme_is_left_out_of_reasons_too(url, said):
    """As that of other addresses is."""
    outcome = Outcome(id="1", url=url, reason=said).without_logins()
    assert (outcome.url, outcome.reason) == ("…@h.test/1.jpg", "no '…@h.test'")


@pytest.mark.parametrize("address", ["ann:pw@h", "ann%3Apw@h", "ann%3Apw%40h", "ann%253Apw%2540h"])
def test_what_may_hold_a_password(address):
    """It is not repeated in a message."""
    assert may_hold_password(address)
    assert not may_hold_password(address.replace("pw", "").replace("@", "").replace("40", ""))


@pytest.mark.parametrize("part", [":", "a:", "=a:", ":1", " ", "//x:1#", "=@", "[", "%40"])
@pytest.mark.parametrize("ends", [("", ""), ("@", ""), ("http://", "@"), ("", "@h.test/")])
def test_a_long_cell_of_signs_is_read_at_once(part, ends):
    """A cell of a list may be that long, and what it holds of a login is looked for in the time of reading it."""
    text = ends[0] + part * (200_000 // len(part)) + ends[1]
    begun = process_time()
    for reads in (address_without_login, without_logins, login_of, may_hold_password, has_cut_login):
        reads(text)
    assert process_time() - begun < 2
