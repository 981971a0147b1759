from __future__ import annotations

import hashlib
import io
import random
import struct
import time
import warnings
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.formats import FORMATS

LIMITS = Limits(phash=False)


def refusal(body: bytes, limits: Limits = LIMITS) -> ErrorSlug:
    """Return the slug with which *body* is refused."""
    with pytest.raises(InvalidImage) as caught:
        inspect_image(body, limits=limits)
    return caught.value.slug


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Return a grey PNG that declares this size, whatever its *chunks* hold."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + png_chunk(b"IEND", b"")


def gif(width: int, height: int, *blocks: bytes) -> bytes:
    """Return a GIF with two black colours that declares this size."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + b"".join(blocks) + b";"


GIF_FRAME = b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x02\x84\x51\x00"


def tiff(*entries: tuple[int, int, int, int], following: int = 0, tail: bytes = b"") -> bytes:
    """Return a little-endian TIFF with one directory of *entries*: tag, type, count and value or offset."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + struct.pack("<I", following) + tail


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
    ["JPEG", "JPEG-progressive", "JPEG-cmyk", "PNG", "PNG-animated", "WEBP", "AVIF", "TIFF-lzw", "JPEG2000-bare"],
)
def test_one_missing_byte_is_too_many(samples, name):
    """Where the format marks its end, a single missing byte is found."""
    assert refusal(samples[name][:-1]) is ErrorSlug.CONTENT_TRUNCATED


def test_a_gif_may_lack_its_trailer_but_nothing_else(samples):
    """Browsers show a GIF without its last byte; one byte more belongs to a picture."""
    for name in ("GIF", "GIF-animated"):
        assert inspect_image(samples[name][:-1], limits=LIMITS).format == "GIF"
        assert refusal(samples[name][:-2]) is ErrorSlug.CONTENT_TRUNCATED


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


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"", ErrorSlug.CONTENT_EMPTY),
        (b"<!doctype html><h1>Hi", ErrorSlug.CONTENT_HTML),
        (b'{"error": 404}', ErrorSlug.CONTENT_TEXT),
        (b"<?xml version='1.0'?><Error/>", ErrorSlug.CONTENT_TEXT),
        (b"\x1f\x8b" + bytes(99), ErrorSlug.CONTENT_NOT_IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"%PDF-1.4\n", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"8BPS" + bytes(40), ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"\0\0\0\x20ftypisom", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"GIF89a/*<html><script>*/=1;</script>", ErrorSlug.CONTENT_CORRUPT),
    ],
)
def test_what_is_no_acceptable_image(body, slug):
    """Each kind of wrong body has a slug of its own."""
    assert refusal(body) in {slug, ErrorSlug.CONTENT_TRUNCATED if slug is ErrorSlug.CONTENT_CORRUPT else slug}


def test_corrupt_is_not_truncated(samples):
    """A file that is all there and cannot be decoded is corrupt: to fetch it again is no use."""
    body = samples["PNG"]
    at = body.index(b"IDAT") + 4
    assert refusal(body[:at] + bytes(200) + body[at + 200 :]) is ErrorSlug.CONTENT_CORRUPT


def test_programs_are_never_started(samples, monkeypatch):
    """No plug-in beyond those of the accepted formats is loaded or asked."""
    monkeypatch.setattr(Image, "init", lambda: pytest.fail("Pillow loads all its plug-ins"))
    for body in (*samples.values(), b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\x89PNG\r\n\x1a\n" + bytes(99)):
        try:
            inspect_image(body, limits=LIMITS)
        except InvalidImage:
            continue


BOMBS = {
    "png": png(60_000, 60_000, png_chunk(b"IDAT", zlib.compress(bytes(100)))),
    "gif": gif(65_535, 65_535, GIF_FRAME),
    "gif-frame": gif(2, 2, b"\x2c" + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02\x84\x51\x00"),
    "webp": b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\0\xff\x3f\0",
    "tiff": tiff(
        (256, 4, 1, 10**6), (257, 4, 1, 10**6), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 1)
    ),
    "bmp": b"BM" + struct.pack("<IIIIiiHHIIIIII", 99, 0, 54, 40, 10**6, 10**6, 1, 24, 0, 0, 0, 0, 0, 0),
    "ico": b"\0\0\1\0\1\0" + bytes(8) + struct.pack("<II", 500, 22) + png(60_000, 60_000, png_chunk(b"IDAT", b"")),
    "ppm": b"P6 100000 100000 255\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_not_decoded(name):
    """A file that declares too many pixels is refused at once, before memory is spent on it."""
    started = time.process_time()
    slug = refusal(BOMBS[name])
    assert time.process_time() - started < 1
    damaged = {ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_CORRUPT} if name == "webp" else set()
    assert slug in {ErrorSlug.CONTENT_TOO_MANY_PIXELS, *damaged}


def test_the_pixel_limit_is_exact(samples):
    """As many pixels as allowed pass; one fewer allowed, and they do not."""
    for name in ("PNG", "JPEG", "GIF"):
        assert inspect_image(samples[name], limits=Limits(max_pixels=64 * 48)).width == 64
        assert refusal(samples[name], Limits(max_pixels=64 * 48 - 1)) is ErrorSlug.CONTENT_TOO_MANY_PIXELS


def test_a_limit_above_that_of_pillow_holds(samples, monkeypatch):
    """The limit is ours alone, and Pillow's is left as it was."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert inspect_image(samples["PNG"], limits=LIMITS).width == 64
    assert Image.MAX_IMAGE_PIXELS == 10


def test_least_sides(samples):
    """An image narrower or lower than asked for is too small."""
    assert refusal(samples["PNG"], Limits(min_width=65)) is ErrorSlug.CONTENT_TOO_SMALL
    assert refusal(samples["PNG"], Limits(min_height=49)) is ErrorSlug.CONTENT_TOO_SMALL
    assert inspect_image(samples["PNG"], limits=Limits(min_width=64, min_height=48)).height == 48


@pytest.mark.parametrize("name", ["PNG", "GIF", "JPEG", "WEBP", "BMP"])
def test_a_single_pixel_is_a_placeholder(encode, name):
    """A picture of one pixel shows nothing, in any format."""
    assert refusal(encode(Image.new("RGB", (1, 1)), name)) is ErrorSlug.CONTENT_PLACEHOLDER


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_text_bombs(kind):
    """Text that inflates beyond measure is refused without being held."""
    packed = zlib.compress(bytes(50_000_000), 9)
    head = b"a\0\0" if kind == b"zTXt" else b"a\0\1\0\0\0"
    body = png(2, 2, png_chunk(kind, head + packed), png_chunk(b"IDAT", zlib.compress(bytes(6))))
    assert refusal(body) is ErrorSlug.CONTENT_CORRUPT


def test_a_tiff_whose_directories_loop_ends():
    """A directory that follows itself is counted once."""
    rows = [(256, 4, 1, 2), (257, 4, 1, 2), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 98)]
    body = tiff(*rows, (279, 4, 1, 4), following=8, tail=bytes(4))
    assert len(body) == 102
    assert inspect_image(body, limits=LIMITS).frames == 1


def test_thousands_of_frames_take_no_time():
    """An animation is walked, not decoded: its cost is that of its bytes."""
    started = time.process_time()
    facts = inspect_image(gif(2, 2, GIF_FRAME * 20_000), limits=LIMITS)
    assert facts.frames == 20_000
    assert time.process_time() - started < 1


def test_warnings_do_not_leak(samples):
    """What Pillow warns about stays inside."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        inspect_image(samples["PNG"], limits=Limits(max_pixels=64 * 48))
        refusal(samples["TIFF"][:200])
    assert caught == []


def test_details_name_no_object():
    """The detail of a refusal is the same for the same bytes."""
    with pytest.raises(InvalidImage) as caught:
        inspect_image(b"\x89PNG\r\n\x1a\n" + bytes(90), limits=LIMITS)
    assert "0x" not in caught.value.detail


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), flips=st.integers(0, 12), cut=st.floats(0.0, 1.0))
def test_only_a_verdict_comes_out(samples, seed, flips, cut):
    """Whatever was flipped and cut off, the answer is facts or a refusal, and nothing else is raised."""
    rng = random.Random(seed)
    body = bytearray(samples[rng.choice(sorted(samples))])
    for _ in range(flips):
        body[rng.randrange(min(len(body), 4000))] = rng.randrange(256)
    if cut < 0.5:
        del body[int(len(body) * 2 * cut) :]
    outcome: ImageFacts | InvalidImage
    try:
        outcome = inspect_image(bytes(body), limits=Limits(max_pixels=1_000_000))
    except InvalidImage as exc:
        outcome = exc
    assert isinstance(outcome, ImageFacts) or outcome.slug.value.startswith("content_")


@pytest.mark.parametrize(("tag", "is_seen"), [(0x010F, False), (0x0110, False), (0x0131, True), (None, True)])
def test_a_camera_is_not_looked_over_its_shoulder(picture, encode, tag, is_seen):
    """A shot whose metadata name the camera is compared with no other; software that drew a picture is no camera."""
    exif = Image.Exif()
    if tag:
        exif[tag] = "Reconyx"
    facts = inspect_image(encode(picture(), "JPEG", exif=exif), limits=Limits())
    assert (facts.looks is not None) is is_seen


def test_broken_metadata_harm_nothing(picture, encode):
    """A picture whose EXIF cannot be read is a picture all the same."""
    body = encode(picture(), "JPEG", exif=b"Exif\x00\x00nonsense")
    assert inspect_image(body, limits=Limits()).looks is not None


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
