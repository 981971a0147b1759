from __future__ import annotations

import pytest

from imgcrawl.validation.decoding.ends import page_ends, proves_its_end
from imgcrawl.validation.decoding.scans import jpeg_scans
from tests.validation.files import GIF_FRAME, gif

PROVEN = [
    *("JPEG", "JPEG-progressive", "JPEG-restarts", "JPEG-tail", "PNG", "PNG-palette", "PNG-animated", "PNG-tail"),
    *("GIF", "GIF-animated", "WEBP", "WEBP-lossless", "WEBP-animated"),
]
UNPROVEN = ["MPO", "BMP", "TIFF", "TIFF-lzw", "ICO", "AVIF", "JPEG2000"]


@pytest.mark.parametrize("name", PROVEN)
def test_what_holds_its_end_is_whole(samples, name):
    """A JPEG, a PNG, a GIF and a WebP say where they end; none of their beginnings is taken for the whole."""
    body = samples[name]
    assert proves_its_end(body)
    tail = len(body) - len(body.rstrip(b"\n")) or (len(body) - jpeg_scans(body)[1] if "JPEG" in name else 0)
    end = len(body) - tail
    assert not any(proves_its_end(body[:cut]) for cut in (*range(0, end, 7), *range(end - 40, end)))


@pytest.mark.parametrize("name", UNPROVEN)
def test_what_may_lack_something_at_its_end_is_not_taken_for_whole(samples, name):
    """A file cut between two of its parts cannot be told from a whole one; nor can a JPEG that others follow."""
    assert not proves_its_end(samples[name])


def test_a_progressive_picture_that_lacks_scans_is_not_whole(samples):
    """An end mark that somebody wrote behind the first scan proves nothing."""
    body = samples["JPEG-progressive"]
    second = body.index(b"\xff\xda", body.index(b"\xff\xda") + 2)
    assert not proves_its_end(body[:second] + b"\xff\xd9")


def test_a_gif_cut_between_two_pictures_is_not_whole():
    """Browsers show a GIF without its trailer, but some of its pictures may be missing."""
    assert proves_its_end(gif(2, 2, GIF_FRAME, GIF_FRAME))
    assert not proves_its_end(gif(2, 2, GIF_FRAME)[:-1])


@pytest.mark.parametrize("size", [0, 4, 12])
def test_a_webp_that_declares_nothing_proves_nothing(samples, size):
    """Some writers leave the length of the whole empty."""
    body = samples["WEBP"]
    assert not proves_its_end(body[:4] + size.to_bytes(4, "little") + body[8:])


def test_what_is_no_picture_is_not_whole():
    """A page or a text has no end to prove."""
    assert not any(map(proves_its_end, (b"", b"<html></html>", b"hello")))


def test_a_page_ends_with_its_last_tag():
    """In letters of any size, before spaces and line ends; not within it, nor where the tag is a part of the text."""
    page = b"<!doctype html><html><body><p>x</p></body></HTML>"
    assert all(map(page_ends, (page, page + b"\r\n \n")))
    assert not any(map(page_ends, (b"", page[:-1], page + b"<!-- more", page + b"</div>", b"\xff\xd8\xff\xd9")))
