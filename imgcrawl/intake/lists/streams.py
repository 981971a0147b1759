"""A source as blocks of bytes and as lines of text, unpacked on the way and never held whole."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import stat
import sys
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

from imgcrawl.errors import ConfigError
from imgcrawl.plain import without_logins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imgcrawl.intake.lists.columns import Layout

STDIN = "-"

MAX_LINE_CHARS = 1024 * 1024
"""Longest line that is kept; of a longer one only the beginning is."""

PARQUET_MAGIC = b"PAR1"
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ARROW = "a Feather or Arrow file: save it as Parquet or CSV"
_FOREIGN_MAGIC = {
    b"PK\x03\x04": "a zip archive or spreadsheet: export it as CSV",
    b"BZh": "packed with bzip2: unpack it, or use gzip or zstd",
    b"\xfd7zXZ": "packed with xz: unpack it, or use gzip or zstd",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document: export it as CSV",
    b"SQLite f": "a database: export its table as CSV",
    b"ARROW1": _ARROW,
    b"FEA1": _ARROW,
    b"\xff\xff\xff\xff": _ARROW,  # a stream of it
    b"%PDF": "a PDF document: make a CSV file of what it holds",
    b"\x89PNG": "a picture: give the list of the pictures' addresses",
    b"\xff\xd8\xff": "a picture: give the list of the pictures' addresses",
    b"\xff\xfe": "UTF-16: save it as UTF-8",
    b"\xfe\xff": "UTF-16: save it as UTF-8",
}

_PATTERN = "*?["
"""What only a pattern of files is likely to have in its name."""

_SHOWN_COLUMNS = 5
_ALMOST_ALL = 0.99  # rows of the last block are still to come
_BLOCK_BYTES = 256 * 1024
_MOST_BLANK_BYTES = 16 * 1024 * 1024
_LONGEST_LINE_BYTES = 1024 * 1024 * 1024
_ZSTD_BLOCK_BYTES = 8 * 1024  # zstd packs up to 32,000 to one


class Reading:
    """How far a list has been read."""

    def __init__(self) -> None:
        self.share: float | None = None
        """The part of its bytes that was read, packed or not, below 1; None where a list has no length to tell it by,
        as a pipe, or is not read from its beginning to its end, as Parquet."""
        self.renamed = 0
        """Rows whose id was an earlier row's with another URL, so that their number was added to it."""
        self.repeated = 0
        """Rows with the id and the URL of an earlier row, which count as that one."""
        self.unread_hashes = 0
        """Rows with something in the column of known hashes that is none."""
        self.first_unread_hash = ""
        """The first of them, and what stands there."""
        self.not_utf8 = 0
        """Rows that cannot be read as they are not UTF-8."""
        self.escaped = 0
        """Rows of which only columns that are carried along are not UTF-8: they were read, with these bytes escaped."""
        self.unnamed: list[str] = []
        """The arguments of a crawl that would name columns which the list does not have by their usual names."""
        self.other_columns: list[str] = []
        """The first of the columns that one of them may name."""
        self._is_in_order = True

    def note(self, position: int, size: int) -> None:
        """Note that *position* of *size* bytes have been read."""
        if self._is_in_order:
            self.share = min(position / max(1, size), _ALMOST_ALL)

    def note_columns(self, layout: Layout) -> None:
        """Note which columns of the list are used, and which are left."""
        others = [name for name, at in layout.extra if at != layout.hash]
        places = {"id_column": layout.id, "page_column": layout.page}
        self.unnamed = [argument for argument, at in places.items() if at is None and others]
        self.other_columns = others[:_SHOWN_COLUMNS]

    def note_unread_hash(self, where: str) -> None:
        """Note a row, and what stands in it in the place of a known hash."""
        self.unread_hashes += 1
        self.first_unread_hash = self.first_unread_hash or where

    def is_in_no_order(self) -> None:
        """Note that positions say nothing of the rows that were read."""
        self.share, self._is_in_order = None, False


def source_name(path: str) -> str:
    """Return what messages call the source *path*."""
    return "standard input" if path == STDIN else path


def is_misnamed(path: str) -> bool:
    """Say whether the file *path* is called packed with gzip, and is not."""
    if path == STDIN or not path.lower().endswith(".gz"):
        return False
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return not file.read(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
    except (OSError, ValueError):
        return False


def may_wait(path: str) -> bool:
    """Tell whether opening or reading *path* may take for ever, as with a pipe that nobody writes to."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode if path == STDIN else os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


class ChangeWatch:
    """Holds *file* against its state when reading began: of a list that is written to, rows would be lost or mixed."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self.name = name
        self._before = _state(file)

    @property
    def size(self) -> int | None:
        """How many bytes the file had; None for a pipe."""
        return self._before[0] if self._before else None

    def check(self) -> None:
        """Return if nobody has written to the file.

        :raises ConfigError: if somebody has.
        """
        if _state(self._file) != self._before:
            raise ConfigError(f"{self.name} has changed while it was read: the same command reads it anew and goes on")


def read_blocks(path: str, reading: Reading | None = None) -> Iterator[bytes]:
    """Yield the bytes of *path* (``-``: standard input), unpacked if their first bytes say gzip or zstd.

    *reading* is told how far it is.

    :raises ConfigError: when the source cannot be opened, read or unpacked, or changes while it is read.
    """
    name = source_name(path)
    with _open(path, name) as raw:
        watch = ChangeWatch(raw, name)
        try:
            for block in _unpacked(raw, name):
                watch.check()
                if reading is not None and watch.size is not None:
                    reading.note(raw.tell(), watch.size)
                yield block
        except (OSError, EOFError, zlib.error) as error:
            watch.check()
            raise ConfigError(f"{name} is damaged or cannot be read to its end ({error}): make a new copy") from error
        watch.check()


def _unpacked(raw: io.BufferedReader, name: str) -> Iterator[bytes]:
    magic = raw.peek(8)[:8]
    if magic.startswith(_GZIP_MAGIC):
        return _gzip_blocks(raw)
    if magic.startswith(_ZSTD_MAGIC):
        return _zstd_blocks(raw, name)
    _refuse_foreign(magic, name)
    return _plain_blocks(raw)


def _state(file: IO[bytes]) -> tuple[int, int] | None:
    """Return what tells that a file was written to; None for a pipe."""
    about = os.fstat(file.fileno())
    return (about.st_size, about.st_mtime_ns) if stat.S_ISREG(about.st_mode) else None


def _open(path: str, name: str) -> io.BufferedReader:
    try:
        if path == STDIN:
            return open(sys.stdin.fileno(), "rb", closefd=False)
        return open(path, "rb")  # noqa: PTH123
    except OSError as error:
        raise ConfigError(_why_not(name, error)) from error
    except ValueError as error:
        raise ConfigError(f"{name} cannot be opened ({error}): check -a source=…") from error


def _why_not(name: str, error: OSError) -> str:
    """Return why the file *name* cannot be opened, and what to do."""
    if "://" in name:  # missing, or too long for a file's name
        return f"{without_logins(name)} is an address: download the list, and name the file by -a source=…"
    if isinstance(error, FileNotFoundError) and set(_PATTERN) & set(Path(name).name):
        return f"{name} does not exist, and a pattern is no list: name one file by -a source=…, or join several to one"
    if isinstance(error, FileNotFoundError):
        return f"{without_logins(str(Path(name).absolute()))} does not exist: check -a source=…"
    if isinstance(error, IsADirectoryError):
        return f"{name} is a directory: name one file in it"
    if isinstance(error, PermissionError):
        return f"{name} may not be read: check its rights"
    return f"{name} cannot be opened ({error}): check -a source=…"


def _refuse_foreign(magic: bytes, name: str) -> None:
    for start, advice in _FOREIGN_MAGIC.items():
        if magic.startswith(start):
            raise ConfigError(f"{name} is {advice}")


def _plain_blocks(raw: io.BufferedReader) -> Iterator[bytes]:
    while block := raw.read1(_BLOCK_BYTES):
        yield block


def _gzip_blocks(raw: io.BufferedReader) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=raw) as unpacked:
        while block := unpacked.read1(_BLOCK_BYTES):
            yield block


def _zstd_blocks(raw: io.BufferedReader, name: str) -> Iterator[bytes]:
    try:
        import zstandard  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ConfigError(f"{name} is packed with zstd: run pip install zstandard, or unpack it") from error
    frame = zstandard.ZstdDecompressor().decompressobj()
    try:
        while packed := raw.read1(_ZSTD_BLOCK_BYTES):
            while packed:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
                if block := frame.decompress(packed):
                    yield block
                packed = frame.unused_data
    except zstandard.ZstdError as error:
        raise OSError(str(error)) from error
    if not frame.eof:
        raise EOFError("the zstd frame has no end")


def without_floods(blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the *blocks* of a text; a packed file of some kilobytes may hold nothing for hours.

    :raises ConfigError: after 16 MB of blank lines in a row, or when a line is longer than 1 GB.
    """
    blank = line = 0
    for block in blocks:
        blank = blank + len(block) if block.isspace() else 0
        line = 0 if b"\n" in block or b"\r" in block else line + len(block)
        if blank > _MOST_BLANK_BYTES:
            raise ConfigError(f"{name} has more than 16 MB of blank lines in a row: make a new copy")
        if line > _LONGEST_LINE_BYTES:
            raise ConfigError(f"{name} has a line of more than 1 GB: check -a source=…")
        yield block


def read_lines(blocks: Iterator[bytes]) -> Iterator[str]:
    r"""Yield the lines of UTF-8 *blocks* without their ends (``\n``, ``\r\n`` or ``\r``) and without a byte order mark.

    Bytes that are not UTF-8 become lone surrogates (``surrogateescape``). A line longer than :data:`MAX_LINE_CHARS` is
    cut, to what is still too long but at most one block longer.
    """
    utf8 = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    decoder = io.IncrementalNewlineDecoder(utf8, translate=True)
    start = "\ufeff"
    tail = ""
    for block in blocks:
        text = decoder.decode(block)
        if start and text:
            text, start = text.removeprefix(start), ""
        lines = (tail + text).split("\n")
        tail = lines.pop()[: MAX_LINE_CHARS + 1]
        yield from lines
    last = tail + decoder.decode(b"", final=True)
    if last:
        yield last.removesuffix("\n")
