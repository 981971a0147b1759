"""From curl's report to the slug, without a transfer."""

from __future__ import annotations

import errno

import pytest
from curl_cffi import CurlECode
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.transport.curl.classify import Ending, Reached, classify

CONNECTING = {}
HANDSHAKE = {"tls": True, "connections": 1}
SENT = {"connections": 1, "request_bytes": 80}
SENT_TLS = SENT | {"tls": True, "handshake_done": True}
REUSED_TLS = SENT_TLS | {"connections": 0, "handshake_done": False}
HEADERS = SENT | {"header_bytes": 20}
BODY = HEADERS | {"headers_complete": True, "body_bytes": 5}
BODY_TLS = BODY | {"tls": True, "handshake_done": True}
PROXY = {"proxied": True}
RESET = {"os_errno": errno.ECONNRESET}
LATE = {"elapsed_s": 30.0, "limit_s": 30.0}
EARLY = {"elapsed_s": 15.0, "limit_s": 30.0}
STALE_ERRNO = {"os_errno": errno.ECONNREFUSED}

ROWS = [
    (1, SENT, "http_protocol"),
    (3, CONNECTING, "url_invalid"),
    (5, PROXY, "tcp_proxy"),
    (6, CONNECTING, "dns_error"),
    (7, {"os_errno": errno.ECONNREFUSED}, "tcp_refused"),
    (7, {"os_errno": errno.EHOSTUNREACH}, "tcp_unreachable"),
    (7, {"os_errno": errno.ENETUNREACH}, "tcp_unreachable"),
    (7, {"os_errno": errno.ETIMEDOUT}, "tcp_connect_timeout"),
    (7, {"os_errno": errno.ECONNRESET}, "tcp_reset"),
    (7, {"os_errno": errno.EMFILE}, "tcp_error"),
    (7, PROXY | {"os_errno": errno.ECONNREFUSED}, "tcp_proxy"),
    (7, PROXY | {"connect_status": 407, "connections": 1}, "tcp_proxy"),
    (8, HEADERS, "http_protocol"),
    (16, SENT_TLS, "http_stream"),
    (18, BODY, "content_truncated"),
    (23, HEADERS | {"headers_too_large": True}, "http_headers_too_large"),
    (23, HEADERS, "http_protocol"),
    (23, BODY, "internal_error"),
    (27, CONNECTING, "internal_error"),
    (28, CONNECTING | LATE, "tcp_connect_timeout"),
    (28, HANDSHAKE | LATE, "tls_timeout"),
    (28, SENT | LATE, "tcp_timeout"),
    (28, REUSED_TLS | LATE, "tcp_timeout"),
    (28, HEADERS | LATE, "http_timeout"),
    (28, BODY | LATE, "content_timeout"),
    (28, BODY | EARLY, "content_too_slow"),
    (28, PROXY | LATE, "tcp_proxy"),
    (28, PROXY | SENT | LATE, "tcp_timeout"),
    (28, PROXY | HANDSHAKE | LATE | {"connect_status": 200}, "tls_timeout"),
    (35, HANDSHAKE | RESET, "tls_reset"),
    (35, HANDSHAKE, "tls_reset"),
    (35, HANDSHAKE | STALE_ERRNO | {"library_text": "error:100000f7:SSL"}, "tls_handshake"),
    (35, HANDSHAKE | RESET | {"library_text": "error:00000000"}, "tls_reset"),
    (35, HANDSHAKE | PROXY | {"library_text": "error:100000f7"}, "tls_handshake"),
    (47, SENT, "http_redirect_loop"),
    (52, SENT, "tcp_closed"),
    (52, HEADERS, "http_protocol"),
    (55, SENT | {"os_errno": errno.EPIPE}, "tcp_reset"),
    (55, SENT, "tcp_closed"),
    (56, SENT | RESET, "tcp_reset"),
    (56, SENT_TLS, "tcp_closed"),
    (56, SENT_TLS | STALE_ERRNO, "tcp_closed"),
    (56, SENT_TLS | {"connections": 6}, "http_stream"),
    (56, HEADERS | RESET, "http_protocol"),
    (56, BODY | RESET, "content_reset"),
    (56, BODY | {"chunked": True}, "http_protocol"),
    (56, BODY_TLS, "content_truncated"),
    (56, BODY_TLS | {"chunked": True}, "content_truncated"),
    (56, BODY_TLS | {"chunked": True, "library_text": "chunk hex-length char"}, "http_protocol"),
    (58, HANDSHAKE, "tls_certificate"),
    (60, HANDSHAKE | {"verify_result": 10}, "tls_expired"),
    (60, HANDSHAKE | {"verify_result": 9}, "tls_expired"),
    (60, HANDSHAKE | {"verify_result": 18}, "tls_untrusted"),
    (60, HANDSHAKE | {"verify_result": 20}, "tls_untrusted"),
    (60, HANDSHAKE | {"verify_result": 1}, "tls_hostname"),
    (60, HANDSHAKE | {"verify_result": 62}, "tls_hostname"),
    (60, HANDSHAKE | {"verify_result": 23}, "tls_certificate"),
    (61, BODY, "content_encoding"),
    (63, BODY, "content_too_large"),
    (77, CONNECTING, "internal_error"),
    (83, HANDSHAKE, "tls_certificate"),
    (90, HANDSHAKE, "tls_certificate"),
    (91, HANDSHAKE, "tls_certificate"),
    (92, SENT_TLS, "http_stream"),
    (92, BODY_TLS, "http_stream"),
    (95, SENT_TLS, "http_stream"),
    (97, PROXY, "tcp_proxy"),
    (100, HEADERS, "http_headers_too_large"),
]


@pytest.mark.parametrize(("code", "known", "slug"), ROWS)
def test_slug(code, known, slug):
    """Code, errno and stage decide the slug; an errno left over from an earlier address does not."""
    assert classify(Ending(code=code, **known))[0] == slug


@pytest.mark.parametrize(
    ("known", "reached"),
    [
        (CONNECTING, Reached.CONNECT),
        (HANDSHAKE, Reached.HANDSHAKE),
        (SENT, Reached.SENT),
        (SENT_TLS, Reached.SENT),
        (REUSED_TLS, Reached.SENT),
        (HEADERS, Reached.HEADERS),
        (BODY, Reached.BODY),
    ],
)
def test_reached(known, reached):
    """The stage follows from what was counted."""
    assert Ending(code=28, **known).reached is reached


@given(st.sampled_from(list(CurlECode)), st.sampled_from([CONNECTING, HANDSHAKE, SENT, HEADERS, BODY, BODY_TLS]))
def test_every_code_has_a_slug(code, known):
    """Every code at every stage becomes a slug of the vocabulary and one sentence."""
    slug, detail = classify(Ending(code=int(code), library_text="http://user:secret@h/", **known))
    assert slug in ErrorSlug
    assert slug.stage is not Stage.POLICY
    assert detail.endswith(").")
    assert f"curl {int(code)}" in detail
    assert "secret" not in detail


def test_detail():
    """The sentence says where it ended, how much had come, and what curl and the system reported."""
    ending = Ending(code=56, **BODY, **RESET)
    assert classify(ending)[1] == "The transfer failed within the body after 5 bytes (curl 56 RECV_ERROR, ECONNRESET)."
    ending = Ending(code=60, verify_result=10, **HANDSHAKE)
    assert classify(ending)[1].endswith("(curl 60 PEER_FAILED_VERIFICATION, verify result 10).")
    ending = Ending(code=7, connect_status=407, **PROXY)
    assert classify(ending)[1].endswith("(curl 7 COULDNT_CONNECT, the proxy answered 407).")


def test_a_host_that_refused_streams_was_connected_to():
    """When the last of several connections cannot be made, the host had been reached: it refused what was asked."""
    ending = Ending(code=7, os_errno=errno.ENETUNREACH, connections=2)
    assert classify(ending)[0] == "http_stream"
