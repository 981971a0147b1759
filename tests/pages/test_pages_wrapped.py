"""Pictures that a page names at a resizer which has their address in base64."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from json import dumps

import pytest

from tests.pages.showing import look_up

WANTED = "https://media.ex.example/img/c/31/reed-145937101_640.jpg"
OTHER = "https://media.ex.example/img/c/31/moss-2_640.jpg"


def _proxied(url: str) -> str:
    coded = urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return f"https://media.ex.example/insecure/rs:fill:1200:800/{coded}.jpg"


def _ordered(url: str) -> str:
    order = dumps({"bucket": "b", "key": url.partition("example/")[2], "edits": {"resize": {"width": 300}}})
    return f"https://media.ex.example/{urlsafe_b64encode(order.encode()).decode()}"


@pytest.mark.parametrize("wrapped", [_proxied, _ordered])
@pytest.mark.parametrize(
    "markup",
    [
        '<meta property="og:image" content="{}">',
        '<img src="{}">',
        '<script type="application/ld+json">{{"image": ["{}"]}}</script>',
    ],
    ids=["og", "img", "ld"],
)
def test_a_resizer_that_has_the_wanted_address_in_base64_vouches_for_it(wrapped, markup):
    """Host and path within it are the picture's, however the page names it; those of another picture are not."""
    choice = look_up(markup.format(wrapped(WANTED)), WANTED)
    assert choice is not None
    assert choice.url == wrapped(WANTED)
    assert look_up(markup.format(wrapped(OTHER)), WANTED) is None
