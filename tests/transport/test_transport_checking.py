from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError
from imgcrawl.transport import check_transport


def test_right_values_pass():
    """The defaults pass, and so do values of every kind."""
    check_transport(TransportConfig())
    check_transport(
        TransportConfig(
            allow_networks=("127.0.0.0/8", "::1/128"),
            dns_overrides={"*.test": "127.0.0.1"},
            dns_servers=("127.0.0.1:5353",),
            proxy="http://user:word@proxy.test:3128",
        )
    )


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"allow_networks": ("127.0.0.1/8",)}, "IMGCRAWL_ALLOW_NETWORKS"),
        ({"dns_overrides": {"a.test": "b.test"}}, "IMGCRAWL_DNS_OVERRIDES"),
        ({"dns_servers": ("resolver",)}, "IMGCRAWL_DNS_SERVERS"),
        ({"ca_file": "/nowhere/ca.pem"}, "IMGCRAWL_TLS_CA_FILE"),
        ({"proxy": "foo"}, "IMGCRAWL_PROXY"),
        ({"proxy": "ftp://proxy.test"}, "IMGCRAWL_PROXY"),
    ],
)
def test_wrong_values_are_named(wrong: dict[str, Any], name: str):
    """What only the user of a value can judge is told by its setting's name."""
    with pytest.raises(ConfigError, match=f"^{name} must "):
        check_transport(TransportConfig(**wrong))
