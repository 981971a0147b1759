from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.validation.formats import ALLOWED_FORMATS, FORMATS, Kind, Sniffed, sniff


def test_every_accepted_file_is_recognised(samples):
    """The first bytes tell each accepted format; an MPO begins as the JPEG that it is."""
    for name, body in samples.items():
        expected = name.partition("-")[0].replace("MPO", "JPEG")
        assert sniff(body) == Sniffed(Kind.IMAGE, expected, FORMATS[expected].extension), name


def test_the_first_bytes_are_enough(samples):
    """What a body is does not depend on how much of it there is."""
    for name, body in samples.items():
        assert sniff(body[:64]) == sniff(body), name


def test_formats_have_an_extension_and_a_media_type():
    """Every accepted format can be stored and served under a name of its own kind."""
    for name in ALLOWED_FORMATS:
        assert FORMATS[name].extension.isalnum()
        assert FORMATS[name].media_type.startswith("image/")


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>404</title>",
        b"\n\r\t <HTML>",
        b"\xef\xbb\xbf  <html lang=en>",
        "\ufeff<html>".encode("utf-16-le"),
        "\ufeff<html>".encode("utf-16-be"),
        b"<!-- cached --><p>Not found",
        b"<!-- cached",
        b"<script>location='/'</script>",
        b"<body onload=x>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
        b"Warning: mysql_connect() in /index.php\n<html><body>",
    ],
)
def test_web_pages(body):
    """A web page is told by its markup, whatever stands before it."""
    assert sniff(body) == Sniffed(Kind.HTML)


@pytest.mark.parametrize(
    "body",
    [
        b"Not Found",
        b'{"error": "<html> is not served here"}',
        b'[{"a": 1}]',
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        b"<Error/>",
        b"BMW is no bitmap, P6 is no pixmap",
        b"P6 is no pixmap",
        "Größe".encode(),
        b"\xef\xbb\xbf",
        b"    ",
    ],
)
def test_text(body):
    """Text that is no web page is text, XML and JSON included."""
    assert sniff(body) == Sniffed(Kind.TEXT)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b'<?xml version="1.0"?><!-- Inkscape -->\n<svg:svg>', "SVG"),
        (b'\xef\xbb\xbf<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN">', "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS"),
        (b"\xc5\xd0\xd3\xc6" + bytes(28), "EPS"),
        (b"%PDF-1.7\n", "PDF"),
        (b"8BPS\0\1", "PSD"),
        (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
        (b"\1\0\0\0" + bytes(36) + b" EMF", "EMF"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "MP4"),
        (b"\x1aE\xdf\xa3\1\0\0\0", "WEBM"),
        (b"RIFF\0\1\0\0AVI LIST", "AVI"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIF"),
        (b"\xff\x0a\xfa\x7f", "JXL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JXL"),
    ],
)
def test_recognised_and_refused(body, name):
    """What is known and not accepted keeps its name and gets no extension."""
    sniffed = sniff(body)
    assert sniffed.format == name
    assert sniffed.extension == ""
    assert sniffed.format not in ALLOWED_FORMATS


def test_avif_is_told_from_heif_by_any_of_its_brands():
    """The general brand mif1 decides nothing; a compatible brand does."""
    assert sniff(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf").format == "AVIF"
    assert sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic").format == "HEIF"


def test_a_picture_in_front_of_markup_is_a_picture():
    """The first bytes decide on a polyglot, as they do in browsers."""
    assert sniff(b"GIF89a/*<html>*/").format == "GIF"
    assert sniff(b"<html>GIF89a") == Sniffed(Kind.HTML)


def test_nothing_and_anything():
    """No bytes are empty; bytes that mean nothing are other."""
    assert sniff(b"") == Sniffed(Kind.EMPTY)
    assert sniff(bytes(100)) == Sniffed(Kind.OTHER)
    assert sniff(b"\x1f\x8b\x08\0") == Sniffed(Kind.OTHER)
    assert sniff(b"\0\0\2\0" + bytes(8) + b"\x80\0\x80\0\x18") == Sniffed(Kind.OTHER)  # a TGA, not a cursor


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=64), st.text(max_size=40).map(str.encode)))
def test_sniffing_never_fails(body):
    """Any bytes are of some kind, and only accepted formats get an extension."""
    sniffed = sniff(body)
    assert bool(sniffed.extension) == (sniffed.format in ALLOWED_FORMATS)
