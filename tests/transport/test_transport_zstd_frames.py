from __future__ import annotations

import random
import struct
import time
from itertools import accumulate

import pytest
import zstandard

from imgcrawl.transport import zstd_frames
from imgcrawl.transport.encodings import decode
from imgcrawl.transport.zstd_frames import is_cut

BODY = random.Random(1).randbytes(300_000) + bytes(300_000)  # raw blocks, and runs
SKIPPED = struct.pack("<II", 0x184D2A5F, 7) + b"skipped"


def streamed(body: bytes, **options: bool) -> bytes:
    """Return a frame that does not know beforehand how much it holds."""
    packer = zstandard.ZstdCompressor(write_content_size=False, **options).compressobj()
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    "frames",
    [
        [zstandard.compress(BODY)],
        [zstandard.compress(b"a")],
        [zstandard.compress(b"ab" * 200)],
        [zstandard.compress(b"")],
        [zstandard.ZstdCompressor(write_checksum=True).compress(BODY)],
        [streamed(BODY)],
        [streamed(b"a" * 1000, write_checksum=True)],
        [zstandard.compress(b"a" * 1000), zstandard.compress(b"b" * 70_000)],
        [SKIPPED, zstandard.compress(b"a" * 1000), SKIPPED],
    ],
    ids=["blocks", "one-byte", "short", "nothing", "checksum", "streamed", "streamed-checksum", "two", "skipped"],
)
def test_is_whole_between_frames_alone(frames: list[bytes]) -> None:
    """Wherever else a body breaks off is told; less than the mark of a frame is rubbish behind the one before."""
    packed = b"".join(frames)
    ends = accumulate(map(len, frames), initial=0)
    between = {end + begun for end in ends for begun in range(4)}
    rng = random.Random(2)
    cuts = {
        cut for n in range(200) for cut in (n, len(packed) - n, rng.randrange(len(packed))) if 0 <= cut < len(packed)
    }
    assert {cut for cut in cuts if not is_cut(packed[:cut])} == cuts & between
    assert not is_cut(packed + b"\r\nrubbish")


def test_is_told_with_what_it_gave() -> None:
    """A frame that breaks off in its checksum has given everything, one that does so in its header nothing."""
    packed = zstandard.ZstdCompressor(write_checksum=True).compress(BODY)
    assert decode(packed[:-1], ["zstd"], max_bytes=10**6) == (BODY, True, False)
    assert decode(packed[:9], ["zstd"], max_bytes=10**6) == (b"", True, False)


def test_blocks_without_end() -> None:
    """Blocks that hold nothing are not looked at for ever."""
    empty = zstd_frames.FRAME_MAGIC + b"\0\0" + bytes(3 * 10**7)
    began = time.process_time()
    assert not is_cut(empty)
    assert time.process_time() - began < 5
