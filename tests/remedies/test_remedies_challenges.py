"""Refusals that want a browser with scripts, or a person."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.rules.signs import Sign, sign_of


def sign(status: int, body: bytes) -> Sign | None:
    """Return the sign in an answer without fields of its own."""
    return sign_of(status, body, header={}.get, url="http://a.test/1.jpg", now=0.0)


@pytest.mark.parametrize(
    "body",
    [
        b'<form><div class="g-recaptcha" data-sitekey="6L"></div></form>',
        b'<script src="https://js.hcaptcha.com/1/api.js" async defer></script>',
        b'<div class="cf-turnstile" data-sitekey="0x4"></div>',
        b'<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>',
        b"<img src=/captcha.php?id=3> <input name=captcha_code>",
        b"<script>var dd={'rt':'c','cid':'AHrl'}</script>",
        b"<script>window._pxAppId = 'PX1';</script>",
        b'<iframe src="/_Incapsula_Resource?CWUDNSAI=9"></iframe>',
        b'<div id="sec-if-cpt-container"></div>',
        b"<p>Please enable JS and disable any ad blocker</p>",
        b"<noscript>Turn on JavaScript and cookies to continue</noscript>",
    ],
)
def test_a_refusal_with_a_riddle_wants_a_person(body):
    """By whichever service it is made; in a page that was given, is missing or busy it is about something else."""
    assert sign(403, body) is Sign.RIDDLE
    for status in (200, 404, 429, 503):
        assert sign(status, body) is None


@pytest.mark.parametrize(
    "body",
    [
        b"<h1>403 Forbidden</h1><p>You did not solve the captcha.</p>",
        b"<noscript>You need to enable JavaScript to run this app.</noscript>",
        b"<p>Enable JavaScript</p>" + b"<p>Our shop</p>" * 2000,
        b"<h1>Forbidden</h1><script src=/jquery.js></script>",
    ],
)
def test_other_refusals_want_none(body):
    """Words about a riddle, an application that stands in for any error, and a whole page of the site are none."""
    assert sign(403, body) is None


def test_what_else_a_refusal_says_comes_first():
    """A page that minds links may have a form with a riddle too."""
    assert sign(403, b'<p>Hotlinking is not allowed</p><div class="g-recaptcha"></div>') is Sign.LINKS


def test_words_about_scripts_that_come_with_a_cookie_want_perhaps_the_cookie():
    """A riddle stays one; its cookies are those of who solves it."""
    header = {b"set-cookie": b"seen=1"}.get
    for body, found in ((b"<p>Enable JS and cookies</p>", None), (b'<div class="g-recaptcha"></div>', Sign.RIDDLE)):
        assert sign_of(403, body, header=header, url="http://a.test/1.jpg", now=0.0) is found
