"""Names that lead to several machines of which one is out of order."""

from __future__ import annotations

from contextlib import suppress

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport import FetchError, FetchRequest, FetchResult
from imgcrawl.transport.exchange import Timings
from imgcrawl.transport.machines import Machines

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
BAD = b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"
TWO = ("127.0.0.1", "127.0.0.2")


def answer(address: str, status: int = 200, *headers: tuple[bytes, bytes]) -> FetchResult:
    """Return an answer from *address*."""
    return FetchResult(status, "", list(headers), b"", Timings(), "1.1", address, reused=False)


def failure(address: str | None, slug: ErrorSlug = ErrorSlug.TLS_RESET) -> FetchError:
    """Return a failure at *address*."""
    return FetchError(slug, "", address=address)


@pytest.fixture
def machines():
    """Remember two hosts."""
    return Machines(2)


@pytest.mark.parametrize("slug", [ErrorSlug.TLS_RESET, ErrorSlug.TCP_TIMEOUT, ErrorSlug.CONTENT_TRUNCATED])
def test_a_machine_that_failed_comes_last_for_a_while(machines, slug):
    """Two minutes, and the host's next request opens a connection."""
    machines.failed("h", TWO, failure(None if slug.stage == "tls" else TWO[0], slug), 100.0)
    assert machines.ordered("h", TWO, 101.0) == [*reversed(TWO)]
    assert machines.wants_fresh("h")
    assert machines.ordered("h", TWO, 221.0) == [*TWO]
    assert (machines.ordered("other", TWO, 101.0), machines.wants_fresh("other")) == (TWO, False)


@pytest.mark.parametrize("status", [500, 502, 504, 507])
def test_a_machine_that_calls_itself_out_of_order_is_so(machines, status):
    """As if it had failed."""
    machines.answered("h", TWO, answer(TWO[0], status), 100.0)
    assert machines.ordered("h", TWO, 101.0) == [*reversed(TWO)]
    assert machines.wants_fresh("h")


@pytest.mark.parametrize(
    "said",
    [(404,), (429,), (501,), (503,), (509,), (522,), (503, (b"Retry-After", b"5")), (500, (b"retry-after", b"0"))],
    ids=str,
)
def test_what_any_machine_would_say_makes_none_ill(machines, said):
    """A refusal, an overload, a limit, an origin that is down, and whatever comes with a time to wait."""
    machines.answered("h", TWO, answer(TWO[0], *said), 100.0)
    assert (machines.ordered("h", TWO, 101.0), machines.wants_fresh("h")) == (TWO, False)


def test_an_overload_makes_no_machine_well(machines):
    """A host that asks for less has given nothing: what was known of its machines holds on."""
    machines.failed("h", TWO, failure(TWO[0]), 100.0)
    machines.answered("h", TWO, answer(TWO[0], 503), 101.0)
    assert (machines.ordered("h", TWO, 102.0), machines.wants_fresh("h")) == ([*reversed(TWO)], True)


def test_machines_that_all_fail_take_turns(machines):
    """The one that failed first is tried next."""
    for at, address in enumerate([TWO[0], TWO[1], TWO[0]]):
        machines.failed("h", TWO, failure(address, ErrorSlug.TCP_RESET), 100.0 + at)
    assert machines.ordered("h", TWO, 104.0) == [*reversed(TWO)]


def test_a_good_answer_is_remembered(machines):
    """Connections may be used again once one machine gives something good; one that does is ill no more."""
    machines.failed("h", TWO, failure(TWO[0]), 100.0)
    machines.answered("h", TWO, answer(TWO[1]), 101.0)
    assert (machines.wants_fresh("h"), machines.ordered("h", TWO, 102.0)) == (False, [*reversed(TWO)])
    machines.answered("h", TWO, answer(TWO[0]), 103.0)
    assert machines.ordered("h", TWO, 104.0) == TWO


def test_what_is_no_choice_is_not_noted(machines):
    """One address, none that was reached, or a fault that has nothing to do with the machine."""
    machines.failed("h", TWO[:1], failure(TWO[0]), 100.0)
    machines.failed("h", TWO, failure(None, ErrorSlug.TCP_CONNECT_TIMEOUT), 100.0)
    machines.failed("h", TWO, failure(TWO[0], ErrorSlug.CONTENT_TOO_LARGE), 100.0)
    assert not machines.wants_fresh("h")


def test_what_is_long_ago_is_forgotten(machines):
    """The hosts that failed last are remembered."""
    for host in ("a", "b", "c"):
        machines.failed(host, TWO, failure(TWO[0]), 100.0)
    assert [machines.wants_fresh(host) for host in ("a", "b", "c")] == [False, True, True]


@pytest.mark.parametrize("fault", ["reset in the handshake", "hung up", "502"])
async def test_the_next_attempt_goes_to_the_next_machine(serve, transport, server_context, fault):
    """As soon as one has failed, though a connection to it may be open, and whatever the browser."""
    tls = fault == "reset in the handshake"
    context = server_context() if tls else None
    steps = {"reset in the handshake": ["reset"], "hung up": ["request", "close"], "502": ["request", BAD]}[fault]
    bad = await serve(*steps)
    good = await serve(*["request", OK] * 3, "hang", context=context, address=TWO[1], port=bad.port)
    client = transport(dns_overrides={"h.test": TWO})
    url = f"http{'s' if tls else ''}://h.test:{good.port}/"
    with suppress(FetchError):
        assert (await client.fetch(FetchRequest(url))).status == 502
    for profile in (None, "chrome136"):
        assert (await client.fetch(FetchRequest(url, profile=profile))).address == TWO[1]
    assert bad.connections == (2 if tls else 1)


async def test_an_open_connection_is_passed_by(serve, transport):
    """One that stands idle leads to the machine that failed meanwhile."""
    ill = await serve(["request", OK, "request", OK, "hang"], ["request", BAD, "hang"])
    good = await serve("request", OK, "hang", address=TWO[1], port=ill.port)
    client = transport(dns_overrides={"h.test": TWO})
    url = f"http://h.test:{good.port}/"
    assert (await client.fetch(FetchRequest(url))).address == TWO[0]
    assert (await client.fetch(FetchRequest(url, fresh=True))).status == 502
    assert (await client.fetch(FetchRequest(url))).address == TWO[1]
