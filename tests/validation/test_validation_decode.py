"""Whole images are accepted with their facts; what lacks a part is refused."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.unended import with_end_mark
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.formats import FORMATS
from tests.validation.files import LIMITS, refusal


def test_whole_images_are_accepted_with_their_facts(samples):
    """Every whole image of an accepted format passes, and its facts are those of its bytes."""
    for name, body in samples.items():
        facts = inspect_image(body, limits=LIMITS)
        with Image.open(io.BytesIO(body)) as image:
            assert (facts.format, facts.width, facts.height) == (image.format, *image.size), name
        assert facts.sha256 == hashlib.sha256(body).hexdigest()
        assert facts.bytes == len(body)
        assert facts.extension == FORMATS[facts.format].extension
        assert facts.phash is None


def test_frames_are_counted(samples):
    """An animation and a file of several pages tell how many pictures they hold."""
    for name in ("PNG-animated", "GIF-animated", "WEBP-animated", "TIFF-pages", "MPO"):
        assert inspect_image(samples[name], limits=LIMITS).frames == 3, name
    assert inspect_image(samples["PNG"], limits=LIMITS).frames == 1


def test_phash_on_request(samples):
    """The perceptual hash is there if it was asked for, for every mode of picture."""
    for body in samples.values():
        facts = inspect_image(body, limits=Limits())
        assert facts.phash is not None
        assert len(facts.phash) == 16


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.99, 0.999])
def test_truncated_images_are_refused(samples, share):
    """An image that lacks a part of its end is refused wherever it was cut, and nearly always called truncated."""
    skip = ("PPM-bitmap", "JPEG-tail", "PNG-tail")
    slugs = []
    for name, body in samples.items():
        cut = min(int(len(body) * share), len(body) - 3)
        if name not in skip:
            slugs.append(refusal(body[:cut]))
    assert set(slugs) <= {ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_CORRUPT}
    assert slugs.count(ErrorSlug.CONTENT_TRUNCATED) >= 0.9 * len(slugs)


@pytest.mark.parametrize(
    "name",
    ["JPEG-progressive", "PNG", "PNG-animated", "WEBP", "AVIF", "TIFF-lzw", "JPEG2000-bare"],
)
def test_one_missing_byte_is_too_many(samples, name):
    """Where the format marks its end, a single missing byte is found."""
    assert refusal(samples[name][:-1]) is ErrorSlug.CONTENT_TRUNCATED


def test_a_gif_may_lack_its_trailer_but_nothing_else(samples):
    """Browsers show a GIF without its last byte; one byte more belongs to a picture."""
    for name in ("GIF", "GIF-animated"):
        assert inspect_image(samples[name][:-1], limits=LIMITS).format == "GIF"
        assert refusal(samples[name][:-2]) is ErrorSlug.CONTENT_TRUNCATED


@pytest.mark.parametrize("name", ["JPEG", "JPEG-grey", "JPEG-cmyk", "JPEG-restarts"])
def test_a_jpeg_in_one_scan_may_lack_its_end_mark_but_nothing_else(samples, picture, encode, name):
    """Browsers show all of it; the facts are those of the bytes that came."""
    restarts = encode(picture(), "JPEG", restart_marker_blocks=2)
    body = samples.get(name, restarts)
    for length in (1, 2):
        cut = body[:-length]
        facts, whole = inspect_image(cut, limits=Limits()), inspect_image(body, limits=Limits())
        assert (facts.phash, facts.width, facts.mode) == (whole.phash, whole.width, whole.mode)
        assert (facts.bytes, facts.sha256) == (len(cut), hashlib.sha256(cut).hexdigest())
    assert {refusal(body[:-length]) for length in range(3, 20)} == {ErrorSlug.CONTENT_TRUNCATED}


@pytest.mark.parametrize("zeros", [3, 4, 8, 20])
def test_zeros_in_the_place_of_the_end_mark_and_more_are_no_picture(samples, zeros):
    """They read as data, so that the last block would be another one."""
    assert refusal(samples["JPEG"][:-zeros] + bytes(zeros)) is ErrorSlug.CONTENT_TRUNCATED


@pytest.mark.parametrize("name", ["JPEG-progressive", "MPO"])
def test_a_jpeg_of_several_scans_or_pictures_may_not(samples, name):
    """The last scan may change no pixel, and the last picture is another one."""
    assert refusal(samples[name][:-2]) is ErrorSlug.CONTENT_TRUNCATED


@given(seed=st.integers(0, 2**32 - 1), lost=st.integers(3, 40), quality=st.integers(20, 97))
@settings(max_examples=40, deadline=None)
def test_no_byte_of_a_scan_goes_missing_unnoticed(encode, seed, lost, quality):
    """Whatever picture it is, and however many bytes are lost besides the end mark."""
    noise = Image.frombytes("RGB", (24, 16), random.Random(seed).randbytes(24 * 16 * 3))
    body = encode(noise, "JPEG", quality=quality)
    assert with_end_mark(body[:-2]) == body
    assert with_end_mark(body[:-lost]) == body[:-lost]


@pytest.mark.parametrize("name", ["JPEG", "JPEG-grey", "JPEG-cmyk"])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_a_torn_jpeg_with_an_end_mark_is_truncated(samples, name, share):
    """An end mark glued to a part of a scan hides nothing: libjpeg would fill the rest with grey."""
    torn = samples[name][: int(len(samples[name]) * share)] + b"\xff\xd9"
    Image.open(io.BytesIO(torn)).load()
    assert refusal(torn) is ErrorSlug.CONTENT_TRUNCATED


@pytest.mark.parametrize("missing", [4, 6, 20])
def test_a_torn_jpeg_may_be_grey_where_it_ends(picture, encode, missing):
    """Where the picture itself is of the grey that fills up, the last block is missed too."""
    grey = picture(size=(64, 96))
    grey.paste((128, 128, 128), (0, 32, 64, 96))
    whole = encode(grey, "JPEG")
    assert inspect_image(whole, limits=LIMITS).format == "JPEG"
    assert refusal(whole[: -2 - missing] + b"\xff\xd9") is ErrorSlug.CONTENT_TRUNCATED


@pytest.mark.parametrize("missing", [1, 4])
def test_a_progressive_jpeg_without_its_last_scans_is_truncated(samples, missing):
    """An end mark after the first scans hides nothing, although they decode to the whole picture, only coarser."""
    torn = samples["JPEG-progressive"]
    for _ in range(missing):
        torn = torn[: torn.rindex(b"\xff\xda")]
    torn += b"\xff\xd9"
    Image.open(io.BytesIO(torn)).load()
    assert refusal(torn) is ErrorSlug.CONTENT_TRUNCATED


def test_corrupt_is_not_truncated(samples):
    """A file that is all there and cannot be decoded is corrupt: to fetch it again is no use."""
    body = samples["PNG"]
    at = body.index(b"IDAT") + 4
    assert refusal(body[:at] + bytes(200) + body[at + 200 :]) is ErrorSlug.CONTENT_CORRUPT


def test_least_sides(samples):
    """An image narrower or lower than asked for is too small."""
    assert refusal(samples["PNG"], Limits(min_width=65)) is ErrorSlug.CONTENT_TOO_SMALL
    assert refusal(samples["PNG"], Limits(min_height=49)) is ErrorSlug.CONTENT_TOO_SMALL
    assert inspect_image(samples["PNG"], limits=Limits(min_width=64, min_height=48)).height == 48


@pytest.mark.parametrize("name", ["PNG", "GIF", "JPEG", "WEBP", "BMP"])
def test_a_single_pixel_is_a_placeholder(encode, name):
    """A picture of one pixel shows nothing, in any format."""
    assert refusal(encode(Image.new("RGB", (1, 1)), name)) is ErrorSlug.CONTENT_PLACEHOLDER


@pytest.mark.parametrize(("tag", "is_seen"), [(0x010F, False), (0x0110, False), (0x0131, True), (None, True)])
def test_a_camera_is_not_looked_over_its_shoulder(picture, encode, tag, is_seen):
    """A shot whose metadata name the camera is compared with no other; software that drew a picture is no camera."""
    exif = Image.Exif()
    if tag:
        exif[tag] = "Reconyx"
    facts = inspect_image(encode(picture(), "JPEG", exif=exif), limits=Limits())
    assert (facts.looks is not None) is is_seen


TAILS = {
    "page": b"\n<!-- cached by a plug-in --><html><body>oops</body></html>",
    "warning": b"<br />\n<b>Warning</b>:  imagedestroy() in <b>/www/i.php</b> on line <b>9</b><br />",
    "zeros": bytes(64),
    "line-end": b"\r\n",
    "boundary": b"\r\n--frontier--\r\n",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
def test_what_follows_an_image_does_no_harm(samples, tail):
    """Servers append pages, warnings and padding to images; browsers show them, and so they are images here."""
    for name, body in samples.items():
        assert inspect_image(body + tail, limits=LIMITS).bytes == len(body) + len(tail), name


@pytest.mark.parametrize(
    "head", [*TAILS.values(), b"\xef\xbb\xbf", b" ", b"--frontier\r\nContent-Type: image/jpeg\r\n\r\n"]
)
def test_what_precedes_an_image_hides_it(samples, head):
    """A mark, a space or a page before an image keep browsers from seeing it, and so it is none here."""
    for name, body in samples.items():
        if name.startswith(("JPEG", "PNG", "GIF", "WEBP", "AVIF")):
            assert refusal(head + body).stage == "content", name
