"""The forms of PNG that PngSuite is made of, most of which Pillow does not write: depths, interlacing, transparency."""

from __future__ import annotations

import io
from typing import Any

import png
import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

SIZE = 23, 17  # not a multiple of the eight of an interlaced picture
FORMS: dict[str, dict[str, Any]] = {
    **{f"grey-{depth}": {"greyscale": True, "bitdepth": depth} for depth in (1, 2, 4, 8, 16)},
    **{f"rgb-{depth}": {"greyscale": False, "bitdepth": depth} for depth in (8, 16)},
    **{f"grey-alpha-{depth}": {"greyscale": True, "alpha": True, "bitdepth": depth} for depth in (8, 16)},
    **{f"rgb-alpha-{depth}": {"greyscale": False, "alpha": True, "bitdepth": depth} for depth in (8, 16)},
    **{
        f"palette-{depth}": {"palette": [(n, 255 - n, n) for n in range(2**depth)], "bitdepth": depth}
        for depth in (1, 2, 4, 8)
    },
    "palette-alpha": {"palette": [(n, n, n, n) for n in range(16)], "bitdepth": 4},
    "grey-key": {"greyscale": True, "bitdepth": 4, "transparent": 3},
    "rgb-key": {"greyscale": False, "bitdepth": 8, "transparent": (1, 2, 3)},
    "background": {"greyscale": False, "bitdepth": 8, "background": (9, 9, 9), "gamma": 0.45},
    "many-chunks": {"greyscale": False, "bitdepth": 8, "chunk_limit": 7, "compression": 0},
}


def written(form: str, *, interlace: bool) -> bytes:
    """Return a picture in *form* whose samples take all values."""
    options = FORMS[form]
    writer = png.Writer(*SIZE, interlace=interlace, **options)
    samples = SIZE[0] * (1 if "palette" in options else writer.planes)
    levels = 2 ** options["bitdepth"]
    rows = [[(row * samples + at) * 7919 % levels for at in range(samples)] for row in range(SIZE[1])]
    file = io.BytesIO()
    writer.write(file, rows)
    return file.getvalue()


@pytest.mark.parametrize("interlace", [False, True], ids=["rows", "interlaced"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_an_image_until_it_is_cut(form, interlace):
    """A whole file is accepted, and one that lacks its end is cut short or no image at all, wherever it was cut."""
    body = written(form, interlace=interlace)
    facts = inspect_image(body, limits=Limits())
    assert (facts.format, facts.width, facts.height) == ("PNG", *SIZE)
    for end in range(8, len(body) - 12, 31):
        with pytest.raises(InvalidImage) as caught:
            inspect_image(body[:end], limits=Limits())
        assert caught.value.slug is ErrorSlug.CONTENT_TRUNCATED
