"""Host names and paths that look like the web's, drawn from a seeded generator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SUFFIXES = (
    "lab.test", "herbarium.test", "museum.test", "gallery.test", "naturalist.test", "archive.test", "campus.test",
    "journal.test", "atlas.test", "market.test", "static.test", "pictures.test",
)  # fmt: skip
"""The domains of the lab; the good certificate covers one label below each."""

_WORDS = (
    "alder", "anemone", "ash", "aspen", "badger", "beech", "birch", "bittern", "bramble", "bunting", "cedar", "chough",
    "clover", "crane", "curlew", "cypress", "daisy", "dipper", "dogwood", "dunlin", "egret", "elder", "elm",
    "fern", "finch", "foxglove", "gannet", "gentian", "hawthorn", "hazel", "heather", "heron", "holly", "hornbeam",
    "ivy", "juniper", "kestrel", "lapwing", "larch", "linden", "linnet", "lupin", "magpie", "mallow", "maple",
    "marten", "merlin", "mistle", "nettle", "nightjar", "oak", "orchid", "osprey", "otter", "pine", "pipit", "plover",
    "poplar", "primrose", "puffin", "raven", "redwing", "robin", "rowan", "sedge", "shrike", "siskin", "sorrel",
    "sparrow", "spruce", "starling", "stork", "swift", "teal", "thistle", "thrush", "violet", "wagtail", "warbler",
    "wigeon", "willow", "wren", "yarrow", "yew",
)  # fmt: skip

_PATHS = (
    "/photos/{year}/{month:02d}/{stem}.{ext}",
    "/wp-content/uploads/{year}/{month:02d}/{stem}.{ext}",
    "/media/{word}/{stem}.{ext}",
    "/img/{stem}.{ext}",
    "/images/large/{stem}.{ext}",
    "/assets/{year}/{word}/{stem}.{ext}",
    "/files/{word}_{month}/{stem}.{ext}",
)


def host_name(rng: Random, taken: set[str]) -> str:
    """Return a host name that is not in *taken*, and add it there."""
    while True:
        number = rng.choice(("", str(rng.randrange(2, 60)), str(rng.randrange(100, 999_999))))
        name = f"{rng.choice(_WORDS)}{number and '-' + number}.{rng.choice(SUFFIXES)}"
        if name not in taken:
            taken.add(name)
            return name


def picture_path(rng: Random, extension: str) -> str:
    """Return a path with a file name that ends in six digits and *extension*: one in 10**10 for a given *rng*."""
    word = rng.choice(_WORDS)
    return rng.choice(_PATHS).format(
        year=rng.randrange(2005, 2026),
        month=rng.randrange(1, 13),
        word=rng.choice(_WORDS),
        stem=f"{word}-{rng.randrange(100_000, 1_000_000)}",
        ext=extension,
    )


def page_path(rng: Random) -> str:
    """Return a path as pages have it."""
    return f"/{rng.choice(_WORDS)}/{rng.choice(_WORDS)}-{rng.randrange(1_000_000):06d}"


def stem(path: str) -> str:
    """Return the file name in *path* without its extension."""
    return path.rpartition("/")[2].rpartition(".")[0]


def near_miss(path: str, step: int) -> str:
    """Return *path* with the last digit of its stem moved on by *step*, 1 to 9: a neighbour in the same series."""
    head, dot, extension = path.rpartition(".")
    return f"{head[:-1]}{(int(head[-1]) + step) % 10}{dot}{extension}"
