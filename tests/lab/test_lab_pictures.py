from __future__ import annotations

import io
import warnings

import pytest
from PIL import Image

from imgcrawl.lab import pictures
from imgcrawl.lab.pictures import FORMS, draw, picture


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_valid_file_of_its_format(form):
    """The file opens, decodes and has the size and the format that its form says."""
    with Image.open(io.BytesIO(picture("a key", form))) as image:
        image.load()
        assert image.format == FORMS[form].encoder
        assert image.size == FORMS[form].size


@pytest.mark.parametrize("form", FORMS)
def test_pictures_are_small_and_depend_on_the_key_alone(form):
    """The same key gives the same bytes, another key others; files have some kilobytes."""
    one, same, other = (draw(key, FORMS[form]) for key in ("one", "one", "other"))
    assert one == same != other
    assert 1_000 < len(one) < 40_000


def test_pictures_look_different():
    """Pictures of different keys share no pixels to speak of: a perceptual hash tells them apart."""
    with warnings.catch_warnings():
        small = [
            Image.open(io.BytesIO(picture(str(key), "jpeg"))).convert("L").resize((8, 8)).tobytes() for key in range(30)
        ]
    bits = [tuple(value > 127 for value in data) for data in small]
    distances = [sum(a != b for a, b in zip(x, y, strict=True)) for x in bits for y in bits if x is not y]
    assert min(distances) > 10


def test_cache_keeps_to_its_size(monkeypatch):
    """The oldest pictures leave when the cache is full."""
    monkeypatch.setattr(pictures, "_cache", {})
    monkeypatch.setattr(pictures, "_cached_bytes", 0)
    monkeypatch.setattr(pictures, "CACHE_BYTES", 30_000)
    for key in range(20):
        picture(str(key), "png")
    assert sum(map(len, pictures._cache.values())) <= 30_000
    assert ("19", "png") in pictures._cache
    assert ("0", "png") not in pictures._cache
