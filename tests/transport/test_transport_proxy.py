"""Behind a proxy: what it is told, what is still guarded, and how it fails."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.transport.proxy import Proxy

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def via(transport):
    """Fetch *url* through *proxy*."""

    def fetch(proxy, url, *, scheme="http", userinfo="", **settings):
        client = transport(proxy=f"{scheme}://{userinfo}127.0.0.1:{proxy.port}", dns_overrides={}, **settings)
        return client.fetch(FetchRequest(url, headers=(("A", "b"),)))

    return fetch


async def test_plain_http(serve, via):
    """The proxy gets the URL, the host and the headers given, and looks the name up itself."""
    proxy = await serve("request", OK, "hang")
    result = await via(proxy, "http://h.example/a")
    assert (result.body, result.address) == (b"ok", None)
    assert proxy.requests == [b"GET http://h.example/a HTTP/1.1\r\nHost: h.example\r\nA: b\r\n\r\n"]


async def test_tunnel(serve, via):
    """Over TLS the proxy sees the host alone, and credentials go to it alone."""
    proxy = await serve("request", b"HTTP/1.1 200 OK\r\n\r\n", "hello", "close")
    with pytest.raises(FetchError) as caught:
        await via(proxy, "https://h.example/", userinfo="user:p%40ss@")
    assert caught.value.slug == "tls_reset"
    assert proxy.requests[0].startswith(b"CONNECT h.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in proxy.requests[0]
    assert b"A: b" not in proxy.requests[0]


@pytest.mark.parametrize(
    ("url", "scheme", "steps"),
    [
        ("https://h.example/", "http", ["request", b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "hang"]),
        ("https://h.example/", "http", ["request", b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "hang"]),
        ("https://h.example/", "http", ["request", "close"]),
        ("https://h.example/", "http", ["request", "reset"]),
        ("https://h.example/", "http", ["request", "hang"]),
        ("http://h.example/", "socks5", ["hello", b"\x05\xff", "close"]),
        ("http://h.example/", "socks5", ["hello", "close"]),
    ],
    ids=["407", "502", "close", "reset", "silence", "socks-refuses", "socks-closes"],
)
async def test_proxy_faults(serve, via, url, scheme, steps):
    """When the way through the proxy fails, it is the proxy that could not be used."""
    proxy = await serve(*steps)
    with pytest.raises(FetchError) as caught:
        await via(proxy, url, scheme=scheme, userinfo="user:secret@", connect_timeout_s=0.5, total_timeout_s=1.0)
    assert caught.value.slug == "tcp_proxy"
    assert "secret" not in f"{caught.value!r} {caught.value}"


async def test_refusing_proxy(transport, closed_port):
    """A proxy that is not there is told as such."""
    client = transport(proxy=f"http://127.0.0.1:{closed_port}", dns_overrides={})
    with pytest.raises(FetchError) as caught:
        await client.fetch(FetchRequest("http://h.example/"))
    assert caught.value.slug == "tcp_proxy"


async def test_behind_the_proxy(serve, via):
    """What fails after the request has gone through is the host's."""
    proxy = await serve("request", "reset")
    with pytest.raises(FetchError) as caught:
        await via(proxy, "http://h.example/")
    assert caught.value.slug == "tcp_reset"


async def test_socks_proxy_resolves(serve, via):
    """A SOCKS proxy is given the name, not an address."""
    proxy = await serve("hello", b"\x05\x00", 0.05, b"", "hang")
    with pytest.raises(FetchError):
        await via(proxy, "http://h.example/", scheme="socks5", connect_timeout_s=0.3, total_timeout_s=0.5)
    assert Proxy.from_url("socks5://127.0.0.1:1").url == "socks5h://127.0.0.1:1"
    assert Proxy.from_url("socks4://127.0.0.1:1").url == "socks4a://127.0.0.1:1"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "localhost", "[::1]"])
async def test_known_private_targets_stay_guarded(serve, via, host):
    """An address that the URL itself tells is checked although the proxy resolves."""
    proxy = await serve("request", OK, "hang")
    with pytest.raises(FetchError) as caught:
        await via(proxy, f"http://{host}/", allow_networks=())
    assert caught.value.slug == "policy_private_address"
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "text",
    [
        "ftp://user:secret@h:1",
        "http://user:secret@",
        "http://user:secret@h:port",
        "user:secret@:80",
        "127.0.0.1",
        "http://user:secret@proxy.example",
        "socks5://proxy.example/",
        "http://proxy.example:0",
    ],
)
def test_wrong_proxy(text):
    """A wrong setting is named without its credentials; no port is guessed."""
    with pytest.raises(ConfigError, match="IMGCRAWL_PROXY must be a URL with a port") as caught:
        Proxy.from_url(text)
    assert "secret" not in str(caught.value)


def test_proxy_url():
    """Credentials are taken apart and decoded; a bare host is an HTTP proxy."""
    assert Proxy.from_url("http://u%40x:p%3A@[::1]:3128/") == Proxy("http://[::1]:3128", "u@x", "p:")
    assert Proxy.from_url("proxy.example:80") == Proxy("http://proxy.example:80")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("http://u:p@[::1]:3128/", ("::1", 3128)),
        ("proxy.example:80", ("proxy.example", 80)),
        ("socks5://proxy.example:1080", ("proxy.example", 1080)),
    ],
)
def test_place(text, place):
    """A proxy takes connections at the host and the port of its address."""
    assert Proxy.from_url(text).place == place


@pytest.mark.parametrize(
    ("steps", "leads"),
    [
        ([b"HTTP/1.1 200 OK\r\n\r\n", "hang"], True),
        ([b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "hang"], True),
        ([b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "hang"], False),
        ([b"what?\r\n\r\n", "close"], False),
        (["close"], False),
        (["hang"], False),
    ],
    ids=["made", "refused", "503", "garbage", "close", "silence"],
)
async def test_where_it_leads(serve, transport, steps, leads):
    """A tunnel that is made or refused shows that the proxy works; nothing is sent through it."""
    proxy = await serve("request", *steps)
    client = transport(proxy=f"http://127.0.0.1:{proxy.port}", dns_overrides={}, connect_timeout_s=0.5)
    assert await client.leads_to("h.example", 443) is leads
    assert [request.split(b"\r\n")[0] for request in proxy.requests] == [b"CONNECT h.example:443 HTTP/1.1"]


@pytest.mark.parametrize(
    ("steps", "status", "forwards"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"], 200, True),
        ([b"HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\n", "hang"], 404, True),
        ([b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "hang"], 502, False),
        (["close"], 0, False),
        (["hang"], 0, False),
    ],
    ids=["answers", "404", "502", "close", "silence"],
)
async def test_whom_it_forwards_to(serve, transport, steps, status, forwards):
    """The headers of the home page are asked for, and nothing that tells who asks; an error of a server is no way."""
    proxy = await serve("request", *steps)
    client = transport(proxy=f"http://127.0.0.1:{proxy.port}", dns_overrides={}, connect_timeout_s=0.5)
    assert await client.status_from("h.example", 80) == status
    assert await client.forwards_to("h.example", 80) is forwards
    assert set(proxy.requests) == {b"HEAD http://h.example/ HTTP/1.1\r\nHost: h.example\r\n\r\n"}


@pytest.mark.parametrize(
    ("scheme", "forwards"), [("http", True), ("https", True), ("socks5", False), ("socks4a", False)]
)
def test_who_forwards(scheme, forwards):
    """A SOCKS proxy makes tunnels alone, so that no answer is its own."""
    assert Proxy.from_url(f"{scheme}://h.test:1").forwards is forwards
