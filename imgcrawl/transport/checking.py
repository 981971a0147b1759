"""Checks the transport's settings before a run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.transport.addresses import AddressGuard
from imgcrawl.transport.certificates import own_authorities
from imgcrawl.transport.proxy import Proxy
from imgcrawl.transport.resolving.resolver import Resolver

if TYPE_CHECKING:
    from imgcrawl.config import TransportConfig


def check_transport(config: TransportConfig) -> None:
    """Check what only the parts that use it can judge: networks, names, the proxy and the file of authorities.

    :raises ConfigError: naming the setting, its value and what is allowed.
    """
    AddressGuard(config.allow_networks)
    Resolver(config)
    own_authorities(config.ca_file)
    if config.proxy:
        Proxy.from_url(config.proxy)
