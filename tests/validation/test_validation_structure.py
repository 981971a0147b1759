from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.validation.decoding.scans import jpeg_scans
from imgcrawl.validation.decoding.structure import Survey, survey
from imgcrawl.validation.formats import FORMATS


def test_whole_files_are_whole(samples):
    """The survey of a whole file never says that its end is missing, unless it says that it cannot know."""
    for name, body in samples.items():
        found = survey(name.partition("-")[0], body)
        assert found.whole or not found.proven, name


def test_pictures_are_counted_where_the_structure_tells(samples):
    """Files with pictures one after the other are counted through."""
    assert survey("GIF", samples["GIF-animated"]).frames == 3
    assert survey("TIFF", samples["TIFF-pages"]).frames == 3
    assert survey("MPO", samples["MPO"]).frames == 3


def test_an_mpo_may_have_lost_its_other_pictures_but_not_a_part_of_one(samples):
    """Sites strip the pictures behind the first; one that begins and does not end was cut in transfer."""
    body = samples["MPO"]
    first_end = jpeg_scans(body)[1]
    assert survey("MPO", body[:first_end]) == Survey(whole=True, frames=1)
    assert not survey("MPO", body[: first_end + 500]).whole


def test_jpeg_marks_inside_segments_do_not_count(encode, picture):
    """A thumbnail in a segment has its own end mark, which is not the picture's."""
    thumbnail = encode(picture(size=(16, 16)), "JPEG")
    body = encode(picture(), "JPEG", comment=thumbnail)
    assert jpeg_scans(body) == (1, len(body), True)
    assert not survey("JPEG", body[:-2]).whole


def test_scans_are_counted(samples):
    """A progressive JPEG has several scans, a sequential one has one."""
    assert jpeg_scans(samples["JPEG"])[0] == 1
    assert jpeg_scans(samples["JPEG-progressive"])[0] > 1


def test_a_gif_is_walked_past_stray_bytes(samples):
    """Bytes between the blocks of a GIF that belong to nothing are skipped, as browsers skip them."""
    body = samples["GIF-animated"]
    second = body.index(b"!\xf9\x04", body.index(b"!\xf9\x04") + 1)
    assert survey("GIF", body[:second] + b"\0\0" + body[second:]) == Survey(whole=True, frames=3)


def test_what_follows_the_trailer_of_a_gif_is_none_of_its_business(samples):
    """Bytes behind the end may look like a picture that is cut."""
    assert survey("GIF", samples["GIF-animated"] + b",,,,") == Survey(whole=True, frames=3)


def test_a_later_page_of_a_tiff_must_be_there(samples):
    """The first page decodes without the last one, which is missing all the same."""
    body = samples["TIFF-pages"]
    found = survey("TIFF", body[: len(body) * 2 // 3])
    assert not found.whole
    assert found.proven


def test_the_byte_counts_of_raw_samples_prove_nothing(samples):
    """A wrong byte count of uncompressed strips does not condemn a picture that decodes."""
    body = bytearray(samples["TIFF"])
    at = body.index(struct.pack("<HHI", 279, 4, 1)) + 8
    body[at : at + 4] = struct.pack("<I", 10**8)
    assert survey("TIFF", bytes(body)) == Survey(whole=False, proven=False, frames=1)


def test_big_and_little_endian_tiffs_are_read_alike(samples):
    """The walk follows the byte order of the file and the offsets of a BigTIFF."""
    assert survey("TIFF", samples["TIFF-big"]).whole
    assert not survey("TIFF", samples["TIFF-big"][:-9]).whole
    big_endian = b"MM\0*" + struct.pack(">IHHHIII", 8, 1, 273, 4, 1, 500, 0)
    assert survey("TIFF", big_endian).frames == 1


@pytest.mark.parametrize("body", [b"MM\0*\0\0\0\x08", b"II*\0\xff\xff\xff\xff", b"II+\0\x08\0\0\0" + b"\xff" * 8])
def test_a_tiff_without_a_directory_is_not_whole(body):
    """A pointer to nowhere is a missing end."""
    assert not survey("TIFF", body).whole


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(FORMATS)), body=st.binary(max_size=200), seed=st.integers(0, 50))
def test_surveys_end_and_never_fail(samples, name, body, seed):
    """Any bytes get a survey."""
    whole = samples.get(name, b"")
    assert isinstance(survey(name, body), Survey)
    assert isinstance(survey(name, whole[:seed] + body + whole[seed:]), Survey)


@pytest.mark.parametrize(("declared", "there", "frames"), [(2, 1, 1), (2, 2, 2), (9, 3, 3), (2, 0, None)])
def test_the_pictures_of_an_animated_png_are_counted(declared, there, frames):
    """Those that are there, not those that are declared; without any it is a still."""
    chunks = [
        (b"acTL", struct.pack(">II", declared, 0)),
        *[(b"fcTL", bytes(26))] * there,
        (b"IDAT", b""),
        (b"IEND", b""),
    ]
    body = b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(d)) + kind + d + bytes(4) for kind, d in chunks)
    assert survey("PNG", body) == Survey(whole=True, frames=frames)
