"""Addresses that were written so that nobody follows them by chance, or with an input method for other scripts."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.errors import RowError
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.slips import without_guards


@pytest.mark.parametrize(
    "given",
    [
        "hxxps://www[.]h[.]org/a[.]b.jpg",
        "hxxps[:]//www(dot)h[dot]org/a[.]b.jpg",
        "https://www{.}h . org/a[.]b.jpg".replace(" . ", " [.] "),
        "https://.www.h.org/a[.]b.jpg",
        "https\uff1a//www.h.org/a[.]b.jpg",
        "https\uff1a\uff0f\uff0fwww.h.org/a[.]b.jpg",
    ],
)
def test_what_was_guarded(given):
    """The host has its dots again and the scheme its signs; what the path has in brackets is its own."""
    assert prepare_url(given).url == prepare_url("https://www.h.org/a[.]b.jpg").url


def test_a_password_keeps_its_dots():
    """What stands before the host is nobody's slip."""
    assert prepare_url("https://u:p..[.]w@h.org/").authorization == "Basic dTpwLi5bLl13"


@pytest.mark.parametrize(
    "given", ["https://../a.jpg", "https://[h].org/a.jpg", "https://h[org]/a.jpg", "https://h[,]org/a.jpg"]
)
def test_other_brackets_make_no_host(given):
    """What is no dot in brackets is left, and refused."""
    with pytest.raises(RowError):
        prepare_url(given)


def test_an_address_of_six_numbers_keeps_its_brackets():
    """These hold no dot alone."""
    assert prepare_url("http://[2001:db8::1.2.3.4]/a.jpg").url.startswith("http://[2001:db8:")


def test_endless_space_before_a_host_costs_little():
    """What begins like a dot in brackets is looked for once at each place, and not once more for each space."""
    began = process_time()
    without_guards("a" + " " * 8_000 + "b.org")
    assert process_time() - began < 0.2
