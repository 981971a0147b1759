"""How names are looked up and bytes are fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imgcrawl.config.schema import Section, option


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportConfig(Section):
    """Names, connections, certificates and limits of a transfer."""

    connect_timeout_s: float = option(
        "IMGCRAWL_CONNECT_TIMEOUT_SECONDS", 10.0, "Limit for connecting, handshake included.", low=0.05
    )
    response_timeout_s: float = option(
        "IMGCRAWL_RESPONSE_TIMEOUT_SECONDS",
        10.0,
        "Limit from the start of a transfer to the end of the response's headers.",
        low=0.05,
    )
    total_timeout_s: float = option(
        "IMGCRAWL_TOTAL_TIMEOUT_SECONDS", 60.0, "Limit for a whole transfer, look-up not included.", low=0.1
    )
    low_speed_bytes: int = option(
        "IMGCRAWL_LOW_SPEED_BYTES", 100, "Slowest accepted rate of a body.", unit="bytes per second", low=0
    )
    low_speed_s: float = option(
        "IMGCRAWL_LOW_SPEED_SECONDS", 15.0, "How long a transfer may stay below that rate.", low=1
    )
    max_bytes: int = option("IMGCRAWL_MAX_BYTES", 50_000_000, "Largest body accepted.", low=1)
    max_header_bytes: int = option("IMGCRAWL_MAX_HEADER_BYTES", 262_144, "Largest header block accepted.", low=1024)
    max_idle_connections: int = option(
        "IMGCRAWL_MAX_IDLE_CONNECTIONS", 512, "Connections kept open for reuse, of all TLS profiles together.", low=1
    )
    http2: bool = option("IMGCRAWL_HTTP2_ENABLED", True, "Speak HTTP/2 where the host offers it.")
    ca_file: str = option("IMGCRAWL_TLS_CA_FILE", "", "PEM file of authorities to trust besides the usual ones.")
    fetch_issuers: bool = option(
        "IMGCRAWL_TLS_FETCH_ISSUERS_ENABLED",
        True,
        "Fetch intermediate certificates that a server forgot to send, as browsers do.",
    )
    allow_networks: tuple[str, ...] = option(
        "IMGCRAWL_ALLOW_NETWORKS", (), "Private networks (CIDR, IPv4 or IPv6) that may be asked."
    )
    dns_overrides: dict[str, Any] = option(
        "IMGCRAWL_DNS_OVERRIDES", {}, "Host name or *.suffix to address or list of addresses."
    )
    dns_servers: tuple[str, ...] = option("IMGCRAWL_DNS_SERVERS", (), "Name servers; empty: the system's.")
    dns_timeout_s: float = option(
        "IMGCRAWL_DNS_TIMEOUT_SECONDS", 5.0, "Limit for one query to the name servers, all tries included.", low=0.1
    )
    dns_cache_s: float = option("IMGCRAWL_DNS_CACHE_SECONDS", 300.0, "How long an address is remembered.", low=0)
    outage_patience_s: float = option(
        "IMGCRAWL_OUTAGE_PATIENCE_SECONDS",
        600.0,
        "How long to wait for your own network or proxy to come back before the run stops; 0: failures count at once.",
        low=0,
    )
    proxy: str = option(
        "IMGCRAWL_PROXY", "", "Proxy URL for all requests, with its port; addresses are then resolved by the proxy."
    )

    def check(self) -> None:
        """Hold the part against the whole."""
        self.check_order("connect_timeout_s", "total_timeout_s")
