"""Pointers of Git LFS, which code hosts give in place of large files, and where they have the files themselves.

Sources, as of December 2026: git-lfs, "Git LFS Specification", The Pointer; GitHub, which has them at
``media.githubusercontent.com`` (haruishi43/equilib #35, neoascetic/rawgithack #16); Gitea and Forgejo, ``/media/``
beside ``/raw/`` (go-gitea/gitea #5787, #19685); GitLab, ``lfs=true`` for programs (decaporg/decap-cms #7815);
Hugging Face, ``/resolve/`` beside ``/raw/``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 1024
"""Bytes of a pointer, by its specification."""
_POINTER: Final = re.compile(
    rb"version https://(?:git-lfs|hawser)\.github\.com/spec/v1\r?\n(?:ext-\d-[^\r\n ]+ sha256:[0-9a-f]{64}\r?\n)*"
    rb"oid sha256:([0-9a-f]{64})\r?\nsize (\d{1,15})\s*"
)

_REPOSITORY: Final = r"([^/?@]+/[^/?@]+)"
_GITHUB: Final = r"https://media.githubusercontent.com/media/\1/\2"
_PLACES: Final = tuple(
    (re.compile(pointer), file)
    for pointer, file in (
        (rf"https?://raw\.githubusercontent\.com/{_REPOSITORY}/([^?]+)(?:\?.*)?", _GITHUB),
        (rf"https?://(?:www\.)?github\.com/{_REPOSITORY}/(?:raw|blob)/([^?]+)(?:\?.*)?", _GITHUB),
        (rf"https?://cdn\.jsdelivr\.net/gh/{_REPOSITORY}@([^/?]+/[^?]+)(?:\?.*)?", _GITHUB),
        (rf"https?://raw(?:cdn)?\.githack\.com/{_REPOSITORY}/([^?]+)(?:\?.*)?", _GITHUB),
        (r"(https?://huggingface\.co/(?:[^/?]+/){2,3})raw/([^?]+)(?:\?.*)?", r"\1resolve/\2"),
        (r"(https?://[^/?]+/(?:[^/?]+/){2,4}?)raw/((?:branch|tag|commit)/[^?]+)(?:\?.*)?", r"\1media/\2"),
        (r"(https?://[^/?]+/(?:[^/?]+/)?api/v1/repos/[^/?]+/[^/?]+/)raw/(.+)", r"\1media/\2"),
        (
            r"(https?://[^/?]+/(?:[^/?]+/)?api/v4/projects/[^/?]+/repository/files/[^/?]+/raw\?)(?!(?:.*&)?lfs=)(.+)",
            r"\1\2&lfs=true",
        ),
    )
)
"""Where pointers are given, and the file itself."""


class Pointer(NamedTuple):
    """What a pointer says of its file: its *sha256*, in hexadecimal digits, and its *size* in bytes."""

    sha256: str
    size: int


def read_pointer(body: bytes) -> Pointer | None:
    """Return what *body* says if it is a pointer, and nothing else; else None."""
    found = _POINTER.fullmatch(body) if len(body) <= _LONGEST else None
    return found and Pointer(found[1].decode(), int(found[2]))


def file_of_pointer(url: str) -> Iterator[str]:
    """Yield where the host of the pointer at *url* has its file."""
    return (found.expand(file) for pointer, file in _PLACES if (found := pointer.fullmatch(url)))
