"""Which addresses are of the next picture of a series."""

from __future__ import annotations

import pytest

from imgcrawl.naming.neighbours import is_neighbour

H = "https://www.ex.example/trip/"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_2300.jpg", "IMG_2301.jpg"),
        ("IMG_2300.jpg", "IMG_230.jpg"),
        ("heron.jpg", "heron2.jpg"),
        ("heron-a.jpg", "heron-b.JPG"),
        ("plate12a.jpg", "plate12b.jpg"),
        ("report-2019.png", "report-2020.png"),
        ("a.jpg", "b.jpg"),
        ("heron%201.jpg", "heron%202.jpg"),
        ("plate-h12.jpg", "plate-h13.jpg"),
        ("s2300.jpg", "s2310.jpg"),
        ("plate12.jpg", "plate12b.jpg"),
        ("volvo-s60.jpg", "volvo-s90.jpg"),
        ("plate1-w400.jpg", "plate2-w800.jpg"),
        ("benz_w204.jpg", "benz_w214.jpg"),
        ("infiniti-q50.jpg", "infiniti-q70.jpg"),
    ],
)
def test_the_next_of_a_series_is_another_picture(one, other):
    """By a number, a digit more or less, or a letter that stands alone; it lies in the same folder of the same site."""
    assert is_neighbour(H + one, H + other)
    assert is_neighbour(H + other, (H + one).replace("www.", "img."))
    assert not is_neighbour(H + one, f"{H}old/{other}")
    assert not is_neighbour(H + one, (H + other).replace("ex.example", "other.example"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IMG_2300.jpg", "img_2300.JPG"),
        ("heron.jpg", "herons.jpg"),
        ("heron.jpg", "haron.jpg"),
        ("heron.jpg", "heron.webp"),
        ("heron lake.jpg", "heron-lake.jpg"),
        ("heron-640.jpg", "heron-600.jpg"),
        ("heron-300x200.jpg", "heron-301x200.jpg"),
        ("heron-1699999999.jpg", "heron-1700000001.jpg"),
        ("012.jpg", "12.jpg"),
        ("img_1.jpg", "img_01.jpg"),
        ("s-l500.jpg", "s-l1600.jpg"),
        ("photo_q75.jpg", "photo_q90.jpg"),
        ("img-w400.jpg", "img-w800.jpg"),
        ("9780306406157-L.jpg", "9780306406157-M.jpg"),
        ("5123456789_ab12cd34ef_h.jpg", "5123456789_ab12cd34ef_b.jpg"),
        ("12s.jpg", "12l.jpg"),
        ("12345.jpg", "12345m.jpg"),
        ("48213.jpg", "90277.jpg"),
        ("5e0c9b7d41.jpg", "ae0c9b7d42.jpg"),
        ("heron.jpg", "oak-forest.jpg"),
        ("photo?id=1", "photo?id=2"),
        ("heron.jpg", "heron.jpg?x=1"),
    ],
)
def test_another_spelling_or_size_is_none(one, other):
    """So are times at which a file was made anew, other names, and what is no file."""
    assert not is_neighbour(H + one, H + other)
