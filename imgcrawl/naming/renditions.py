"""What sites call the sizes and versions in which they have one picture: vocabulary only, no rules.

Widths are pixels. Which of these words may stand where is for who reads a name to say. The forms of addresses that one
service has are those of :mod:`imgcrawl.intake.forms`.
"""

from __future__ import annotations

from typing import Final

NAMED_WIDTHS: Final[dict[str, int | None]] = {
    "thumb": 150, "thumbnail": 150, "tn": 150, "small": 320, "lowres": 320, "preview": 480, "medium": 640,
    "grande": 600, "large": 1024, "scaled": 2560, "full": None, "fullsize": None, "hires": None, "orig": None,
    "original": None,
}  # fmt: skip
"""Words for a size in the name of a file, and about how wide the file is; None: as wide as it ever was."""
NAMED_FOLDERS: Final[dict[str, int | None]] = {
    "thumbs": 150, "thumbnails": 150, "previews": 480, "square": 75, "originals": None,
}  # fmt: skip
"""The same in that of a folder, beside those."""
_SIZED_FOLDERS = """
    big enlarged grand grande grandes grands groot gross grosse info_images klein kleine lightbox mediana
    mediano medio mini miniatura miniaturas miniature miniatures minis mittel moyen normal original_images
    pequena pequenas pequeno petit petits piccola piccole piccolo popup popup_images
    thumbnail_images tiny vignette vignettes zoom zooms
"""
SIZED_FOLDERS: Final = frozenset(_SIZED_FOLDERS.split())
"""What else sites call folders of which each has all pictures in one size: beside one another, and nowhere else."""

LETTER_WIDTHS: Final = {
    "xxs": 60, "xs": 100, "s": 320, "sm": 320, "m": 640, "md": 640, "l": 1024, "lg": 1024, "xl": 1280, "xxl": 1600,
    "xxxl": 2048,
}  # fmt: skip
"""Sizes in letters, and widths to compare them by; one in two letters is as wide as in one, or as in a word."""
SIZE_CODES: Final = frozenset(code for code in LETTER_WIDTHS if len(code) > 1)
"""Those that are hardly anything else."""
VERSIONS: Final = SIZE_CODES.union(NAMED_WIDTHS, ("2x", "3x", "resized"))
"""Words that stand beside a name for a size or a density of its picture, and tell no other picture."""
ROLES: Final = frozenset({"hero", "lead", "teaser", "featured", "opt"})
"""What a content system calls a version by the place that it fills."""
WHOLE: Final = frozenset({"main", "master", "max", "source", "src", "raw", "public", "content", "download"})
"""What a whole picture is called that needs no name, beside its kinds, formats and sizes."""
REDUCED: Final = frozenset({"thumb", "thumbs", "thumbnail", "thumbnails", "preview", "small", "tiny", "lqip"})
"""Words in the keys of data that name a smaller version."""
SIZE_LETTERS: Final = "stqmnzhklo"
"""Services' sizes of one letter; none that may count views."""

_STANDARD_WIDTHS = """
    100 150 160 180 200 240 250 300 320 360 400 420 450 480 500 512 540 560 600 640 700 720 750 768 800 828 850 900
    960 1000 1024 1080 1100 1200 1280 1366 1400 1440 1500 1536 1600 1800 1920 2000 2048 2400 2500 2560 3000 3200
    3840 4000 4096
"""
STANDARD_WIDTHS: Final = frozenset(map(int, _STANDARD_WIDTHS.split()))
"""Widths in pixels that sites render; only these are read out of a bare number."""
BARE_WIDTHS: Final = {str(width): width for width in STANDARD_WIDTHS}
"""The same by how they are written: without leading zeros, as counters have them."""
