from __future__ import annotations

import pytest

from imgcrawl.validation.placeholders.siblings import family


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("img1.shop.test", "img#.shop.test"),
        ("img-12.shop.test", "img#.shop.test"),
        *((f"{word}7.shop.test", f"{word}#.shop.test") for word in ("images", "photo", "static", "tile", "storage")),
        *((host, host) for host in ("s3.shop.test", "m3.deviantart.com", "p12.freehostia.com", "i1.wp.com")),
        *((host, host) for host in ("p1.wordpress.com", "img1.wordpress.com", "photos2.tumblr.com", "img1.github.io")),
        ("shop12.host.test", "shop12.host.test"),
        ("img.shop.test", "img.shop.test"),
        ("img1.test", "img1.test"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_numbered_machines_are_a_family(host, name):
    """Those that are called for pictures or machines are; letters, customers with numbers and whole sites are not."""
    assert family(host) == name
