"""Content encodings, honest and hostile."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import RowError
from imgcrawl.transport import encodings
from imgcrawl.transport.encodings import Decoded, decodable, decode, proves_zipped_end

MOST = 1_000_000
ENCODERS = {
    "gzip": lambda body: gzip.compress(body, 1),
    "x-gzip": lambda body: gzip.compress(body, 1),
    "deflate": lambda body: zlib.compress(body, 1),
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstandard.compress,
}
CHECKED = {"gzip": gzip.compress, "zstd": zstandard.ZstdCompressor(write_checksum=True).compress}
NAMES = st.sampled_from(sorted(ENCODERS))
BODIES = st.binary(max_size=300) | st.tuples(st.binary(min_size=1, max_size=9), st.integers(1, 30_000)).map(
    lambda drawn: drawn[0] * drawn[1]
)
RAW_DEFLATE = zlib.compress(b"abc" * 99, wbits=-15)


def slug(body: bytes, *names: str, most: int = MOST) -> str:
    """Return the slug with which *body* is refused."""
    with pytest.raises(RowError) as caught:
        decode(body, list(names), max_bytes=most)
    return caught.value.slug


@settings(max_examples=100, deadline=None)
@given(body=BODIES, names=st.lists(NAMES, max_size=3))
def test_layers_are_removed_in_turn(body, names):
    """Up to three encodings, the last applied first removed, give back the body."""
    packed = body
    for name in names:
        packed = ENCODERS[name](packed)
    assert decode(packed, decodable(names)[1], max_bytes=MOST) == Decoded(body, is_cut=False)


@settings(max_examples=300, deadline=None)
@given(body=BODIES, name=NAMES, seed=st.integers(0, 2**32), flips=st.integers(0, 3))
def test_only_bodies_and_refusals_come_out(body, name, seed, flips):
    """Whatever was flipped and cut off, the answer is bytes within the bound or a refusal."""
    rng, packed = random.Random(seed), bytearray(ENCODERS[name](body))
    for _ in range(flips):
        packed[rng.randrange(len(packed))] = rng.randrange(256)
    try:
        found = decode(bytes(packed[: rng.randrange(len(packed) + 1)]), [name], max_bytes=MOST).body
    except RowError:
        return
    assert len(found) <= MOST


@pytest.mark.parametrize("name", ENCODERS)
def test_a_body_that_breaks_off_is_decoded_that_far(name):
    """A cut transfer gives the beginning of the body: what is missing is for validation to find.

    That it was cut is told.
    """
    body = random.Random(1).randbytes(200_000)
    packed = ENCODERS[name](body)
    found, is_cut, _ = decode(packed[: len(packed) // 2], [name], max_bytes=MOST)
    assert body.startswith(found)
    assert len(found) > 10_000 or name in ("br", "zstd")
    assert is_cut


def test_a_layer_that_breaks_off_is_told_of_the_whole():
    """Whichever of them it is."""
    inner, body = gzip.compress(b"a" * 1000)[:-9], b"a" * 1000
    assert decode(brotli.compress(inner), ["br", "gzip"], max_bytes=MOST).is_cut
    outer = gzip.compress(gzip.compress(body))[:-4]
    assert decode(outer, ["gzip", "gzip"], max_bytes=MOST) == Decoded(body, is_cut=True)


def test_a_stream_that_is_corrupt_is_refused_however_much_it_has_given():
    """What it gave is not what was packed."""
    packed = zlib.compress(random.Random(1).randbytes(200_000), 1)
    assert slug(packed[:-1] + bytes([packed[-1] ^ 1]), "deflate") == "content_encoding"
    packed = gzip.compress(random.Random(1).randbytes(200_000), 1)
    assert slug(packed[: len(packed) // 2] + bytes(50_000), "gzip") == "content_encoding"


def test_a_further_member_that_breaks_off_is_told():
    """As the first one is: what begins as a member is no rubbish."""
    first, second = (random.Random(seed).randbytes(100_000) for seed in (1, 2))
    packed = gzip.compress(first) + gzip.compress(second)
    for cut in (100_100, 150_000, len(packed) - 1):
        found = decode(packed[:cut], ["gzip"], max_bytes=MOST)
        assert (first + second).startswith(found.body)
        assert found.is_cut
    assert decode(packed, ["gzip"], max_bytes=MOST) == Decoded(first + second, is_cut=False)
    assert decode(gzip.compress(first) + b"\x1f\x8b\x07", ["gzip"], max_bytes=MOST) == Decoded(first, is_cut=False)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("at", [4, 6, 70_000, -1])
def test_damage_in_a_further_part_is_a_fault(name, at):
    """Of a member or frame that began as one, also when its header or its checksum is wrong."""
    second = bytearray(CHECKED[name](random.Random(2).randbytes(200_000)))
    at = at if name == "zstd" else {4: 3, 6: 10}.get(at, at)  # of gzip the flags and the first block
    second[at] ^= 0xFF
    packed = CHECKED[name](random.Random(1).randbytes(100_000)) + bytes(second)
    assert slug(packed, name) == "content_encoding"


def test_zstd_frames_before_rubbish_are_all_read(monkeypatch):
    """Those that are to be skipped too, but no endless number of them."""
    frames = zstandard.compress(b"a" * 1000) + b"\x50\x2a\x4d\x18\3\0\0\0abc" + zstandard.compress(b"b")
    assert decode(frames + b"rubbish", ["zstd"], max_bytes=MOST) == Decoded(b"a" * 1000 + b"b", is_cut=False)
    monkeypatch.setattr(encodings, "_MOST_ZSTD_FRAMES", 2)
    assert slug(frames + b"rubbish", "zstd") == "content_encoding"


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("behind", [b"\n", b"\0rubbish", b"<!-- cached -->" * 9, bytes(100_000)], ids=[*"abcd"])
@pytest.mark.parametrize("length", [1, 50_000, 300_000])
def test_rubbish_behind_a_stream_is_no_fault(name, behind, length):
    """Browsers leave it out, of whatever encoding."""
    body = random.Random(length).randbytes(length)
    assert decode(ENCODERS[name](body) + behind, [name], max_bytes=MOST) == Decoded(body, is_cut=False)


@pytest.mark.parametrize("name", ["br", "zstd"])
def test_a_damaged_stream_is_none_with_rubbish_behind(name):
    """Before the end of the first stream what is wrong is a fault."""
    packed = bytearray(ENCODERS[name](random.Random(2).randbytes(300_000)))
    packed[:4] = bytes(4)
    assert slug(bytes(packed) + b"rubbish", name) == "content_encoding"


def test_the_end_of_a_raw_stream_is_not_lost():
    """Its last bytes may be decoded from input that was taken before, as nothing follows them."""
    for length in range(65_400, 65_900):
        packed = zlib.compress(bytes(length), wbits=-15)
        assert decode(packed, ["deflate"], max_bytes=MOST) == Decoded(bytes(length), is_cut=False)


def test_what_servers_send_besides_the_standard():
    """Raw deflate, several gzip members and rubbish behind a stream are read as browsers read them."""
    assert decode(RAW_DEFLATE, ["deflate"], max_bytes=MOST) == Decoded(b"abc" * 99, is_cut=False)
    assert decode(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], max_bytes=MOST) == Decoded(b"ab", is_cut=False)
    assert decode(b"", ["gzip"], max_bytes=MOST) == Decoded(b"", is_cut=True)


@pytest.mark.parametrize(
    ("names", "kept", "removed"),
    [
        (["gzip"], [], ["gzip"]),
        ([" GZIP ", "br"], [], ["br", "gzip"]),
        (["gzip", "binary"], ["gzip", "binary"], []),
        (["binary", "gzip"], ["binary"], ["gzip"]),
        (["utf-8"], ["utf-8"], []),
    ],
)
def test_unknown_encodings_stay(names, kept, removed):
    """An encoding that nobody knows is kept, with what lies beneath it."""
    assert decodable(names) == (kept, removed)


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_bombs(name, layers):
    """A body that grows beyond the limit is refused before more than about the limit was held, layer upon layer too."""
    bomb = ENCODERS[name](bytes(30_000_000))
    for _ in range(layers - 1):
        bomb = ENCODERS[name](bomb)
    tracemalloc.start()
    assert slug(bomb, *[name] * layers) == "content_too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MOST


def test_too_many_layers():
    """A tower of encodings is refused unread."""
    assert slug(b"", *["gzip"] * 4) == "content_encoding"


def test_endless_members(monkeypatch):
    """Of a body of very many empty gzip members no more than the first thousand are unpacked."""
    unpack, unpacked = zlib.decompressobj, []
    monkeypatch.setattr("zlib.decompressobj", lambda *args: unpacked.append(1) or unpack(*args))
    assert decode(gzip.compress(b"") * 5_000, ["gzip"], max_bytes=MOST) == Decoded(b"", is_cut=False)
    assert len(unpacked) == 1_000


def test_zstd_window():
    """A frame that asks for more memory than a browser grants is refused."""
    settings = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    assert slug(packer.compress(b"a" * 1000) + packer.flush(), "zstd") == "content_encoding"


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("deflate", lambda body: zlib.compress(body, 0)),
        ("gzip", lambda body: gzip.compress(body, 0)),
        ("br", lambda body: brotli.compress(body, quality=0)),
    ],
)
def test_large_bodies_take_linear_time(name, packed):
    """The event loop is not held up for seconds by a large body that hardly shrinks: 0.1 to 0.3 s for 45 MB."""
    body = random.Random(1).randbytes(45_000_000)
    packed_body = packed(body)
    began = time.process_time()
    assert decode(packed_body, [name], max_bytes=50_000_000) == Decoded(body, is_cut=False)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("flags", [0, 1, 2, 4, 8, 16, 31])
def test_a_wrong_checksum_is_told(flags):
    """What gzip was decoded to is given all the same, whatever the header of the member holds."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = random.Random(1).randbytes(200_000)
    header = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6)
    header += b"\2\0ab" * bool(flags & 4) + b"name\0" * bool(flags & 8) + b"said\0" * bool(flags & 16)
    header += zlib.crc32(header).to_bytes(4, "little")[:2] * bool(flags & 2)
    packed = header + stream.compress(content) + stream.flush()
    found = decode(packed + bytes(8), ["gzip"], max_bytes=MOST)
    assert found == Decoded(content, is_cut=False, is_doubtful=True)
    good = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    assert decode(packed + good, ["gzip"], max_bytes=MOST) == Decoded(content, is_cut=False)


ZIPPED = gzip.compress(b"a picture" * 40)
SPOILT = ZIPPED[:-8] + bytes(8)


@pytest.mark.parametrize(
    ("body", "is_whole"),
    [
        (ZIPPED, True),
        (ZIPPED + ZIPPED, True),
        (ZIPPED + b"\r\n", True),
        (ZIPPED[:-1], False),
        (ZIPPED[:-9], False),
        (SPOILT, False),
        (gzip.compress(bytes(2_000_000)), False),
        (b"a picture", False),
        (b"", False),
    ],
    ids=["whole", "twice", "with-a-line-end", "cut-by-one", "cut-in-its-end", "spoilt", "huge", "other", "empty"],
)
def test_what_is_zipped_proves_its_own_end(body, is_whole):
    """By the checksum and the length that follow what is zipped; not where it is cut, spoilt, or too large to see."""
    assert proves_zipped_end(body, max_bytes=1_000_000) is is_whole
