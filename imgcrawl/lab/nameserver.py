"""A small name server over UDP, with the faults that resolvers meet."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, NamedTuple, cast

from imgcrawl.lab.listing import address_of
from imgcrawl.lab.model import Lookup

if TYPE_CHECKING:
    from imgcrawl.lab.plan import Plan

TTL_S = 60
SLOW_S = 1.0
FIRST_FAILURES = 4
"""So many queries in a row fail at first: more than a resolver sends for one look-up by itself."""

_A, _CNAME = 1, 5
_NOERROR, _SERVFAIL, _NXDOMAIN, _REFUSED = 0, 2, 3, 5
_RCODES = {Lookup.SERVFAIL: _SERVFAIL, Lookup.NXDOMAIN: _NXDOMAIN, Lookup.REFUSED: _REFUSED}


class Question(NamedTuple):
    """The question of a query. *wire* is the question as it came, to be sent back."""

    identifier: bytes
    name: str
    type: int
    wire: bytes


def parse_question(query: bytes) -> Question:
    """Return the first question of *query*.

    :raises ValueError: if *query* is no DNS query.
    """
    labels, offset = [], 12
    while len(query) > offset and (length := query[offset]):
        labels.append(query[offset + 1 : offset + 1 + length].decode("ascii", "replace"))
        offset += 1 + length
    end = offset + 5
    if len(query) < end:
        raise ValueError("the query ends within its question")
    (kind,) = struct.unpack_from(">H", query, offset + 1)
    return Question(query[:2], ".".join(labels).lower(), kind, query[12:end])


def encode_name(name: str) -> bytes:
    """Return *name* as it stands in a DNS message, without compression."""
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\x00"


def response(question: Question, rcode: int, records: tuple[bytes, ...] = ()) -> bytes:
    """Return a response with *records* in its answer section."""
    flags = 0x8180 | rcode
    head = question.identifier + struct.pack(">HHHHH", flags, 1, len(records), 0, 0)
    return head + question.wire + b"".join(records)


def record(name: str, kind: int, data: bytes) -> bytes:
    """Return a resource record of class IN."""
    return encode_name(name) + struct.pack(">HHIH", kind, 1, TTL_S, len(data)) + data


class NameServer(asyncio.DatagramProtocol):
    """Answers for the names of a plan; all other names do not exist."""

    transport: asyncio.DatagramTransport

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a query, late or not at all where the name is so."""
        try:
            question = parse_question(data)
        except ValueError:
            return
        lookup, reply = self.look_up(question)
        if lookup is Lookup.SLOW:
            asyncio.get_running_loop().call_later(SLOW_S, self._send, reply, addr)
        elif reply:
            self._send(reply, addr)

    def look_up(self, question: Question) -> tuple[Lookup, bytes]:
        """Return how the name is answered and the response, which is empty where there is none."""
        site = self.plan.sites.get(question.name)
        if site is None:
            return Lookup.NXDOMAIN, response(question, _NXDOMAIN)
        lookup = Lookup.FOUND if question.name == site.alias else site.kind.lookup
        if question.type == _A:
            site.lookups += 1
        if lookup is Lookup.SILENT or (lookup is Lookup.LOST_ONCE and site.lookups <= 1):
            return lookup, b""
        if lookup is Lookup.SERVFAIL_AT_FIRST and site.lookups <= FIRST_FAILURES:
            return lookup, response(question, _SERVFAIL)
        rcode = _RCODES.get(lookup, _NOERROR)
        has_records = rcode == _NOERROR and lookup is not Lookup.NO_ADDRESS and question.type == _A
        return lookup, response(question, rcode, self._records(question, lookup) if has_records else ())

    def _records(self, question: Question, lookup: Lookup) -> tuple[bytes, ...]:
        address = socket.inet_aton(address_of(self.plan, question.name))
        if lookup is not Lookup.ALIAS:
            return (record(question.name, _A, address),)
        alias = self.plan.sites[question.name].alias
        return record(question.name, _CNAME, encode_name(alias)), record(alias, _A, address)

    def _send(self, reply: bytes, addr: tuple[str, int]) -> None:
        if not self.transport.is_closing():
            self.transport.sendto(reply, addr)
