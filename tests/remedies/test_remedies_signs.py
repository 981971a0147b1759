from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.remedies.rules.signs import Sign, sign_of

URL = "http://a.test/1.jpg"
NOW = 1_700_000_000.0  # 2023-11-14
C, E = Sign.CHALLENGE, Sign.EXPIRED


def sign(status: int = 403, body: bytes = b"", url: str = URL, **headers: bytes) -> Sign | None:
    """Return the sign in an answer."""
    fields = {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return sign_of(status, body, header=fields.get, url=url, now=NOW)


@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_challenge_is_known_by_its_header(status):
    """Who mitigates by a challenge says so."""
    assert sign(status, cf_mitigated=b"challenge") is C
    assert sign(status, x_amzn_waf_action=b"captcha") is C
    assert sign(status, x_vercel_mitigated=b"challenge") is C
    assert sign(status, cf_mitigated=b"block") is None


@pytest.mark.parametrize(("status", "expected"), [(200, None), (429, C), (403, C), (503, None)])
def test_a_field_that_a_challenge_alone_has(status, expected):
    """Fields of a network that come with good answers too tell a challenge by the refusal."""
    assert sign(status, x_kpsdk_ct=b"0a1b") is expected


@pytest.mark.parametrize(
    "body",
    [
        b"<center>The plain HTTP request was sent to HTTPS port</center>",
        b"Client sent an HTTP request to an HTTPS server.",
        b"Reason: You're speaking plain HTTP to an SSL-enabled server port.",
    ],
)
def test_a_port_for_https_says_so(body):
    """nginx, Go and Apache tell who sends plain HTTP where TLS is expected, by 400."""
    assert sign(400, body) is Sign.WANTS_TLS
    assert sign(403, body) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<h2>403.4 - Forbidden: SSL is required to view this resource.</h2>", Sign.WANTS_TLS),
        (b"<p>This page requires HTTPS.</p>", Sign.WANTS_TLS),
        (b"<h2>403 - Forbidden: Access is denied.</h2>", None),
        (b"<p>Our https site requires cookies</p>", None),
    ],
)
def test_a_rule_for_https_says_so(body, expected):
    """By a refusal; a page for what is missing may say it of anything."""
    assert sign(403, body) is expected
    assert sign(404, body) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<script>window._cf_chl_opt={}</script>", C),
        (b"<script>window.gokuProps = {}</script>", C),
        (b"<script>window.KPSDK={};KPSDK.now=1</script>", C),
        (b'<iframe src="https://geo.captcha-delivery.com/captcha/?x">', C),
        (b'<div id="px-captcha"></div>', C),
        (b'<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>', None),
        (b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", E),
        (b"URL signature expired", E),
        (b"Your session is fine", None),
    ],
)
def test_bodies_tell(body, expected):
    """Challenges and expired signatures are known by their bodies; scripts that every page of a network has are not."""
    assert sign(403, body) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Expires=1699999999&Signature=x", E),
        ("Expires=1700000001&Signature=x", None),
        ("expires=100", None),
        ("token=0a1b&exp=1699999999", E),
        ("x-expires=1699999999&x-signature=0a", E),
        ("ex=6553f0ff&is=65417bff&hm=0a1b", E),
        ("ex=6553f101&is=65417c01&hm=0a1b", None),
        ("ex=6553f0ff", None),
        ("ex=example&hm=0a1b", None),
        ("oh=00_Af0a&oe=6553F0FF&_nc_sid=10d13b", E),
        ("oh=00_Af0a&oe=6553F101", None),
        ("valid_until=1699999999000&sign=0a", E),
        ("st=Ab_c-d&e=1699999999", E),
        ("e=1699999999", None),
        ("hdnts=exp=1699999999~acl=/*~hmac=0a1b", E),
        ("hdnts=exp=1700000001~acl=/*~hmac=0a1b", None),
        ("v=1699999999&token=0a", None),
        ("exported=1699999999&sig=0a", None),
        ("X-Amz-Date=20231114T000000Z&X-Amz-Expires=3600", E),
        ("X-Amz-Date=20231114T220000Z&X-Amz-Expires=3600", None),
        ("X-Amz-Date=20231314T000000Z&X-Amz-Expires=3600", None),
        ("X-Goog-Date=20231101T000000Z&X-Goog-Expires=600", E),
        ("se=2023-11-13T00:00:00Z&sig=x", E),
        ("se=2023-11-13&sig=x", E),
        ("se=2023-11-13", None),
        ("se=2024-11-13T00:00:00Z&sig=x", None),
    ],
)
def test_addresses_tell_when_they_end(query, expected):
    """An address that names its end has expired after it, if it is refused too."""
    assert sign(url=f"{URL}?{query}") is expected
    assert sign(200, url=f"{URL}?{query}") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"Fastly error: unknown domain: a.test. Please check that this domain has been added to a service."),
        (530, b"<title>Origin DNS error | a.test | Cloudflare</title>"),
        (530, b"error code: 1016"),
        (404, b"<html><head><title>No such app</title></head>"),
        (404, b"<p><strong>There isn't a GitHub Pages site here.</strong></p>"),
        (403, b"<h1>\n  Error 403 - This web app is stopped.</h1>"),
        (404, b"<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>"),
    ],
)
def test_a_service_may_say_that_it_has_nothing_under_the_name(status, body):
    """It says so of all addresses, whoever asks; a page that came with success may be about anything."""
    assert sign(status, body) is Sign.UNHOSTED
    assert sign(200, body) is None
    assert sign(status, b"<title>Not Found</title>") is None


@given(st.text(max_size=200), st.binary(max_size=200))
def test_nothing_breaks_it(query, body):
    """Whatever an address or a body holds, it is a sign or none."""
    assert sign(403, body, f"{URL}?X-Amz-Expires={query}&X-Amz-Date={query}&se={query}&sig=1") in (None, *Sign)


@pytest.mark.parametrize(
    ("status", "expected"), [(400, Sign.OTHER_SIZES), (429, Sign.OTHER_SIZES), (200, None), (503, None)]
)
def test_who_makes_other_sizes_says_so(status, expected):
    """Wikimedia's words for a width that it does not make tell it from a limit on requests."""
    body = b"<h1>Error</h1><p>Use thumbnail sizes listed on https://w.wiki/GHai. Please contact noc@wikimedia.org</p>"
    assert sign(status, body) is expected
    assert sign(status, b"Too many requests") is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"ERROR 9422: You have exhausted your image transformations limit", Sign.OTHER_SIZES),
        (b"ERROR 9401: Invalid or missing transformation parameters", Sign.OTHER_SIZES),
        (b"ERROR 9408: Origin returned 4xx", None),
        (b"<p>ERROR 9422: as others saw it</p>", None),
    ],
)
def test_a_service_that_makes_no_more_of_a_picture_has_its_original_asked_for(body, expected):
    """Cloudflare names by a number what it does not carry out; what its origin says is another matter."""
    assert sign(429, body) is expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, b"<p>Hotlinking of images is not allowed.</p>", Sign.LINKS),
        (403, b"Direct linking is forbidden", Sign.LINKS),
        (401, b"No leeching!", Sign.LINKS),
        (403, b"You are not allowed here", None),
        (200, b"<a href='/i.jpg'>Direct link</a>", None),
        (200, b'<script id="anubis_version" type="application/json">"1.21"</script>', Sign.BROWSERS),
        (403, b'<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>', Sign.BROWSERS),
        (200, b"<p>Anubis, the god of the dead</p>", None),
        (403, b"Please set a user-agent and respect our robot policy", Sign.STRANGERS),
        (403, b"Your User-Agent must contain contact information", Sign.STRANGERS),
        (403, b"<p>Please identify yourself with an e-mail address in the User-Agent header.</p>", Sign.STRANGERS),
        (403, b"<p>User-Agent: Mozilla/5.0 (X11). Please contact us by e-mail.</p>", None),
        (403, b"<p>User-Agent</p><p>contact the owner</p>", None),
        (404, b"Please set a user-agent", None),
    ],
)
def test_words_that_tell_what_is_minded(status, body, expected):
    """A refusal that speaks of links minds the page, one that wants a name minds who has none.

    Anubis minds the name of Mozilla, whatever its status.
    """
    assert sign(status, body) is expected
