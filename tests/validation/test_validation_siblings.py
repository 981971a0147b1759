from __future__ import annotations

import pytest

from imgcrawl.validation.siblings import family


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("img1.shop.test", "img#.shop.test"),
        ("img-12.shop.test", "img#.shop.test"),
        ("s3.shop.test", "s#.shop.test"),
        ("shop12.host.test", "shop12.host.test"),
        ("img.shop.test", "img.shop.test"),
        ("img1.test", "img1.test"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_numbered_machines_are_a_family(host, name):
    """Those that are called for pictures or machines are; customers with numbers and whole sites are not."""
    assert family(host) == name
