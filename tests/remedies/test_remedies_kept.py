from __future__ import annotations

import pytest

from imgcrawl.remedies.answers.kept import UNKNOWN_S, is_copy, kept_for


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, None),
        ({"Age": b"0"}, None),
        ({"Age": b"soon"}, None),
        ({"Cache-Control": b"max-age=60"}, None),
        ({"X-Cache": b"MISS"}, None),
        ({"CF-Cache-Status": b"DYNAMIC"}, None),
        ({"Age": b"4"}, UNKNOWN_S),
        ({"X-Cache": b"Error from cloudfront"}, UNKNOWN_S),
        ({"X-Cache": b"TCP_NEGATIVE_HIT from proxy"}, UNKNOWN_S),
        ({"CF-Cache-Status": b"HIT"}, UNKNOWN_S),
        ({"Cache-Status": b'"edge"; hit; ttl=3'}, UNKNOWN_S),
        ({"Age": b"4", "Cache-Control": b"public, max-age=10"}, 6.0),
        ({"Age": b"4", "Cache-Control": b'max-age=99, s-maxage="9"'}, 5.0),
        ({"X-Cache-Status": b"HIT", "Cache-Control": b"max-age=10"}, 10.0),
        ({"Age": b"10", "Cache-Control": b"max-age=10"}, UNKNOWN_S),
        ({"Age": b"10", "Cache-Control": b"max-age=86400"}, UNKNOWN_S),
    ],
)
def test_how_long_a_cache_keeps_an_answer(fields, seconds):
    """None where it comes from no cache; no time where that is not told, is over, or is more than a minute."""
    assert kept_for({name.encode(): value for name, value in fields.items()}.get) == seconds


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Age": b"90211"}, True),
        ({"X-Cache": b"HIT from edge"}, True),
        ({"CF-Cache-Status": b"HIT"}, True),
        ({"Age": b"0", "X-Cache": b"MISS"}, False),
        ({"X-Cache": b"Error from cloudfront"}, False),
        ({"X-Cache": b"White list"}, False),
        ({}, False),
    ],
)
def test_what_is_a_copy(fields, expected):
    """An age or a hit says so; that an error came through a network for content does not."""
    assert is_copy({name.encode(): value for name, value in fields.items()}.get) is expected
