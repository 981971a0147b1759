from __future__ import annotations

import zlib

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.chunks import as_still, without_spoilt_chunks
from imgcrawl.validation.decoding.decode import inspect_image
from tests.validation.files import LIMITS, png_chunk, refusal


def with_chunk(body: bytes, name: bytes, *, before: bytes = b"IDAT", data: bytes = b"Title\0of it") -> bytes:
    """Return the PNG *body* with one chunk more, whose checksum is wrong."""
    chunk = png_chunk(name, data)
    at = body.index(before) - 4
    return body[:at] + chunk[:-1] + bytes([chunk[-1] ^ 1]) + body[at:]


@pytest.mark.parametrize("before", [b"IDAT", b"IEND"])
@pytest.mark.parametrize("name", [b"tEXt", b"iCCP", b"gAMA", b"teST"])
def test_a_chunk_beside_the_picture_may_be_spoilt(samples, name, before):
    """Viewers leave it out and show the picture; what is stored and measured is the file as it came."""
    body = with_chunk(samples["PNG"], name, before=before)
    facts = inspect_image(body, limits=LIMITS)
    whole = inspect_image(samples["PNG"], limits=LIMITS)
    assert (facts.bytes, facts.width, facts.mode) == (len(body), whole.width, whole.mode)
    assert facts.sha256 != whole.sha256
    assert without_spoilt_chunks(body) == samples["PNG"]


def test_a_chunk_of_the_picture_may_not(samples):
    """Neither its pixels and its palette, whose names have a capital letter, nor what would be one of these."""
    for name in ("PNG", "PNG-palette"):
        body = samples[name]
        for kind in (b"IDAT", b"PLTE", b"IHDR"):
            if (found := body.find(kind)) > 0:
                end = found + 4 + int.from_bytes(body[found - 4 : found], "big")
                spoilt = body[:end] + bytes([body[end] ^ 1]) + body[end + 1 :]
                assert without_spoilt_chunks(spoilt) == spoilt
                assert kind == b"IDAT" or refusal(spoilt) is ErrorSlug.CONTENT_CORRUPT
    assert refusal(with_chunk(samples["PNG"], b"TEsT")) is ErrorSlug.CONTENT_CORRUPT


@pytest.mark.parametrize("name", ["PNG", "PNG-palette", "PNG-alpha", "PNG-animated", "PNG-tail", "JPEG"])
def test_whole_files_stay_as_they_are(samples, name):
    """Also what stands behind their end, and files of which the last chunk is cut."""
    for body in (samples[name], samples[name][:-20]):
        assert without_spoilt_chunks(body) == body


@pytest.mark.parametrize("name", [b"iCCP", b"zTXt"])
@pytest.mark.parametrize("is_spoilt", [False, True])
def test_what_is_said_about_a_picture_may_be_long(samples, name, is_spoilt):
    """A profile or a text of more than 1 MB, as of printers and of editors, is no fault of the picture."""
    said = png_chunk(name, b"ICC Profile\0\0" + zlib.compress(bytes(1_500_000)))
    body = with_chunk(samples["PNG"], b"tEXt") if is_spoilt else samples["PNG"]
    at = body.index(b"IDAT") - 4
    body = body[:at] + said + body[at:]
    facts, whole = (inspect_image(each, limits=LIMITS) for each in (body, samples["PNG"]))
    assert (facts.bytes, facts.width, facts.mode, facts.phash) == (len(body), whole.width, whole.mode, whole.phash)
    assert refusal(body[:-30]) is ErrorSlug.CONTENT_TRUNCATED


def test_an_animation_may_have_much_to_say(samples):
    """It stays one; a faulty one is shown as its default image."""
    animated = samples["PNG-animated"]
    said = png_chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(1_500_000)))
    at = animated.index(b"IDAT") - 4
    body = animated[:at] + said + animated[at:]
    assert inspect_image(body, limits=LIMITS).frames == inspect_image(animated, limits=LIMITS).frames > 1
    assert inspect_image(changed(body, b"fcTL", bytes(26)), limits=LIMITS).frames == 1


def test_a_cut_picture_is_cut_whatever_is_beside_it(samples):
    """A spoilt chunk makes up for nothing."""
    body = with_chunk(samples["PNG"], b"tEXt")
    assert refusal(body[:-30]) is ErrorSlug.CONTENT_TRUNCATED


def changed(body: bytes, name: bytes, data: bytes | None = None, *, is_spoilt: bool = False) -> bytes:
    """Return the PNG *body* with other *data* in its first chunk of that *name*, or with a wrong checksum."""
    at = body.index(name) - 4
    end = at + 12 + int.from_bytes(body[at : at + 4], "big")
    chunk = body[at:end] if data is None else png_chunk(name, data)
    return body[:at] + (chunk[:-1] + bytes([chunk[-1] ^ 1]) if is_spoilt else chunk) + body[end:]


FAULTY = {
    "acTL-spoilt": lambda body: changed(body, b"acTL", is_spoilt=True),
    "fcTL-spoilt": lambda body: changed(body, b"fcTL", is_spoilt=True),
    "fdAT-spoilt": lambda body: changed(body, b"fdAT", is_spoilt=True),
    "acTL-short": lambda body: changed(body, b"acTL", b"\0\0"),
    "fcTL-short": lambda body: changed(body, b"fcTL", bytes(4)),
    "fcTL-of-another-size": lambda body: changed(body, b"fcTL", bytes(4) + b"\xff" * 16 + bytes(6)),
    "fcTL-out-of-turn": lambda body: changed(body, b"fcTL", b"\0\0\0\x63" + bytes(22)),
    "fdAT-out-of-turn": lambda body: changed(body, b"fdAT", b"\0\0\0\x63pixels"),
    "fdAT-short": lambda body: changed(body, b"fdAT", b"\0"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_animation_leaves_the_default_image(samples, fault):
    """As viewers show it; what is stored and measured is the file as it came."""
    body = FAULTY[fault](samples["PNG-animated"])
    facts, still = (inspect_image(of, limits=LIMITS) for of in (body, as_still(samples["PNG-animated"])))
    assert (facts.bytes, facts.sha256 == still.sha256) == (len(body), False)
    assert (facts.width, facts.height, facts.mode, facts.phash) == (still.width, still.height, still.mode, still.phash)


@pytest.mark.parametrize("fault", FAULTY)
def test_no_fault_of_an_animation_makes_up_for_one_of_the_picture(samples, fault):
    """A file that is cut anywhere, or whose default image is damaged, is refused as ever."""
    body = FAULTY[fault](samples["PNG-animated"])
    assert refusal(changed(body, b"IDAT", b"no pixels")) is ErrorSlug.CONTENT_CORRUPT
    for end in range(40, len(body) - 12, 53):
        assert refusal(body[:end]) is ErrorSlug.CONTENT_TRUNCATED


def test_a_whole_animation_keeps_its_frames(samples):
    """Only what is faulty is left out: a spoilt chunk beside the pictures costs no frame."""
    frames = inspect_image(samples["PNG-animated"], limits=LIMITS).frames
    assert frames > 1
    assert inspect_image(with_chunk(samples["PNG-animated"], b"tEXt"), limits=LIMITS).frames == frames
