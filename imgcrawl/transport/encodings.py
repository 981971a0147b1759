"""Removes the content encodings of a body, within bounds that hold whatever the server sent.

Input is fed to the decoders in small slices: handed over whole, a body of tens of megabytes is copied anew for every
64 KiB of output, which takes zlib and brotli seconds.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import brotli
import zstandard

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.transport import zstd_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_SLICE_BYTES: Final = 65_536
_ZSTD_SLICE_BYTES: Final = 256  # of which 8 MB can come, and there is no bound but this one
_MOST_LAYERS: Final = 3  # one is the rule, two happen behind proxies
_MOST_GZIP_MEMBERS: Final = 1_000
_MOST_ZSTD_FRAMES: Final = 1_000  # of a body with something wrong in it
_MOST_ZSTD_WINDOW_BYTES: Final = 8 * 1024 * 1024
"""What a client must support and may refuse to exceed. Source: RFC 9659."""


def decodable(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Split the content encodings *names*, in the order of the headers, into those to keep and those to remove.

    Removed are the known ones at the end, which were applied last; what lies below an unknown one cannot be reached.
    """
    kept = [name.strip().lower() for name in names]
    removed: list[str] = []
    while kept and kept[-1] in _DECODERS:
        removed.append(kept.pop())
    return kept, removed


class Decoded(NamedTuple):
    """A *body* without its encodings; *is_cut*: one of them ended too soon.

    *is_doubtful*: the checksum of gzip, which has to
    do with nothing else, says that it is another.
    """

    body: bytes
    is_cut: bool
    is_doubtful: bool = False


def looks_zipped(body: bytes) -> bool:
    """Say whether *body* begins as what gzip makes, and no picture, does."""
    return body.startswith(_GZIP_MAGIC)


class _CutError(Exception):
    """An encoded body ends before its encoding does."""


class _MemberError(zlib.error):
    """A member of gzip behind the first is broken."""


class _DoubtError(Exception):
    """An encoded body was decoded to its end, and its checksum is wrong."""


def decode(body: bytes, names: list[str], *, max_bytes: int) -> Decoded:
    """Return *body* without the encodings *names*, the outermost first; a body that breaks off is decoded that far.

    :raises RowError: CONTENT_TOO_LARGE when a layer has more than *max_bytes*; CONTENT_ENCODING when it is broken, when
        there are more than three layers, or when a layer asks for more memory than browsers grant it.
    """
    if len(names) > _MOST_LAYERS:
        raise RowError(ErrorSlug.CONTENT_ENCODING, f"{len(names)} encodings, {_MOST_LAYERS} are allowed")
    is_cut = is_doubtful = False
    for name in names:
        body, is_layer_cut, is_layer_doubtful = _collected(_DECODERS[name](body), max_bytes)
        is_cut, is_doubtful = is_cut or is_layer_cut, is_doubtful or is_layer_doubtful
    return Decoded(body, is_cut, is_doubtful)


def unzip(body: bytes, *, done: int, max_bytes: int) -> Decoded:
    """Return *body*, of which *done* encodings are removed already, without all the gzip that is still on it.

    :raises RowError: as :func:`decode` does.
    """
    found = Decoded(body, is_cut=False)
    while looks_zipped(found.body):
        layer, done = decode(found.body, ["gzip"], max_bytes=max_bytes), done + 1
        if done > _MOST_LAYERS:
            raise RowError(ErrorSlug.CONTENT_ENCODING, f"more than {_MOST_LAYERS} encodings")
        found = Decoded(layer.body, found.is_cut or layer.is_cut, found.is_doubtful or layer.is_doubtful)
    return found


def unpacked(body: bytes, headers: Iterable[tuple[bytes, bytes]], *, max_bytes: int) -> bytes:
    """Return the *body* of an answer with these *headers* as it is without its encodings; as it is if one is broken."""
    named = b",".join(value for name, value in headers if name.lower() == b"content-encoding").decode("latin-1")
    _, removed = decodable(named.split(","))
    try:
        found = decode(body, removed, max_bytes=max_bytes)
        return unzip(found.body, done=len(removed), max_bytes=max_bytes).body
    except RowError:
        return body


def proves_zipped_end(body: bytes, *, max_bytes: int) -> bool:
    """Say whether *body* is zipped up to its own end, whose checksum and length are right, and *max_bytes* at most."""
    if not body.startswith(_GZIP_MAGIC):
        return False
    given = 0
    try:
        for piece in _inflated(body, _GZIP):
            given += len(piece)
            if given > max_bytes:
                return False
    except (zlib.error, _CutError):
        return False
    return True


def _collected(pieces: Iterator[bytes], max_bytes: int) -> Decoded:
    out = BytesIO()
    try:
        for piece in pieces:
            out.write(piece)
            if out.tell() > max_bytes:
                raise RowError(ErrorSlug.CONTENT_TOO_LARGE, f"more than {max_bytes} bytes without its encoding")
    except (zlib.error, brotli.error, zstandard.ZstdError) as exc:
        raise RowError(ErrorSlug.CONTENT_ENCODING, str(exc)[:100]) from exc
    except _CutError:
        return Decoded(out.getvalue(), is_cut=True)
    except _DoubtError:
        return Decoded(out.getvalue(), is_cut=False, is_doubtful=True)
    return Decoded(out.getvalue(), is_cut=False)


def _slices(body: bytes) -> Iterator[bytes]:
    return (body[at : at + _SLICE_BYTES] for at in range(0, len(body), _SLICE_BYTES))


def _inflated(body: bytes, window_bits: int) -> Iterator[bytes]:
    """Yield the pieces of a zlib, raw or gzip stream, of all members of the latter; what follows them is no part.

    Behind a whole member what does not begin as another one is rubbish, and no fault.
    """
    decoder, members = zlib.decompressobj(window_bits), 0
    try:
        for at in range(0, len(body), _SLICE_BYTES):
            waiting = body[at : at + _SLICE_BYTES]
            end = at + len(waiting)
            while waiting:
                if decoder.eof:
                    members += 1
                    is_member = body.startswith(_GZIP_MAGIC, end - len(waiting))
                    if window_bits != _GZIP or members == _MOST_GZIP_MEMBERS or not is_member:
                        return
                    decoder = zlib.decompressobj(window_bits)
                yield decoder.decompress(waiting, _SLICE_BYTES)
                waiting = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        yield decoder.flush()  # the end of a raw stream may be decoded from what was taken before
    except zlib.error as exc:
        if members:
            raise _MemberError(str(exc)) from exc
        raise
    if not decoder.eof:
        raise _CutError


_GZIP: Final = 16 + zlib.MAX_WBITS


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """Yield the pieces of a gzip stream, also if its only member has a checksum or a length that is wrong."""
    given = 0
    try:
        for piece in _inflated(body, _GZIP):
            given += len(piece)
            yield piece
    except zlib.error as exc:
        if isinstance(exc, _MemberError) or not looks_zipped(body):
            raise
        yield from _beyond(given, _inflated(body[_gzip_header_bytes(body) :], -zlib.MAX_WBITS))
        raise _DoubtError from None


def _gzip_header_bytes(body: bytes) -> int:
    """Return how long the header of a gzip member is. Source: RFC 1952, 2.3."""
    flags, at = body[3:4] or b"\0", 10
    if flags[0] & 4:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for named in (8, 16):
        if flags[0] & named:
            at = body.find(b"\0", at) + 1 or len(body)
    return at + (2 if flags[0] & 2 else 0)


def _deflated(body: bytes) -> Iterator[bytes]:
    """Yield the pieces of a zlib stream, or of the raw one that some servers send in its place."""
    try:
        zlib.decompressobj().decompress(body[:2], 1)
    except zlib.error:
        return _inflated(body, -zlib.MAX_WBITS)
    return _inflated(body, zlib.MAX_WBITS)


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    """Yield the pieces of a brotli stream; what follows it is no part."""
    decoder, given = brotli.Decompressor(), 0
    for at in range(0, len(body), _SLICE_BYTES):
        if decoder.is_finished():
            return
        try:
            for piece in _unbrotlied_slice(decoder, body[at : at + _SLICE_BYTES]):
                given += len(piece)
                yield piece
        except brotli.error:
            yield from _beyond(given, _unbrotlied_to_its_end(body, at))
            return
    if not decoder.is_finished():
        raise _CutError


def _unbrotlied_slice(decoder: brotli.Decompressor, packed: bytes) -> Iterator[bytes]:
    found = decoder.process(packed, output_buffer_limit=_SLICE_BYTES)
    while found:
        yield found
        found = decoder.process(b"", output_buffer_limit=_SLICE_BYTES)


def _unbrotlied_to_its_end(body: bytes, start: int) -> Iterator[bytes]:
    """Yield the pieces of a brotli stream that ends in the slice at *start*, or raise what is wrong with it.

    The decoder refuses a slice with more than the end of the stream in it, and keeps what it made of it to itself: that
    slice is given byte by byte.
    """
    decoder = brotli.Decompressor()
    for packed in (*_slices(body[:start]), *(bytes((byte,)) for byte in body[start : start + _SLICE_BYTES])):
        if decoder.is_finished():
            return
        yield from _unbrotlied_slice(decoder, packed)


def _beyond(given: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what *pieces* hold beyond their first *given* bytes."""
    at = 0
    for piece in pieces:
        yield piece[max(0, given - at) :]
        at += len(piece)


def _unzstded(body: bytes) -> Iterator[bytes]:
    """Yield the pieces of all frames of zstd; behind a whole one, what does not begin as another is no part."""
    decoder, given = zstandard.ZstdDecompressor(max_window_size=_MOST_ZSTD_WINDOW_BYTES), 0
    try:
        with decoder.stream_reader(body, read_across_frames=True) as reader:
            while piece := reader.read(_SLICE_BYTES):
                given += len(piece)
                yield piece
    except zstandard.ZstdError:
        yield from _beyond(given, _frames(body, decoder))
    if zstd_frames.is_cut(body):
        raise _CutError


def _frames(body: bytes, decoder: zstandard.ZstdDecompressor) -> Iterator[bytes]:
    """Yield the pieces of the frames with which *body* begins, or raise what is wrong with one of them."""
    at = 0
    for number in range(_MOST_ZSTD_FRAMES):
        if number and not zstd_frames.begins_frame(body, at):
            return
        frame = decoder.decompressobj()
        while not frame.eof and at < len(body):
            packed = body[at : at + _ZSTD_SLICE_BYTES]
            yield frame.decompress(packed)
            at += len(packed) - len(frame.unused_data)
    raise zstandard.ZstdError(f"more than {_MOST_ZSTD_FRAMES} frames")


_DECODERS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
    "zstd": _unzstded,
}
