"""Files of very many parts are refused by what their structure says, before anything is decoded."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from imgcrawl.validation.decoding import price
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.structure import gif_walk, icon_chunks
from imgcrawl.validation.facts import InvalidImage, Limits
from tests.validation.files import png_chunk

MANY = price.MOST_PARTS + 1


def verdict(body: bytes, *, max_pixels: int = 1_000_000) -> str:
    """Return ``ok``, or the error with which *body* is refused and why."""
    try:
        inspect_image(body, limits=Limits(max_pixels=max_pixels, phash=False))
    except InvalidImage as exc:
        return f"{exc.slug}: {exc.detail}"
    return "ok"


def saved(form: str, size: tuple[int, int] = (16, 16), **options: object) -> bytes:
    """Return a file of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", [b"abCd", b"tEXt"])
@pytest.mark.parametrize(("count", "is_refused"), [(MANY, True), (2_000, False)])
def test_chunks(monkeypatch, kind, count, is_refused):
    """A PNG has some thousand, even a large one; a hundred thousand are too many."""
    body = saved("PNG")
    many = body[:33] + png_chunk(kind, b"a\0b" if kind == b"tEXt" else b"") * count + body[33:]
    expected = "content_decoder_timeout: not tried, for it has more than 100,000 chunks" if is_refused else "ok"
    assert verdict(many) == expected
    if is_refused:
        monkeypatch.setattr(price, "MOST_PARTS", 2 * MANY)
        assert "not tried" not in verdict(many)


def test_what_follows_the_last_chunk():
    """No decoder reads it: a file may have been filled up with zeros, each twelve of which look like a chunk."""
    assert verdict(saved("PNG") + bytes(12 * MANY)) == "ok"


@pytest.mark.parametrize("segment", [b"\xff\xe1\0\2", b"\xff\xfe\0\2", b"\xff\xe2\0\x12ICC_PROFILE\0\1\xffab"])
@pytest.mark.parametrize(("count", "is_refused"), [(MANY, True), (1_000, False)])
def test_segments(segment, count, is_refused):
    """A JPEG has some hundred, even one with large profiles."""
    body = saved("JPEG")
    found = verdict(body[:2] + segment * count + body[2:])
    assert found == "ok" if not is_refused else found.startswith("content_decoder_timeout: not tried")


def scanned(times: int, *, size: tuple[int, int]) -> bytes:
    """Return a progressive JPEG whose last scan comes so often."""
    body = saved("JPEG", size, progressive=True)[:-2]
    return body + body[body.rindex(b"\xff\xda") :] * times + b"\xff\xd9"


@pytest.mark.parametrize(
    ("times", "size", "is_refused"),
    [(50, (1000, 1000), False), (100, (400, 400), False), (100, (1000, 1000), True), (3_000, (200, 200), True)],
)
def test_scans(times, size, is_refused):
    """As many as encoders make are read, whatever the size; more only as far as they are small."""
    found = verdict(scanned(times, size=size))
    assert found == "ok" if not is_refused else found.startswith("content_decoder_timeout: not tried")


def tiff(strips: int, *, entries: int = 1) -> bytes:
    """Return a TIFF of one column whose *entries* for its strips all point to one list of so many offsets."""
    at = 8 + 12 * (8 + entries) + 6
    fields = [(256, 4, 1, 1), (257, 4, 1, strips), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1)]
    fields += [(278, 4, 1, 1), (279, 4, strips, at + 4 * strips), *[(273, 4, strips, at)] * entries]
    directory = b"".join(struct.pack("<HHII", *field) for field in fields)
    head = b"II*\0" + struct.pack("<IH", 8, len(fields)) + directory + bytes(4)
    return head + struct.pack("<I", 8) * strips + struct.pack("<I", 1) * strips


@pytest.mark.parametrize(("strips", "entries", "is_refused"), [(500, 1, False), (600_000, 1, True), (9_000, 200, True)])
def test_strips(strips, entries, is_refused):
    """A million numbers in one directory are too many, be it that they stand there once and are pointed to often."""
    found = verdict(tiff(strips, entries=entries))
    assert found == "ok" if not is_refused else found.startswith("content_decoder_timeout: not tried")


def test_a_directory_of_entries_alone(monkeypatch):
    """That they point to nothing makes them no fewer."""
    monkeypatch.setattr(price, "MOST_ITEMS", 10_000)
    body = b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 1 << 60) + bytes(20 * (price.MOST_ITEMS + 1))
    assert verdict(body).startswith("content_decoder_timeout: not tried")


def test_bytes_that_belong_to_nothing_in_a_gif():
    """They are skipped, to the next thing that begins or to the end, without a look at each."""
    body = saved("GIF")
    looks = []

    class Watched(bytes):
        def __getitem__(self, key):
            looks.append(key)
            return super().__getitem__(key)

    assert gif_walk(body[:-1] + b"x" * 9_000 + b";") == (len(body) - 1 + 9_000, 1)
    assert gif_walk(body[:-1] + b"x" * 9_000) == (len(body) - 1 + 9_000, 1)
    gif_walk(Watched(body[:-1] + b"x" * 9_000))
    assert len(looks) < 1_000


@pytest.mark.parametrize("filling", [b"\xff", b"\0"])
def test_what_stands_between_the_parts_of_a_jpeg(filling):
    """A decoder skips it byte by byte: nobody writes a megabyte of it; behind the picture it is not read."""
    body, first = saved("JPEG"), 20
    expected = "content_decoder_timeout: not tried, for it has more than 1,000,000 bytes between its parts"
    assert verdict(body[:first] + filling * (price.MOST_FILLING + 1) + body[first:]) == expected
    assert verdict(body[:first] + filling * 2_000 + body[first:]) == "ok"
    assert verdict(body + filling * (price.MOST_FILLING + 1)) == "ok"


@pytest.mark.parametrize("extension", [b"\x21\xfe\1a\0", b"\x21\xff\1a\0", b"\x21\xf9\4\0\0\0\0\0"])
@pytest.mark.parametrize(("count", "is_refused"), [(MANY, True), (2_000, False)])
def test_extensions(extension, count, is_refused):
    """A GIF has one or two for each of its pictures."""
    body = saved("GIF")
    at = body.index(b"\x2c", 13 + 3 * 2)
    found = verdict(body[:at] + extension * count + body[at:])
    expected = "content_decoder_timeout: not tried, for it has more than 100,000 parts" if is_refused else "ok"
    assert found == expected


def test_blocks_of_gifs(monkeypatch):
    """One comment may consist of as many blocks as it likes; a picture has many, and more than a file has room for."""
    body = saved("GIF")
    at = body.index(b"\x2c", 13 + 3 * 2)
    comment = b"\x21\xfe" + b"\1a" * MANY + b"\0"
    assert verdict(body[:at] + comment + body[at:]).startswith("content_decoder_timeout")
    comment = b"\x21\xfe" + (b"\xff" + b"a" * 255) * 2_000 + b"\0"
    assert verdict(body[:at] + comment + body[at:]) == "ok"
    more = body[:-1].removesuffix(b"\0") + b"\1\0" * MANY + b"\0;"
    assert "not tried" not in verdict(more)
    monkeypatch.setattr(price, "MOST_BLOCKS", MANY)
    assert verdict(more) == f"content_decoder_timeout: not tried, for it has more than {MANY:,} blocks"


@pytest.mark.parametrize(
    ("head", "is_refused"),
    [
        (b"P3 2000 1000 255\n", True),
        (b"P2\n# it is large\n2000\n#\n3000 255\n", True),
        (b"P1 3000 2000\n", True),
        (b"P3 0000002000 0000001000 255\n", True),
        (b"P3 2000 10#\n00 255\n", True),
        (b"P3 1 9999999999999999999 255\n", False),
        (b"P2 2000 1000 255\n", False),
        (b"P5 3000 2000 255\n", False),
    ],
)
def test_numbers_of_plain_text(head, is_refused):
    """Five million are read, one by one, of a size as decoders read it; samples that are bytes are no numbers."""
    assert verdict(head, max_pixels=100_000_000).startswith("content_decoder_timeout: not tried") is is_refused


def test_comments_of_plain_text():
    """A decoder takes time for each that grows with the file: a thousand are enough; samples may look like them."""
    body = b"P2\n8 8\n255\n" + b"7 " * 64
    expected = "content_decoder_timeout: not tried, for it has more than 1,000 comments"
    assert verdict(body + b"#\n" * (price.MOST_COMMENTS + 1)) == expected
    assert verdict(body + b"#\n" * price.MOST_COMMENTS) == "ok"
    assert verdict(b"P5\n40 40\n255\n" + b"#" * 1_600) != expected


def icon(png: bytes, starts: list[int], before: bytes = b"") -> bytes:
    """Return an ICO whose entries lead to the *starts* within *png*, which all of *before* stands in front of."""
    at = 6 + 16 * len(starts) + len(before)
    entries = [struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(png) - start, at + start) for start in starts]
    return struct.pack("<HHH", 0, 1, len(starts)) + b"".join(entries) + before + png


def test_pictures_of_icons():
    """An icon has some ten; two hundred and fifty-six are read."""
    png = saved("PNG")
    assert verdict(icon(png, [0] * 256)) == "ok"
    expected = "content_decoder_timeout: not tried, for it has more than 256 pictures"
    assert verdict(icon(png, [0] * 257)) == expected


def test_chunks_of_icons(monkeypatch):
    """They count as those of a PNG do, once each, however many entries lead to them and wherever they join them."""
    inner, count = b"\x89PNG\r\n\x1a\n\0\0\0\0abCd", 200  # the checksum of the outer one is its, too
    png = saved("PNG")
    joined = png[:33] + png_chunk(b"abCd", inner) * count + png[33:]
    starts = [0, *(33 + 28 * n + 8 for n in range(count))]
    body = icon(joined, starts)
    assert len(list(icon_chunks(body))) <= 3 * count
    monkeypatch.setattr(price, "MOST_PARTS", 3 * count)
    assert verdict(body) == "ok"
    assert verdict(icon(png[:33] + png_chunk(b"abCd") * 3 * count + png[33:], [0])).endswith("more than 600 chunks")
    assert verdict(icon(joined[:-12], starts)) == "content_truncated: the ICO file ends before its own structure does"
