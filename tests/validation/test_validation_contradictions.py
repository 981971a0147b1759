from __future__ import annotations

import pytest

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.contradictions import is_larger_than_named


@pytest.mark.parametrize(
    ("path", "size", "is_larger"),
    [
        ("/heron-300x200.jpg", (1600, 600), True),
        ("/300x200/heron.jpg", (300, 400), True),
        ("/heron-300x200.jpg", (300, 200), False),
        ("/heron-300x200.jpg", (1200, 800), False),
        ("/heron-300x200.jpg", (200, 200), False),
        ("/poster-50x70.jpg", (1600, 600), False),
        ("/300x200/heron-600x400.jpg", (1600, 600), False),
        ("/heron.jpg", (1600, 600), False),
        ("/heron-400x300.jpg", (420, 300), False),
        ("/heron-400x300.jpg", (421, 300), True),
        ("/heron-100x300.jpg", (900, 300), True),
        ("/heron-010x300.jpg", (420, 300), False),
    ],
    ids=[
        "banner",
        "taller",
        "as-named",
        "original",
        "fits-within",
        "small-box",
        "two-boxes",
        "no-box",
        "twentieth",
        "more",
        "least",
        "number",
    ],
)
def test_a_picture_that_is_larger_than_its_address_says(path, size, is_larger):
    """It is one only in another shape: of the same shape it may be the original, and a smaller one says nothing."""
    facts = ImageFacts("x", 90_000, "JPEG", "jpg", size[0], size[1], "RGB", "0" * 16, 1)
    assert is_larger_than_named(f"http://a.test{path}", facts) is is_larger
