from __future__ import annotations

import json

import pytest

from imgcrawl.records import EXPORT_FIELDS, OUTCOME_FIELDS, ImageTask, Outcome


def test_an_outcome_speaks_json():
    """All fields of an outcome, in their published order, can be written as JSON."""
    outcome = Outcome("1", "http://a.test/1.jpg", trail=[{"n": 1}], extra={"licence": "CC0"})
    assert tuple(json.loads(json.dumps(outcome.as_dict()))) == OUTCOME_FIELDS


def test_feeds_leave_the_trail_to_the_catalogue():
    """Exports carry all fields but the trail."""
    assert [name for name in OUTCOME_FIELDS if name not in EXPORT_FIELDS] == ["trail"]


def test_tasks_share_nothing():
    """The extra columns of one row are not those of another."""
    first, second = ImageTask(0, "0", "u"), ImageTask(1, "1", "u")
    first.extra["a"] = 1
    assert second.extra == {}


def test_an_outcome_without_logins():
    """Logins are left out of every field but the id; what is no address stays, and where there is none, all."""
    address, shown = "http://ann:pw@a.test/1.jpg", "http://…@a.test/1.jpg"
    trail = [{"n": 1, "url": address, "note": f"led to {address}"}]
    extra = {"copy": [address], "by": "mail:ann@a.test", address: {"n": 1, "none": None}}
    outcome = Outcome("x@y", address, address, final_url=address, reason=f"({address})", trail=trail, extra=extra)
    assert outcome.without_logins() == Outcome(
        "x@y",
        shown,
        shown,
        final_url=shown,
        reason=f"({shown})",
        trail=[{"n": 1, "url": shown, "note": f"led to {shown}"}],
        extra={"copy": [shown], "by": "mail:ann@a.test", shown: {"n": 1, "none": None}},
    )
    assert outcome.url == address
    plain = Outcome("1", "http://a.test/1.jpg")
    assert plain.without_logins() is plain


@pytest.mark.parametrize(
    "url",
    [
        "https://ann:pw@h.test/a.jpg",
        "https://ann:p/pw@h.test/a.jpg",
        "https://ann:p?pw@h.test/a.jpg",
        "https://ann:p pw@h.test/a.jpg",
        'https://ann:p"pw@h.test/a.jpg',
        "ann:pw@h.test/a.jpg",
        "https:ann:pw@h.test/a.jpg",
        "https://x.test/?u=https%3A%2F%2Fann%3Apw%40h.test/a.jpg",
        "https://x.test/?u=https%253a%252f%252fann%253apw%2540h.test/a.jpg",
        "https://ann:p\udc80pw@h.test/a.jpg",
    ],
)
def test_the_rows_own_login_stands_nowhere(url):
    """Not where the address stands within a text either, nor as requests write it, whatever the password holds."""
    sent, extra = url.replace(" ", "%20").replace('"', "%22"), {"direct": url, url: [f"see {url}"]}
    trail = [{"url": sent, "note": f"led to {sent}"}]
    outcome = Outcome("1", url, url, reason=f"redirected to {url} there", trail=trail, extra=extra).without_logins()
    assert "pw" not in repr(outcome)
    assert outcome.without_logins() == outcome


def test_another_address_in_a_column_is_shown_as_the_url_is():
    """A column may hold an address of its own; a text that only has such signs in it stays."""
    extra = {"a": "https://me:s3/cret@h.test/x", "b": " //me:s c@h.test", "c": "by: ann@h.test", "d": "100%40"}
    shown = Outcome("1", "https://ann@h.test/1.jpg", extra=extra).without_logins()
    assert shown.extra == {"a": "https://…@h.test/x", "b": " //…@h.test", "c": "by: ann@h.test", "d": "100%40"}
