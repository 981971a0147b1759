"""How lists write the hashes of their images."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.intake.hashes import algorithm_of, digest_like, read_hash

LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
MD5, SHA256 = "0123456789abcdef" * 2, "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (MD5, MD5),
        (f"  {MD5.upper()}\n", MD5),
        (f"md5:{MD5}", MD5),
        (f"MD5-{MD5}", MD5),
        (f"sha256:{SHA256}", SHA256),
        (f"SHA-256:{SHA256}", SHA256),
        ("", ""),
        (" \t", ""),
        (f"sha1:{MD5}", None),
        (f"md5:{SHA256}", None),
        (f"crc:{MD5}", None),
        (f"md5{MD5}", None),
        (f"md5: {MD5}", None),
        (f"md5:md5:{MD5}", None),
        (MD5[:-1], None),
        (f"{MD5}0", None),
        ("g" * 32, None),
        (f"0x{MD5[2:]}", None),
        ("\u0661" * 32, None),  # digits, but for whom
        ("a" * 56, None),
        ("a" * 96, None),
        ("n/a", None),
        ("md5:", None),
        (f"{MD5}, {MD5}", None),
        ("0Sad+xMj2ttXM1U8meEJ0A==", "d1269dfb1323dadb5733553c99e109d0"),
        (" MD5:0Sad-xMj2ttXM1U8meEJ0A==", "d1269dfb1323dadb5733553c99e109d0"),
        ("0Sad+xMj2ttXM1U8meEJ0A", None),  # may be any word
        ("0Sad+xMj2ttXM1U8meEJ0A=", None),
        ("0Sad+xMj2ttXM1U8meEJ=A==", None),
        ("sha1-0Sad+xMj2ttXM1U8meEJ0A==", None),
        (f"{'A' * 30}==", None),
    ],
)
def test_forms(text, read):
    """The number of digits tells the algorithm, and a name before them must be the right one."""
    assert read_hash(text) == read


@given(
    body=st.binary(max_size=64),
    algorithm=st.sampled_from(sorted(LENGTHS)),
    prefix=st.sampled_from(("", "{}:", "{}-")),
    is_upper=st.booleans(),
)
def test_a_hash_is_read_as_it_was_written(body, algorithm, prefix, is_upper):
    """Whatever the case and the prefix, what comes is held against it by its own algorithm."""
    digest = hashlib.new(algorithm, body).hexdigest()
    written = f"{prefix.format(algorithm)}{digest}"
    known = read_hash(written.upper() if is_upper else written)
    assert (known, algorithm_of(known)) == (digest, algorithm)
    assert digest_like(known, body, sha256=hashlib.sha256(body).hexdigest()) == known
    other = body + b"x"
    assert digest_like(known, other, sha256=hashlib.sha256(other).hexdigest()) != known


@given(body=st.binary(max_size=64), algorithm=st.sampled_from(sorted(LENGTHS)), prefix=st.sampled_from(("", "{}-")))
def test_a_hash_in_base64_is_the_same(body, algorithm, prefix):
    """As the headers of servers and the attributes of HTML have it, and with the letters of addresses."""
    digest = hashlib.new(algorithm, body).digest()
    for coded in (base64.b64encode(digest), base64.urlsafe_b64encode(digest)):
        assert read_hash(prefix.format(algorithm) + coded.decode()) == digest.hex()


@given(st.text() | st.text(alphabet="0123456789abcdefABCDEF:-sh", min_size=30, max_size=140))
def test_any_text_is_a_hash_nothing_or_none(text):
    """What is read is a text of one of four lengths, of the digits that stand at the end; it is read as itself.

    But for base64, which ends in its padding.
    """
    read = read_hash(text)
    if read:
        assert len(read) in LENGTHS.values()
        assert text.strip().lower().endswith(read) or text.strip().endswith("=")
        assert set(read) <= set("0123456789abcdef")
        assert read_hash(read) == read
    else:
        assert (read == "") is (not text.strip())
