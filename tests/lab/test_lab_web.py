from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.lab.accesslog import AccessLog, read_access
from imgcrawl.lab.model import Address
from imgcrawl.lab.web import Request, Web, parse_request


def _request(row, target=None, **headers):
    return Request("GET", target or row.places["picture"], "HTTP/1.1", {"host": f"{row.site.host}:80", **headers})


def test_requests_are_parsed():
    """Method, target, version and headers come out; names are in lower case."""
    request = parse_request(b"GET /a%20b?c HTTP/1.1\r\nHost: A.test.:80\r\nUSER-Agent:  x ")
    assert (request.method, request.target, request.host) == ("GET", "/a%20b?c", "a.test")
    assert request.headers["user-agent"] == "x"
    assert request.keeps_open


@given(st.binary(max_size=200))
def test_parsing_survives_any_bytes(data):
    """Whatever comes over the wire is a request or None, never an exception."""
    request = parse_request(data)
    assert request is None or request.version.startswith("HTTP/1.")


def test_visits_are_answered_and_logged(plan_of, tmp_path):
    """A row's URL gives its kind's answer; the log says who came for what."""
    plan = plan_of(1, "plain")
    log = AccessLog(tmp_path / "access.jsonl")
    web = Web(plan, log)
    row = plan.rows[0]
    assert web.visit(_request(row, **{"user-agent": "x"}), Address.WEB, 5, 1, secure=True).label == "200"
    assert web.visit(_request(row, "/nothing"), Address.WEB, 5, 2, secure=True).label == "404"
    assert web.visit(_request(row, "/static/logo.png"), Address.WEB, 5, 3, secure=True).label == "200"
    assert web.visit(_request(row, "/" + "a" * 9000), Address.WEB, 5, 4, secure=True).label == "414"
    log.flush()
    entries = list(read_access(tmp_path))
    assert [entry.label for entry in entries] == ["200", "404", "200", "414"]
    assert (entries[0].host, entries[0].kind, entries[0].agent) == (row.site.host, "plain", "x")
    assert not any(entry.violation for entry in entries)


def test_the_trap_records_every_visit(plan_of, tmp_path):
    """A request at the private address is a violation, whatever it asks for."""
    plan = plan_of(1, "plain")
    log = AccessLog(tmp_path / "access.jsonl")
    Web(plan, log).visit(_request(plan.rows[0]), Address.TRAP, 1, 1, secure=False)
    log.flush()
    assert [entry.violation for entry in read_access(tmp_path)] == ["private-address"]
