"""Logins for servers that want a digest of the password in place of the password."""

from __future__ import annotations

import re
import secrets
from base64 import b64decode
from contextlib import suppress
from hashlib import md5, sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.request import parse_http_list, parse_keqv_list

from imgcrawl.recent import Recent
from imgcrawl.transport.exchange import FetchError
from imgcrawl.transport.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.transport.client import CurlTransport
    from imgcrawl.transport.exchange import FetchRequest, FetchResult

_MOST_SERVERS: Final = 1000
_NAME, _BASIC, _DIGEST = "Authorization", "Basic ", b"digest "
_HASHES: Final = {"md5": md5, "sha-256": sha256}
_SESSION: Final = "-sess"
_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_TO_ESCAPE = re.compile(r"[\\\"]")


class Logins:
    """Fetches by *transport*; where a login was sent openly and the server wants it as a digest, once more, with that.

    The next requests to the server have the digest from the first on, until it wants something else.
    Source: RFC 7616.
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
        digest = known.digest(login, target.path) if known else None
        result = await self._transport.fetch(_with(request, digest))
        if result.status != HTTPStatus.UNAUTHORIZED or request.is_held():
            return result
        for challenge in _challenges(result):
            if again := challenge.digest(login, target.path):
                self._challenges.put(target.origin, challenge)
                return await self._again(_with(request, again), result)
        if digest is None:
            return result
        self._challenges.pop(target.origin, None)
        return await self._again(request, result)

    async def _again(self, request: FetchRequest, before: FetchResult) -> FetchResult:
        try:
            result = await self._transport.fetch(request)
        except FetchError as exc:
            exc.repeats += before.repeats + 1
            raise
        result.repeats += before.repeats + 1
        return result


class _Challenge:
    """What one server wants to know, by the *parameters* that it told; it counts the answers.

    Texts are bytes in Latin-1, as they came and are sent.

    :raises LookupError: if there is something missing among *parameters*, or a hash that is not known.
    :raises ValueError: if the server wants more than a digest of the login.
    """

    def __init__(self, parameters: dict[str, str]) -> None:
        self._realm, self._nonce = parameters["realm"], parameters["nonce"]
        self._algorithm = parameters.get("algorithm", "MD5")
        self._hash = _HASHES[self._algorithm.lower().removesuffix(_SESSION)]
        self._is_session = self._algorithm.lower().endswith(_SESSION)
        ways = {way.strip().lower() for way in parameters.get("qop", "").split(",")} - {""}
        if ways and "auth" not in ways:
            raise ValueError("a digest of the body")
        self._is_counted = bool(ways)
        self._opaque = parameters.get("opaque", "")
        self._own_nonce = secrets.token_hex(8)
        self._count = 0

    def digest(self, login: str, path: str) -> str | None:
        """Return the header's value for an open *login* at *path*; None where no header can hold it."""
        with suppress(ValueError):
            user, _, password = b64decode(login.removeprefix(_BASIC)).decode("latin-1").partition(":")
            value = f"Digest {', '.join(self._fields(user, password, path))}"
            return None if _CONTROL.search(value) else value
        return None

    def _fields(self, user: str, password: str, path: str) -> Iterator[str]:
        self._count += 1
        counted = (f"{self._count:08x}", self._own_nonce, "auth") if self._is_counted else ()
        secret = self._hashed(user, self._realm, password)
        if self._is_session:
            secret = self._hashed(secret, self._nonce, self._own_nonce)
        response = self._hashed(secret, self._nonce, *counted, self._hashed("GET", path))
        told = {"username": user, "realm": self._realm, "nonce": self._nonce, "uri": path, "response": response}
        told |= {"opaque": self._opaque} if self._opaque else {}
        told |= {"cnonce": self._own_nonce} if self._is_counted or self._is_session else {}
        for name, text in told.items():
            escaped = _TO_ESCAPE.sub(r"\\\g<0>", text)
            yield f'{name}="{escaped}"'
        yield f"algorithm={self._algorithm}"
        if self._is_counted:
            yield f"qop=auth, nc={self._count:08x}"

    def _hashed(self, *parts: str) -> str:
        return self._hash(":".join(parts).encode("latin-1"), usedforsecurity=False).hexdigest()


def _with(request: FetchRequest, digest: str | None) -> FetchRequest:
    if not digest:
        return request
    headers = ((name, digest if name == _NAME else value) for name, value in request.headers)
    return request._replace(headers=tuple(headers))


def _challenges(result: FetchResult) -> Iterator[_Challenge]:
    """Yield the challenges that can be met, as far as their parameters are."""
    for name, value in result.headers:
        if name.lower() == b"www-authenticate" and value.lower().startswith(_DIGEST):
            told = parse_http_list(value[len(_DIGEST) :].decode("latin-1"))
            with suppress(LookupError, ValueError):
                parameters = parse_keqv_list([each for each in told if each])
                yield _Challenge({key.strip().lower(): text for key, text in parameters.items()})
