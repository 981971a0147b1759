"""Pointers of Git LFS, and where the files are of which they are."""

from __future__ import annotations

import pytest

from imgcrawl.intake.pointers import file_of_pointer, read_pointer

OID = "0123456789abcdef" * 4
TEXT = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n".encode()
MEDIA = "https://media.githubusercontent.com/media"


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        TEXT.strip(),
        TEXT.replace(b"\n", b"\r\n"),
        TEXT.replace(b"git-lfs.", b"hawser."),
        TEXT.replace(b"oid", f"ext-0-foo sha256:{OID[::-1]}\noid".encode()),
    ],
)
def test_a_pointer_says_hash_and_size(body):
    """In all forms that the specification knows."""
    assert read_pointer(body) == (OID, 12345)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<pre>" + TEXT,
        TEXT + b"What is this?",
        TEXT.replace(b"sha256", b"sha512"),
        TEXT.replace(OID.encode(), OID[:63].encode()),
        TEXT.replace(b"size 12345", b""),
        TEXT + b"\n" * 1024,
    ],
)
def test_what_only_speaks_of_pointers_is_none(body):
    """Pages about them show them, too."""
    assert read_pointer(body) is None


@pytest.mark.parametrize(
    ("pointer", "file"),
    [
        ("https://raw.githubusercontent.com/u/r/main/a/b.jpg?token=x", f"{MEDIA}/u/r/main/a/b.jpg"),
        ("https://github.com/u/r/raw/main/a/b.jpg", f"{MEDIA}/u/r/main/a/b.jpg"),
        ("https://cdn.jsdelivr.net/gh/u/r@v1/b.jpg", f"{MEDIA}/u/r/v1/b.jpg"),
        ("https://rawcdn.githack.com/u/r/1a2b/b.jpg", f"{MEDIA}/u/r/1a2b/b.jpg"),
        ("https://git.h.org/u/r/raw/branch/main/b.jpg", "https://git.h.org/u/r/media/branch/main/b.jpg"),
        ("https://h.org/api/v1/repos/u/r/raw/b.jpg?ref=v1", "https://h.org/api/v1/repos/u/r/media/b.jpg?ref=v1"),
        (
            "https://h.org/api/v4/projects/1/repository/files/b.jpg/raw?ref=main",
            "https://h.org/api/v4/projects/1/repository/files/b.jpg/raw?ref=main&lfs=true",
        ),
        ("https://huggingface.co/u/r/raw/main/b.jpg", "https://huggingface.co/u/r/resolve/main/b.jpg"),
        ("https://h.org/u/r/raw/main/b.jpg", None),
        ("https://u.github.io/r/b.jpg", None),
        ("https://cdn.jsdelivr.net/gh/u/r/b.jpg", None),
    ],
)
def test_where_the_host_of_a_pointer_has_its_file(pointer, file):
    """As far as the host's own documents tell."""
    assert next(file_of_pointer(pointer), None) == file
