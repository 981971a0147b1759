"""The proxy through which everything is asked, if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from imgcrawl.errors import ConfigError

# SOCKS names resolved by curl itself would bypass our resolver: the proxy is made to resolve them.
_SCHEMES: Final = {
    "http": "http",
    "https": "https",
    "socks4": "socks4a",
    "socks4a": "socks4a",
    "socks5": "socks5h",
    "socks5h": "socks5h",
}


@dataclass(frozen=True, slots=True)
class Proxy:
    """*url* without credentials; *username* and *password* apart, empty for none."""

    url: str
    username: str = ""
    password: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """The host and the port at which it takes connections."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    @property
    def forwards(self) -> bool:
        """Whether it asks for http addresses itself, so that an answer may be its own."""
        return self.url.startswith("http")

    @classmethod
    def from_url(cls, text: str) -> Proxy:
        """Read the setting; a text without a scheme is an HTTP proxy.

        A port has to be given: there is none that most proxies have.

        :raises ConfigError: if it is not a proxy URL; the message leaves credentials out.
        """
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            scheme, host, port = _SCHEMES[parts.scheme], parts.hostname, parts.port
        except (KeyError, ValueError):
            host = port = None
        if not (host and port):
            raise ConfigError(
                "IMGCRAWL_PROXY must be a URL with a port, like http://user:password@proxy.example:3128, and one of "
                f"the schemes {', '.join(_SCHEMES)}, got {_without_credentials(text)!r}"
            )
        authority = f"[{host}]" if ":" in host else host
        return cls(f"{scheme}://{authority}:{port}", unquote(parts.username or ""), unquote(parts.password or ""))


def _without_credentials(text: str) -> str:
    scheme, separator, rest = text.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
