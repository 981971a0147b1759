"""What names become, against a name server on loopback."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError, RunStopped
from imgcrawl.transport import Resolver
from imgcrawl.transport.resolving import resolver as resolver_module
from tests.pace import in_time
from tests.transport.failing import slug_of

NXDOMAIN, SERVFAIL, REFUSED, NO_DATA = 3, 2, 5, 0


@pytest.fixture
async def resolver(dns):
    """Make a resolver that asks the scripted name server; it is closed after the test."""
    made = []

    def make(*, on_overload=lambda: None, **settings):
        config = TransportConfig(**({"dns_servers": (dns.address,), "dns_timeout_s": 20.0} | settings))
        made.append(Resolver(config, on_overload=on_overload))
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.mark.parametrize(
    ("answer", "addresses"),
    [
        (["192.0.2.1"], {"192.0.2.1"}),
        (["192.0.2.1", "192.0.2.2"], {"192.0.2.1", "192.0.2.2"}),
        (["2001:db8::1"], {"2001:db8::1"}),
        (["192.0.2.1", "2001:db8::1"], {"192.0.2.1", "2001:db8::1"}),
    ],
    ids=["ipv4", "two", "ipv6-only", "both"],
)
async def test_addresses(resolver, dns, answer, addresses):
    """All addresses of both families are returned."""
    dns.answers["h.example"] = answer
    assert set(await resolver().resolve("h.example")) == addresses


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (NXDOMAIN, "dns_nxdomain"),
        (NO_DATA, "dns_no_address"),
        (SERVFAIL, "dns_servfail"),
        (REFUSED, "dns_error"),
        (None, "dns_timeout"),
    ],
    ids=["nxdomain", "no-data", "servfail", "refused", "silence"],
)
async def test_refusals(resolver, dns, answer, slug):
    """The name server's ways to give no address are told apart."""
    dns.answers["h.example"] = answer
    limit = {"dns_timeout_s": 0.4} if slug == "dns_timeout" else {}
    assert await slug_of(resolver(**limit).resolve("h.example")) == slug


async def test_the_limit_covers_all_tries(resolver, dns):
    """A silent name server costs no more than the limit."""
    dns.answers["h.example"] = None
    async with asyncio.timeout(20):  # eight tries take longer than twice that
        assert await slug_of(resolver(dns_timeout_s=0.3).resolve("h.example")) == "dns_timeout"


async def test_no_server_there(resolver):
    """Without a name server that listens a look-up ends at once in dns_error or in time in dns_timeout."""
    slug = await slug_of(resolver(dns_servers=("127.0.0.1:9",), dns_timeout_s=0.4).resolve("h.example"))
    assert slug in ("dns_error", "dns_timeout")


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example"])
async def test_malformed_names(resolver, dns, host):
    """A name that cannot be one is a fault of the URL."""
    assert await slug_of(resolver().resolve(host)) == "url_host"
    assert dns.questions == []


async def test_search_domains_are_not_tried(resolver, dns, monkeypatch):
    """A name is asked as it is written."""
    monkeypatch.setenv("LOCALDOMAIN", "corp.example")
    await slug_of(resolver().resolve("nowhere"))
    assert {name for name, _ in dns.questions} == {"nowhere"}


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("192.0.2.7", ("192.0.2.7",)),
        ("2001:db8::7", ("2001:db8::7",)),
        ("localhost", ("127.0.0.1", "::1")),
        ("Some.LocalHost.", ("127.0.0.1", "::1")),
    ],
)
async def test_known_without_asking(resolver, dns, host, addresses):
    """Addresses and localhost need no name server."""
    assert await resolver().resolve(host) == addresses
    assert dns.questions == []


async def test_overrides(resolver, dns):
    """An exact override wins over a suffix, and a longer suffix over a shorter."""
    one = resolver(
        dns_overrides={"*.test": "192.0.2.1", "*.lab.test": ["192.0.2.2", "2001:db8::2"], "A.lab.test.": "192.0.2.3"}
    )
    assert await one.resolve("x.test") == ("192.0.2.1",)
    assert await one.resolve("b.c.lab.test") == ("192.0.2.2", "2001:db8::2")
    assert await one.resolve("a.LAB.test.") == ("192.0.2.3",)
    assert await slug_of(one.resolve("test")) == "dns_nxdomain"


@pytest.mark.parametrize("value", ["nowhere", ["192.0.2.1", 7.5], [], None, {"a": 1}])
def test_wrong_override(value):
    """A wrong override is named when the resolver is made."""
    with pytest.raises(ConfigError, match=r"IMGCRAWL_DNS_OVERRIDES.*'h\.test'"):
        Resolver(TransportConfig(dns_overrides={"h.test": value}))


@pytest.mark.parametrize("server", ["ns.example", "9.9.9.9:port", "", "[::1]:x"])
def test_wrong_server(server):
    """A wrong name server is named when the resolver is made."""
    with pytest.raises(ConfigError, match="IMGCRAWL_DNS_SERVERS"):
        Resolver(TransportConfig(dns_servers=(server,)))


@pytest.mark.parametrize("server", ["9.9.9.9", "9.9.9.9:53", "2620:fe::fe", "[2620:fe::fe]:53", "[::1]"])
def test_servers(server):
    """A name server is an IPv4 or IPv6 address with or without a port."""
    Resolver(TransportConfig(dns_servers=(server,)))


async def test_answers_are_kept(resolver, dns):
    """A name is asked once while its answer holds, whatever its case; a missing name too."""
    dns.answers["h.example"] = ["192.0.2.1"]
    one = resolver()
    for host in ("h.example", "H.Example."):
        assert await one.resolve(host) == ("192.0.2.1",)
    for _ in range(2):
        await slug_of(one.resolve("missing.example"))
    assert sorted(dns.questions) == [
        ("h.example", 1),
        ("h.example", 28),
        ("missing.example", 1),
        ("missing.example", 28),
    ]


async def test_passing_failures_are_asked_anew(resolver, dns, monkeypatch):
    """A SERVFAIL holds for half a second, then the name is asked again."""
    now = 100.0
    monkeypatch.setattr("imgcrawl.transport.resolving.resolver.time", SimpleNamespace(monotonic=lambda: now))
    dns.answers["h.example"] = SERVFAIL
    one = resolver()
    assert await slug_of(one.resolve("h.example")) == "dns_servfail"
    dns.answers["h.example"] = ["192.0.2.1"]
    now = 100.4
    assert await slug_of(one.resolve("h.example")) == "dns_servfail"
    now = 100.6
    assert await one.resolve("h.example") == ("192.0.2.1",)


async def test_no_cache(resolver, dns):
    """With IMGCRAWL_DNS_CACHE_SECONDS at 0 nothing is kept here."""
    dns.answers["h.example"] = SERVFAIL
    one = resolver(dns_cache_s=0.0)
    await slug_of(one.resolve("h.example"))
    dns.answers["h.example"] = ["192.0.2.1"]
    assert await one.resolve("h.example") == ("192.0.2.1",)


@pytest.mark.parametrize(
    ("answer", "is_answered"), [(["192.0.2.1"], True), (NXDOMAIN, True), (SERVFAIL, False), (REFUSED, False)]
)
async def test_whether_name_servers_answer_now(resolver, dns, answer, is_answered):
    """What anybody remembers of a name does not count, c-ares included, nor do refusals; one answer of many does."""
    dns.answers = {"h.example": ["192.0.2.1"], "i.example": ["192.0.2.1"]}
    one = resolver()
    await asyncio.gather(one.resolve("h.example"), one.resolve("i.example"))
    dns.answers = {"h.example": SERVFAIL, "i.example": answer}
    assert await one.is_answered("h.example", "i.example") is is_answered
    assert await one.is_answered("h.example", "192.0.2.1")


async def test_a_refusal_is_no_answer(resolver, dns):
    """A name server has answered when it has said something of a name."""
    dns.answers = {"h.example": SERVFAIL, "i.example": NXDOMAIN}
    one = resolver()
    for host, has_answered in (("h.example", False), ("i.example", True)):
        await slug_of(one.resolve(host))
        assert one.has_answered is has_answered


async def test_single_flight(resolver, dns):
    """Concurrent look-ups of a name are one question."""
    dns.answers["h.example"] = ["192.0.2.1"]
    one = resolver()
    assert set(await asyncio.gather(*(one.resolve("h.example") for _ in range(20)))) == {("192.0.2.1",)}
    assert len(dns.questions) == 2


async def test_cancelling_one_waiter(resolver, dns, until):
    """A waiter that is cancelled leaves the look-up to the others."""

    async def answer(factor):
        dns.answers["h.example"] = None
        dns.questions.clear()
        one = resolver(dns_timeout_s=1.0 * factor)
        first, second = (asyncio.create_task(one.resolve("h.example")) for _ in range(2))
        await until(lambda: dns.questions)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        dns.answers["h.example"] = ["192.0.2.1"]
        return (await asyncio.gather(second, return_exceptions=True))[0]

    await in_time(("192.0.2.1",), answer)


async def test_abort(resolver, dns, until):
    """Abort ends the waiters with RunStopped, and nobody is let in afterwards."""
    dns.answers["h.example"] = None
    one = resolver(dns_timeout_s=30.0)
    task = asyncio.create_task(one.resolve("h.example"))
    await until(lambda: dns.questions)
    one.abort()
    with pytest.raises(RunStopped):
        await task
    with pytest.raises(RunStopped):
        await one.resolve("other.example")


async def test_close_leaves_nothing(resolver, dns, until, descriptors):
    """After close no descriptor and no task is left."""
    before, tasks = descriptors(), asyncio.all_tasks()
    dns.answers["h.example"] = ["192.0.2.1"]
    one = resolver()
    await one.resolve("h.example")
    await one.close()
    await until(lambda: not descriptors() - before)
    assert asyncio.all_tasks() == tasks


async def test_an_overloaded_name_server_fails_no_name(resolver, dns, monkeypatch):
    """Names that time out because too many were asked for together are asked for again, fewer at a time."""
    questions: dict[str, int] = {}
    overloads: list[int] = []

    def silent_at_first(name):
        questions[name] = questions.get(name, 0) + 1  # one for each family of addresses
        return None if name != "first.example" and questions[name] <= 2 else ["192.0.2.1"]

    async def answers(factor):
        questions.clear()
        overloads.clear()
        made = resolver(dns_timeout_s=0.5 * factor, on_overload=lambda: overloads.append(1))
        await made.resolve("first.example")
        names = [f"h{number}.example" for number in range(60)]
        found = await asyncio.gather(*map(made.resolve, names), return_exceptions=True)
        return (found == [("192.0.2.1",)] * 60, bool(overloads))

    monkeypatch.setattr(resolver_module, "_TRIES", 1)
    dns.answer_by = silent_at_first
    await in_time((True, True), answers)
