"""The same rows in every form of a list."""

from __future__ import annotations

import gzip
import io

import pyarrow as pa
import zstandard
from pyarrow import parquet

CSV = b"id,url,page_url,title\na,http://h/1.jpg,http://h/p,One\n,http://h/2.jpg,,Two\n"


JSONL = (
    b'{"id": "a", "url": "http://h/1.jpg", "page_url": "http://h/p", "title": "One"}\n'
    b'{"url": "http://h/2.jpg", "title": "Two"}\n'
)


TEXT = b"# images\nhttp://h/1.jpg\n\n  # more\nhttp://h/2.jpg\n"


PACKINGS = {"": lambda data: data, ".gz": gzip.compress, ".zst": zstandard.compress}


def parquet_of(columns: dict[str, list[str | None]]) -> bytes:
    """Return a Parquet file of *columns*."""
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


PARQUET = parquet_of(
    {
        "id": ["a", None],
        "url": ["http://h/1.jpg", "http://h/2.jpg"],
        "page_url": ["http://h/p", None],
        "title": ["One", "Two"],
    }
)


FORMATS = {"csv": CSV, "tsv": CSV.replace(b",", b"\t"), "jsonl": JSONL, "txt": TEXT, "parquet": PARQUET}
