"""Logins for servers that want a digest of the password in place of the password."""

from __future__ import annotations

from base64 import b64decode
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from imgcrawl.recent import Recent
from imgcrawl.transport.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.transport.client import CurlTransport
    from imgcrawl.transport.exchange import FetchRequest, FetchResult

_MOST_SERVERS: Final = 1000
_NAME, _BASIC, _DIGEST = "Authorization", "Basic ", b"digest "


class Logins:
    """Fetches by *transport*; where a login was sent openly and the server wants it as a digest, once more, with that.

    The next requests to the server have the digest from the first on. Source: RFC 7616, of which the standard library
    has what RFC 2617 had before, and cameras speak.
    """

    def __init__(self, transport: CurlTransport) -> None:
        self._transport = transport
        self._challenges: Recent[tuple[str, int], _Challenge] = Recent(_MOST_SERVERS)

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """Return the answer to *request*; that to the open login where no digest can be made of it.

        :raises Exception: what *transport* raises.
        """
        login = next((value for name, value in request.headers if name == _NAME and value.startswith(_BASIC)), "")
        if not login:
            return await self._transport.fetch(request)
        target = Target.from_url(request.url)
        known = self._challenges.get(target.origin)
        result = await self._transport.fetch(_with(request, known.digest(login, target) if known else None))
        if result.status != HTTPStatus.UNAUTHORIZED or request.is_held():
            return result
        for challenge in _challenges(result):
            if digest := challenge.digest(login, target):
                self._challenges.put(target.origin, challenge)
                before, result = result, await self._transport.fetch(_with(request, digest))
                result.repeats += before.repeats + 1
                break
        return result


class _Challenge(AbstractDigestAuthHandler):
    """What one server wants to know, by the *parameters* that it told; it counts the answers."""

    def __init__(self, parameters: dict[str, str]) -> None:
        super().__init__()
        self._parameters = parameters
        if "auth" in [way.strip() for way in parameters.get("qop", "").split(",")]:
            parameters["qop"] = "auth"

    def digest(self, login: str, target: Target) -> str | None:
        """Return the header's value for an open *login* at *target*; None where it is not known how to make it."""
        asked = Request(target.url)  # noqa: S310  # it is not opened
        asked.selector = target.path
        self.passwd = HTTPPasswordMgrWithDefaultRealm()
        try:
            user, _, password = b64decode(login.removeprefix(_BASIC)).decode().partition(":")
            self.passwd.add_password(None, target.url, user, password)
            digest = self.get_authorization(asked, self._parameters)
        except (ValueError, URLError):
            return None
        return f"Digest {digest}" if digest and digest.isprintable() else None


def _with(request: FetchRequest, digest: str | None) -> FetchRequest:
    if not digest:
        return request
    headers = ((name, digest if name == _NAME else value) for name, value in request.headers)
    return request._replace(headers=tuple(headers))


def _challenges(result: FetchResult) -> Iterator[_Challenge]:
    for name, value in result.headers:
        if name.lower() == b"www-authenticate" and value.lower().startswith(_DIGEST):
            with suppress(LookupError, ValueError):
                yield _Challenge(parse_keqv_list(parse_http_list(value[len(_DIGEST) :].decode("ascii"))))
