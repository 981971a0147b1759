"""Servers that want the login of an address as a digest."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import md5, sha256

import pytest

from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.transport.logins import Logins

PICTURE = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\njpg"
CHALLENGE = 'Digest realm="camera", nonce="n1", qop="auth, auth-int", opaque="o", algorithm=MD5'


def _refusal(*challenges: str) -> bytes:
    told = "".join(f"WWW-Authenticate: {challenge}\r\n" for challenge in challenges)
    return f"HTTP/1.1 401 No\r\n{told}Content-Length: 0\r\n\r\n".encode("latin-1")


def _open(login: bytes) -> tuple[str, str]:
    return "Authorization", "Basic " + b64encode(login).decode()


def _hash(*parts: str, by=md5) -> str:
    return by(":".join(parts).encode("latin-1"), usedforsecurity=False).hexdigest()


def _digest(request: bytes) -> dict[str, str]:
    line = re.search(rb"Authorization: Digest (.*)\r\n", request)[1].decode("latin-1")
    told = re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,"]*))(?:, |$)', line)
    assert ", ".join(name for name, *_ in told) == re.sub(r'="(?:[^"\\]|\\.)*"|=[^,"]*', "", line)
    return {name: re.sub(r"\\(.)", r"\1", quoted) or plain for name, quoted, plain in told}


class _Fetched:
    """A server that plays *answers*, each on a connection of its own, and what was fetched from it."""

    def __init__(self, server, transport):
        self.server, self._logins = server, Logins(transport())

    async def fetch(self, path="/cam/1.jpg?size=a,b", login=b"guest:pa:ss", **options):
        headers = (("User-Agent", "u"), _open(login)) if login else ()
        return await self._logins.fetch(
            FetchRequest(f"http://h.test:{self.server.port}{path}", headers=headers, **options)
        )


@pytest.fixture
def camera(serve, transport):
    """Return what starts a camera that gives the *answers* one after the other."""

    async def made(*answers):
        return _Fetched(await serve(*(["request", answer, "close"] for answer in answers)), transport)

    return made


async def test_the_login_is_sent_as_a_digest(camera):
    """Made as RFC 2617 says, in the place of the open one, and counted."""
    met = await camera(_refusal('Basic realm="x"', CHALLENGE), PICTURE)
    result = await met.fetch()
    assert (result.status, result.body, result.repeats) == (200, b"jpg", 1)
    told = _digest(met.server.requests[1])
    secret, asked = _hash("guest", "camera", "pa:ss"), _hash("GET", "/cam/1.jpg?size=a,b")
    assert told["response"] == _hash(secret, "n1", "00000001", told["cnonce"], "auth", asked)
    assert (told["nc"], told["qop"], told["opaque"], told["uri"]) == ("00000001", "auth", "o", "/cam/1.jpg?size=a,b")
    assert b"User-Agent: u\r\n" in met.server.requests[1]
    assert b"Basic" not in met.server.requests[1]


async def test_a_challenge_of_the_old_kind_is_answered(camera):
    """Without qop, as RFC 2069 has it."""
    met = await camera(_refusal('Digest realm="camera", nonce="n1"'), PICTURE)
    assert (await met.fetch()).status == 200
    told = _digest(met.server.requests[1])
    secret, asked = _hash("guest", "camera", "pa:ss"), _hash("GET", "/cam/1.jpg?size=a,b")
    assert told["response"] == _hash(secret, "n1", asked)


@pytest.mark.parametrize(
    ("told", "by"),
    [("algorithm=SHA-256", sha256), ("algorithm=md5", md5), ('Algorithm="Sha-256"', sha256), ("stale=false,,", md5)],
)
async def test_any_hash_of_the_standard_is_made(camera, told, by):
    """The names of parameters and hashes are written in letters of any size. Source: RFC 7616, 3.3 and 3.4."""
    met = await camera(_refusal(f'Digest Realm="camera", {told}, NONCE="n1", qop=auth'), PICTURE)
    assert (await met.fetch()).status == 200
    said = _digest(met.server.requests[1])
    secret, asked = _hash("guest", "camera", "pa:ss", by=by), _hash("GET", "/cam/1.jpg?size=a,b", by=by)
    assert said["response"] == _hash(secret, "n1", "00000001", said["cnonce"], "auth", asked, by=by)


async def test_a_session_keeps_its_secret(camera):
    """It is made with the first nonces, which stay those of its requests. Source: RFC 7616, 3.4.2."""
    met = await camera(_refusal(CHALLENGE.replace("MD5", "MD5-sess")), PICTURE, PICTURE)
    assert [(await met.fetch()).status for _ in range(2)] == [200, 200]
    first, second = (_digest(request) for request in met.server.requests[1:])
    secret = _hash(_hash("guest", "camera", "pa:ss"), "n1", first["cnonce"])
    asked = _hash("GET", "/cam/1.jpg?size=a,b")
    assert first["response"] == _hash(secret, "n1", "00000001", first["cnonce"], "auth", asked)
    assert second["response"] == _hash(secret, "n1", "00000002", first["cnonce"], "auth", asked)
    assert (first["algorithm"], second["cnonce"]) == ("MD5-sess", first["cnonce"])


@pytest.mark.parametrize("user", ["zo\xeb".encode(), b"zo\xeb", b'the "guest"', rb"HOUSE\guest", "\xe0".encode()])
@pytest.mark.parametrize("realm", ["camera", r"für \"alle\""])
async def test_names_of_any_letters_are_told(camera, user, realm):
    """Byte for byte as they were given, and quoted."""
    met = await camera(_refusal(f'Digest realm="{realm}", nonce="n1"'), PICTURE)
    assert (await met.fetch(login=user + b":pass")).status == 200
    said, named = _digest(met.server.requests[1]), realm.replace("\\", "")
    assert (said["username"].encode("latin-1"), said["realm"]) == (user, named)
    secret = _hash(user.decode("latin-1"), named, "pass")
    assert said["response"] == _hash(secret, "n1", _hash("GET", said["uri"]))


async def test_the_open_login_is_sent_where_the_server_wants_it_again(camera):
    """As in another of its folders; the next request there has it at once."""
    wants_open = _refusal('Basic realm="x"')
    met = await camera(_refusal(CHALLENGE), PICTURE, wants_open, PICTURE, PICTURE)
    results = [await met.fetch() for _ in range(3)]
    assert [(result.status, result.repeats) for result in results] == [(200, 1), (200, 1), (200, 0)]
    assert [b"Basic" in request for request in met.server.requests] == [True, False, False, True, True]


async def test_a_request_that_fails_after_another_counts_both(camera):
    """What was asked is counted, also where the digest gets no answer."""
    met = await camera(_refusal(CHALLENGE), b"")
    with pytest.raises(FetchError) as failed:
        await met.fetch()
    assert failed.value.repeats == 1


async def test_the_next_request_has_the_digest_at_once(camera):
    """Counted up, and with a new nonce where the server wants that."""
    met = await camera(_refusal(CHALLENGE), PICTURE, PICTURE, _refusal(CHALLENGE.replace("n1", "n2")), PICTURE)
    results = [await met.fetch() for _ in range(3)]
    assert [(result.status, result.repeats) for result in results] == [(200, 1), (200, 0), (200, 1)]
    told = [_digest(request) for request in met.server.requests[1:]]
    assert [(each["nonce"], each["nc"]) for each in told] == [
        ("n1", "00000001"),
        ("n1", "00000002"),
        ("n1", "00000003"),
        ("n2", "00000001"),
    ]


async def test_a_wrong_login_is_told_once(camera):
    """What the server says to the digest is the answer."""
    met = await camera(_refusal(CHALLENGE), _refusal(CHALLENGE.replace("n1", "n2")), PICTURE)
    result = await met.fetch()
    assert (result.status, result.repeats) == (401, 1)
    assert len(met.server.requests) == 2


@pytest.mark.parametrize(
    "challenge",
    [
        'Basic realm="x"',
        "Digest",
        "Digest realm=",
        "Digest realm",
        'Digest realm="x"',
        'Digest realm="x", nonce="n", algorithm=unknown',
        'Digest realm="x", nonce="n", qop="auth-int"',
        'Digest realm="x", nonce="n\x01"',
    ],
)
async def test_what_cannot_be_answered_is_left(camera, challenge):
    """The refusal is the answer, and nothing is asked again."""
    met = await camera(_refusal(challenge), PICTURE)
    result = await met.fetch()
    assert (result.status, result.repeats) == (401, 0)
    assert len(met.server.requests) == 1


@pytest.mark.parametrize("login", [b"", b"a\r\nX-More: 1:pass"])
async def test_a_login_that_makes_no_digest_is_left(camera, login):
    """Or that would end the header's line; also where another login had its digest before."""
    met = await camera(_refusal(CHALLENGE), PICTURE, _refusal(CHALLENGE), PICTURE)
    assert (await met.fetch()).status == 200
    result = await met.fetch(login=login)
    assert (result.status, result.repeats) == (401, 0)
    assert b"Digest" not in met.server.requests[2]


async def test_nothing_is_sent_again_to_a_host_that_is_held(camera):
    """The refusal stands until another attempt."""
    met = await camera(_refusal(CHALLENGE), PICTURE)
    asked = []
    result = await met.fetch(is_held=lambda: asked.append(1) or len(asked) > 1)
    assert (result.status, len(met.server.requests)) == (401, 1)
