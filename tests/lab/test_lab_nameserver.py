from __future__ import annotations

import contextlib
import socket
import struct

import aiodns
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.lab.model import Address, Lookup
from imgcrawl.lab.nameserver import FIRST_FAILURES, NameServer, Question, encode_name, parse_question

LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=63)


def _question(name, kind=1):
    return Question(b"ab", name, kind, encode_name(name) + struct.pack(">HH", kind, 1))


def _rcode(answer):
    return answer[3] & 15


def _addresses(answer):
    return struct.unpack(">H", answer[6:8])[0]


@given(st.lists(LABEL, min_size=1, max_size=4).map(".".join), st.sampled_from([1, 28, 65]))
def test_questions_are_read_as_they_were_written(name, kind):
    """Encoding and parsing a question are inverse."""
    query = b"xy" + struct.pack(">HHHHH", 0x100, 1, 0, 0, 0) + _question(name, kind).wire
    assert parse_question(query) == (b"xy", name, kind, _question(name, kind).wire)


@given(st.binary(max_size=80))
def test_no_query_breaks_the_parser(data):
    """Any datagram is a question or a ValueError."""
    with contextlib.suppress(ValueError):
        parse_question(data)


@pytest.mark.parametrize(
    ("kind", "lookup", "rcode", "records"),
    [
        ("plain", Lookup.FOUND, 0, 1),
        ("dns-alias", Lookup.ALIAS, 0, 2),
        ("no-such-host", Lookup.NXDOMAIN, 3, 0),
        ("no-address", Lookup.NO_ADDRESS, 0, 0),
        ("servfail", Lookup.SERVFAIL, 2, 0),
        ("dns-refused", Lookup.REFUSED, 5, 0),
    ],
)
def test_each_kind_of_name_has_its_answer(plan_of, kind, lookup, rcode, records):
    """The response's code and its number of records are those of the site's kind."""
    plan = plan_of(1, kind)
    found, answer = NameServer(plan).look_up(_question(plan.rows[0].site.host))
    assert (found, _rcode(answer), _addresses(answer)) == (lookup, rcode, records)


def test_unknown_names_do_not_exist(plan_of):
    """A name outside the plan gets NXDOMAIN."""
    _, answer = NameServer(plan_of(1, "plain")).look_up(_question("nowhere.lab.test"))
    assert _rcode(answer) == 3


def test_names_have_no_ipv6_address(plan_of):
    """AAAA of a name that exists is an empty answer, not an error."""
    plan = plan_of(1, "plain")
    _, answer = NameServer(plan).look_up(_question(plan.rows[0].site.host, 28))
    assert (_rcode(answer), _addresses(answer)) == (0, 0)


def test_silence_and_first_failures_pass(plan_of):
    """A lost query is answered the second time; the server that fails at first answers after four failures."""
    plan = plan_of(2, "dns-lost-once", "servfail-at-first")
    server = NameServer(plan)
    hosts = {row.site.kind.name: row.site.host for row in plan.rows}
    lost = [server.look_up(_question(hosts["dns-lost-once"]))[1] for _ in range(2)]
    assert [bool(answer) for answer in lost] == [False, True]
    codes = [_rcode(server.look_up(_question(hosts["servfail-at-first"]))[1]) for _ in range(FIRST_FAILURES + 1)]
    assert codes == [2] * FIRST_FAILURES + [0]


def test_sites_lead_to_the_address_of_their_fault(plan_of):
    """The host leads to its kind's address; what it keeps elsewhere is always a part of the web."""
    plan = plan_of(1, "private-name")
    site, server = plan.rows[0].site, NameServer(plan)
    assert server.look_up(_question(site.host))[1][-4:] == socket.inet_aton(Address.TRAP)
    assert server.look_up(_question(site.alias))[1][-4:] == socket.inet_aton(Address.WEB)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("no-such-domain", {aiodns.error.ARES_ENOTFOUND}),
        ("no-address", {aiodns.error.ARES_ENODATA}),
        ("servfail", {aiodns.error.ARES_ESERVFAIL}),
        ("dns-silent", {aiodns.error.ARES_ETIMEOUT}),
        ("dns-refused", {aiodns.error.ARES_EREFUSED}),
    ],
)
async def test_a_real_resolver_tells_the_faults_apart(lab, rows_of, kind, codes):
    """Asked over UDP by c-ares, each fault arrives as its own error."""
    host = rows_of(kind)[0].url.split("/")[2].partition(":")[0]
    resolver = aiodns.DNSResolver(nameservers=[lab.settings["IMGCRAWL_DNS_SERVERS"]], timeout=0.2, tries=1)
    with pytest.raises(aiodns.error.DNSError) as caught:
        await resolver.query_dns(host, "A")
    await resolver.close()
    assert caught.value.args[0] in codes
