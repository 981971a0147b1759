"""A name whose IPv6 addresses were lost on the way from the name server."""

from __future__ import annotations

from imgcrawl.config import TransportConfig
from imgcrawl.transport import FetchRequest, Resolver
from tests.transport.failing import slug_of

NAME = "h.example"
_IPV6 = 28


async def test_a_family_that_was_lost_is_asked_for_again(transport, dns):
    """It may be all that leads to the host: after a failure to connect, what there is of the other is not kept."""
    is_lost, both = True, ["127.0.0.1", "::1"]
    dns.answer_by = lambda name: None if is_lost and dns.questions[-1] == (name, _IPV6) else both
    resolver = Resolver(TransportConfig(dns_servers=(dns.address,), dns_timeout_s=4.0))
    client = transport(resolver=resolver)
    assert await resolver.resolve(NAME) == ("127.0.0.1",)
    is_lost = False
    assert await resolver.resolve(NAME) == ("127.0.0.1",)
    for _ in range(2):
        assert await slug_of(client.fetch(FetchRequest(f"http://{NAME}:1/"))) == "tcp_refused"
        assert set(await resolver.resolve(NAME)) == set(both)
        asked = len(dns.questions)
    assert len(dns.questions) == asked
