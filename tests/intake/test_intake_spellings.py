from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.errors import RowError
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import (
    named_port,
    on_other_machine,
    other_name,
    other_scheme,
    other_spellings,
    secured,
    without_slash,
)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://h.org/a.jpg", ()),
        ("http://h.org/a b.jpg", ()),
        ("http://h.org/a.jpg)", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg,", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg|", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg%20", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg|Photo of it", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg | Grey heron, 2019", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg|b.jpg", ()),
        ("http://h.org/a|b", ()),
        ("http://h.org/a.jpg],", ("http://h.org/a.jpg",)),
        ('http://h.org/a.jpg",', ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg%5B", ()),
        ("http://h.org/a.jpg%22%20alt=%22b%22", ()),
        ("http://h.org/a%2520b.jpg", ("http://h.org/a%20b.jpg",)),
        ("http://h.org/a.jpg?x=1&amp;y=2", ("http://h.org/a.jpg?x=1&amp;y=2",)),
        ("http://h.org/show?f=a.jpg%0D%0A", ("http://h.org/show?f=a.jpg",)),
        ("http://h.org/show?f=a.jpg%E2%80%8B", ("http://h.org/show?f=a.jpg",)),
        ("http://h.org/a.jpg\uff1a", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg%E3%80%82", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg%C2%A0", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg%5C", ("http://h.org/a.jpg",)),
        ("http://h.org/a.jpg\\", ("http://h.org/a.jpg", "http://h.org/a.jpg%5C")),
        ("http://h.org/a/", ()),
        ("http://h.org/show?x=1%26amp%3By=2", ("http://h.org/show?x=1&y=2",)),
        ("http://h.org/a_(1)", ()),
        ("http://h.org/a_%281%29", ()),
        ("http://h.org/a_(1))", ("http://h.org/a_(1)",)),
        ("http://h.org/a.jpg%E3%80%8A", ()),
    ],
)
def test_what_else_may_be_meant(given, meant):
    """Only a text that leaves doubt has other spellings, and the address asked for first is none of them."""
    assert other_spellings(given, prepare_url(given).url) == meant


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("h.org/a.jpg", "http://h.org/a.jpg"),
        ("//h.org/a.jpg", "http://h.org/a.jpg"),
        ("https://h.org/a.jpg", None),
        ("h.org:8080/a.jpg", None),
    ],
)
def test_a_guessed_https_may_be_http(given, url):
    """Where the list names no scheme and we guessed https, http is the other guess; a scheme that is named stands."""
    assert other_scheme(given, prepare_url(given).url) == url


def test_a_text_that_cannot_be_cleaned_means_nothing_else():
    """A text with more layers of escapes than a slip explains has no other scheme."""
    given = "h.org/a.jpg" + "&amp;" * 2 + "&" + "amp;" * 12
    with pytest.raises(RowError):
        prepare_url(given)
    assert other_scheme(given, "https://h.org/a.jpg") is None


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("http://h.org/a.jpg?u=http://x.org:80/", "https://h.org/a.jpg?u=http://x.org:80/"),
        ("http://[2001:db8::1]/a.jpg", "https://[2001:db8::1]/a.jpg"),
        ("http://h.org:8443/a.jpg", "https://h.org:8443/a.jpg"),
        ("https://h.org/a.jpg", None),
        ("", None),
    ],
)
def test_only_the_scheme_becomes_secure(url, secure):
    """Host, port and all that follows stay, and what is secure already has no other form."""
    assert secured(url) == secure


@pytest.mark.parametrize(
    ("url", "port"), [("http://h.org:81/", 81), ("http://h.org/a:81", None), ("http://[::1]/", None)]
)
def test_a_port_is_named_after_the_host(url, port):
    """What looks like a port elsewhere is none."""
    assert named_port(url) == port


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("http://h.org/a.jpg?x=h.org", "http://www.h.org/a.jpg?x=h.org"),
        ("http://www.h.org/www.h.org.jpg", "http://h.org/www.h.org.jpg"),
        ("https://www.h.co.uk:8443/a.jpg", "https://h.co.uk:8443/a.jpg"),
        ("http://h.co.uk/a.jpg", "http://www.h.co.uk/a.jpg"),
        ("http://img.h.org/a.jpg", None),
        ("http://www.img.h.org/a.jpg", None),
        ("http://www.org/a.jpg", "http://www.www.org/a.jpg"),
        ("http://localhost/a.jpg", None),
        ("http://192.0.2.7/a.jpg", None),
        ("http://[2001:db8::1]/a.jpg", None),
        ("", None),
    ],
)
def test_www_belongs_before_a_registered_domain(url, other):
    """The name alone changes, once, and only where ``www.`` is or would be its first label."""
    assert other_name(url) == other


@pytest.mark.parametrize("left", ["%20", "%29", ")", ".", "%28%29", "()"])
def test_an_address_that_ends_in_thousands_of_signs_is_read_at_once(left):
    """What was left at its end takes no longer than the rest of it, also where each sign may be a bracket's."""
    url = "http://a.test/" + left * (8_000 // len(left))
    begun = process_time()
    other_spellings(url, url)
    assert process_time() - begun < 0.5


def test_the_other_versions_of_a_srcset_are_meant_next():
    """The largest is asked for first; what is one address means no other."""
    given = "https://h.org/a-1.jpg 2x, https://h.org/a-2.jpg 3x, https://h.org/a-0.jpg 1x"
    assert prepare_url(given).url == "https://h.org/a-2.jpg"
    assert other_spellings(given, "https://h.org/a-2.jpg")[:2] == ("https://h.org/a-1.jpg", "https://h.org/a-0.jpg")
    assert "https://h.org/a-1.jpg" not in other_spellings("https://h.org/a-2.jpg 3x", "https://h.org/a-2.jpg")


@pytest.mark.parametrize(
    ("url", "shorter"),
    [
        ("http://a.test/x.jpg/", ["http://a.test/x.jpg"]),
        ("http://a.test/X.PNG//", ["http://a.test/X.PNG"]),
        ("http://a.test/x/", []),
        ("http://a.test/x.jpg/view", []),
        ("http://a.test/x.jpg", []),
    ],
)
def test_a_slash_behind_a_file_may_have_been_a_backslash(url, shorter):
    """It is none of a folder's, whose name has no ending of a picture."""
    assert list(without_slash(url)) == shorter


@pytest.mark.parametrize(
    ("host", "others"),
    [
        ("img4.example.org", ["img1.example.org", "img2.example.org"]),
        ("img1.example.org:8080", ["img2.example.org:8080", "img3.example.org:8080"]),
        ("img02-eu.example.co.uk", ["img01-eu.example.co.uk", "img03-eu.example.co.uk"]),
        ("2.example.org", ["1.example.org", "3.example.org"]),
        ("web24.org", []),
        ("img.example.org", []),
        ("s3.eu4.example.org", ["s1.eu4.example.org", "s2.eu4.example.org"]),
        ("a1b2.example.org", []),
        ("127.0.0.1", []),
    ],
)
def test_two_other_machines_of_a_service(host, others):
    """They have its number's place, and as many digits; a site's own name, or one with two numbers, has none."""
    url = f"https://{{}}/photos/heron-lake.jpg?h={host}"
    assert list(on_other_machine(url.format(host))) == [url.format(other) for other in others]


@pytest.mark.parametrize("path", ["current.jpg", "axis-cgi/jpg/image.cgi", "avatar.png", "1.jpg"])
def test_what_each_of_several_hosts_may_have_is_asked_for_on_no_other(path):
    """Another camera shows another place under the same name."""
    assert list(on_other_machine(f"http://cam4.example.org/{path}")) == []
