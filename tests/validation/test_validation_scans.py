"""What the marks of a JPEG tell of its scans."""

from __future__ import annotations

import pytest

from imgcrawl.validation.decoding.scans import jpeg_marks, jpeg_scans
from imgcrawl.validation.decoding.structure import survey

START_OF_SCAN = 0xDA


def scan_starts(body: bytes) -> list[int]:
    """Return where each scan of *body* begins, from its mark on."""
    return [at - 2 for mark, at in jpeg_marks(body, 0) if mark == START_OF_SCAN]


def segment(mark: int, *values: int) -> bytes:
    """Return a segment with its length."""
    return bytes([0xFF, mark, 0, len(values) + 2, *values])


def sequential(*scans: tuple[int, ...]) -> bytes:
    """Return the marks of a JPEG with components 1, 2 and 3; each of *scans* names the components in it."""
    frame = segment(0xC0, 8, 0, 8, 0, 8, 3, *(value for component in (1, 2, 3) for value in (component, 17, 0)))
    parts = (
        segment(START_OF_SCAN, len(scan), *(value for component in scan for value in (component, 0)), 0, 63, 0)
        for scan in scans
    )
    return b"\xff\xd8" + frame + b"".join(part + b"data" for part in parts) + b"\xff\xd9"


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["sequential", "progressive"])
def test_whole_files_are_complete(picture, encode, mode, options):
    """What an encoder writes brings all that it declares."""
    for subsampling in ("4:4:4", "4:2:0"):
        body = encode(picture(mode), "JPEG", subsampling=subsampling, **options)
        assert jpeg_scans(body) == (len(scan_starts(body)), len(body), True)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_scan_too_few(picture, encode, mode):
    """A progressive JPEG that was cut before any of its scans and closed is not whole, however few bits are missing."""
    body = encode(picture(mode), "JPEG", progressive=True)
    for at in scan_starts(body):
        assert not jpeg_scans(body[:at] + b"\xff\xd9").complete
        assert not survey("JPEG", body[:at] + b"\xff\xd9").whole


@pytest.mark.parametrize(
    ("scans", "complete"),
    [([(1, 2, 3)], True), ([(1,), (2,), (3,)], True), ([(1,), (2, 3)], True), ([(1,)], False), ([(1, 2)], False)],
)
def test_every_component_of_a_sequential_jpeg_comes(scans, complete):
    """A component without a scan would be decoded to nothing."""
    assert jpeg_scans(sequential(*scans)).complete is complete


def test_what_a_sequential_scan_says_of_coefficients_is_not_heeded():
    """Encoders write anything there, and decoders read all coefficients."""
    body = sequential((1, 2, 3)).replace(bytes([0, 63, 0]), bytes([0, 0, 0]))
    assert jpeg_scans(body).complete


def test_a_second_picture_of_an_mpo_is_held_to_the_same(picture, encode):
    """Each picture that begins must be complete."""
    first, second = encode(picture(), "JPEG"), encode(picture(), "JPEG", progressive=True)
    assert survey("MPO", first + second).whole
    assert not survey("MPO", first + second[: scan_starts(second)[-1]] + b"\xff\xd9").whole
