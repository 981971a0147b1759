"""Addresses as filters of mail rewrite them: what is read out of them, and what is left alone."""

from __future__ import annotations

import base64
import time
from urllib.parse import quote

import pytest

from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.wrapped import unwrap

INNER = "https://h.org/a/plain-b_c.jpg"
ENCODED = quote(INNER, safe="")
THIRD = "https://urldefense.com/v3/__"
TAIL = "!!LIr3w8kk_Xxm!6BNqFLJ13q7N5_lf3X$"


def coded(taken: str) -> str:
    """Return what an address of the third version has behind its semicolon for the text that was *taken* out."""
    return base64.urlsafe_b64encode(taken.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "url",
    [
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__h.org_a_plain-2Db-5Fc.jpg&d=DwMFaQ&c=V&r=M&m=Q&s=e&e=",
        "https://urldefense.us/v2/url?d=DwMFaQ&u=https-3A__h.org_a_plain-2Db-5Fc.jpg",
        f"https://urldefense.proofpoint.com/v1/url?u={ENCODED}&k=oIvR%3D%0A&r=I&m=W&s=d",
        f"{THIRD}{INNER}__;{TAIL}",
        f"{THIRD.replace('.com', '.us')}{INNER.replace('://', ':/')}__;{TAIL}",
        f"{THIRD}{INNER.replace('-', '*')}__;{coded('-')}{TAIL}",
        f"{THIRD}{INNER.replace('-b', '**A')}__;{coded('-b')}{TAIL}",
        f"{THIRD}{INNER.replace('plain', '**D')}__;{coded('plain')}==!!",
        f"https://linkprotect.cudasvc.com/url?a={ENCODED.lower()}&c=E,1,eTcWo8&typo=1",
        f"https://eur03.safelinks.protection.outlook.com/?url={ENCODED}&data=05%7C01&sdata=abc%3D&reserved=0",
        f"https://www.google.com/url?q={INNER}&sa=D&source=editors&ust=1",
        f"https://secure-web.cisco.com/1abcDEF-ghi/{ENCODED}",
        f"https://imsva91-ctp.trendmicro.com/wis/clicktime/v1/query?url={ENCODED}&umid=AA&auth=b",
        f"https://protect2.fireeye.com/v1/url?k=abc-def&q=1&e=x&u={ENCODED}",
        f"https://clicktime.symantec.com/3abc?u={ENCODED}",
        f"https://us-west-2.protection.sophos.com/?d=h.org&u={base64.b64encode(INNER.encode()).decode()}&i=x&t=y&h=z",
    ],
)
def test_the_address_behind_a_check_is_read_out_of_its_own(url):
    """Whatever filter has rewritten it: those that carry it tell it to who reads it as they do."""
    assert unwrap(url) == (INNER,)


def test_what_was_taken_out_of_an_address_is_put_back_byte_by_byte():
    """A letter beyond ASCII is two bytes; what belongs to an address stays as it was, an escape among that."""
    url = f"{THIRD}https://h.org/mart**Anez*20a.jpg*w=3__;{coded('í%?')}{TAIL}"
    assert unwrap(url) == ("https://h.org/mart%C3%ADnez%20a.jpg?w=3",)


@pytest.mark.parametrize(
    "url",
    [
        f"{THIRD}https://h.org/a*b.jpg__;{coded('-+')}{TAIL}",
        f"{THIRD}https://h.org/a*b.jpg__;{TAIL}",
        f"{THIRD}https://h.org/a*b.jpg__;A{TAIL}",
        f"{THIRD}heron__;{TAIL}",
        f"{THIRD}{INNER}",
        "https://urldefense.proofpoint.com/v2/url?d=DwMFaQ&c=V",
        "https://urldefense.proofpoint.com/v2/url?u=heron-2Dlake.jpg",
        "https://h.org/v2/url?u=https-3A__h.org_a_b.jpg",
        f"https://h.org/url?a={ENCODED}",
        "https://protect-eu.mimecast.com/s/abcDEF123?domain=h.org",
        "https://url.emailprotection.link/?babcDEF~",
    ],
)
def test_what_is_hidden_or_does_not_add_up_gives_nothing(url):
    """A filter that keeps the address to itself tells none, and one whose pieces are missing is not guessed."""
    assert unwrap(url) == ()


def test_what_follows_the_address_may_be_of_any_letters():
    """The text of a row, whose fragment is read as well, need not be ASCII as the address made of it is."""
    given = f"{THIRD}https://h.org/a.jpg#b__;é{TAIL}"
    assert unwrap(prepare_url(given).url, given) == ()


@pytest.mark.parametrize("piece", ["__;", "*", "**", "&u", "_", "-", "__;A", "%2A"])
def test_an_address_of_hostile_length_takes_no_time(piece):
    """However often its signs come."""
    text = piece * (8_000 // len(piece))
    began = time.perf_counter()
    for url in (
        f"{THIRD}{text}",
        f"https://urldefense.com/v2/url?{text}",
        f"https://linkprotect.cudasvc.com/url?{text}",
    ):
        unwrap(url)
    assert time.perf_counter() - began < 1.0
