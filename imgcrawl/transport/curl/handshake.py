"""What a server says in a TLS handshake: its certificates, and whether it wants one of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from curl_cffi import CurlError, CurlOpt

from imgcrawl.transport.curl.handles import milliseconds

if TYPE_CHECKING:
    from imgcrawl.transport.curl.handles import HandlePool
    from imgcrawl.transport.curl.transfer import Order

_RECEIVED: Final = 5  # CURLINFO_SSL_DATA_IN
# Source: RFC 8446, B.3, and RFC 5246, A.4: the types of handshake messages.
_CERTIFICATE: Final = 11
_CERTIFICATE_REQUEST: Final = 13


@dataclass(slots=True)
class ServerHandshake:
    """What a server sent: *certificates*, in DER, its own first; *wants_certificate*: it asked for the client's.

    Without certificates the handshake did not come so far, and nothing is known.
    """

    certificates: list[bytes] = field(default_factory=list)
    wants_certificate: bool = False


class Handshake:
    """A connection to where *order* leads, closed after its handshake: no request is sent.

    Certificates are verified as ever; what the server sent before the handshake failed counts all the same.
    """

    def __init__(self, pool: HandlePool, order: Order) -> None:
        self._pool = pool
        self._order = order
        self._sent = ServerHandshake()

    async def run(self) -> ServerHandshake:
        """Return what the server sent, however the handshake ended."""
        target, pool, curl = self._order.target, self._pool, self._pool.acquire()
        try:
            curl.set_pins(pool.pins.acquire(target.host, target.port, self._order.addresses))
            curl.setopt(CurlOpt.URL, target.url)
            curl.setopt(CurlOpt.CONNECT_ONLY, 1)
            curl.setopt(CurlOpt.FRESH_CONNECT, 1)
            curl.setopt(CurlOpt.TIMEOUT_MS, milliseconds(self._order.connect_timeout_s))
            # They are not used, but those of the handle's last owner are gone, and curl would not know.
            curl.set_headers(self._order.header_lines)
            curl.setopt(CurlOpt.VERBOSE, 1)
            curl.setopt(CurlOpt.DEBUGFUNCTION, self._listen)
            await pool.multi.add_handle(curl)
        except CurlError:
            pass
        except BaseException:
            pool.multi.remove_handle(curl)
            raise
        finally:
            pool.pins.release(target.host, target.port)
            pool.drop(curl)
        return self._sent

    def _listen(self, kind: int, message: bytes) -> None:
        if kind != _RECEIVED or len(message) < 4 or int.from_bytes(message[1:4], "big") != len(message) - 4:
            return
        if message[0] == _CERTIFICATE_REQUEST:
            self._sent.wants_certificate = True
        elif message[0] == _CERTIFICATE:
            self._sent.certificates = certificates_in(message[4:])


def certificates_in(message: bytes) -> list[bytes]:
    """Return the certificates in the body of a Certificate *message* of TLS 1.2 or 1.3; none if it makes no sense."""
    old = int.from_bytes(message[:3], "big") == len(message) - 3
    rest, found = message[3:] if old else message[4:], []
    while len(rest) > 3:
        end = 3 + int.from_bytes(rest[:3], "big")
        found.append(rest[3:end])
        rest = rest[end:] if old else rest[end + 2 + int.from_bytes(rest[end : end + 2], "big") :]
    return found
