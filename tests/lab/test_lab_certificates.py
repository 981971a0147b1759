from __future__ import annotations

import socket
import ssl

import pytest


def _reason(client, url):
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        client.connect(url).close()
    return caught.value.verify_code


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("certificate-expired", {10}),
        ("certificate-not-yet-valid", {9}),
        ("certificate-self-signed", {18}),
        ("certificate-other-host", {62}),
        ("certificate-unknown-ca", {20, 21}),
        ("certificate-incomplete", {20, 21}),
    ],
)
def test_each_bad_certificate_is_bad_in_its_own_way(client, rows_of, kind, codes):
    """OpenSSL's verify code names the one thing that is wrong."""
    assert _reason(client, rows_of(kind)[0].url) in codes


def test_good_sites_show_a_good_certificate(client, lab):
    """Every good https host passes verification by the lab's CA."""
    urls = [t.url for t in lab.truth.values() if t.kind == "plain" and t.url.startswith("https")]
    for url in urls[:5]:
        client.connect(url).close()


@pytest.mark.parametrize("kind", ["tls-alert", "tls-plain-text"])
def test_broken_handshakes_are_protocol_errors(client, rows_of, kind):
    """An alert and plain text end the handshake with an SSL error."""
    with pytest.raises(ssl.SSLError):
        client.connect(rows_of(kind)[0].url)


@pytest.mark.parametrize("kind", ["tls-reset", "tls-closed"])
def test_cut_handshakes_are_connection_errors(client, rows_of, kind):
    """A reset and a close during the handshake end it."""
    with pytest.raises((ConnectionError, ssl.SSLEOFError)):
        client.connect(rows_of(kind)[0].url)


def test_a_silent_handshake_times_out(client, rows_of):
    """The host takes the connection and says nothing."""
    with pytest.raises(socket.timeout):
        client.connect(rows_of("tls-silent")[0].url, timeout=0.3)
